import { addDays, at, dayOf, instant, millis } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { gateClosed } from '../gates/gate-closed';
import { isPractice } from '../lesson';
import { policyOf } from '../load';
import type { Lesson, TrainingClass } from '../types';
import { encodeMark, markChange, unmarkChange } from './items';
import { notHerself } from './own-mark';
import { herRow, isThere } from './read';
import { doubledIn, heldLessons, newMark } from './rules';
import { seenMark } from './sign-in';
import type { AttendanceRefusal, Mark } from './types';

export interface MakeUpCommand {
  class_id: string;
  worker_id: string;
  /** The lesson she missed. */
  lesson: number;
  /** Where she made it up: another lesson of the class (`12`), or the day of one held for those who missed it. */
  at: { lesson: number } | { day: string };
  by: string;
}
export interface MadeUp {
  training_class: TrainingClass;
  lesson: Lesson;
  source: string;
  /** Its mark as stored, and what stood there before: what 撤销 needs. */
  stamp: string;
  was?: string;
}

/**
 * 补课: a lesson that was held and that she missed (absent, on leave, or disputed) counts as attended, for it was made up
 * later. Its 课时 are the missed lesson's and no more: a lesson of the class at which she makes up must be as long, and
 * one she attends for itself cannot stand for another as well, so it must not count for her already. On one day no more
 * is made up than the class's fullest day so far has (`doubledMakeUps`). Practice is made up by practice, and not on a day
 * on which it is closed (H3). Refuses `not_enrolled`, `lesson_unknown`, `lesson_not_ended`, `not_missed`, `make_up_not_later`,
 * `make_up_too_short`, `make_up_other_kind`, `already_marked`, `own_mark`, `area_closed`.
 */
export async function makeUp(world: World, command: MakeUpCommand): Promise<Planned<MadeUp>> {
  const held = await herRow(world, command.class_id, command.worker_id);
  if (held?.member.status !== 'enrolled') return refuse('not_enrolled', { class_id: command.class_id });
  const { training_class, marks } = held;
  const lesson = held.lessons.find((one) => one.n === command.lesson);
  if (!lesson) return refuse('lesson_unknown', { lessons: training_class.lessons });
  if (lesson.ends_at > instant(world.now())) return refuse('lesson_not_ended', { ends_at: lesson.ends_at });
  const seen = seenMark(world, held, lesson);
  // One that counts for nothing may be made up again.
  const idle = seen?.how === 'make_up' && doubled(world, held, marks.marks).has(lesson.n);
  if (seen && isThere(seen.how) && !idle) return refuse('not_missed', { n: lesson.n });
  const source = 'day' in command.at ? command.at.day : String(command.at.lesson);
  const mark = newMark(lesson, { how: 'make_up', at_ms: world.now(), by: command.by, source });
  const refused =
    ('day' in command.at
      ? dayAllows(world, lesson, command.at.day)
      : lessonAllows(world, held, lesson, command.at.lesson)) ?? countsOnce(world, held, lesson, mark);
  if (refused) return refused;
  const herself = await notHerself(world, command.by, [held.member]);
  if (herself) return herself;
  const day = held.lessons.find((one) => String(one.n) === source)?.starts_at.slice(0, 10) ?? source;
  const closed = isPractice(lesson) ? await gateClosed(world, training_class, 'practice', day) : undefined;
  if (closed) return closed;
  const was = marks.stored[lesson.n];
  return {
    changes: [markChange(command.class_id, command.worker_id, lesson.n, mark, was, 'a lesson made up')],
    value: { training_class, lesson, source, stamp: encodeMark(mark), ...(was && { was }) },
  };
}

type Held = NonNullable<Awaited<ReturnType<typeof herRow>>>;
type Refused = Refusal<AttendanceRefusal> | undefined;

/** On a day after the missed lesson, which has come. */
function dayAllows(world: World, missed: Lesson, day: string): Refused {
  const later = day >= missed.ends_at.slice(0, 10) && day <= dayOf(world.now());
  return later ? undefined : refuse('make_up_not_later', { day });
}

/** At a later lesson that is over, as long as the missed one. */
function lessonAllows(world: World, held: Held, missed: Lesson, n: number): Refused {
  const at = held.lessons.find((one) => one.n === n);
  if (!at) return refuse('lesson_unknown', { lessons: held.training_class.lessons });
  if (at.starts_at < missed.ends_at || millis(at.ends_at) > world.now()) return refuse('make_up_not_later', { n });
  if (isPractice(at) !== isPractice(missed)) return refuse('make_up_other_kind', { n });
  return at.units < missed.units ? refuse('make_up_too_short', { units: at.units, needed: missed.units }) : undefined;
}

/** No hours twice, neither these nor, through them, those made up before. */
function countsOnce(world: World, held: Held, missed: Lesson, mark: Mark): Refused {
  const before = doubled(world, held, held.marks.marks);
  before.delete(missed.n);
  const after = doubled(world, held, { ...held.marks.marks, [missed.n]: mark });
  if (!after.has(missed.n) && after.size <= before.size) return undefined;
  const at = held.lessons.find((one) => String(one.n) === mark.source);
  return at ? refuse('already_marked', { n: at.n }) : refuse('make_up_too_short', { needed: missed.units });
}

/** As at the end of today: a lesson under way for which she has signed in fills its day as well. */
function doubled(world: World, { training_class, lessons }: Held, marks: Record<number, Mark>): Set<number> {
  const midnight_ms = millis(at(addDays(dayOf(world.now()), 1), '00:00'));
  const over = heldLessons(training_class, lessons, midnight_ms);
  return doubledIn(marks, over, policyOf(world, training_class).delivery, world.now());
}

/** 撤销: what stood there before stands there again. Refuses `nothing_to_undo` once anyone changed it. */
export async function takeBackMakeUp(
  world: World,
  command: { class_id: string; worker_id: string; lesson: number; stamp: string; was?: string },
): Promise<Planned<null>> {
  const { class_id, worker_id, lesson: n, stamp, was } = command;
  const held = await herRow(world, class_id, worker_id);
  if (held?.marks.stored[n] !== stamp) return refuse('nothing_to_undo');
  const taken = unmarkChange(class_id, worker_id, n, stamp, 'a make-up taken back');
  if (!was || taken.kind !== 'update') return { changes: [taken], value: null };
  const { remove: _remove, ...rest } = taken;
  return { changes: [{ ...rest, set: { [`n${n}`]: was } }], value: null };
}
