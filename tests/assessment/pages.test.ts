/** Certificates of a class, page by page. */
import { certificatesPage } from '../../lib/classes/certificates/items';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { testWorld } from '../support/world';

const CLASS = 'A17';

/** Scores of people with so many certificates each, the last of them valid. */
async function certified(each: number[]) {
  const world = testWorld(memoryTable());
  for (const [i, many] of each.entries()) {
    const worker_id = `w_${i}`;
    const numbers = Array.from({ length: many }, (_, n) => `C${i}${n}`);
    const certificate = numbers.at(-1);
    const item = { class_id: CLASS, worker_id, revoked: numbers.slice(0, -1), ...(certificate && { certificate }) };
    await world.table.write([
      { kind: 'put', key: keys.score(CLASS, worker_id), item, why: 'test' },
      ...numbers.map((number) => ({
        kind: 'put' as const,
        key: keys.certificate(number),
        item: { number, worker_id },
        why: 'test',
      })),
    ]);
  }
  return async (limit: number) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await certificatesPage(world, CLASS, { limit, cursor });
      if (isRefusal(page)) throw new Error(page.refused);
      pages.push(page.items.map(({ number }) => number));
      cursor = page.next_cursor;
    } while (cursor);
    return pages;
  };
}

it.each([1, 2, 3, 4, 100])(
  'L13 %i a page: each once, one person’s together, no page longer for two people',
  async (limit) => {
    const pages = await (await certified([1, 3, 0, 1, 1, 2]))(limit);
    expect(pages.flat()).toEqual(['C00', 'C10', 'C11', 'C12', 'C30', 'C40', 'C50', 'C51']);
    for (const page of pages) {
      const people = new Set(page.map((number) => number[1]));
      if (people.size > 1) expect(page.length).toBeLessThanOrEqual(limit);
    }
    expect(pages.filter((page) => page.includes('C10'))).toEqual([expect.arrayContaining(['C10', 'C11', 'C12'])]);
  },
);

it('a cursor of another listing opens nothing', async () => {
  const world = testWorld(memoryTable());
  const cursor = Buffer.from('META').toString('base64url');
  expect(await certificatesPage(world, CLASS, { limit: 5, cursor })).toMatchObject({ refused: 'cursor_invalid' });
});
