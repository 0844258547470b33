/**
 * What people ask before they trust this: said truly, and no more than the programme says. Who pays for food,
 * what is paid out and which certificate it is differ from class to class, so a person answers those.
 */
const A_PERSON = '回“人工”问工作人员。';
const DIFFERS = `每个班不一样。\n${A_PERSON}`;
const ANSWERS: [RegExp, string][] = [
  [/补贴|补助|路费|车费/u, `有没有、有多少，要看当年的规定和哪个班。\n${A_PERSON}`],
  [
    /要钱|收钱|交钱|花钱|交费|要费|收费(?!站|员|处)|免费|多少钱|学费|培训费/u,
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
  [/包(?:不包)?[吃住饭]|管(?:不管)?[吃住饭]/u, `包不包吃住，${DIFFERS}`],
];

/** The answer to what she asks, if it is one of these. */
export function answerTo(text: string): string | undefined {
  return ANSWERS.find(([words]) => words.test(text))?.[1];
}
