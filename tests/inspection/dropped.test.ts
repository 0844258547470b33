/** D11: nobody draws anew until the right ones come, nor to be rid of what was seen: it stays in sight. */
import { markChange } from '../../lib/classes/attendance/items';
import { newMark } from '../../lib/classes/attendance/rules';
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { reportVisit } from '../../lib/classes/inspection/visit';
import { readLessons } from '../../lib/classes/read';
import { readiness } from '../../lib/classes/readiness';
import type { Staff, Worker } from '../../lib/people/types';
import { instant, millis } from '../../lib/platform/clock';
import { members, says } from '../delivery/things';
import { boundAs, newStaff } from '../people/office';
import { must } from '../support/town';
import { type Scene, scene } from './things';

let s: Scene;
let workers: Worker[];
beforeEach(async () => {
  s = await scene();
  workers = await members(s.world, s.c, 1, 2, 3, 4, 5, 6);
  for (const n of [11, 12, 13, 14]) await s.inspector(n, `钱${'一二三四'[n - 11]}`);
});

const drawn = async (reason?: string) =>
  (await must(s.world, () => drawInspection(s.world, { class_id: s.c.class_id, by: 'li', reason }))).inspection;
const came = ({ staff_id, name }: Pick<Staff, 'staff_id' | 'name'>, set: object = {}) =>
  must(s.world, () =>
    reportVisit(s.world, {
      ...{ class_id: s.c.class_id, staff_id, name, visited_at: instant(s.world.now()), heads: 6 },
      ...{ teacher_there: true, as_timetable: true, ...set },
    }),
  );
const noted = async () => {
  const done = await readiness(s.world, s.c.class_id);
  if (!('lacks' in done)) throw new Error(done.refused);
  return done.lacks.filter(({ blocks }) => !blocks).map(({ code, facts }) => ({ code, facts }));
};

it('D11 a dropped draw is counted, and whether anybody had come; what she saw is still noted', async () => {
  const first = await drawn();
  s.world.clock.set('2025-07-24T09:00:00+08:00');
  expect(await noted()).toEqual([]);
  await came(first.inspectors[0]!, { teacher_there: false });
  await drawn('钱一病了');
  await drawn('还是不行');
  expect(await noted()).toEqual([
    { code: 'teacher_absent', facts: undefined },
    { code: 'draw_dropped', facts: { times: 2, visited: 1 } },
  ]);
});

it('D11 巡查 shows the office each draw given up, who had come, and why; and takes no dot for a reason', async () => {
  await boundAs(s.world, await newStaff(s.world, s.office, { name: '冯科长', duties: ['office'] }), 'feng');
  const say = async (text: string) => (await says(s.world, 'ofeng', text)).reply?.text ?? '';
  const first = await drawn();
  s.world.clock.set('2025-07-24T09:00:00+08:00');
  await came(first.inspectors[0]!);
  await say(`巡查 ${s.c.class_id} 重抽`);
  for (const none of ['。', '12', '好']) expect(await say(none)).toContain('为什么要重抽');
  expect(await say('钱一病了，电话13800001111')).toContain('原因：钱一病了');
  expect(await say('1')).toContain('已通知');
  const page = await say(`巡查 ${s.c.class_id}`);
  const [a, b] = first.inspectors.map(({ name }) => name);
  expect(page).toContain(`7月24日作废：${a}、${b}（${a}已经去看过），原因：钱一病了`);
  expect(page).not.toContain('13800001111');
});

describe('D20 heads counted on the spot against the marks of that lesson', () => {
  const sign = async (who: number[], minute: number) => {
    const [lesson] = await readLessons(s.world, s.c);
    const at_ms = millis(lesson!.starts_at) + minute * 60_000;
    for (const i of who) {
      const mark = newMark(lesson!, { how: 'code', at_ms });
      await s.world.table.write([markChange(s.c.class_id, workers[i]!.worker_id, 1, mark, undefined, 'test')]);
    }
  };
  const visited = async (heads: number) => {
    const { inspectors } = await drawn();
    s.world.clock.set('2025-07-24T09:00:00+08:00');
    await came(inspectors[0]!, { heads });
    await drawn('钱一病了');
    s.world.clock.set('2025-07-24T20:00:00+08:00');
    return (await noted()).find(({ code }) => code === 'heads_low')?.facts;
  };

  it('four heads where six have signed in is noted', async () => {
    await sign([0, 1, 2, 3, 4, 5], 1);
    expect(await visited(4)).toEqual({ n: 1, heads: 4, marked: 6 });
  });
  it('five of six are enough, as on any day (control)', async () => {
    await sign([0, 1, 2, 3, 4, 5], 1);
    expect(await visited(5)).toBeUndefined();
  });
  it('who came after the visit is not missed in it (control)', async () => {
    await sign([0, 1, 2, 3], 1);
    await sign([4, 5], 61);
    expect(await visited(4)).toBeUndefined();
  });
});
