/** A class of six that runs over two days, and what its people, the officer and the office try. Data only. */
import { agendaChange, agendaOf, withSeat } from '../../lib/classes/agenda';
import { putMember } from '../../lib/classes/enrol';
import { policyOf } from '../../lib/classes/load';
import { generateLessons } from '../../lib/classes/timetable';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { HOUR_MS, instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import type { Chance } from '../support/chance';
import { classId, openedClass, person } from './scene';

export const LESSON_START_MS = millis('2025-07-24T06:00:00+08:00');
const PEOPLE = 6;

export interface LessonAct {
  id: number;
  at_ms: number;
  verb:
    | 'sign_in'
    | 'sign_in_stale'
    | 'leave'
    | 'leave_back'
    | 'list'
    | 'list_back'
    | 'confirm'
    | 'dispute'
    | 'make_up'
    | 'correct'
    | 'office_withdraw'
    | 'move';
  worker: number;
  lesson: number;
}

export interface RunningClass {
  class_id: string;
  changes: Change[];
  lessons: Lesson[];
  acts: LessonAct[];
}

const SHARES: [LessonAct['verb'], number][] = [
  ['sign_in', 0.415],
  ['sign_in_stale', 0.04],
  ['list', 0.12],
  ['list_back', 0.06],
  ['confirm', 0.1],
  ['dispute', 0.06],
  ['leave', 0.05],
  ['leave_back', 0.04],
  ['correct', 0.06],
  ['make_up', 0.03],
  ['office_withdraw', 0.02],
  ['move', 0.005],
];

/** A published class with everyone on its roster and four lessons, as the verbs would have left it. */
export function runningClass(world: World, chance: Chance): RunningClass {
  const plan = { capacity: PEOPLE, blocks: 1, waiting_max: 3, first_day: '2025-07-24' };
  const { training_class, changes } = openedClass(0, plan, world.policies);
  const policy = policyOf(world, training_class);
  const slices = generateLessons(
    { pattern: 'full_time', first_day: '2025-07-24', units: 16, place: '工地活动室' },
    policy.patterns.value.full_time,
    policy.patterns.rule,
  );
  if (isRefusal(slices)) throw new Error(slices.refused);
  const { class_id } = training_class;
  const lessons: Lesson[] = slices.map((one) => ({ ...one, class_id, timetable_rev: 1, kind: 'theory' }));
  // On the roster since before the first lesson.
  const then = { ...world, now: () => LESSON_START_MS - HOUR_MS };
  return {
    class_id,
    lessons,
    changes: [...changes.filter((one) => !one.key.sk.startsWith('SEATS#')), ...rosterOf(then, training_class, lessons)],
    acts: actsOf(chance, lessons),
  };
}

function rosterOf(world: World, c: TrainingClass, lessons: Lesson[]): Change[] {
  const changes: Change[] = lessons.map((lesson) => ({
    kind: 'put',
    key: keys.lesson(c.class_id, 1, lesson.n),
    item: { ...lesson },
    why: `lesson ${lesson.n}`,
  }));
  for (let n = 0; n < PEOPLE; n++) {
    const agenda = agendaOf(person(n).worker_id, undefined);
    changes.push(
      putMember(world, c, { worker: person(n), by: 'chat' }, 0),
      agendaChange(agenda, withSeat(agenda, c, 0), 'her seat'),
    );
  }
  return [...changes, { kind: 'put', key: keys.seats(classId(0), 0), item: seat(c), why: 'the seats' }];
}

const seat = (c: TrainingClass) => ({
  class_id: c.class_id,
  block: 0,
  size: PEOPLE,
  line: 0,
  open: true,
  terms_rev: 1,
});

/** At each lesson a rush of sign-ins with the officer's doings in between; the rest at any time. */
function actsOf(chance: Chance, lessons: Lesson[]): LessonAct[] {
  const acts: LessonAct[] = [];
  const add = (at_ms: number, verb: LessonAct['verb'], worker: number, lesson: number) =>
    acts.push({ id: acts.length, at_ms: Math.max(0, at_ms - LESSON_START_MS), verb, worker, lesson });
  for (const { n, starts_at } of lessons) {
    const rush_ms = millis(starts_at) + chance.between(-20, 20) * MINUTE_MS;
    const width_ms = chance.pick([20, 200, 4000]);
    for (let i = chance.between(6, 14); i > 0; i--)
      add(rush_ms + chance.random() * width_ms, verbOf(chance), chance.between(0, PEOPLE - 1), n);
    for (let i = chance.between(2, 6); i > 0; i--)
      add(millis(starts_at) + chance.random() * 20 * HOUR_MS, verbOf(chance), chance.between(0, PEOPLE - 1), n);
  }
  return acts;
}

function verbOf(chance: Chance): LessonAct['verb'] {
  let x = chance.random();
  for (const [verb, share] of SHARES) {
    x -= share;
    if (x < 0) return verb;
  }
  return 'sign_in';
}

/** A lesson put off by four hours, as moveLesson leaves it: its number stays. */
export function putOff(room: RunningClass, n: number): Change[] {
  const lesson = room.lessons.find((one) => one.n === n) as Lesson;
  const later = (at: string) => instant(millis(at) + 4 * HOUR_MS);
  lesson.starts_at = later(lesson.starts_at);
  lesson.ends_at = later(lesson.ends_at);
  const { starts_at, ends_at } = lesson;
  return [
    { kind: 'update', key: keys.lesson(room.class_id, 1, n), set: { starts_at, ends_at }, why: 'a lesson moves' },
  ];
}
