/** L11: practice at the workplace counts once its own supervisor has signed for it, by chat, after the lesson. */
import { refusedText } from '../../lib/chat/commands/say/refusals';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { takeLeave } from '../../lib/classes/attendance/leave';
import { attendanceOfPerson } from '../../lib/classes/attendance/read';
import { markList } from '../../lib/classes/attendance/roll-call';
import { draftClass } from '../../lib/classes/draft-class';
import { publishClass } from '../../lib/classes/publish-class';
import { readLesson } from '../../lib/classes/read';
import { readiness } from '../../lib/classes/readiness';
import type { TrainingClass } from '../../lib/classes/types';
import { SIGNED_AT_ONCE_MAX, signOff } from '../../lib/classes/workplace/sign-off';
import { leaveStaff } from '../../lib/people/leave-staff';
import type { Worker } from '../../lib/people/types';
import { keys } from '../../lib/store/keys';
import type { Talker } from '../chat/talk';
import { boundAs, newStaff } from '../people/office';
import { FUKANG, must, openClass, run } from '../support/town';
import { type County, county, members, type Parties, parties, threeLessons } from './things';

let at: County;
let of: Parties;
let c: TrainingClass;
let workers: Worker[];
let zhao: Talker;

beforeEach(async () => {
  at = await county();
  await openClass(at.world);
  of = await parties(at.world);
  const lessons = threeLessons(of);
  const { class_id } = (await must(at.world, () => draftClass(at.world, { ...FUKANG, capacity: 10, lessons })))
    .training_class;
  c = (await must(at.world, () => publishClass(at.world, { class_id, by: 'li', quietly: true }))).training_class;
  workers = await members(at.world, c, 1, 2, 3);
  zhao = await boundAs(at.world, of.supervisor, 'zhao');
  await at.minute();
});

const units = async (i: number) =>
  (await attendanceOfPerson(at.world, c.class_id, workers[i]!.worker_id))?.by_kind.workplace;
async function after() {
  at.world.clock.set('2025-07-26T11:15:00+08:00');
  await at.minute();
}

it('L11 she is told when the lesson is over, taps, names those present, signs; only they have the hours', async () => {
  await after();
  const told = at.sent.filter(({ address }) => address === 'ozhao').at(-1)!.push;
  expect(told.text).toContain('第3节岗位实训');
  const asks = await zhao.say(told.choices![0]!.send);
  expect(asks.reply?.text).toContain('1 工人1　2 工人2　3 工人3');
  const dry = await zhao.say('1 3');
  expect(dry.reply?.text).toContain('在2人：工人1、工人3\n没来1人：工人2');
  expect(await units(0)).toBe(0);
  const done = await zhao.say('1');
  expect(done.reply?.text).toContain('签好了');
  expect(await Promise.all([0, 1, 2].map(units))).toEqual([3, 0, 3]);
  expect(await readLesson(at.world, c, 3)).toMatchObject({
    signed_off: { by: of.supervisor.staff_id, present: 2 },
  });
  expect((await zhao.say('签字')).reply?.text).toContain('没有等你签字');
});

it('L11 撤销 takes the signature and exactly its marks back', async () => {
  await after();
  await zhao.say(`签字 ${c.class_id} 3 全到`);
  await zhao.say('1');
  expect(await units(1)).toBe(3);
  await zhao.say('撤销');
  const undone = await zhao.say('1');
  expect(undone.reply?.text).toContain('又等签字');
  expect(await units(1)).toBe(0);
  expect((await readLesson(at.world, c, 3))?.signed_off).toBeUndefined();
  expect((await zhao.say('签字')).reply?.text).toContain('谁在');
});

it('L11 what the office corrected to absent stays so; 撤销 gives leave back that was taken', async () => {
  const { class_id } = c;
  const [first, second] = workers.map(({ worker_id }) => worker_id) as [string, string];
  await must(at.world, () => takeLeave(at.world, { class_id, worker_id: second, lessons: [3], by: 'office' }));
  await after();
  const corrected = { class_id, worker_id: first, lesson: 3, to: 'absent', reason: '核实过', by: 'office' } as const;
  await must(at.world, () => correctMark(at.world, corrected));
  await zhao.say(`签字 ${c.class_id} 3 全到`);
  await zhao.say('1');
  expect(await Promise.all([0, 1, 2].map(units))).toEqual([0, 3, 3]);
  await zhao.say('撤销');
  await zhao.say('1');
  const states = await Promise.all(
    workers.map(
      async ({ worker_id }) => (await attendanceOfPerson(at.world, c.class_id, worker_id))?.lessons[2]?.state,
    ),
  );
  expect(states).toEqual(['absent', 'leave', 'absent']);
});

it('L11 more than ninety at once are refused, with what to do', async () => {
  await after();
  const rows = Array.from({ length: 91 }, (_, n) => ({
    kind: 'put' as const,
    key: keys.member(c.class_id, `w_many${n}`),
    item: { class_id: c.class_id, worker_id: `w_many${n}`, name: `工人${n}`, status: 'enrolled', at: c.starts_at },
    why: 'one of many',
  }));
  await at.world.table.write(rows);
  const sign = (present: string[]) =>
    run(at.world, () =>
      signOff(at.world, { class_id: c.class_id, n: 3, present, by: of.supervisor.staff_id, at_ms: at.world.now() }),
    );
  const ids = rows.map(({ item }) => item.worker_id);
  const refused = await sign(ids);
  expect(refused).toMatchObject({ refused: 'roster_too_large', facts: { max: SIGNED_AT_ONCE_MAX } });
  expect(refusedText(refused as never)).toContain('一次最多签90人');
  expect(await sign(ids.slice(0, SIGNED_AT_ONCE_MAX))).toMatchObject({ lesson: { signed_off: { present: 90 } } });
});

it('L11 only her own, only once, only afterwards, only those on the roster', async () => {
  const sign = (set: object) =>
    run(at.world, () =>
      signOff(at.world, {
        class_id: c.class_id,
        n: 3,
        present: [workers[0]!.worker_id],
        by: of.supervisor.staff_id,
        at_ms: at.world.now(),
        ...set,
      }),
    );
  expect(await sign({})).toMatchObject({ refused: 'lesson_not_over' });
  await after();
  const other = await newStaff(at.world, of.employer, { name: '孙师傅', duties: ['supervisor'] });
  expect(await sign({ by: other.staff_id })).toMatchObject({ refused: 'lesson_not_yours' });
  expect(await sign({ n: 2 })).toMatchObject({ refused: 'lesson_not_workplace' });
  expect(await sign({ n: 8 })).toMatchObject({ refused: 'lesson_unknown' });
  expect(await sign({ present: ['w_stranger'] })).toMatchObject({ refused: 'not_on_roster' });
  expect(await sign({})).toMatchObject({ present: [workers[0]!.worker_id] });
  expect(await sign({})).toMatchObject({ refused: 'signed_off_already' });
});

it('L11 unsigned practice does not count, whatever the officer’s list says, and stops the claim', async () => {
  at.world.clock.set('2025-07-26T09:10:00+08:00');
  await must(at.world, () =>
    markList(at.world, { class_id: c.class_id, lesson: 3, at_ms: at.world.now(), by: 's_li' }),
  );
  await after();
  expect(await units(0)).toBe(0);
  const codes = async () => {
    const judged = await readiness(at.world, c.class_id);
    return 'lacks' in judged ? judged.lacks.filter((lack) => lack.blocks).map(({ code }) => code) : [];
  };
  expect(await codes()).toContain('practice_unsigned');
  await must(at.world, () =>
    signOff(at.world, {
      class_id: c.class_id,
      n: 3,
      present: workers.map(({ worker_id }) => worker_id),
      by: of.supervisor.staff_id,
      at_ms: at.world.now(),
    }),
  );
  expect(await codes()).not.toContain('practice_unsigned');
  expect(await units(0)).toBe(3);
});

it('who has left signs nothing (control: the same page does before)', async () => {
  await after();
  const page = await zhao.say(`签字 ${c.class_id} 3 全到`);
  expect(page.reply?.choices?.[0]?.label).toBe('签字');
  await must(at.world, () => leaveStaff(at.world, { staff_id: of.supervisor.staff_id, by: 'li', reason: '离职' }));
  const refused = await zhao.say('1');
  expect(refused.reply?.text).not.toContain('签好了');
  expect((await readLesson(at.world, c, 3, { consistent: true }))?.signed_off).toBeUndefined();
});

it('numbers that are on no list are named and asked again', async () => {
  await after();
  const asked = await zhao.say(`签字 ${c.class_id} 3 1 7`);
  expect(asked.reply?.text).toContain('名单上没有7号');
  expect((await zhao.say('都没来')).reply?.text).toContain('在0人');
});
