import { lessonMoved } from '../notices/say';
import { taskChange } from '../notices/task-write';
import { noticeChange } from '../notices/write';
import { findStaff } from '../people/find-staff';
import { type Instant, instant, millis } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { cardChanges, classChange, nextRev, sameRev } from './change-class';
import { windowInOrder } from './conditions';
import { loadCard } from './count';
import { practiceClosed } from './gates/gate-closed';
import { CHANGES_MAX, cardItem, lessonMark, seatTerms } from './items';
import { lessonIn, mustBeOpen } from './lesson';
import { dueChanges } from './lesson-due';
import { policyOf } from './load';
import { readClass, readLessons } from './read';
import { slotsOf } from './slots';
import { checkPattern, type TimetableRefusal } from './timetable';
import type { ClassRefusal, DeliveryRefusal, Lesson, TrainingClass } from './types';

export interface MoveLessonCommand {
  class_id: string;
  /** Which lesson; its number stays with it wherever it moves, and so do marks of attendance. */
  n: number;
  /** The class's revision, where the caller read one. */
  rev?: number;
  starts_at?: Instant;
  /** As long as before when left out. */
  ends_at?: Instant;
  place?: string;
  /** Told to everyone who is told of the move. */
  reason?: string;
  by: string;
}

export type MoveLessonRefusal = ClassRefusal | DeliveryRefusal | TimetableRefusal;

/**
 * 改一节课: one lesson of a class, running or yet to come, takes place at another time or place. The whole timetable is
 * checked against the pattern again (L4), practice against closed areas (H3); the class's half-days, first and last
 * lesson follow at once, everybody's own time and the news of it page by page. Refuses `class_unknown`, `stale`,
 * `class_cancelled`, `lesson_unknown`, `lesson_begun`, `lesson_unchanged`, `class_in_past` (the new time is past),
 * `window_order`, `area_closed`, or a `TimetableRefusal`.
 */
export async function moveLesson(
  world: World,
  command: MoveLessonCommand,
): Promise<Planned<{ training_class: TrainingClass; lesson: Lesson; before: Lesson }>> {
  const before = await readClass(world, command.class_id, { consistent: true });
  if (!before) return refuse<ClassRefusal>('class_unknown', { class_id: command.class_id });
  const lessons = await readLessons(world, before, { consistent: true });
  const held = lessonIn(before, lessons, command.n);
  if (isRefusal(held)) return held;
  const refused =
    sameRev(before, command.rev) ?? mustBeOpen(before, held, world.now()) ?? changedAtAll(world, held, command);
  if (refused) return refused;
  const lesson = movedLesson(world, held, command);
  const timetable = lessons.map((one) => (one.n === lesson.n ? lesson : one)).sort(byTime);
  const policy = policyOf(world, before);
  const closed =
    checkPattern(timetable, before.pattern, policy.patterns.value[before.pattern], policy.patterns.rule) ??
    (await practiceClosed(world, before, [lesson]));
  if (closed) return closed;
  const after = nextRev(world, before, timesOf(world, before, timetable, command));
  const outside = before.starts_at > instant(world.now()) ? windowInOrder(after) : undefined;
  if (outside) return outside;
  const changes = [
    classChange(before, after, 'a lesson moved'),
    lessonChange(held, lesson),
    ...dueChanges(before, lessons, timetable, lesson.n, policy, world.now()),
    ...(await tellChanges(world, before, after, lesson, command.by)),
  ];
  return { changes, value: { training_class: after, lesson, before: held } };
}

const byTime = (a: Lesson, b: Lesson): number => (a.starts_at < b.starts_at ? -1 : 1);

function changedAtAll(
  world: World,
  held: Lesson,
  { starts_at, ends_at, place }: MoveLessonCommand,
): Refusal<MoveLessonRefusal> | undefined {
  const same =
    (starts_at ?? held.starts_at) === held.starts_at &&
    (ends_at === undefined || ends_at === held.ends_at) &&
    (place ?? held.place) === held.place;
  if (same) return refuse('lesson_unchanged', { n: held.n });
  if (starts_at && starts_at <= instant(world.now())) return refuse('class_in_past', { starts_at });
  return undefined;
}

function movedLesson(world: World, held: Lesson, command: MoveLessonCommand): Lesson {
  const starts_at = command.starts_at ?? held.starts_at;
  const long_ms = millis(held.ends_at) - millis(held.starts_at);
  return {
    ...held,
    starts_at,
    ends_at: command.ends_at ?? instant(millis(starts_at) + long_ms),
    place: command.place ?? held.place,
    moved: {
      at: instant(world.now()),
      from: held.starts_at,
      ...(command.reason && { reason: command.reason }),
      times: (held.moved?.times ?? 0) + 1,
    },
  };
}

/** What the class as a whole takes over from its timetable. */
function timesOf(world: World, c: TrainingClass, timetable: Lesson[], { reason }: MoveLessonCommand) {
  const starts_at = (timetable[0] as Lesson).starts_at;
  const ends_at = timetable.reduce((last, one) => (one.ends_at > last ? one.ends_at : last), '');
  const follows = c.closes_at === c.starts_at || c.closes_at > starts_at;
  return {
    terms_rev: c.terms_rev + 1,
    moved: { at: instant(world.now()), ...(reason && { reason }) },
    starts_at,
    ends_at,
    slots: slotsOf(timetable),
    // Sign-up that ran to the first lesson runs to the new first lesson; once begun it stays as it was.
    closes_at: follows && c.starts_at > instant(world.now()) ? starts_at : c.closes_at,
  };
}

/** Only this lesson's row, as it was read: a sign-off or a mark of another lesson is nobody's business here. */
function lessonChange(held: Lesson, { starts_at, ends_at, place, moved }: Lesson): Change {
  return {
    kind: 'update',
    key: keys.lesson(held.class_id, held.timetable_rev, held.n),
    set: { starts_at, ends_at, place, moved },
    remove: ['evening_done'],
    when: [
      { attr: 'starts_at', op: '=', value: held.starts_at },
      { attr: 'place', op: '=', value: held.place },
    ],
    why: `lesson ${held.n} moves`,
  };
}

async function tellChanges(
  world: World,
  before: TrainingClass,
  after: TrainingClass,
  lesson: Lesson,
  by: string,
): Promise<Change[]> {
  if (after.status !== 'published') return [];
  const card = await loadCard(world, before);
  const changes: Change[] = [
    ...cardChanges(before, after, card && { ...card, ...cardItem(after, card.left, card.waiting) }),
    taskChange(world, {
      task_id: `lesson-${after.class_id}${lessonMark(lesson)}`,
      kind: 'lesson_moved',
      home_region: after.home_region,
      class_id: after.class_id,
      lesson: lesson.n,
      by,
    }),
    ...(await staffTold(world, after, lesson)),
  ];
  // Counters that do not fit in here take over the new terms as the task's first step.
  return [...changes, ...seatTerms(after).slice(0, CHANGES_MAX - changes.length - 10)];
}

/** Who teaches or signs off hears of it as well, where they are bound. */
async function staffTold(world: World, c: TrainingClass, lesson: Lesson): Promise<Change[]> {
  const ids = [...new Set([lesson.teacher_id, lesson.supervisor_id].flatMap((id) => id ?? []))];
  const staff = await Promise.all(ids.map((id) => findStaff(world, id)));
  return staff.flatMap((one) =>
    one?.active && one.chat
      ? [
          noticeChange(world, {
            notice_id: `lesson-${c.class_id}${lessonMark(lesson)}`,
            chat: one.chat,
            kind: 'class_moved',
            topic: 'class_change',
            ...lessonMoved(c, lesson),
            choices: [],
          }),
        ]
      : [],
  );
}
