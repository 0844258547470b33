/**
 * Why a field was not accepted, in words: the bound it broke, or what is expected there. Never the value that was
 * sent, which may be somebody's number.
 */

/** One thing a schema found wrong, as zod reports it. */
export interface Issue {
  code?: string;
  path: PropertyKey[];
  keys?: string[];
  message?: string;
  /** What was measured: `string`, `array`, `number`, `int`. */
  origin?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  /** The type it should be. */
  expected?: string;
  /** All that may stand there. */
  values?: readonly unknown[];
}

export const UNKNOWN_FIELD = '不认识的字段';

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表，写在 [ ] 里',
  object: '对象，写在 { } 里',
};
const COUNTED: Record<string, string> = { string: '个字', array: '项' };

/**
 * The sentence for one issue. What a schema says itself (in Chinese: a pattern's example, a rule) goes first.
 * @param missing nothing was sent there at all
 */
export function sentenceOf(issue: Issue, missing: boolean): string {
  if (missing) return '没有填，这一项必须有';
  if (issue.message && /[\u4e00-\u9fff]/.test(issue.message)) return issue.message;
  const counted = COUNTED[issue.origin ?? ''];
  if (issue.code === 'too_small') return counted ? `最少 ${issue.minimum} ${counted}` : `不能小于 ${issue.minimum}`;
  if (issue.code === 'too_big') return counted ? `最多 ${issue.maximum} ${counted}` : `不能大于 ${issue.maximum}`;
  if (issue.code === 'invalid_value' && issue.values) return `只能填：${issue.values.join('、')}`;
  const type = TYPES[issue.expected ?? ''];
  return issue.code === 'invalid_type' && type ? `类型不对，要填${type}` : '不符合要求';
}

/** Whether anything stood at the path of an issue. */
export function isMissing(value: unknown, path: PropertyKey[]): boolean {
  let at: any = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return true;
    at = at[part];
  }
  return at === undefined;
}
