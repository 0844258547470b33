/**
 * Cursor pagination. A cursor is the sort key of the last row read, made opaque. It can only be used
 * inside the listing it came from: a key outside the caller's own prefix is refused before the table
 * sees it, so a forged cursor reaches nothing that the caller could not list anyway.
 */
import { isRefusal, type Refusal, refuse } from './refusal';

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;
const CURSOR_MAX = 400;

/** `after` of a query → the cursor handed out; nothing on the last page. */
export function cursorOf(next: Record<string, string> | undefined): string | undefined {
  return next?.sk === undefined ? undefined : Buffer.from(next.sk, 'utf8').toString('base64url');
}

/**
 * The reverse: where the next page of the listing `pk` begins, all of whose keys begin with `prefix`.
 * Refuses `cursor_invalid` for anything this listing did not hand out.
 */
export function afterOf(
  cursor: string | undefined,
  pk: string,
  prefix: string,
): Record<string, string> | undefined | Refusal<'cursor_invalid'> {
  if (cursor === undefined) return undefined;
  if (cursor.length > CURSOR_MAX) return refuse('cursor_invalid');
  const sk = Buffer.from(cursor, 'base64url').toString('utf8');
  const genuine = Buffer.from(sk, 'utf8').toString('base64url') === cursor;
  return genuine && sk.length > prefix.length && sk.startsWith(prefix) ? { pk, sk } : refuse('cursor_invalid');
}

const READS_MAX = 20;

/** One page read from the table: what of it is wanted, and where the next begins. */
export interface Read<T> {
  wanted: T[];
  next?: Record<string, string>;
}
export interface Page<T> {
  items: T[];
  next_cursor?: string;
}

/**
 * Read on until the page is full, the listing ends, or READS_MAX reads were made: a filter that matches
 * little must not give empty pages, nor read the whole table in one request. A page may therefore be
 * short, or even empty, and still have a next one.
 */
export async function gather<T>(
  wish: { pk: string; prefix: string; limit: number; cursor?: string },
  read: (limit: number, after: Record<string, string> | undefined) => Promise<Read<T>>,
): Promise<{ body: Page<T> } | Refusal<'cursor_invalid'>> {
  const from = afterOf(wish.cursor, wish.pk, wish.prefix);
  if (isRefusal(from)) return from as Refusal<'cursor_invalid'>;
  const items: T[] = [];
  let after = from;
  for (let reads = 0; reads < READS_MAX; reads++) {
    const page = await read(wish.limit - items.length, after);
    items.push(...page.wanted);
    after = page.next;
    if (!after || items.length >= wish.limit) break;
  }
  const next_cursor = cursorOf(after);
  return { body: { items, ...(next_cursor && { next_cursor }) } };
}
