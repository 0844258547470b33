/**
 * A worker as stored (`WORKER#id PROFILE`), an organisation (`ORGS region#id`), a staff member (`STAFF#id STAFF`): their
 * fields as they are, none of them named differently.
 */
import type { Item } from '../store/table';
import type { Organisation, Staff, Worker } from './types';

/** Nothing for someone erased: what is left of her row is no worker. */
export function workerOf(item: Item | undefined): Worker | undefined {
  if (!item || item.erased_at) return undefined;
  const { pk: _pk, sk: _sk, ...worker } = item;
  return worker as unknown as Worker;
}

export function organisationOf(item: Item | undefined): Organisation | undefined {
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...organisation } = item;
  return organisation as unknown as Organisation;
}

export function staffOf(item: Item | undefined): Staff | undefined {
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...staff } = item;
  return staff as unknown as Staff;
}
