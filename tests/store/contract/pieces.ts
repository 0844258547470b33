/** Keys, changes and failures as the contract's parts write them. */
import type { Change, Clause, Key } from '../../../lib/store/table';

export const key = (pk: string, sk = 'X'): Key => ({ pk, sk });
export const put = (at: Key, item: Record<string, any> = {}, when?: Clause[]): Change => ({
  kind: 'put',
  key: at,
  item,
  why: 'put',
  ...(when && { when }),
});
export const update = (at: Key, what: Partial<Extract<Change, { kind: 'update' }>>): Change =>
  ({ kind: 'update', key: at, why: 'update', ...what }) as Change;

let serial = 0;
/** Tests share one table; each keeps to partitions of its own. */
export const fresh = (): string => `P${++serial}#${process.pid}`;

/** What it failed with; an error when it did not fail. */
export async function failure(doing: Promise<unknown>): Promise<any> {
  try {
    await doing;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}
