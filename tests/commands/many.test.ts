/** Eighty people on a small screen: counted, the exceptions by name, everyone behind 更多, and the page still waits for its yes. */

import { attendanceOfPerson } from '../../lib/classes/attendance/read';
import { certificatesOfClass } from '../../lib/classes/certificates/items';
import { enrol } from '../../lib/classes/enrol';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { heldClass, planned } from '../assessment/scene';
import { talker } from '../chat/talk';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { published } from './county';

const MANY = 80;

async function classOfMany(): Promise<{
  world: TestWorld;
  class_id: string;
  li: (text: string) => Promise<string>;
  zhao: (text: string) => Promise<string>;
}> {
  const world = testWorld(memoryTable());
  await putOnDuty(world, 'li', { region: '652302', duties: ['station'] });
  await putOnDuty(world, 'zhao', { region: '652302', duties: ['supervisor'], kind: 'employer', org: 'o_works' });
  const { class_id } = await openClass(world, { capacity: MANY });
  for (let n = 1; n <= MANY; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  const said = (who: string) => {
    const one = talker(world, who);
    return async (text: string) => {
      const { reply } = await one.say(text);
      return [reply?.text ?? '', ...(reply?.choices ?? []).map(({ label }) => label)].join('\n');
    };
  };
  return { world, class_id, li: said('li'), zhao: said('zhao') };
}

const namesIn = (text: string): number => new Set(text.match(/工人\d+/gu) ?? []).size;

it('点名: those marked are counted, who is left out is named; 更多 has them all, and 1 still does it', async () => {
  const { world, class_id, li } = await classOfMany();
  world.clock.set('2025-07-24T08:30:00+08:00');
  const dry = await li(`点名 ${class_id} 缺 3 7`);
  expect(dry).toMatch(/记到课（老师点名）78人\n不记的2人：3工人3、7工人7/u);
  expect(namesIn(dry)).toBe(2);
  expect(dry).toContain('更多');
  const all = await li('更多');
  expect(namesIn(all)).toBe(78);
  expect(all).toContain('确定记到课');
  expect(await li('更多')).toContain('后面没有了');
  expect(await li('1')).toContain('记了78人到课');
  const roll = await li(`点名 ${class_id}`);
  expect(roll).toMatch(/没签（2）：3工人3 7工人7\n到了（78）\n/u);
  expect(namesIn(roll)).toBe(2);
  expect(namesIn(await li('更多'))).toBe(78);
  // The list still waits for an answer.
  expect(await li('到 3')).toContain('记到课（老师点名）1人：3工人3');
});

it('签字 全到: counted, everyone behind 更多, and signed for all (L11)', async () => {
  const { world, class_id, zhao } = await classOfMany();
  const set = { mode: 'workplace', kind: 'practice', supervisor_id: 's_zhao' };
  await world.table.write([{ kind: 'update', key: keys.lesson(class_id, 1, 1), set, why: 'test' }]);
  world.clock.set('2025-07-24T13:00:00+08:00');
  const dry = await zhao(`签字 ${class_id} 1 全到`);
  expect(dry).toMatch(/在80人\n签了才算课时/u);
  expect(namesIn(dry)).toBe(0);
  expect(namesIn(await zhao('更多'))).toBe(80);
  expect(await zhao('改成 1-79')).toMatch(/在79人\n没来1人：工人80/u);
  expect(await zhao('1')).toContain('签好了');
  expect((await attendanceOfPerson(world, class_id, 'w_0079'))?.by_kind.workplace).toBeGreaterThan(0);
  expect((await attendanceOfPerson(world, class_id, 'w_0080'))?.by_kind.workplace).toBe(0);
});

it('发证: counted, who gets none named with why; 更多, then 1 (L13)', async () => {
  const tap = tapped(memoryTable());
  const world = testWorld(tap.table);
  const { sender } = recordingSender();
  const settled = () => settle(world, sender, tap.written);
  const held = await heldClass(world, 20);
  await planned(held);
  await published({ world, held, settled });
  await putOnDuty(world, 'li', { region: '652302', duties: ['station'] });
  const one = talker(world, 'li');
  const dry = (await one.say(`发证 ${held.c.class_id}`)).reply!;
  expect(dry.text).toMatch(/发证，19人\n× 张丙英：没有合格/u);
  expect(dry.text.match(/张.英/gu)).toHaveLength(1);
  const all = (await one.say('更多')).reply!;
  expect(all.text.match(/张.英/gu)).toHaveLength(19);
  expect(all.choices?.map(({ label }) => label)).toEqual(['确定发证', '不做']);
  expect((await one.say('1')).reply?.text).toContain('19人');
  await settled();
  expect(await certificatesOfClass(world, held.c.class_id)).toHaveLength(19);
});
