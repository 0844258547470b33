/** Words that count beside a class only: A15不开了, 张三退A16. Pure. */

const CLASS = '(?<![a-z0-9])[a-z]\\d{2,6}班?';
const STOP = new RegExp(
  `取消开班|停班|停办|停开|${CLASS}(?:先|都|就|要|也|今年|这期|暂时)*(不开了?|不办了?|开不成了?|开不了|办不成了?)(?![课在])`,
  'iu',
);
/** 退A16; 退出, 退了 and the like are words of their own. */
const LEAVE = /退(?=[a-z]\d{2,6}(?![a-z0-9]))/iu;

export interface Beside {
  name: string;
  from: number;
  to: number;
}

/** A class that is not to be held, and the words that say so. */
export function stopIn(text: string): Beside | undefined {
  const found = STOP.exec(text);
  if (!found) return undefined;
  const [whole, words = whole] = found;
  const from = found.index + whole.length - words.length;
  return { name: 'open_class', from, to: from + words.length };
}

/** Someone is to leave the class named. */
export function leaveIn(text: string): Beside | undefined {
  const at = text.search(LEAVE);
  return at < 0 ? undefined : { name: 'withdraw_for', from: at, to: at + 1 };
}
