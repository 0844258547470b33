/** People in what an officer typed or pasted: one a line, `张三 身份证 电话` in any order. Pure. */
import { readName, readWrittenName } from '../../people/read';
import { looksLikeName } from './read-people';

export interface PersonLine {
  /** From 1, among the lines of people as pasted. */
  line: number;
  name?: string;
  id_number?: string;
  phone?: string;
  /** The end of a phone: finds someone known. */
  tail?: string;
}

/** Lists longer than this go by spreadsheet. */
export const PEOPLE_MAX = 40;

const ID = /(?<![\dA-Za-z])(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{14,20}[A-Za-z]?)(?![\dA-Za-z])/u;
const PHONE = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/u;
/** A phone with a digit too few or too many is still the phone meant; registration says what is wrong with it. */
const NEARLY_PHONE = /(?<!\d)1\d{8,12}(?!\d)/u;
const NUMBERING = /^\s*(?:\d{1,3}\s*[.、)）．]\s*|\d{1,2}\s+(?=\p{Script=Han}))/u;
const LABELS = /姓名|名字|身份证号?码?|证件号?|手机号?码?|电话号?码?|联系方式|号码|[:：,，;；|、]/gu;

/** One line as a person; nothing when there is none on it. */
export function personIn(text: string, line: number): PersonLine | undefined {
  let rest = text.normalize('NFKC').replace(NUMBERING, '');
  const id_number = ID.exec(rest)?.[0];
  if (id_number) rest = rest.replace(id_number, ' ');
  const phone = (PHONE.exec(rest) ?? NEARLY_PHONE.exec(rest))?.[0];
  if (phone) rest = rest.replace(phone, ' ');
  const tail = /(?<!\d)\d{4}(?!\d)/u.exec(rest)?.[0];
  const words = rest.replace(LABELS, ' ').replace(/\d+/gu, ' ').trim().split(/\s+/u);
  const whole = id_number && phone && words.length === 1 ? readWrittenName(words[0]!) : undefined;
  const name =
    words.map((word) => readName(word)).find((one): one is string => typeof one === 'string') ??
    spaced(rest) ??
    // Between her two numbers the one word left is her name, however it sounds: 那英, 吉克阿的.
    (typeof whole === 'string' ? whole : undefined);
  if (!id_number && !phone && !(name && (looksLikeName(name) || tail))) return undefined;
  return {
    line,
    ...(name && { name }),
    ...(id_number && { id_number: id_number.replace(/[ -]/gu, '').toUpperCase() }),
    ...(phone && { phone: phone.replace(/[ -]/gu, '').replace(/^\+?86(?=1\d{10}$)/u, '') }),
    ...(tail && !id_number && !phone && { tail }),
  };
}

/** `李 明` */
function spaced(rest: string): string | undefined {
  const name = readName(rest.replace(LABELS, ' ').replace(/\d+/gu, ' ').trim());
  return typeof name === 'string' ? name : undefined;
}

/** Everybody in a text, a person a line; a line without any is left out. */
export function peopleIn(text: string): PersonLine[] {
  return text
    .split(/\r?\n|[;；]/u)
    .filter((one) => one.trim() !== '')
    .flatMap((one, i) => personIn(one, i + 1) ?? [])
    .slice(0, PEOPLE_MAX + 1);
}
