/** Certificates as stored: by number for the world, by worker for her. */
import { afterOf, cursorOf, type Page } from '../../platform/paging';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Change, Item } from '../../store/table';
import { readRows, scoreOf } from '../assessment/items';
import { bare } from '../items';
import { readCertificateNumber } from './number';
import type { Certificate } from './types';

/** A certificate by its number as somebody typed or scanned it; what cannot be one is not looked up. */
export async function findCertificate(world: World, given: string): Promise<Certificate | undefined> {
  const number = readCertificateNumber(given);
  const item = number && (await world.table.get(keys.certificate(number), { consistent: true }));
  return item ? bare<Certificate>(item) : undefined;
}

/** Those of a class, valid and revoked, by number: what its scores point to, and what was revoked since. */
export async function certificatesOfClass(world: World, class_id: string): Promise<Certificate[]> {
  return readCertificates(world, (await readRows(world, class_id, 'SCORE#')).flatMap(numbersOf));
}

/**
 * One page of them, person by person: one person's stay together, so that a page may be longer than asked for by those of
 * the first on it. Refuses `cursor_invalid`.
 */
export async function certificatesPage(
  world: World,
  class_id: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<Certificate> | Refusal<'cursor_invalid'>> {
  const { pk } = keys.class(class_id);
  const after = afterOf(cursor, pk, 'SCORE#');
  if (isRefusal(after)) return refuse('cursor_invalid');
  const read = await world.table.query({ pk, prefix: 'SCORE#', consistent: true, limit, after });
  const numbers: string[] = [];
  let taken = 0;
  for (const row of read.items) {
    const more = numbersOf(row);
    if (taken > 0 && numbers.length + more.length > limit) break;
    numbers.push(...more);
    taken++;
  }
  const last = read.items[taken - 1];
  const next_cursor = cursorOf(taken < read.items.length && last ? { sk: last.sk } : read.next);
  return { items: await readCertificates(world, numbers), ...(next_cursor && { next_cursor }) };
}

/** What a score points to, and what was revoked since. */
function numbersOf(row: Item): string[] {
  const { certificate, revoked = [] } = scoreOf(row) as ReturnType<typeof scoreOf> & { revoked?: string[] };
  return [...revoked, ...(certificate ? [certificate] : [])];
}

async function readCertificates(world: World, numbers: string[]): Promise<Certificate[]> {
  const items = await world.table.getMany(numbers.map(keys.certificate), { consistent: true });
  return items
    .flatMap((item) => (item ? [bare<Certificate>(item)] : []))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
}

/** Hers, newest first. */
export async function certificatesOfWorker(world: World, worker_id: string): Promise<Certificate[]> {
  const { pk } = keys.profile(worker_id);
  const { items } = await world.table.query({ pk, prefix: 'CERT#', consistent: true, limit: 100 });
  const rows = await world.table.getMany(
    items.map((item) => keys.certificate(item.number)),
    { consistent: true },
  );
  return rows
    .flatMap((row) => (row ? [bare<Certificate>(row)] : []))
    .sort((a, b) => (a.issued_at < b.issued_at ? 1 : -1));
}

export const tradeAndLevel = (c: Pick<Certificate, 'trade_id' | 'level'>): string => `${c.trade_id}:${c.level}`;

/** A new certificate: its row, her list, and that it is the only valid one for this trade and level. */
export function certificatePuts(certificate: Certificate): Change[] {
  const { number, worker_id } = certificate;
  return [
    {
      kind: 'put',
      key: keys.certificate(number),
      item: { ...certificate },
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'a number is given once',
    },
    { kind: 'put', key: keys.certificateOf(worker_id, number), item: { number }, why: 'on her list' },
    {
      kind: 'put',
      key: keys.certificateFor(worker_id, tradeAndLevel(certificate)),
      item: { number },
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'the only one for this trade and level',
      refusal: 'certificate_issued',
    },
  ];
}
