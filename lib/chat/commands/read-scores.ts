/** Marks as an assessor types or pastes them, a line a person. Pure. */
import { readName } from '../../people/read';

export interface ReadLine {
  /** Her number on the list, or her name. */
  who: number | string;
  theory?: number;
  practice?: number;
  absent?: boolean;
}

/** Lines of one message; more are sent in a second one. */
const LINES_MAX = 120;
const MARKS =
  /^(\d{1,3})(?:\s*分[\s,，、/]*|[\s,，、/;；:：|\t]+|(?=实操|实作|技能))(?:实操|实作|技能)?[:：]?\s*(\d{1,3})\s*分?$/u;
/** Between people: a line's end, `；`, or a comma before the next name or before the next number with two marks of its own. */
const BETWEEN =
  /[\r\n;；]+|(?<=[\d分考席来到]\s*)[,，、。]\s*(?=(?!理论|笔试|实操|实作|技能|缺考|没来|没考|未到|缺席)\p{Script=Han}{2})|[,，、。]\s*(?=\d{1,3}\s*(?:号|[.、:：])?\s+\d{1,3}[\s/]+\d{1,3}\s*分?\s*(?:[,，、。;；\r\n]|$))/u;
const ABSENT = /^(?:缺考|没来|未到|缺席|没考)$/u;

/**
 * `3 85 90`, `张三 85 90`, `3号 理论85实操90`, `张三 缺考`; people apart by line ends, `；` or commas. A line that is none of these
 * is passed over: the dry answer shows what was read. Marks above 100 are kept as typed: the rules refuse them by name.
 */
export function readScoreLines(text: string): ReadLine[] {
  return text
    .normalize('NFKC')
    .split(BETWEEN)
    .slice(0, LINES_MAX)
    .flatMap((line) => absentees(line.trim()) ?? lineOf(line.trim()) ?? []);
}

/** One mark, and the other part not sat (张三 85 没考, 3 85 缺考): no two people. */
const ONE_MARK = /\p{Script=Han}\s*\d{1,3}\s*(?:没|缺)考|^\d{1,3}号?\s+\d{1,3}\s+(?:没|缺)考/u;

/** 张三、李四没来, 3 5没来: nobody's marks stand on such a line. */
function absentees(line: string): ReadLine[] | undefined {
  if (ONE_MARK.test(withoutClass(line))) return undefined;
  const said = /^(.+?)(?:今天|也|都|全|[\s,，])*(?:缺考|没来|没到|未到|缺席|没考)(?:考试|考)?了?$/u.exec(
    withoutClass(line),
  )?.[1];
  const people = said?.split(/[\s,，、和跟及]+/u).filter((one) => one !== '') ?? [];
  const lines = people.flatMap((one) => {
    const number = /^(\d{1,3})号?$/u.exec(one)?.[1];
    const who = number ? Number(number) : personOf(one);
    return who ? [{ who, absent: true }] : [];
  });
  return people.length > 0 && lines.length === people.length ? lines : undefined;
}

/** Lines with marks on them that could not be read: said, so that nobody's marks are lost unseen. */
export function unreadLines(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(BETWEEN)
    .map((line) => line.trim())
    .filter(
      (line) => /\d.*\d|缺考/u.test(line.replace(/^.*?[A-Za-z]\d{1,6}/u, '')) && !absentees(line) && !lineOf(line),
    );
}

const withoutClass = (line: string): string => line.replace(/^(?:成绩|登分|打分)?\s*[A-Za-z]\d{1,6}\s*/u, '').trim();

function lineOf(line: string): ReadLine | undefined {
  const plain = withoutClass(line);
  const [, number, name, rest = ''] =
    /^(?:(\d{1,3})\s*(?:号|\.|、|,|，|:|：)?|(\p{Script=Han}[\p{Script=Han}·•]{1,14}?))[\s,，、:：|\t]*((?:理论|笔试)?[:：]?\s*(?:\d|缺|没|未).*)$/u.exec(
      plain,
    ) ?? [];
  const who = number ? Number(number) : personOf(name ?? '');
  if (!who) return undefined;
  const marks = rest.replace(/^(?:理论|笔试)[:：]?\s*/u, '').trim();
  if (ABSENT.test(marks)) return { who, absent: true };
  const [, theory, practice] = MARKS.exec(marks) ?? [];
  if (theory === undefined || practice === undefined) return undefined;
  return { who, theory: Number(theory), practice: Number(practice) };
}

function personOf(text: string): string | undefined {
  const name = readName(text.replace(/(?:理论|笔试)$/u, ''));
  return typeof name === 'string' ? name : undefined;
}
