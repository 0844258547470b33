/**
 * Text as people type it → text that can be compared: NFKC, simplified characters, lower case, no
 * punctuation, emoji or WeChat face codes. Kept short, whatever was sent.
 */

/** What is kept of a message; nobody gives an order in more. */
export const TEXT_CHARACTERS_MAX = 500;

/** Names of WeChat's own faces, sent as `[微笑]`. Other brackets are only punctuation: `[报名]` is an answer. */
const FACES =
  '微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快 白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 右哼哼 鄙视 委屈 快哭了 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 emm 社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 勾引 拳头 ok 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 红包 發 福 烟花 爆竹 猪头 跳跳 发抖 转圈 smile grin happy';
const FACE_NAMES = new Set(FACES.split(' '));

/** Everything between words: what separates clauses and what is merely decoration. */
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
/** Marks that end a clause. Spaces count: many people type them instead of commas. */
const CLAUSE_END = /([\s,，.。;；!！?？、~…:：|/\\—-]+)/u;

export interface Clause {
  /** Without any mark. */
  text: string;
  /** It ended in a question mark. */
  asked: boolean;
}

/** NFKC, simplified, lower case, face codes off; punctuation still there. At most TEXT_CHARACTERS_MAX characters are kept. */
export function soften(text: string): string {
  const kept = clip(text, TEXT_CHARACTERS_MAX).normalize('NFKC').toLowerCase();
  const faceless = kept.includes('[')
    ? kept.replace(/\[([^[\]\s]{1,4})\]/gu, (code, name: string) => (FACE_NAMES.has(name) ? ' ' : code))
    : kept;
  return clip(simplify(faceless), TEXT_CHARACTERS_MAX);
}

/** The text on its own: `「我要　報名！」[微笑]` → `我要报名`. Never throws; the same again when applied twice. */
export function normalise(text: string): string {
  return bare(soften(text));
}

/** Softened text without its marks. */
export function bare(softened: string): string {
  return softened.replace(NOT_WORD, '');
}

/** Softened text in its clauses, in order, empty ones left out. */
export function clausesOf(softened: string): Clause[] {
  const parts = softened.split(CLAUSE_END);
  const clauses: Clause[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const text = bare(parts[i]!);
    const asked = /[?？]/.test(parts[i + 1] ?? '');
    if (text) clauses.push({ text, asked });
    else if (asked && clauses.length > 0) clauses[clauses.length - 1]!.asked = true;
  }
  return clauses;
}

/** At most `max` UTF-16 units, no half of a pair at the end. */
function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

type Convert = (text: string) => string;
let toSimplified: Convert | undefined;
let everyday: Set<string> | undefined;

/** Traditional → simplified. The table (100 KB) is loaded only for a character that no simplified text has. */
export function simplify(text: string): string {
  if (!mayBeTraditional(text)) return text;
  if (!toSimplified) {
    // A synchronous load, at this place, so that reading a text stays synchronous and the common path never pays.
    const { Converter } = require('opencc-js/t2cn') as { Converter(from: { from: string; to: string }): Convert };
    toSimplified = Converter({ from: 't', to: 'cn' });
  }
  return toSimplified(text);
}

/** Whether a Han character stands outside GB 2312, the simplified standard: traditional, or rare. */
function mayBeTraditional(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x3400 && code <= 0x9fff && !simplifiedCharacters().has(text[i]!)) return true;
  }
  return false;
}

/** The 6,763 characters of GB 2312, decoded from their own table, and those it lacks of everyday words and of names (通用规范汉字表 2013). */
function simplifiedCharacters(): Set<string> {
  if (everyday) return everyday;
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  const characters = new TextDecoder('gbk').decode(Uint8Array.from(bytes));
  everyday = new Set([...characters, ...'嘞冇嘅喺咗哋啲囧喆堃镕珺玥祎昇陞淩脩祕勣谿頫']);
  return everyday;
}
