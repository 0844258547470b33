/** L13, L23 between the last lesson and the results she asks when the exam is: it is told, and where; what she lacks for it, too. */

import { certificate } from '../../lib/chat/say/results';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import type { Certificate } from '../../lib/classes/certificates/types';
import { DAY_MS, instant, millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type Talker, talker } from '../chat/talk';
import { must } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, present, type Scene, tryPlan } from './scene';

let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  world = testWorld(memoryTable());
  s = await heldClass(world, 2);
});
const her = (i: number): Talker => talker(world, s.workers[i]!.worker_id);
const asks = async (i: number, text: string) => (await her(i).say(text)).reply?.text ?? '';
const attendedNothing = (i: number) =>
  world.table.write([
    { kind: 'delete', key: keys.attendance(s.c.class_id, s.workers[i]!.worker_id), why: 'never there' },
  ]);

it('says when and where, by any of her questions, and afterwards that the results are to come', async () => {
  await planned(s);
  for (const question of [
    '什么时候考试',
    '几号考试',
    '我的成绩',
    '在哪里考试',
    '考试是哪个时候哦',
    '好久考试',
    '考试在哪点',
  ])
    expect(await asks(0, question)).toMatch(/考试，在.+。/u);
  expect(await asks(0, '我的课')).toContain('考试、成绩和证书，回“我的成绩”看');
  world.clock.pass(2 * DAY_MS);
  expect(await asks(0, '我的成绩')).toContain('成绩出来会告诉你');
});

it('says what she lacks to be examined', async () => {
  await attendedNothing(1);
  await planned(s);
  expect(await asks(1, '什么时候考试')).toMatch(/考试，在.+\n出勤0%/u);
});

it('says nothing of hours that are still to come: before the class is over nobody has them all', async () => {
  await attendedNothing(1);
  world.clock.set(s.c.starts_at);
  await planned(s, { at: instant(millis(s.c.ends_at) + DAY_MS) });
  expect(await asks(1, '什么时候考试')).toMatch(/考试，在.+。$/u);
  expect(await asks(1, '我的成绩')).not.toContain('出勤');
});

it('without an exam planned there is nothing to tell', async () => {
  expect(await asks(0, '什么时候考试')).toContain('还没有成绩和证书');
});

it('of a second sitting only those hear who were admitted since', async () => {
  await attendedNothing(1);
  await planned(s);
  world.clock.pass(2 * DAY_MS);
  const by = s.assessors[0]!.staff_id;
  const { class_id } = s.c;
  const scores = [{ worker_id: s.workers[0]!.worker_id, theory: 80, practice: 80 }];
  await must(world, () => enterScores(world, { class_id, assessor_id: by, by, scores }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  await present(world, s.c, s.workers[1]!);
  await tryPlan(s);
  expect(await asks(1, '我的成绩')).toMatch(/考试，在/u);
  expect(await asks(0, '我的成绩')).not.toMatch(/考试，在/u);
  await attendedNothing(1);
  expect(await asks(1, '我的成绩')).toContain('没有参加考试');
});

it('L13 a revoked certificate is named as such, and no address is given to show it to others', () => {
  const one = { state: 'revoked', kind: 'skill_level', trade_name: '焊工', level: '5', number: 'N1' } as Certificate;
  expect(certificate(one, 'https://x/verify/N1')).toMatch(/已撤销.*编号 N1$/su);
  expect(certificate({ ...one, state: 'valid' }, 'https://x/verify/N1')).toContain('给别人查验 https://x/verify/N1');
});
