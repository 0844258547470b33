/** L10, H1: theory online. A question at a moment nobody knows; an answer in time is presence; hours kept apart. */

import { refusedOnline } from '../../lib/chat/say/online';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { attendanceOfPerson } from '../../lib/classes/attendance/read';
import { markList } from '../../lib/classes/attendance/roll-call';
import { draftClass } from '../../lib/classes/draft-class';
import { answerOnline } from '../../lib/classes/online/answer-online';
import { momentOf } from '../../lib/classes/online/moment';
import { questionOf } from '../../lib/classes/online/question';
import { publishClass } from '../../lib/classes/publish-class';
import { readLesson } from '../../lib/classes/read';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { localMaster, vault } from '../../lib/platform/vault';
import { FUKANG, must, openClass, run } from '../support/town';
import { type County, county, members, parties, says, threeLessons } from './things';

let at: County;
let c: TrainingClass;

const QUESTIONS = [
  { ask: '电线着火先做什么？', choices: ['断电', '泼水', '跑'], answer: 1 },
  { ask: '安全电压是多少伏？', choices: ['36', '220'], answer: 1 },
];

beforeEach(async () => {
  at = await county();
  await openClass(at.world);
  const lessons = threeLessons(await parties(at.world));
  Object.assign(lessons[0]!, { questions: QUESTIONS });
  const { class_id } = (await must(at.world, () => draftClass(at.world, { ...FUKANG, capacity: 10, lessons })))
    .training_class;
  c = (await must(at.world, () => publishClass(at.world, { class_id, by: 'li', quietly: true }))).training_class;
});

const lesson = async () => (await readLesson(at.world, c, 1, { consistent: true })) as Lesson;

/** Through the evening's and the hour's reminder to the first minute of the lesson, as the schedule would. */
async function untilItBegins() {
  for (const moment of ['2025-07-23T19:30:00+08:00', '2025-07-24T08:00:00+08:00', '2025-07-24T09:00:00+08:00']) {
    at.world.clock.set(moment);
    await at.minute();
  }
}
const questions = () => at.sent.filter(({ push }) => push.text.includes('答一题') || push.text.includes('答了就算到'));

it('L10 members get the link in the reminder, then a question within the lesson; nothing before says when', async () => {
  const [one, two] = await members(at.world, c, 1, 2);
  await untilItBegins();
  const reminders = at.sent.filter(({ push }) => /明天上课|快上课/.test(push.text));
  expect(reminders.map(({ push }) => push.text)).toEqual(
    Array(4).fill(expect.stringContaining('https://class.example/a')),
  );
  const moment_ms = momentOf(at.world, await lesson(), 10);
  expect(questions()).toHaveLength(0);
  // What is stored says only that the lesson has begun.
  const row = await at.world.table.get({ pk: `CLASS#${c.class_id}`, sk: 'SESSION#001#001' });
  expect(row).toMatchObject({ due_at: '2025-07-24T09:00:00+08:00' });
  expect(JSON.stringify(row)).not.toContain(instant(moment_ms).slice(11, 16));
  at.world.clock.ms = moment_ms - MINUTE_MS;
  await at.minute();
  expect(questions()).toHaveLength(0);
  await at.pass(1);
  expect(
    questions()
      .map(({ address }) => address)
      .sort(),
  ).toEqual([`o${one!.worker_id}`, `o${two!.worker_id}`]);
  expect((await lesson()).asked_at).toBe(instant(at.world.now()));
  await at.pass(2);
  expect(questions()).toHaveLength(2);
});

it('L10 the moment lies in the lesson with time to answer; another secret, lesson or time gives another', async () => {
  const one = await lesson();
  const whole = millis(one.ends_at) - millis(one.starts_at);
  const moments = Array.from({ length: 200 }, (_, n) => momentOf(at.world, { ...one, n }, 10) - millis(one.starts_at));
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(whole * 0.2);
  expect(Math.max(...moments)).toBeLessThanOrEqual(whole - 10 * MINUTE_MS);
  expect(new Set(moments).size).toBeGreaterThan(190);
  const stranger = { vault: vault(localMaster(Buffer.alloc(32, 7)), Buffer.alloc(32, 1)) };
  expect(momentOf(stranger, one, 10)).not.toBe(momentOf(at.world, one, 10));
});

async function asked() {
  const [worker] = await members(at.world, c, 1);
  await untilItBegins();
  at.world.clock.ms = Math.ceil(momentOf(at.world, await lesson(), 10) / MINUTE_MS) * MINUTE_MS;
  await at.minute();
  return worker!;
}

it('L10 H1 one tap is presence, right or wrong; its hours stand under online and nowhere else', async () => {
  const worker = await asked();
  const address = `o${worker.worker_id}`;
  const [question] = questions();
  const wrong = question!.push.choices!.at(-1)!;
  expect(wrong.send).toMatch(new RegExp(`^在线 ${c.class_id} 1 \\d$`));
  const { reply } = await says(at.world, address, wrong.send);
  expect(reply?.text).toMatch(/记你到了。这题答案是/);
  const again = await says(at.world, address, question!.push.choices![0]!.send);
  expect(again.reply?.text).toContain('已经记你到了');
  at.world.clock.set('2025-07-24T11:00:00+08:00');
  const held = await attendanceOfPerson(at.world, c.class_id, worker.worker_id);
  expect(held).toMatchObject({
    by_kind: { online: 2, theory: 0, practice: 0, workplace: 0 },
    units_counted: 2,
    lessons: [{ state: 'present', how: 'online', source: 'wrong' }],
  });
});

it('L10 too late is too late, by the minutes of the policy; before it is asked nothing is taken', async () => {
  const worker = await asked();
  const answer = (choice?: number) =>
    run(at.world, () =>
      answerOnline(at.world, {
        class_id: c.class_id,
        n: 1,
        worker_id: worker.worker_id,
        ...(choice && { choice }),
        sent_ms: at.world.now(),
      }),
    );
  const asked_ms = millis((await lesson()).asked_at!);
  expect(await answer()).toMatchObject({ question: questionOf(await lesson(), worker.worker_id) });
  at.world.clock.ms = asked_ms + 10 * MINUTE_MS + 1000;
  expect(await answer(1)).toMatchObject({ refused: 'answer_too_late', rule: { clause: expect.any(String) } });
  at.world.clock.ms = asked_ms + 10 * MINUTE_MS;
  expect(await answer(1)).toMatchObject({ right: true });
});

it('L10 the office’s word that she was not there stands against an answer, as against a code', async () => {
  const worker = await asked();
  const of = { class_id: c.class_id, worker_id: worker.worker_id };
  const absent = { ...of, lesson: 1, to: 'absent' as const, reason: '不是本人', by: 'li' };
  await must(at.world, () => correctMark(at.world, absent));
  const answer = () => run(at.world, () => answerOnline(at.world, { ...of, n: 1, choice: 1, sent_ms: at.world.now() }));
  const refused = await answer();
  expect(refused).toMatchObject({ refused: 'already_marked' });
  expect(refusedOnline(refused as never)).toContain('记了你这节课没到');
  // Control: put right, it is.
  await must(at.world, () => correctMark(at.world, { ...absent, to: 'leave' }));
  expect(await answer()).toMatchObject({ right: expect.any(Boolean) });
});

it('L10 nobody answers for a lesson that is not online, not asked, or not hers', async () => {
  const [worker, other] = await members(at.world, c, 1, 2);
  const answer = (n: number, worker_id: string) =>
    run(at.world, () =>
      answerOnline(at.world, { class_id: c.class_id, n, worker_id, choice: 1, sent_ms: at.world.now() }),
    );
  expect(await answer(1, worker!.worker_id)).toMatchObject({ refused: 'not_asked' });
  expect(await answer(2, worker!.worker_id)).toMatchObject({ refused: 'lesson_not_online' });
  expect(await answer(9, worker!.worker_id)).toMatchObject({ refused: 'lesson_unknown' });
  expect(await answer(1, 'w_nobody')).toMatchObject({ refused: 'class_unknown' });
  expect((await says(at.world, `o${other!.worker_id}`, `在线 ${c.class_id} 1 2`)).reply?.text).toContain('还没有提问');
});

it('L10 an officer’s list proves nothing online (control: it does in a classroom)', async () => {
  const worker = await asked();
  const list = (lesson: number) =>
    must(at.world, () => markList(at.world, { class_id: c.class_id, lesson, at_ms: at.world.now(), by: 's_li' }));
  await list(1);
  at.world.clock.set('2025-07-25T09:05:00+08:00');
  await list(2);
  at.world.clock.set('2025-07-25T12:00:00+08:00');
  const held = await attendanceOfPerson(at.world, c.class_id, worker.worker_id);
  expect(held?.lessons.map(({ n, counted }) => [n, counted])).toEqual([
    [1, 0],
    [2, 3],
  ]);
});

it('without questions of its own a lesson asks for a number; neighbours get different questions', async () => {
  const plain = { ...(await lesson()), questions: undefined };
  const asked_of = Array.from({ length: 30 }, (_, i) => questionOf(plain, `w_${i}`));
  for (const { ask, choices, answer } of asked_of) {
    expect(new Set(choices).size).toBe(3);
    expect(ask).toBe(`哪一个是${choices[answer - 1]}？`);
  }
  expect(new Set(asked_of.map(({ answer }) => answer)).size).toBe(3);
  const own = new Set(
    Array.from({ length: 30 }, (_, i) => questionOf({ ...plain, questions: QUESTIONS }, `w_${i}`).ask),
  );
  expect(own.size).toBe(2);
});

it('a lesson that nobody looked at until it was over asks nobody', async () => {
  await members(at.world, c, 1);
  await at.minute();
  at.world.clock.set('2025-07-24T10:30:00+08:00');
  await at.minute();
  expect(questions()).toHaveLength(0);
  expect((await lesson()).asked_at).toBeUndefined();
});
