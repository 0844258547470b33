import { instant, millis } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { workerOfRow } from '../attendance/items';
import { notHerself } from '../attendance/own-mark';
import { type Roll, type RollRow, readRoll, stampChange, unstampChanges } from '../attendance/roll-call';
import { newMark } from '../attendance/rules';
import type { Mark } from '../attendance/types';
import { isWorkplace } from '../lesson';
import type { Lesson, TrainingClass } from '../types';

/** One transaction holds a hundred changes; the lesson and the conversation are two of them. */
export const SIGNED_AT_ONCE_MAX = 90;

export type SignOffRefusal =
  | 'class_unknown'
  | 'class_cancelled'
  | 'lesson_unknown'
  | 'lesson_not_workplace'
  | 'lesson_not_over'
  | 'lesson_not_yours'
  | 'signed_off_already'
  | 'not_signed_off'
  | 'not_on_roster'
  | 'roster_too_large'
  | 'own_mark';

export interface SignOff {
  class_id: string;
  n: number;
  /** Worker ids of those who were there; may be nobody. */
  present: string[];
  /** Staff id of the lesson's own supervisor. */
  by: string;
  /** The same on a page confirmed twice, so that 撤销 finds exactly these marks. */
  at_ms: number;
}

export interface SignedOff {
  training_class: TrainingClass;
  lesson: Lesson;
  present: string[];
}

/** The roster of a workplace lesson that its supervisor may sign off now, or why not (see `signOff`). */
export async function readSignOff(
  world: World,
  { class_id, n, by }: Pick<SignOff, 'class_id' | 'n' | 'by'>,
): Promise<Roll | Refusal<SignOffRefusal>> {
  const roll = await readRoll(world, class_id, n);
  if (isRefusal(roll)) return roll as Refusal<SignOffRefusal>;
  const { lesson, training_class: c } = roll as Roll;
  if (!isWorkplace(lesson)) return refuse('lesson_not_workplace', { n, title: c.title });
  if (lesson.supervisor_id !== by) return refuse('lesson_not_yours', { n, title: c.title });
  if (instant(world.now()) < lesson.ends_at) return refuse('lesson_not_over', { n, ends_at: lesson.ends_at });
  if (lesson.signed_off) return refuse('signed_off_already', { n, at: lesson.signed_off.at });
  return roll as Roll;
}

/**
 * 签字 (L11): the supervisor says who practised at the workplace. Only then, and only they, count: an officer's list does
 * not. Signed once, after the lesson, by the supervisor whom the timetable names. Refuses `class_unknown`,
 * `class_cancelled`, `lesson_unknown`, `lesson_not_workplace`, `lesson_not_yours`, `lesson_not_over`,
 * `signed_off_already`, `not_on_roster`, `roster_too_large`, `own_mark` (she learns there herself).
 */
export async function signOff(world: World, command: SignOff): Promise<Planned<SignedOff>> {
  const roll = await readSignOff(world, command);
  if (isRefusal(roll)) return roll;
  const { lesson, training_class, rows } = roll as Roll;
  const here = rows.filter((row) => row.member.status === 'enrolled');
  const there = here.filter((row) => command.present.includes(row.member.worker_id));
  if (there.length < new Set(command.present).size) return refuse<SignOffRefusal>('not_on_roster');
  if (there.length > SIGNED_AT_ONCE_MAX) return refuse<SignOffRefusal>('roster_too_large', { max: SIGNED_AT_ONCE_MAX });
  const herself = await notHerself(
    world,
    command.by,
    there.map(({ member }) => member),
  );
  if (herself) return herself;
  const mark = markOf(lesson, command);
  const signed_off = { at: instant(command.at_ms), by: command.by, present: there.length };
  const changes: Change[] = [
    {
      kind: 'update',
      key: keys.lesson(lesson.class_id, lesson.timetable_rev, lesson.n),
      set: { signed_off },
      remove: ['due_shard', 'due_at'],
      when: [
        { attr: 'signed_off', op: 'absent' },
        { attr: 'supervisor_id', op: '=', value: command.by },
        { attr: 'ends_at', op: '=', value: lesson.ends_at },
      ],
      why: 'practice signed off',
    },
    ...there.filter(isOpen).map((row) => stampChange(roll as Roll, row, mark, 'practised at the workplace')),
  ];
  const present = there.map((row) => row.member.worker_id);
  return { changes, value: { training_class, lesson: { ...lesson, signed_off }, present } };
}

/** What the office put right, either way, stays as it is. */
const isOpen = ({ mark }: RollRow): boolean => mark?.how !== 'corrected' && mark?.how !== 'absent';

const markOf = (lesson: Lesson, { at_ms, by }: Pick<SignOff, 'at_ms' | 'by'>): Mark =>
  newMark(lesson, { how: 'workplace', at_ms, by });

/**
 * 撤销: a sign-off is taken back with exactly the marks it made. Refuses `class_unknown`, `lesson_unknown`,
 * `not_signed_off` (not by her, or not that one).
 */
export async function undoSignOff(
  world: World,
  command: Pick<SignOff, 'class_id' | 'n' | 'by' | 'at_ms'>,
): Promise<Planned<SignedOff>> {
  const roll = await readRoll(world, command.class_id, command.n);
  if (isRefusal(roll)) return roll;
  const { lesson, training_class } = roll as Roll;
  const { signed_off } = lesson;
  const at = instant(command.at_ms);
  if (signed_off?.by !== command.by || signed_off.at !== at) return refuse<SignOffRefusal>('not_signed_off');
  const made = unstampChanges(roll as Roll, lesson.n, markOf(lesson, command), 'not signed off');
  const { signed_off: _gone, ...open } = lesson;
  return {
    changes: [
      {
        kind: 'update',
        key: keys.lesson(lesson.class_id, lesson.timetable_rev, lesson.n),
        remove: ['signed_off'],
        when: [{ attr: 'signed_off.at', op: '=', value: at }],
        why: 'a sign-off taken back',
      },
      ...made,
    ],
    value: { training_class, lesson: open, present: made.map(({ key }) => workerOfRow(key)) },
  };
}

/** Workplace lessons of a class that are over and wait for this supervisor (or, left out, for any). Pure. */
export function unsigned(lessons: Lesson[], now_ms: number, by?: string): Lesson[] {
  return lessons.filter(
    (one) =>
      isWorkplace(one) &&
      !one.signed_off &&
      millis(one.ends_at) <= now_ms &&
      (by === undefined || one.supervisor_id === by),
  );
}
