/**
 * The rush at a lesson's start: so many people sign in within one minute, through the real turn, on the cloud-like
 * table. WCU as DynamoDB counts a transaction: two for each started KB of an item, the larger of before and after.
 */
import '../support/quiet';
import type { Message } from '../../lib/channels/types';
import { need } from '../../lib/chat/need';
import { turn } from '../../lib/chat/turn';
import { agendaChange, agendaOf, withSeat } from '../../lib/classes/agenda';
import { currentCode } from '../../lib/classes/attendance/code';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { putMember } from '../../lib/classes/enrol';
import { lessonPuts } from '../../lib/classes/items';
import { policyOf } from '../../lib/classes/load';
import { generateLessons } from '../../lib/classes/timetable';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { sizeOf } from '../../lib/store/evaluate';
import { keys } from '../../lib/store/keys';
import type { Change, Table } from '../../lib/store/table';
import { openedClass, person } from '../model/scene';
import { chance as chanceOf } from '../support/chance';
import { cloudTable } from '../support/cloudlike';
import { virtualTime } from '../support/virtual-time';
import { testWorld } from '../support/world';
import type { How } from './parts';
import { table, two } from './table';

const INSTANCES = 20;
const LESSON_AT = '2025-07-24T08:00:00+08:00';
/** Shared of messages the channel delivers a second time. */
const TWICE = 0.05;
/** Read and typed: so long after the code was on the station's phone, at most. */
const TYPING_MS = 15_000;

export interface SignInRush {
  people: number;
  signed: number;
  told_old: number;
  other: number;
  marks: number;
  conflicts: number;
  wcu_a_turn: number;
  wcu_max: number;
  requests_a_turn: number;
  p50_ms: number;
  p99_ms: number;
}

/** `minute_ms`: within which they arrive. */
export async function signInRush(people: number, how: { seed?: number; minute_ms?: number } = {}): Promise<SignInRush> {
  const { seed = 1, minute_ms = 60_000 } = how;
  // Loading takes time that is no part of this clock.
  await need('sign_in');
  const chance = chanceOf(seed);
  const time = virtualTime(millis(LESSON_AT));
  const cloud = cloudTable({ time, chance: chance.of('cloud') });
  let requests = 0;
  const count = <T>(call: Promise<T>): Promise<T> => {
    requests++;
    return call;
  };
  const table: Table = {
    get: (key, with_how) => count(cloud.get(key, with_how)),
    getMany: (many, with_how) => count(cloud.getMany(many, with_how)),
    query: (request) => count(cloud.query(request)),
    write: (changes, with_how) => count(cloud.write(changes, with_how)),
  };
  const base = testWorld(table, seed);
  const c = await openForAll(base, (changes) => cloud.memory.write(changes), people);
  const used = new Map<string, number>();
  let turn_wcu: number[] = [];
  let held: { at: number; wcu: number } | undefined;
  cloud.memory.subscribe(({ before, after }) => {
    const kb = Math.ceil(Math.max(before ? sizeOf(before) : 0, after ? sizeOf(after) : 0) / 1024);
    // The items of one transaction are told one after the other, at the same moment.
    if (held?.at !== time.now()) {
      if (held) turn_wcu.push(held.wcu);
      held = { at: time.now(), wcu: 0 };
    }
    held.wcu += 2 * kb;
  });
  const instances = Array.from({ length: INSTANCES }, (_, n): World => {
    return { ...base, table, now: () => Math.floor(time.now()), sleep: time.pause, random: chance.of(n).random };
  });
  const out = { signed: 0, told_old: 0, other: 0 };
  const took_ms: number[] = [];
  const arrive = async (n: number): Promise<void> => {
    await time.pause(chance.random() * minute_ms);
    const seen = currentCode(instances[0] as World, c.class_id, 1);
    await time.pause(2000 + chance.random() * (TYPING_MS - 2000));
    const scans = chance.often(0.5);
    const message: Message = {
      channel: 'wechat',
      address: `oRush${n}`,
      id: `m${n}`,
      sent_ms: Math.floor(time.now() / 1000) * 1000,
      kind: scans ? 'event' : 'text',
      ...(scans ? { event: { name: 'scan' as const, key: seen.scene } } : { text: seen.code }),
    };
    const deliver = async () => {
      const began = time.now();
      const { reply } = await turn(chance.pick(instances), message);
      took_ms.push(time.now() - began);
      return reply?.text ?? '';
    };
    const twice = chance.often(TWICE) ? deliver() : undefined;
    const text = await deliver();
    await twice;
    if (/签到好了|已经签过/.test(text)) out.signed++;
    else if (text.includes('过时')) out.told_old++;
    else out.other++;
    used.set(text.slice(0, 12), (used.get(text.slice(0, 12)) ?? 0) + 1);
  };
  for (let n = 0; n < people; n++) void arrive(n);
  await time.run(50_000_000);
  if (held) turn_wcu.push((held as { wcu: number }).wcu);
  turn_wcu = turn_wcu.filter((wcu) => wcu > 0);
  took_ms.sort((a, b) => a - b);
  const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
  const all = await attendanceOf(
    { ...base, table: cloud.memory, now: () => millis('2025-07-24T23:00:00+08:00') },
    c.class_id,
  );
  return {
    people,
    ...out,
    marks: all?.people.filter((one) => one.units_counted > 0).length ?? 0,
    conflicts: cloud.conflicts,
    wcu_a_turn: sum(turn_wcu) / turn_wcu.length,
    wcu_max: Math.max(...turn_wcu),
    requests_a_turn: requests / took_ms.length,
    p50_ms: took_ms[Math.floor(took_ms.length * 0.5)] ?? 0,
    p99_ms: took_ms[Math.floor(took_ms.length * 0.99)] ?? 0,
  };
}

/** A class with everybody on its roster, as the verbs would have left it. */
async function openForAll(
  world: World,
  write: (changes: Change[]) => Promise<void>,
  people: number,
): Promise<TrainingClass> {
  const opened = openedClass(
    1,
    { capacity: people, blocks: 20, waiting_max: 0, first_day: '2025-07-24' },
    world.policies,
  );
  const policy = policyOf(world, opened.training_class);
  const slices = generateLessons(
    { pattern: 'full_time', first_day: '2025-07-24', units: 60, place: '礼堂' },
    policy.patterns.value.full_time,
    policy.patterns.rule,
  );
  if (isRefusal(slices)) throw new Error(slices.refused);
  const lessons: Lesson[] = slices.map((one) => ({ ...one, class_id: 'A1', timetable_rev: 1, kind: 'theory' }));
  const c: TrainingClass = { ...opened.training_class, lessons: lessons.length, ends_at: lessons.at(-1)!.ends_at };
  const changes: Change[] = [
    { kind: 'put', key: keys.class(c.class_id), item: { ...c }, why: 'a class' },
    ...lessonPuts(c, lessons, policy, world.now()),
  ];
  for (let n = 0; n < people; n++) {
    const worker = person(n);
    const chat = `wechat:oRush${n}`;
    changes.push(
      putMember(world, c, { worker, by: 'chat' }, 0),
      agendaChange(
        agendaOf(worker.worker_id, undefined),
        withSeat(agendaOf(worker.worker_id, undefined), c, 0),
        'her seat',
      ),
      {
        kind: 'put',
        key: keys.conversation(chat),
        item: { rev: 1, worker_id: worker.worker_id, site: '652302', audience: '652302', following: true, heard_ms: 0 },
        why: 'she has talked to us',
      },
    );
  }
  for (let i = 0; i < changes.length; i += 90) await write(changes.slice(i, i + 90));
  return c;
}

const HEAD = [
  'people',
  'within',
  'signed in',
  'code too old',
  'marks',
  'WCU a turn',
  'WCU at most',
  'requests a turn',
  'p50 ms',
  'p99 ms',
  'conflicts',
];

/** A large lesson within a minute, within a second, and far more than any. */
export async function signInTable({ quick }: How): Promise<string> {
  const rushes: [people: number, within: string, minute_ms: number][] = [
    [quick ? 50 : 1000, 'a minute', 60_000],
    [quick ? 50 : 1000, 'a second', 1000],
    [quick ? 100 : 60_000, 'a minute', 60_000],
  ];
  const rows: (string | number)[][] = [];
  for (const [people, within, minute_ms] of rushes) {
    const r = await signInRush(people, { minute_ms });
    const told = [people, within, r.signed, r.told_old, r.marks, two(r.wcu_a_turn), r.wcu_max, two(r.requests_a_turn)];
    rows.push([...told, Math.round(r.p50_ms), Math.round(r.p99_ms), r.conflicts]);
  }
  return table(HEAD, rows);
}
