/**
 * A class of 5,000, the largest there can be, half its lessons marked, on the engine: what is read stays within a Lambda's
 * answer (6 MB) and time, what is written within a transaction; a list too long for one go is refused with what to do.
 */
import '../support/quiet';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { refusedText } from '../../lib/chat/commands/say/refusals';
import { encodeMark } from '../../lib/classes/attendance/items';
import { attendanceOfPerson, classMarks, countClass, signedIn } from '../../lib/classes/attendance/read';
import { LISTED_MAX, markList } from '../../lib/classes/attendance/roll-call';
import { newMark } from '../../lib/classes/attendance/rules';
import { attendanceShown, lessonMarks } from '../../lib/classes/attendance/show';
import { CAPACITY_MAX } from '../../lib/classes/items';
import { policyOf } from '../../lib/classes/load';
import { readClass, readLessons } from '../../lib/classes/read';
import { readiness } from '../../lib/classes/readiness';
import { roster } from '../../lib/classes/roster';
import { rosterShown } from '../../lib/classes/show';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { freshTable, type TestTable } from '../support/engine';
import { must, openClass, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

/** A synchronous Lambda answers with no more. */
const ANSWER_MAX_BYTES = 6 * 1024 * 1024;

let world: TestWorld;
let used: TestTable['used'];
let c: TrainingClass;
let lessons: Lesson[];
const id = (n: number) => `w_${String(n).padStart(16, '0')}`;

beforeAll(async () => {
  const fresh = await freshTable();
  used = fresh.used;
  world = testWorld(fresh.table);
  const { class_id } = await openClass(world, { units: 120 });
  c = (await readClass(world, class_id)) as TrainingClass;
  lessons = await readLessons(world, c);
  const half = lessons.slice(0, lessons.length / 2);
  const marks = Object.fromEntries(
    half.map((one) => [
      `n${one.n}`,
      encodeMark(newMark(one, { how: 'list', at_ms: Date.parse(one.starts_at), by: 's_0123456789abcdef' })),
    ]),
  );
  const rows = Array.from({ length: CAPACITY_MAX }, (_, n): Change[] => [
    {
      kind: 'put',
      key: keys.member(class_id, id(n)),
      item: {
        ...{
          class_id,
          worker_id: id(n),
          name: '阿依古丽·买买提',
          sex: 'female',
          id_number_masked: '530128********0013',
        },
        ...{ phone_masked: '138****0013', block: n % 100, status: 'enrolled', at: c.created_at, by: 'chat' },
      },
      why: 'a member',
    },
    { kind: 'put', key: keys.attendance(class_id, id(n)), item: marks, why: 'her marks' },
  ]).flat();
  for (let i = 0; i < rows.length; i += 400)
    await Promise.all([0, 100, 200, 300].map((at) => world.table.write(rows.slice(i + at, i + at + 100))));
  world.clock.set(`${half.at(-1)!.ends_at.slice(0, 10)}T23:00:00+08:00`);
}, 120_000);

const metered: Record<string, unknown>[] = [];
async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  used.reset();
  const from_ms = performance.now();
  const done = await work();
  const ms = Math.round(performance.now() - from_ms);
  metered.push({ what, ms, read: used.read, trips: used.trips, answer_kb: Math.round(bytesOf(done) / 1024) });
  return done;
}
const bytesOf = (body: unknown): number => Buffer.byteLength(JSON.stringify(body) ?? '');

describe('5,000 people in one class', () => {
  it('roster, attendance by person and by lesson, readiness: answered whole, within what a Lambda may answer', async () => {
    const shown = await measured('roster', async () => rosterShown(c, await roster(world, c.class_id), []).body);
    expect(shown.members).toHaveLength(CAPACITY_MAX);
    const all = await measured('attendance', async () =>
      attendanceShown(countClass(world, (await classMarks(world, c.class_id))!)),
    );
    expect(all.people).toHaveLength(CAPACITY_MAX);
    expect(all.people.at(-1)).toMatchObject({ units_counted: 61, enough: true });
    const marks = await measured('marks of a lesson', async () => {
      const read = (await classMarks(world, c.class_id))!;
      return lessonMarks(read, lessons[0]!, policyOf(world, c).delivery, world.now());
    });
    expect(marks).toHaveLength(CAPACITY_MAX);
    const ready = await measured('readiness', () => readiness(world, c.class_id));
    expect(ready).toMatchObject({ ready: false });
    expect(await measured('who has come', () => signedIn(world, c.class_id, 1))).toEqual({
      present: CAPACITY_MAX,
      of: CAPACITY_MAX,
    });
    await measured('one person', () => attendanceOfPerson(world, c.class_id, id(4999)));
    for (const { answer_kb } of metered) expect(Number(answer_kb) * 1024).toBeLessThan(ANSWER_MAX_BYTES);
  }, 60_000);

  it('a list of everybody is refused kindly; one of a thousand is written, part by part, each a small transaction', async () => {
    const next = lessons[lessons.length / 2]!;
    world.clock.set(next.starts_at);
    const list = (only?: string[]) =>
      markList(world, { class_id: c.class_id, lesson: next.n, at_ms: world.now(), by: 's_li', ...(only && { only }) });
    const refused = await measured('a list, planned', list);
    expect(refused).toMatchObject({ refused: 'list_too_long', facts: { max: LISTED_MAX, people: CAPACITY_MAX } });
    expect(refusedText(refused as never)).toContain('请用签到码');
    const thousand = Array.from({ length: LISTED_MAX }, (_, n) => id(n));
    const planned = await list(thousand);
    if (isRefusal(planned)) throw new Error(planned.refused);
    const { first } = planned.value;
    expect(first).toHaveLength(19);
    used.reset();
    await must(world, first[0]!);
    // A part reads the people of that part, not the class: 5,000 rows each time would take minutes.
    expect(used.read).toBeLessThan(200);
    await measured('the other 18 parts', async () => {
      for (const part of first.slice(1)) await must(world, part);
    });
    console.table(metered);
    expect(await run(world, () => list(thousand))).toMatchObject({ marked: LISTED_MAX });
    expect(await signedIn(world, c.class_id, next.n)).toEqual({ present: LISTED_MAX, of: CAPACITY_MAX });
  }, 90_000);
});
