/** A short talk by a list of questions: what she reads, what she says to it, until it is over. */
import type { Desk } from './desk';
import type { Read } from './talk';

/** A question, by the words a reader looks for, and what she says to it. */
export type Reply = [when: RegExp, say: string | ((read: Read) => string)];

const TURNS_MAX = 14;

/** The last that was said to her; noted as wrong when it does not end as it should. */
export async function converse(
  desk: Desk,
  openid: string,
  opening: string,
  replies: Reply[],
  end: RegExp,
): Promise<Read> {
  let said = opening;
  let read = await desk.hear(openid, said);
  for (let turn = 0; turn < TURNS_MAX && !end.test(read.text); turn++) {
    const reply = replies.find(([when]) => when.test(read.text));
    if (!reply) break;
    said = typeof reply[1] === 'string' ? reply[1] : reply[1](read);
    read = await desk.hear(openid, said);
  }
  if (!end.test(read.text))
    desk.wrong.push(`${openid} 发“${said.slice(0, 40)}”以后没有到 ${end}：“${read.text.slice(0, 200)}”`);
  return read;
}

/** What the choice with this label sends. */
export const tap =
  (label: RegExp) =>
  (read: Read): string =>
    read.choices.find((one) => label.test(one.label))?.send ?? '1';
