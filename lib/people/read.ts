import { hasLongNumber } from '../platform/long-number';
import { type Refusal, refuse } from '../platform/refusal';
import { spokenDigits } from './digits';

/** Longest employer or site kept, in characters. */
export const FREE_TEXT_CHARACTERS_MAX = 60;

/**
 * A mainland mobile number (11 digits, 13–19) out of what a person typed: `+86`, spaces, dashes, full-width and
 * digits said in Chinese are all right. Refuses `phone_format` {digits}.
 */
export function readPhone(text: string): string | Refusal<'phone_format'> {
  const plain = spokenDigits(String(text).slice(0, 500).normalize('NFKC'));
  const inOnePiece = plain.match(/\d+/g) ?? [];
  const inPieces = (plain.match(/\d[\d\s._·—–-]*/g) ?? []).map((run) => run.replace(/\D/g, ''));
  const runs = [...inOnePiece, ...inPieces].map(withoutCountry);
  const found = runs.find((run) => /^1[3-9]\d{9}$/.test(run));
  if (found) return found;
  return refuse('phone_format', { digits: Math.max(0, ...runs.map((run) => run.length)) });
}

function withoutCountry(digits: string): string {
  return digits.replace(/^(?:00)?86(?=1\d{10}$)/, '');
}

/** `138****0013`; anything but 11 digits becomes stars only. Never throws. */
export function maskPhone(phone: string): string {
  const text = String(phone);
  if (!/^\d{11}$/.test(text)) return '*'.repeat(Math.min(text.length, 11));
  return `${text.slice(0, 3)}****${text.slice(7)}`;
}

const NAME_INTRODUCED =
  /^(?:(?:你好|您好|老师好?|嗯|哦|那个)[\s,，。.!！…]*|额[\s,，。.!！…]+)*(?:我的|本人|我|俺)?(?:(?:姓名|名字|真名|大名|全名)(?:是|叫|就是|叫做)?|叫做|叫|是|就是)?[:：,，\s]*/u;
const DOTS = /[·•.．‧・･∙⋅●。｡ꞏ᛫]/gu;
/** Words that are an order, a question or an answer, never a name. */
const NO_NAME =
  /取消|报名|退订|退出|退课|退班|返回|帮助|人工|客服|菜单|确认|修改|删除|跳过|继续|停止|培训|身份证|手机|电话|号码|姓名|名字|什么|怎么|为啥|咋|知道|告诉|可以|好的|好吧|没有|不是|是的|对的|你好|您好|谢谢|再见|保密|上一步|下一步|重新|算了|随便|稍等|等一下|多少|哪里|我的|上课|课程|电工|焊工|护理/u;
/** No Chinese name begins so; 那 is a surname around Luquan, so it must go on as no name does. */
const NO_FIRST =
  /^(?:[我你您他她它俺咱不没请要想嗯哦啊的了吗呢吧这]|那[个我你您他她它俺咱就么些里边儿是好行还这样先要不可会有没等为怎谁时种])/u;
const NO_LAST = /[吗呢吧啊呀哦嘛啦了的]$/u;
const ONLY_NUMERALS = /^[零〇一二两三四五六七八九十百千]+$/u;
/** Five numerals in a row are a phone or an ID number read aloud; a name is stored in the clear. */
const SPOKEN_NUMBER = /[零〇一幺么二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖]{5}/u;

/**
 * A person's name: 2–30 Han characters; the dot of a minority name in any of its shapes becomes `·`; `我叫…`, `姓名：`
 * are taken off. Refuses `name_format` {length} for digits, letters, and words that are orders (取消).
 */
export function readName(text: string): string | Refusal<'name_format'> {
  const wide = String(text).slice(0, 200).normalize('NFKC').trim();
  const bare = wide.replace(/[!！,，。.~、\s]+$/u, '');
  const rest = bare.replace(NAME_INTRODUCED, '');
  // 我叫王小丽啊: after 叫 the last word belongs to the sentence.
  const told = rest === bare ? rest : rest.replace(/[啊呀哦嘛哈]$/u, '');
  const name = shaped(told);
  const no_name = NO_NAME.test(name) || NO_FIRST.test(name) || NO_LAST.test(name) || !isName(name);
  return no_name ? refuse('name_format', { length: [...name].length }) : name;
}

/**
 * A name that stands where only a name can (a roster's column, a field): nothing is taken off its beginning and nothing
 * in it is an order (额尔德尼, 是志强, 张知道). Refuses `name_format` {length}.
 */
export function readWrittenName(text: string): string | Refusal<'name_format'> {
  const name = shaped(
    String(text)
      .slice(0, 200)
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, ''),
  );
  // 已删除 stands where somebody was erased: with that for a name she would count as gone.
  const no_name = name.split(NO_NAME).join('') === '' || name === '已删除';
  return isName(name) && !no_name ? name : refuse('name_format', { length: [...name].length });
}

function shaped(text: string): string {
  return joined(
    text
      .replace(DOTS, '·')
      .replace(/\s*·+\s*/gu, '·')
      .trim(),
  );
}

function isName(name: string): boolean {
  const { length } = [...name];
  const is_han = length >= 2 && length <= 30 && /^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u.test(name);
  return is_han && !ONLY_NUMERALS.test(name) && !SPOKEN_NUMBER.test(name);
}

/** One person's name, though one of the two was written without its dots (买买提艾力). */
export function sameName(a: string, b: string): boolean {
  return undotted(a) === undotted(b);
}

/** A name as it is the same with and without its dots. */
export const undotted = (name: string): string => name.replace(DOTS, '');

/** `李 明` is one short name; `买买提 艾力` is a long one whose dot was hard to type. */
function joined(name: string): string {
  const parts = name.split(/\s+/u);
  const long = parts.length > 1 && parts.every((part) => [...part].length >= 2) && [...parts.join('')].length >= 5;
  return parts.join(long ? '·' : '');
}

/** Who speaks is taken off only before a verb or a label: 我爱我家, 就业服务中心 and 人民路 begin so by themselves. */
const EMPLOYER_INTRODUCED =
  /^(?:(?:我们|我|俺|现在|目前|就)*(?:(?:在|是|给)|(?:的)?(?:用工)?(?:公司|单位|厂子?|老板|企业)(?:名称|名字|名)?(?:(?:是|叫|叫做|就是)[:：\s]*|[:：]\s*))|(?:我们?|俺)?(?:现在(?!代)|目前))?\s*/u;
/** 来宾, 来安 and 来凤 are places. */
const SITE_INTRODUCED =
  /^(?:(?:我们|我|俺|现在|目前|人|就)*(?:(?:住在|待在|在|到了|到|来了|来(?![宾安凤])|是)|(?:的)?(?:工地|地址|地方|地点|位置|住址)(?:是在|是|在|叫)?[:：\s]*)|(?:我们?|俺)(?:现在(?!代)|目前)?|现在(?!代)|目前)?\s*/u;
const WORKING = /(?:那里|这里|那边|这边|那儿|这儿|里)?(?:上班|打工|干活|做工|务工|做事|工作)(?:的|呢|啊|呀)?$/u;

/** Whom she works for: 1–60 characters, `我在…上班` taken off. Refuses `text_format` {length, length_max, hint?}. */
export function readEmployer(text: string): string | Refusal<'text_format'> {
  return freeText(text, EMPLOYER_INTRODUCED);
}

/** Where she works, in her own words: 1–60 characters, `我在…打工` taken off. Refuses `text_format` {length, length_max, hint?}. */
export function readSite(text: string): string | Refusal<'text_format'> {
  return freeText(text, SITE_INTRODUCED);
}

/** An employer or a place that stands in a column or field of its own: as it is written. Refuses as `readSite` does. */
export function readWrittenText(text: string): string | Refusal<'text_format'> {
  return freeText(text);
}

function freeText(text: string, introduced?: RegExp): string | Refusal<'text_format'> {
  const plain = String(text)
    .slice(0, 500)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Extended_Pictographic}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const tidy = (said: string) => said.replace(/^[\s,，.。:：!！;；]+|[\s,，.。:：!！;；]+$/gu, '');
  const whole = tidy(plain);
  const core = introduced ? tidy(tidy(whole.replace(introduced, '')).replace(WORKING, '')) : whole;
  const kept = core || whole;
  const length = [...kept].length;
  // These two are stored in the clear: a phone or ID number does not belong in them.
  if (hasLongNumber(kept))
    return refuse('text_format', { length, length_max: FREE_TEXT_CHARACTERS_MAX, hint: 'number' });
  if (length < 1 || length > FREE_TEXT_CHARACTERS_MAX || !/[\p{L}\p{N}]/u.test(kept)) {
    return refuse('text_format', { length, length_max: FREE_TEXT_CHARACTERS_MAX });
  }
  return kept;
}
