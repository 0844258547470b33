/**
 * What people ask before they trust this: said truly, and no more than the programme says. Who pays for food,
 * what is paid out and which certificate it is differ from class to class, so a person answers those.
 */
const A_PERSON = '回“人工”问工作人员。';
const DIFFERS = `每个班不一样。\n${A_PERSON}`;
const ANSWERS: [RegExp, string][] = [
  [
    /工资|(?:好多|多少)钱一个月|一个月(?:好多|多少)钱|[挣赚](?:好多|多少)/u,
    '学完挣多少，看做什么活、在哪里做，这里说不准。',
  ],
  [/补贴|补助|路费|车费|领钱|到账|[发打]钱/u, `有没有、有多少，要看当年的规定和哪个班。\n${A_PERSON}`],
  [
    /要钱|收钱|交钱|花钱|交费|要费|收费(?!站|员|处)|免费|[多好][少多]钱|学费|培训费/u,
    `不收钱，培训费由政府的培训项目出。\n有人叫你交钱，先别交，${A_PERSON}`,
  ],
  [
    /骗|靠谱|正规吗|真的吗|真的假的|是真是假/u,
    `不是骗人，这是县人社局办的公众号，不收钱，不要验证码。\n不放心就先别填，${A_PERSON}`,
  ],
  [
    /不识字|不认字|不认得字|不认识字|认不得字|识字不多|没文化|不会打字/u,
    '不要紧，不用打字，点蓝色的字就行。\n请旁边的人念给你听，或回“人工”找人帮忙。',
  ],
  [
    /(?<!身份)证书?.{0,3}(?:有用|管用|认不认)|[发有拿考给].{0,3}(?<!身份)证(?![件明])/u,
    `学完要考核，合格了才有证。是什么证，${DIFFERS}`,
  ],
  [/^(?:等一?[下哈会]儿?|等等|稍等|慢点)[吧嘛哦]?$/u, '不急，慢慢来。'],
  [/要(?:不要)?考试|考不[过起]|不及格/u, `学完要考核，合格了才有证。没合格怎么办，${A_PERSON}`],
  [/带(?:点|些)?(?:什么|啥|哪些|哪样|么子)|[用要]不[用要]带/u, `带上手机，签到要用。别的带不带，${DIFFERS}`],
  [/包(?:不包)?[吃住饭]|管(?:不管)?[吃住饭]/u, `包不包吃住，${DIFFERS}`],
];

/** The answer to what she asks, if it is one of these. */
export function answerTo(text: string): string | undefined {
  return ANSWERS.find(([words]) => words.test(text))?.[1];
}

const OTHERS =
  '(?:老公|老婆|丈夫|媳妇|婆娘|爱人|对象|儿子|女儿|姑娘|闺女|娃|孩子|兄弟|弟|妹|哥|姐|嫂子|妈|爸|爹|亲戚|朋友|老乡|同事|工友|家里人|[他她])';
const FOR_OTHERS = new RegExp(
  `[帮给替跟和](?:我|我们)?(?:家)?(?:的)?${OTHERS}.{0,4}(?:报|登记|学|参加)|[叫让喊带](?:我|我们)?(?:家)?${OTHERS}.{0,3}(?:来|报|学|参加)|${OTHERS}(?:也|想|都)[想要]?(?:报|学|参加)`,
  'u',
);

/** 帮我老公报一个: consent and signing in are each person's own, so nobody is signed up from another's account. */
export const forOthers = (text: string): string | undefined =>
  FOR_OTHERS.test(text) ? '好的，请本人用自己的微信来报；不会用的，回“人工”，请工作站代报名。' : undefined;
