/** Names and numbers of people in what an officer typed. Pure. */
import { readName } from '../../people/read';
import { simplify } from '../normalise';
import { type Page, READ, take } from './read-when';

const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷曲盛冉翁蓝路游靳辛柴蒙鲍华喻祁房滕屈饶牟艾尤阳穆农司卓古吉缪简车芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬师和仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池苑迟邝官封谈匡鞠惠荆乐冀胥南储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘闻厉伊仝郜海阚普'.split(
    '',
  ),
);
const TWO = /^(?:欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|东方|端木|百里|呼延)/u;

/** What may stand before or after a name in an order: `给张三`, `张三的`, `张三没来`. */
const BEFORE =
  /^(?:(?:有没有叫|有没有|姓名叫|名叫|回复|回话给|回|问问|问|告诉|除了|除|就差|只差|还差|差|只有|缺席|缺课|缺|迟到|早退|麻烦|帮忙|帮我|帮|请你|请|给|把|将|替|让|叫|跟|和|同|有个|有|是|为|代|还有|另外|加上|还|就|我们|我|找|查|看看|看|一下|一哈|下|那个|这个|学员|工友|人叫|老师|名字|姓名|登记|记|说|对|从|到|在|的|了|个|问)+)/u;
const AFTER =
  /(?:一起|一块儿?|没有来|没有到|没来|没到|不来|来了|到了|不在|在不在|缺席|缺课|都|也|的|了|吧|要|想|说|他们|她们|他|她|去|来|人|同学|师傅|大姐|大哥|大叔|阿姨|老乡|这个人|一下|下|哈|呢|吗|嘛|今天|进|加|到|从|在|手机|电话|因|因为|有事|由于|病了|生病|是|补|回|退|报|学|考|叫|个|几|啥|怎么|那天|都是|两个|三个|俩|仨)+$/u;
/** Words of the trade that pass for a name by their shape. */
const NO_PERSON =
  /上课|下课|班级|老师|学员|工友|工人|大家|全班|全部|所有|名单|通知|考试|考核|实操|理论|教室|宿舍|工地|厂里|车间|家里|孩子|原因|有事|生病|感冒|回家|老家|加班|地点|时间|地方|中心|学校|公司|机构|站里|本月|这月|这个|那个|哪个|哪些|多少|几个|一个|两个|怎么|什么|可以|需要|准备|马上|现在|刚才|已经|还是|或者|因为|所以|不要|不用|没有|开始|结束|准时|记得|带上|身份|成绩|合格|及格|请假|点名|签到|周末|脱产|夜间|晚班|全天|初级|中级|高级|课时|第一|手机|尾号|后四|候补|排队|意愿|摸排|问卷|结果|情况|进度|安排|明细|表格|下载|导出|打印|证书|回访|巡查|总结|评价|补课|改课|地址|技工|普工|小工|杂工|班组长|培训|技能|下雨|停电|高温|天气|台风|工作|上班|下班|打工|名额|为止|之前|以后|以前|上午|下午|中午|晚上|早上|开课|复习|取消|报名|剩下|其他|其余|以上|以下|如下|负责|单位|停课|改到|挪到|推迟|提前|临时|会议|开会|检查|领导|通过|没过|都过|生产|赶工|赶货|辛苦|谢谢|高兴|方便|时候|马上|全到|都到|全勤|人数|口令|通知|平时|平日|平常/u;

/** Phone numbers and ID numbers leave the page first: nothing else may read their digits. */
export function takeNumbersOfPeople(page: Page): { id_numbers: string[]; phones: string[]; tails: string[] } {
  const id_numbers = take(
    page,
    /(?<![\dA-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![\dA-Za-z])|(?<![\dA-Za-z])\d{14,17}[\dXx]?(?![\dA-Za-z])/gu,
    (m) => m[0].replace(/[ -]/g, '').toUpperCase(),
  );
  const phones = take(page, /(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)/gu, (m) =>
    (m[1] as string).replace(/[ -]/g, ''),
  );
  const tails = take(
    page,
    /(?:手机|电话)?(?:号)?(?:尾号|尾数|末四位|后四位|后4位|最后四位|末尾)(?:是|为|的)?[:：\s]*(\d{4})(?!\d)(?:的)?/gu,
    (m) => m[1],
  );
  return { id_numbers, phones, tails };
}

/** What may follow a name without a mark between: 王强感冒了. */
const FOLLOWS_NAME = new RegExp(
  `^(?:${NO_PERSON.source}|感冒|发烧|迟到|早退|旷|销假|没|不|家|缺|辞|今|明|后|昨|删|报|退|那|这|几|也|又|还|就|马上|上|下|说|他|她|愿|准|真|住|刚|昨|因|病|怀|生|带|跟|换|回|到|在|是|的|了|都|请|考|打|学|搬|调|进|出|走|加|脚|手|腰|头|腿|眼|牙|身|落|办|登|实|听|觉|已|可|能|应|该|得|早|晚|正|有|要|想|去|来|打电话|说|她|他|老婆|老公|爸|妈|受伤|住院)`,
  'u',
);
/** Words no name is made of, where no family name says that it is one. */
const NO_NAME_CHARACTER = /[发看谁哪没来给我你他她它课班了的吗呢上下个出会要做弄搞打开关点几只也都很那这些什么]/u;

/** Names still on the page; each is taken off it. Without a family name only what stands there all alone is one. */
export function takeNames(page: Page): string[] {
  const runs = page.text.match(HAN_RUN) ?? [];
  const found: string[] = [];
  page.text = page.text.replace(HAN_RUN, (run) => {
    const { names, rest } = namesIn(run, runs.length === 1);
    found.push(...names);
    return names.length > 0 ? READ.repeat(run.length - rest.length) + rest : run;
  });
  return [...new Set(found)];
}

/** 刘伟迟到了: what nobody is called begins behind the second character. */
const STRONG_VERB = /^(?:迟到|早退|旷课|旷工|请假|销假|补课|缺课|缺席|退课|退班|报名)/u;

const HAN_RUN = /\p{Script=Han}[\p{Script=Han}·•・]*/gu;

function namesIn(run: string, alone: boolean): { names: string[]; rest: string } {
  const bare = run.replace(BEFORE, '');
  const two = STRONG_VERB.test(bare.slice(2)) ? nameOf(bare.slice(0, 2)) : undefined;
  if (two) return { names: [two], rest: bare.slice(2) };
  const whole = nameOf(run);
  if (whole) return { names: [whole], rest: '' };
  const parts = run.split(/[和跟与及同]/u).map(nameOf);
  if (parts.length > 1 && parts.every((part) => part !== undefined)) return { names: parts, rest: '' };
  for (const length of TWO.test(bare) ? [4, 3] : [3, 2]) {
    const name = nameOf(bare.slice(0, length));
    if (name && [...name].length === length && FOLLOWS_NAME.test(bare.slice(length)))
      return { names: [name], rest: bare.slice(length) };
  }
  const trimmed = bare.replace(AFTER, '');
  const lone = alone && !NO_NAME_CHARACTER.test(trimmed) && !NO_PERSON.test(trimmed) ? readName(trimmed) : undefined;
  const fits = typeof lone === 'string' && [...lone].length <= (looksLikeName(lone) ? 3 : 4);
  return { names: fits ? [lone] : [], rest: '' };
}

const VERB_TAIL = /[也都报退删踢补请录添划说缺要办调拿从]$/u;

/** A name with a family name or a dot, fillers before and behind it taken off. */
function nameOf(run: string): string | undefined {
  const bare = run.replace(BEFORE, '');
  // 郭芙报: what is done with her is no part of her name.
  if (/[·•・]/u.test(bare) && bare !== bare.replace(AFTER, '')) return nameOf(bare.replace(AFTER, ''));
  const short = VERB_TAIL.test(bare) && [...bare].length === 3 ? bare.slice(0, -1) : bare;
  for (const said of new Set([short, run, run.replace(AFTER, ''), bare, bare.replace(AFTER, '')])) {
    const name = readName(said);
    if (typeof name !== 'string' || NO_PERSON.test(name) || !looksLikeName(name)) continue;
    const length = [...name].length;
    if (length <= 3 || (length === 4 && TWO.test(name)) || name.includes('·')) return name;
  }
  return undefined;
}

/** A surname of the common ones, or a dot in it. */
export function looksLikeName(name: string): boolean {
  return name.includes('·') || SURNAMES.has(name[0] as string) || TWO.test(name);
}

/** Her name as she has it, or in simplified characters, in which orders are read: 陳 and 峯 stand on some lists. */
export const isCalled = (name: string, said: string): boolean => name === said || simplify(name) === simplify(said);
