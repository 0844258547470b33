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
/** Words, what follows them, and the names under which the flow is given it. */
const WAYS: [pattern: RegExp, flow: LaterFlowName, names: string[]][] = [
  // The code of the minute: 4 digits.
  [/^(?:签到|打卡)?[\s:：]*(\d{4})$/u, 'sign_in', ['code']],
  [new RegExp(`^(到课|没到)\\s*${CLASS}\\s+(\\d{1,2})$`, 'u'), 'confirm_mark', ['answer', 'class_id', 'lesson']],
  [new RegExp(`^在线\\s*${CLASS}\\s+(\\d{1,2})(?:\\s+(\\d{1,2}))?$`, 'u'), 'online', ['class_id', 'lesson', 'choice']],
  // 回访 A17 1 is an officer's command; the worker's own begins with 我的. Without a class: the one that is due.
  [new RegExp(`^我的回访(?:\\s*${CLASS}(?:\\s+(\\d))?)?$`, 'u'), 'follow_up', ['class_id', 'month']],
  [new RegExp(`^申诉\\s*${CLASS}$`, 'u'), 'results', ['class_id']],
  [/^摸排\s*([Mm]\d{1,6})$/u, 'survey', ['survey_id']],
  [/^绑定\s*([0-9A-Za-z]{6,12})$/u, 'bind', ['code']],
];
/** Scenes of QR codes. */
const SCENES: [pattern: RegExp, flow: LaterFlowName, names: string[]][] = [
  [/^bind:([0-9A-Za-z]{6,12})$/, 'bind', ['code']],
  [/^sign:([A-Z]\d{1,6}):(\d{1,2}):(\d{4})$/, 'sign_in', ['class_id', 'lesson', 'code']],
];

/** The flow a text leads to by itself. A bare number only where no question waits for one. */
export function doorOf(text: string, asked: boolean): Door | undefined {
  const plain = text.normalize('NFKC').trim();
  if (asked && /^\d+$/.test(plain)) return undefined;
  return through(WAYS, plain);
}

/** The flow a scanned code leads to. */
export const sceneDoor = (key: string): Door | undefined => through(SCENES, key.replace(/^qrscene_/, ''));

function through(ways: typeof WAYS, text: string): Door | undefined {
  for (const [pattern, flow, names] of ways) {
    const found = pattern.exec(text);
    if (!found) continue;
    const given = names.flatMap((name, i) => (found[i + 1] === undefined ? [] : [[name, found[i + 1] as string]]));
    const { class_id, ...rest } = Object.fromEntries(given) as Record<string, string>;
    return { flow, given: { ...rest, ...(class_id && { class_id: class_id.toUpperCase() }) } };
  }
  return undefined;
}
