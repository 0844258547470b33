/** A worker as stored (`WORKER#id PROFILE`): her fields as they are, none of them named differently. */
import type { Item } from '../store/table';
import type { Worker } from './types';

export function workerOf(item: Item | undefined): Worker | undefined {
  if (!item || item.erased_at) return undefined;
  const { pk: _pk, sk: _sk, ...worker } = item;
  return worker as unknown as Worker;
}
