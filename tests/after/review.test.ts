/** L25: no year is closed over a class without its review. */
import { closeYear, reviewClass } from '../../lib/classes/after/review';
import { cancelClass } from '../../lib/classes/cancel-class';
import { memoryTable } from '../../lib/store/memory';
import { heldClass } from '../assessment/scene';
import { must, openClass, run } from '../support/town';
import { testWorld } from '../support/world';

const close = (year = '2025') => ({ home_region: '530128', year, by: 'li' });

it('L25 a year is closed when it is over and every class that ended in it was reviewed', async () => {
  const world = testWorld(memoryTable());
  const [a, b] = [await heldClass(world, 1), await heldClass(world, 1, { first_day: '2025-09-01' })];
  // Neither is asked for: one never held, and one that ends on New Year's Day.
  const off = await openClass(world, { units: 8, first_day: '2025-09-03' });
  await must(world, () => cancelClass(world, { class_id: off.class_id, by: 'li', reason: '老师病了' }));
  const across = await openClass(world, { units: 16, first_day: '2025-12-31' });
  expect(across.ends_at.slice(0, 4)).toBe('2026');
  const review = (class_id: string, by = 'li') =>
    reviewClass(world, { class_id, went_well: '人到得齐', to_improve: '实操再多些', by });
  await must(world, () => review(a.c.class_id));
  expect(await run(world, () => closeYear(world, close()))).toMatchObject({ refused: 'year_not_over' });
  world.clock.set('2026-01-05T09:00:00+08:00');
  expect(await run(world, () => closeYear(world, close()))).toMatchObject({
    refused: 'review_missing',
    facts: { count: 1, classes: b.c.class_id },
  });
  await must(world, () => review(b.c.class_id));
  expect(await run(world, () => closeYear(world, close()))).toMatchObject({ year: '2025', classes: 2 });
  expect(await run(world, () => closeYear(world, close()))).toMatchObject({ refused: 'year_closed' });
});

it('L25 a class is reviewed once it is over; written again the later one stands', async () => {
  const world = testWorld(memoryTable());
  const c = await openClass(world, { units: 8 });
  const review = (went_well: string) =>
    reviewClass(world, { class_id: c.class_id, went_well, to_improve: '多练', by: 'li' });
  expect(await run(world, () => review('好'))).toMatchObject({ refused: 'review_early' });
  world.clock.set('2025-08-01T09:00:00+08:00');
  expect(await run(world, () => review('好'))).toMatchObject({ rev: 1 });
  expect(await run(world, () => review('很好'))).toMatchObject({ rev: 2, went_well: '很好' });
});
