/** Numbers as people press, write or say them, for picking from a list: 1–99. */

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
  幺: 1,
};
const NUMERAL = '[零〇一二两俩三四五六七八九十壹贰叁肆伍陆柒捌玖拾幺]{1,3}';
/** `我选第二个吧`, `回复 2`, `2.`, `(二)`, `2号` */
const PICK = new RegExp(
  `^(?:我|就|那|那就|我就|还是|请)?(?:想要|想选|想|要|选择|选|选项|回复|回|按|输入|点|来|报|答案是|答案|是)?(?:第)?(?:编号|序号|数字|号码)?(\\d{1,2}|${NUMERAL})(?:个|号|项|条|种|行)?(?:班|课|选项)?(?:那个)?(?:吧|啊|呀|了|哦|哈|嘛|呢|的)?$`,
  'u',
);
/** A line copied or tapped from the screen: `2. 电工班`, `1 确认`; not `1 和 2`, `2 个人`. */
const COPIED_LINE =
  /^[([【]?\s*(\d{1,2})(?:\s*[.、)\]】:]\s*|\s+)(?![和跟或到至与还个人天月日号年点名岁\d])[\p{L}(【「]/u;
const MARKS =
  /[\s.,。，、!！~…()（）【】[\]「」『』“”"'‘’《》<>#＃:：;；\p{Cf}\p{Mn}\p{Me}\p{Extended_Pictographic}]/gu;

/** `二十三`, `十二`, `贰`, `拾壹` → number 0–99; anything else → undefined. */
export function chineseNumber(text: string): number | undefined {
  const [tens, ones, extra] = text.replaceAll('拾', '十').split('十');
  if (extra !== undefined || tens === undefined) return undefined;
  if (ones === undefined) return tens.length === 1 ? DIGITS[tens] : undefined;
  const ten = tens === '' ? 1 : DIGITS[tens];
  const one = ones === '' ? 0 : DIGITS[ones];
  if (ten === undefined || one === undefined || ten === 0 || ones === '零') return undefined;
  return ten * 10 + one;
}

/**
 * The number a text picks, and nothing else: `2`, `２`, `②`, `2️⃣`, `二`, `第二个`, `选2`, `2号`, `回复2`, `2. 电工班`
 * → 2. `1 2`, `2个人`, `100`, an ID number or a phone number → undefined. 1–99 only.
 */
export function readNumber(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const wide = text.normalize('NFKC').trim();
  // Two numbers apart are two picks, not one long number.
  if (/\d[^\d]+\d/.test(wide.replace(/[\p{Mn}\p{Me}]/gu, '')) && !COPIED_LINE.test(wide)) return undefined;
  const found = PICK.exec(wide.replace(MARKS, ''))?.[1] ?? COPIED_LINE.exec(wide)?.[1];
  if (found === undefined) return undefined;
  const number = /^\d/.test(found) ? Number(found) : chineseNumber(found);
  return number !== undefined && number >= 1 && number <= 99 ? number : undefined;
}
