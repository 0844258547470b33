/** Classes of 2016 as they are stored, for reports over many of them. */
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import type { TestWorld } from '../support/world';

export const HOME = '530128';
export const YEAR = { home_region: HOME, from: '2016-01-01', to: '2016-12-31' };

/** As many transactions as it takes. */
export async function writeAll(world: TestWorld, changes: Change[]): Promise<void> {
  for (let i = 0; i < changes.length; i += 100) await world.table.write(changes.slice(i, i + 100));
}

let n = 0;
/** A class of 2016 as it is stored, with so many on its roster. */
export async function stored(
  world: TestWorld,
  people: string[],
  set: Partial<TrainingClass> = {},
  lessons: Partial<Lesson>[] = [],
): Promise<string> {
  const class_id = `B${100 + ++n}`;
  const c = {
    class_id,
    rev: 1,
    timetable_rev: 1,
    status: 'published',
    title: class_id,
    trade_id: 'electrician',
    trade_name: '电工',
    level: '5',
    home_region: HOME,
    host_region: '420626',
    starts_at: '2016-03-01T09:00:00+08:00',
    ends_at: '2016-03-10T17:00:00+08:00',
    ...set,
  };
  const put = (key: { pk: string; sk: string }, item: object): Change => ({
    kind: 'put',
    key,
    item: { ...item },
    why: 'test',
  });
  await writeAll(world, [
    put(keys.class(class_id), c),
    put(keys.classListing(HOME, class_id), { class_id }),
    ...people.map((worker_id) =>
      put(keys.member(class_id, worker_id), {
        class_id,
        worker_id,
        name: '张三',
        phone_masked: '138****0001',
        status: 'enrolled',
        at: '2016-02-01T09:00:00+08:00',
      }),
    ),
    ...lessons.map((lesson, i) =>
      put(keys.lesson(class_id, 1, i + 1), { class_id, timetable_rev: 1, n: i + 1, ...lesson }),
    ),
  ]);
  return class_id;
}

export const crowd = (many: number, from = 0) => Array.from({ length: many }, (_, i) => `w_${from + i}`);
