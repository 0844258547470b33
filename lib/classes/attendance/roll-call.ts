/**
 * 点名: the officer's list. Who is in, who is not; and marks by her word for those without one of their own, each of whom
 * is asked to confirm it. At most fifty people a transaction; more go in parts, each of which can be done twice.
 */
import { taskChange } from '../../notices/task-write';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Plan } from '../../store/commit';
import type { Change } from '../../store/table';
import { policyOf } from '../load';
import type { Lesson, TrainingClass } from '../types';
import { encodeMark, markChange, unmarkChange } from './items';
import { notHerself } from './own-mark';
import { type ClassMarks, classMarks, isThere, marksAgain, type RosterRow } from './read';
import { countLesson, hersOf, newMark, standsFor, windowOf } from './rules';
import type { AttendanceRefusal, LessonState, Mark } from './types';

export const LISTED_AT_ONCE_MAX = 50;
/** One list marks at most so many: twenty parts are written within the seconds the channel waits. Larger classes sign in by code. */
export const LISTED_MAX = 1000;
const WHY = 'on the officer’s list';

/** Someone on the list of a lesson, with her number in 名单. */
export interface RollRow {
  number: number;
  member: RosterRow;
  /** The mark that stands for this lesson. */
  mark?: Mark;
  state: LessonState;
  /** She was there, by whatever mark. */
  there: boolean;
}

export interface Roll extends ClassMarks {
  lesson: Lesson;
  rows: RollRow[];
}

/** The list of a lesson, everything read afresh. Refuses `class_unknown`, `class_cancelled`, `lesson_unknown`. */
export async function readRoll(
  world: World,
  class_id: string,
  n: number,
): Promise<Roll | Refusal<AttendanceRefusal | 'class_unknown' | 'class_cancelled'>> {
  return rollOf(world, await classMarks(world, class_id, { consistent: true }), class_id, n);
}

function rollOf(
  world: World,
  read: ClassMarks | undefined,
  class_id: string,
  n: number,
): Roll | Refusal<AttendanceRefusal | 'class_unknown' | 'class_cancelled'> {
  if (!read) return refuse('class_unknown', { class_id });
  const { training_class: c } = read;
  if (c.status === 'cancelled') return refuse('class_cancelled', { title: c.title });
  const lesson = read.lessons.find((one) => one.n === n);
  if (!lesson) return refuse('lesson_unknown', { lessons: c.lessons });
  return { ...read, lesson, rows: rowsOf(world, read, lesson) };
}

/** Everyone on the roster for a lesson. */
export function rowsOf(world: World, read: ClassMarks, lesson: Lesson): RollRow[] {
  const { delivery } = policyOf(world, read.training_class);
  return read.members.flatMap((member, i) => {
    if (hersOf(member, [lesson]).length === 0) return [];
    const kept = read.marks.get(member.worker_id)?.marks[lesson.n];
    const mark = kept && standsFor(kept, lesson, delivery.sign_in) ? kept : undefined;
    const { state } = countLesson(lesson, mark, delivery, world.now());
    const there = mark !== undefined && isThere(mark.how);
    return [{ number: i + 1, member, ...(mark && { mark }), state, there }];
  });
}

/** Which of them the officer's word adds anything for: no mark yet, or leave she came in spite of. */
export const unmarked = ({ mark }: RollRow): boolean => mark === undefined || mark.how === 'leave';

export interface ListCommand {
  class_id: string;
  lesson: number;
  /** Marked as present: these, or all but these. Ids, so that a page confirmed later means the same people. */
  only?: string[];
  but?: string[];
  /** When the list was made: the same stamp on every mark of it, by which 撤销 finds exactly those. */
  at_ms: number;
  by: string;
}
export interface Listed {
  training_class: TrainingClass;
  lesson: Lesson;
  /** How many the list marked in all. */
  marked: number;
  /** Their mark as stored. */
  stamp: string;
  /** Parts to be written before the changes. */
  first: (() => Promise<Plan<null> | Refusal>)[];
}

/** Refuses `lesson_not_begun` (nobody is there before sign-in opens), and as `readRoll`. */
export function mayList(world: World, { training_class, lesson }: Roll): Refusal<AttendanceRefusal> | undefined {
  const { sign_in } = policyOf(world, training_class).delivery;
  const { opens_ms } = windowOf(lesson, sign_in);
  return world.now() < opens_ms ? refuse('lesson_not_begun', { starts_at: lesson.starts_at }) : undefined;
}

/** Refuses `list_too_long` {max, people} where a list would mark more than LISTED_MAX. */
export const listTooLong = (people: number): Refusal<AttendanceRefusal> | undefined =>
  people > LISTED_MAX ? refuse('list_too_long', { max: LISTED_MAX, people }) : undefined;

/**
 * Mark by the officer's list. Nobody's own mark is touched: each write asks that the lesson still has none (or the leave
 * that was seen). The asking of those marked is a task of the same transaction. Refuses `nobody_to_mark`, `lesson_not_begun`,
 * `list_too_long`, `own_mark` (the officer learns in the class herself).
 */
export async function markList(world: World, command: ListCommand): Promise<Plan<Listed> | Refusal> {
  const roll = await readRoll(world, command.class_id, command.lesson);
  if ('refused' in roll) return roll;
  const early = mayList(world, roll);
  if (early) return early;
  const mark = newMark(roll.lesson, { how: 'list', at_ms: command.at_ms, by: command.by });
  const stamp = encodeMark(mark);
  const wanted = roll.rows.filter((row) => isWanted(row, command) && row.member.status === 'enrolled');
  const done = wanted.filter((row) => row.mark && stampsOf(mark).includes(encodeMark(row.mark))).length;
  const open = wanted.filter(unmarked);
  if (open.length + done === 0) return refuse('nobody_to_mark');
  const long =
    listTooLong(open.length + done) ??
    (await notHerself(
      world,
      command.by,
      open.map(({ member }) => member),
    ));
  if (long) return long;
  const changeOf = (row: RollRow): Change => stampChange(roll, row, mark, WHY);
  // The last part goes with the deed itself; those before it are written first, and found done when it is planned again.
  const parts = chunks(open, LISTED_AT_ONCE_MAX);
  const last = parts.at(-1) ?? [];
  const earlier = parts.slice(0, -1).map((part) => part.map((row) => row.member.worker_id));
  return {
    changes: [...last.map(changeOf), askTask(world, roll, command)],
    value: {
      training_class: roll.training_class,
      lesson: roll.lesson,
      marked: open.length + done,
      stamp,
      first: earlier.map((ids) => () => markPart(world, command, ids)),
    },
  };
}

const isWanted = ({ member }: RollRow, { only, but }: ListCommand): boolean =>
  only ? only.includes(member.worker_id) : !but?.includes(member.worker_id);

/** One part: whoever of these has no mark by now. */
async function markPart(world: World, command: ListCommand, ids: string[]): Promise<Plan<null> | Refusal> {
  const { class_id } = command;
  const roll = rollOf(world, await marksAgain(world, class_id, ids), class_id, command.lesson);
  if ('refused' in roll) return roll;
  const mark = newMark(roll.lesson, { how: 'list', at_ms: command.at_ms, by: command.by });
  const rows = roll.rows.filter((row) => row.member.status === 'enrolled' && unmarked(row));
  return {
    changes: rows.map((row) => stampChange(roll, row, mark, WHY)),
    value: null,
  };
}

/** Someone who had taken leave came after all: the mark remembers it, so that 撤销 gives her leave back. */
const FROM_LEAVE = 'leave';
const afterAll = (mark: Mark): Mark => ({ ...mark, source: FROM_LEAVE });
const stampsOf = (mark: Mark): string[] => [encodeMark(mark), encodeMark(afterAll(mark))];

/** One mark of a list, or of a signature, in place of what was seen there. */
export function stampChange(roll: Roll, { member, mark: seen }: RollRow, mark: Mark, why: string): Change {
  const { lesson, marks } = roll;
  const made = seen?.how === 'leave' ? afterAll(mark) : mark;
  const stored = marks.get(member.worker_id)?.stored[lesson.n];
  return markChange(lesson.class_id, member.worker_id, lesson.n, made, stored, why);
}

/** The reverse for all of that stamp, as far as they still stand as they were made. */
export function unstampChanges({ marks }: ClassMarks, n: number, mark: Mark, why: string): Change[] {
  const [stamp, after_leave] = stampsOf(mark);
  return [...marks.values()].flatMap(({ class_id, worker_id, stored }) => {
    const seen = stored[n];
    if (seen === stamp) return [unmarkChange(class_id, worker_id, n, seen as string, why)];
    return seen === after_leave ? [markChange(class_id, worker_id, n, { ...mark, how: 'leave' }, seen, why)] : [];
  });
}

/** Whoever this list marked is asked, page by page. */
function askTask(world: World, { training_class: c, lesson }: Roll, command: ListCommand): Change {
  return taskChange(world, {
    // Two officers may make a list of one lesson in the same second.
    task_id: `list-${c.class_id}-${c.timetable_rev}-${lesson.n}-${Math.floor(command.at_ms / 1000).toString(36)}-${command.by}`,
    kind: 'confirm_marks',
    home_region: c.home_region,
    class_id: c.class_id,
    lesson: lesson.n,
    by: command.by,
  });
}

/** The list cut into parts of at most `size`. */
export function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
