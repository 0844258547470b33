import { taskChange } from '../notices/task-write';
import { type Instant, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import type { Change } from '../store/table';
import { cardChanges, classChange, nextRev, sameRev } from './change-class';
import { windowInOrder } from './conditions';
import { loadCard } from './count';
import { placeOfLessons } from './draft-class';
import { practiceClosed } from './gates/gate-closed';
import { CHANGES_MAX, cardItem, lessonPuts, seatTerms } from './items';
import { kindsAllowed, kindUnits, withKinds } from './kinds';
import { policyOf } from './load';
import { withTeachers } from './parties';
import { readClass, readLessons } from './read';
import { slotsOf } from './slots';
import { checkPattern, generateLessons, type Slice } from './timetable';
import type { ClassRefusal, GivenLesson, Lesson, LessonDetails, TrainingClass } from './types';

export interface MoveCommand {
  class_id: string;
  rev?: number;
  by: string;
  site_name?: string;
  address?: string;
  /** A new timetable generated from here on … */
  first_day?: string;
  start?: string;
  units_per_day?: number;
  skip_days?: string[];
  /** … or given lesson by lesson. */
  lessons?: GivenLesson[];
  closes_at?: Instant;
  /** Told to everyone who is told of the move. */
  reason?: string;
}

/**
 * 改期、换地方: a class takes place at another time or place. The new timetable is checked like the
 * first (L4); everyone on the roster and in line is told, and their time follows; a fence stays behind at the old site. Refuses
 * `class_unknown`, `stale`, `class_cancelled`, `class_started`, `class_in_past`, `window_order`,
 * `practice_share`, `area_closed`, or a `TimetableRefusal`.
 */
export async function moveClass(
  world: World,
  command: MoveCommand,
): Promise<Planned<{ training_class: TrainingClass; lessons: Lesson[] }>> {
  const before = await readClass(world, command.class_id, { consistent: true });
  if (!before) return refuse<ClassRefusal>('class_unknown', { class_id: command.class_id });
  const now = instant(world.now());
  const stale = sameRev(before, command.rev);
  if (stale) return stale;
  if (before.status === 'cancelled')
    return refuse<ClassRefusal>('class_cancelled', { reason: before.cancelled?.reason ?? '', title: before.title });
  if (before.starts_at <= now)
    return refuse<ClassRefusal>('class_started', { title: before.title, starts_at: before.starts_at });
  const slices = await newLessons(world, before, command);
  if (isRefusal(slices)) return slices;
  const first = slices[0] as Slice;
  if (first.starts_at <= now) return refuse<ClassRefusal>('class_in_past', { starts_at: first.starts_at });
  const after = nextRev(world, before, {
    timetable_rev: before.timetable_rev + 1,
    terms_rev: before.terms_rev + 1,
    ...placeAfter(before, command),
    // A move without a reason must not be told with the last one's.
    moved: { at: now, ...(command.reason && { reason: command.reason }) },
    starts_at: first.starts_at,
    ends_at: (slices.at(-1) as Slice).ends_at,
    slots: slotsOf(slices),
    lessons: slices.length,
    units: slices.reduce((sum, one) => sum + one.units, 0),
    ...kindUnits(slices),
    // Sign-up that ran to the first lesson runs to the new first lesson.
    closes_at:
      command.closes_at ??
      (before.closes_at === before.starts_at || before.closes_at > first.starts_at
        ? first.starts_at
        : before.closes_at),
  });
  const refused =
    windowInOrder(after) ??
    kindsAllowed(slices, policyOf(world, after)) ??
    (await practiceClosed(world, after, slices));
  if (refused) return refused;
  const lessons = slices.map((slice) => ({ ...slice, class_id: after.class_id, timetable_rev: after.timetable_rev }));
  return {
    changes: await moveChanges(world, before, after, lessons, command.by),
    value: { training_class: after, lessons },
  };
}

/** A new site without an address has none: the old street would send people astray, and the old fence keep them out. */
function placeAfter(
  c: TrainingClass,
  { site_name, address }: MoveCommand,
): Pick<TrainingClass, 'site_name' | 'address' | 'fence'> {
  const elsewhere = site_name !== undefined && site_name !== c.site_name;
  return {
    site_name: site_name ?? c.site_name,
    address: address ?? (elsewhere ? '' : c.address),
    fence: elsewhere ? undefined : c.fence,
  };
}

async function newLessons(world: World, c: TrainingClass, command: MoveCommand) {
  const policy = policyOf(world, c);
  const rule = policy.patterns.value[c.pattern];
  const place = placeOfLessons(placeAfter(c, command));
  const before = await readLessons(world, c, { consistent: true });
  if (command.first_day) {
    const { first_day, start, units_per_day, skip_days } = command;
    const made = generateLessons(
      { pattern: c.pattern, first_day, start, units_per_day, skip_days, units: c.units, place },
      rule,
      policy.patterns.rule,
    );
    return isRefusal(made) ? made : asBefore(withKinds(made, policy, c.theory_units), before);
  }
  const given = command.lessons && (await withTeachers(world, c.home_region, command.lessons));
  if (isRefusal(given)) return given;
  // Another place alone: every lesson stays what it was, with its number.
  const slices = given
    ? asBefore(withKinds(numbered(given, place), policy, c.theory_units), before)
    : moved(before, place);
  return checkPattern(slices, c.pattern, rule, policy.patterns.rule) ?? slices;
}

function numbered(lessons: GivenLesson[], place: string): Slice[] {
  return [...lessons]
    .sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
    .map((lesson, i) => ({ ...lesson, n: i + 1, place: lesson.place ?? place }));
}

function moved(lessons: Lesson[], place: string): Slice[] {
  return lessons.map(({ class_id: _id, timetable_rev: _rev, moved: _moved, ...lesson }) => ({ ...lesson, place }));
}

/** A timetable of the same lessons at other times keeps what they are about, and who teaches. */
function asBefore(slices: Slice[], before: Lesson[]): Slice[] {
  const same =
    slices.length === before.length &&
    slices.every((one, i) => one.units === before[i]?.units && one.kind === before[i]?.kind);
  if (!same) return slices;
  return slices.map((one, i) => ({ ...details(before[i] as Lesson), ...one }));
}

const DETAILS = ['mode', 'content', 'teacher_id', 'teacher_name', 'link', 'questions', 'supervisor_id'] as const;
const details = (lesson: Lesson): LessonDetails =>
  Object.fromEntries(DETAILS.flatMap((name) => (lesson[name] === undefined ? [] : [[name, lesson[name]]])));

async function moveChanges(
  world: World,
  before: TrainingClass,
  after: TrainingClass,
  lessons: Lesson[],
  by: string,
): Promise<Change[]> {
  const changes: Change[] = [
    classChange(before, after, 'a class moved'),
    ...lessonPuts(after, lessons, policyOf(world, after), world.now()),
  ];
  if (after.status !== 'published') return changes;
  const card = await loadCard(world, before);
  changes.push(
    ...cardChanges(before, after, card && { ...card, ...cardItem(after, card.left, card.waiting) }),
    taskChange(world, {
      task_id: `moved-${after.class_id}-${after.timetable_rev}`,
      kind: 'class_moved',
      home_region: after.home_region,
      class_id: after.class_id,
      by,
    }),
  );
  // Counters that do not fit in here take over the new terms as the task's first step.
  return [...changes, ...seatTerms(after).slice(0, CHANGES_MAX - changes.length)];
}
