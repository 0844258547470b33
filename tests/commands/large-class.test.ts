/** A class of many lessons and seats, opened or stopped by chat: one transaction holds a hundred changes, and says so in words. */
import { SEATS_PER_BLOCK } from '../../lib/classes/items';
import { loadSeats } from '../../lib/classes/load';
import { readClass } from '../../lib/classes/read';
import { keys } from '../../lib/store/keys';
import { openClass } from '../support/town';
import { type County, county } from './county';

let of: County;
beforeEach(async () => {
  of = await county();
});
const opened = (said: string) => /开好了：([A-Z]\d+)/u.exec(said)?.[1];
const rowsOf = async (class_id: string) =>
  (await of.world.table.query({ pk: keys.class(class_id).pk, limit: 200, consistent: true })).items;

it.each([
  ['15天', '120课时', '150人'],
  ['40天', '320课时', '250人'],
])('L4 what stations open is opened: 脱产 %s, %s, %s', async (_days, units, people) => {
  expect(await of.say('li', `开班 焊工 脱产 8月20号 ${units} ${people} 在职校`)).toContain('要开：');
  const class_id = opened(await of.say('li', '1'));
  expect(await readClass(of.world, class_id!)).toMatchObject({ status: 'published' });
});

it('L4 more lessons and seats than are written at once: refused in words that say how many fit, and as many are opened', async () => {
  const asked = await of.say('li', '开班 焊工 脱产 8月20号 356课时 500人 在职校');
  const [, max] = /收500人最多排(\d+)节课，这样要排89节/u.exec(asked) ?? [];
  expect(Number(max)).toBe(76);
  expect(asked).toContain('一共多少课时');
  // Two lessons and eight 课时 a day; one lesson more than fits is told, exactly as many are opened.
  expect(await of.say('li', '305')).toContain('最多排76节课，这样要排77节');
  expect(await of.say('li', '304')).toContain('76节课');
  const class_id = opened(await of.say('li', '1'))!;
  const rows = await rowsOf(class_id);
  expect(rows.filter(({ sk }) => sk.startsWith('SESSION#'))).toHaveLength(76);
  expect(rows.filter(({ sk }) => sk.startsWith('SEATS#'))).toHaveLength(500 / SEATS_PER_BLOCK);
});

it('L4 fewer people instead of fewer lessons', async () => {
  await of.say('li', '开班 焊工 脱产 8月20号 356课时 500人 在职校');
  await of.say('li', '收50人');
  expect(await of.say('li', '320')).toMatch(/要开：.*收50人/u);
});

it('the office stops the largest class by chat; its counters close, those that do not fit in by the task', async () => {
  const { class_id } = await openClass(of.world, { title: '特大班', capacity: 5000, first_day: '2025-08-20' });
  await of.say('office', `停班 ${class_id} 招不到人`);
  expect(await of.say('office', '1')).toContain('取消了');
  expect((await readClass(of.world, class_id))?.status).toBe('cancelled');
  await of.settled();
  const seats = await loadSeats(of.world, (await readClass(of.world, class_id))!);
  expect(seats).toHaveLength(100);
  expect(seats.filter(({ open }) => open)).toEqual([]);
});

it('a station stops an empty class only where every counter can be held to be empty; a larger one is the office’s', async () => {
  const { class_id } = await openClass(of.world, { title: '特大班', capacity: 5000, first_day: '2025-08-20' });
  expect(await of.say('li', `停班 ${class_id} 招不到人`)).toMatch(/名额太多，工作站停不了，要县里主管部门停/u);
  expect((await readClass(of.world, class_id))?.status).toBe('published');
  const smaller = await openClass(of.world, { title: '大班', capacity: 4500, first_day: '2025-08-20' });
  await of.say('li', `停班 ${smaller.class_id} 招不到人`);
  expect(await of.say('li', '1')).toContain('取消了');
});
