/**
 * Ways straight into a flow: what the choices of a push send, what a code to scan holds, and a sign-in code typed by
 * itself. Whatever was asked before waits.
 */
import type { LaterFlowName } from './types';

export interface Door {
  flow: LaterFlowName;
  given: Record<string, string>;
}

const CLASS = '([A-Za-z]\\d{1,6})';
/** 4 digits in one go, two and two, or one by one as they are read out; not 10.30. */
const HAN = '[零〇一二三四五六七八九幺两]';
const CODE = `(\\d{4}|\\d\\d +\\d\\d|\\d,\\d{3}|\\d(?:[\\s,、.-]+\\d){3}|${HAN}{4}|${HAN}(?:[\\s,、]+${HAN}){3})`;
/** Words, what follows them, and the names under which the flow is given it. */
const WAYS: [pattern: RegExp, flow: LaterFlowName, names: string[]][] = [
  // The code of the minute: 4 digits, also as a word for each, also after 我到了，码是; once more, with thanks.
  [
    new RegExp(
      `^(?:老师[\\s,]*)?(?:我?(?:已经?)?(?:到|来|在教室)了?[\\s,。!]*)?(?:我的?|说)?(?:签到|打卡)?(?:数字|号?码)?是?[\\s:【]*${CODE}(?:[\\s,]*\\1)?[\\s】]*(?:谢谢|号)?[.。!]*$`,
      'u',
    ),
    'sign_in',
    ['code'],
  ],
  // The labels of the push that asks whether the officer's list is right, typed.
  [
    /^(?:(?:名单|点名|老师)*[弄记写点搞]?错了?[\s,，]*)?(我?(?:去了|去上课了|没去|没去上课|没来上课)|我没来|我没到)[啊呀哦噢呢嘛噻哈的]*[.。!！]?$/u,
    'confirm_mark',
    ['said'],
  ],
  [new RegExp(`^(到课|没到)\\s*${CLASS}\\s+(\\d{1,2})$`, 'u'), 'confirm_mark', ['answer', 'class_id', 'lesson']],
  [new RegExp(`^在线\\s*${CLASS}\\s+(\\d{1,2})(?:\\s+(\\d{1,2}))?$`, 'u'), 'online', ['class_id', 'lesson', 'choice']],
  // 回访 A17 1 is an officer's command; the worker's own begins with 我的. Without a class: the one that is due.
  [new RegExp(`^我的回访(?:\\s*${CLASS}(?:\\s+(\\d))?)?$`, 'u'), 'follow_up', ['class_id', 'month']],
  [new RegExp(`^申诉\\s*${CLASS}$`, 'u'), 'results', ['class_id']],
  [/^摸排\s*([Mm]\d{1,6})$/u, 'survey', ['survey_id']],
  // A day she names is no wish to leave the class; to leave it from that day on is.
  [
    /^(?!.*(?:退|不学|以后))(我?(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}[号日].{0,8}[来去]不(?:了|成|到|起).*)$/u,
    'leave',
    ['said'],
  ],
  // Under the survey's message, before it was opened.
  [
    /^(?:我|我们|这些)?((?:不想(?:学|参加)|没兴趣|不感兴趣|没[有啥得]*我?想学的)|[都啥也]+(?:不想学|没兴趣|不感兴趣)了?)[。.!！]?$/u,
    'survey',
    ['said'],
  ],
  [/^绑定\s*([0-9A-Za-z]{6,12})$/u, 'bind', ['code']],
];
/** Scenes of QR codes. */
const SCENES: [pattern: RegExp, flow: LaterFlowName, names: string[]][] = [
  [/^bind:([0-9A-Za-z]{6,12})$/, 'bind', ['code']],
  [/^sign:([A-Z]\d{1,6}):(\d{1,2}):(\d{4})$/, 'sign_in', ['class_id', 'lesson', 'code']],
];

/** The flow a text leads to by itself. A bare number only where no question waits for one. */
export function doorOf(text: string, asked: boolean): Door | undefined {
  // Also 8️⃣, which is a digit and two marks, and 👍 after it.
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Mn}\p{Me}\p{Extended_Pictographic}]/gu, '')
    .trim();
  if (asked && /^[是\s\d,、.。零〇一二三四五六七八九幺两-]+$/u.test(plain)) return undefined;
  const door = through(WAYS, plain);
  // 没去 answers whatever was asked.
  return asked && door?.given.said ? undefined : door;
}

/** The flow a scanned code leads to. */
export const sceneDoor = (key: string): Door | undefined => through(SCENES, key.replace(/^qrscene_/, ''));

function through(ways: typeof WAYS, text: string): Door | undefined {
  for (const [pattern, flow, names] of ways) {
    const found = pattern.exec(text);
    if (!found) continue;
    const given = names.flatMap((name, i) => (found[i + 1] === undefined ? [] : [[name, found[i + 1] as string]]));
    const { class_id, code, ...rest } = Object.fromEntries(given) as Record<string, string>;
    return {
      flow,
      given: { ...rest, ...(code && { code: inDigits(code) }), ...(class_id && { class_id: class_id.toUpperCase() }) },
    };
  }
  return undefined;
}

const HAN_DIGITS = '零一二三四五六七八九';

/** 三八四七, 3 8 4 7 → 3847. */
export const inDigits = (text: string): string =>
  text
    .replace(/[〇零一幺二两三四五六七八九]/gu, (one) => String(HAN_DIGITS.indexOf(LIKE[one] ?? one)))
    .replace(/(?<=\d)[\s,、.-]+(?=\d)/g, '');
const LIKE: Record<string, string> = { 〇: '零', 幺: '一', 两: '二' };
