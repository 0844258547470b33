/** Reading attendance: of a class, of a person, of a lesson. Nothing is written here. */
import { instant } from '../../platform/clock';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Item } from '../../store/table';
import { classOf, lessonOf, memberOf } from '../items';
import { policyOf } from '../load';
import { readClass, readLessons } from '../read';
import { inOrder } from '../roster';
import type { Lesson, Member, TrainingClass } from '../types';
import type { HerClass } from './hers';
import { marksOf, workerOfRow } from './items';
import { dayAttendance, heldLessons, personAttendance, standsFor } from './rules';
import type { ClassAttendance, Marks, PersonAttendance } from './types';

export type RosterRow = Member & { left_at?: string };

/** Everything of a class that attendance is counted from. */
export interface ClassMarks {
  training_class: TrainingClass;
  /** Of the timetable in force, in order of time. */
  lessons: Lesson[];
  /** Everyone who was ever on the roster: those enrolled in order of arrival, then those who left. A person's place is her number on the list, here as in 名单. */
  members: RosterRow[];
  marks: Map<string, Marks>;
}

/** Class, lessons, roster and marks, read side by side. `consistent` where a decision rests on it. */
export async function classMarks(
  world: World,
  class_id: string,
  how: { consistent?: boolean } = {},
): Promise<ClassMarks | undefined> {
  const { pk } = keys.class(class_id);
  const [meta, every, members, rows] = await Promise.all([
    world.table.get(keys.class(class_id), how),
    all(world, pk, 'SESSION#', how),
    all(world, pk, 'MEMBER#', how),
    all(world, pk, 'ATTEND#', how),
  ]);
  const training_class = classOf(meta);
  if (!training_class) return undefined;
  const lessons = every
    .map(lessonOf)
    .filter((lesson) => lesson.timetable_rev === training_class.timetable_rev)
    .sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
  return {
    training_class,
    lessons,
    members: members.map((item): RosterRow => memberOf(item)).sort(byArrival),
    marks: new Map(rows.map((item) => [workerOfRow(item), marksOf(class_id, workerOfRow(item), item)])),
  };
}

/** Of a class read before, only these people as they are now, with the class and its lessons: for a part of a long list. */
export async function marksAgain(world: World, class_id: string, ids: string[]): Promise<ClassMarks | undefined> {
  const [c, ...rows] = await world.table.getMany(
    [
      keys.class(class_id),
      ...ids.map((id) => keys.member(class_id, id)),
      ...ids.map((id) => keys.attendance(class_id, id)),
    ],
    { consistent: true },
  );
  const training_class = classOf(c);
  if (!training_class) return undefined;
  return {
    training_class,
    lessons: await readLessons(world, training_class, { consistent: true }),
    members: rows.slice(0, ids.length).flatMap((item) => (item ? [memberOf(item)] : [])),
    marks: new Map(ids.map((id, i) => [id, marksOf(class_id, id, rows[ids.length + i])])),
  };
}

const left = (row: RosterRow): number => (row.status === 'enrolled' ? 0 : 1);
const byArrival = (a: RosterRow, b: RosterRow): number => left(a) - left(b) || inOrder(a, b);

async function all(world: World, pk: string, prefix: string, how: { consistent?: boolean }): Promise<Item[]> {
  const items: Item[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, prefix, after, ...how });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

/** Attendance of everyone and of every class-day so far; nothing for a class there is none of. */
export async function attendanceOf(world: World, class_id: string): Promise<ClassAttendance | undefined> {
  const read = await classMarks(world, class_id);
  return read && countClass(world, read);
}

/** The same from what was read. */
export function countClass(world: World, { training_class: c, lessons, members, marks }: ClassMarks): ClassAttendance {
  const { delivery } = policyOf(world, c);
  const now_ms = world.now();
  const held = heldLessons(c, lessons, now_ms);
  const people = members.map((member) =>
    personAttendance(member, marks.get(member.worker_id)?.marks ?? {}, held, delivery, now_ms, instant),
  );
  return {
    class_id: c.class_id,
    title: c.title,
    lessons_held: held.length,
    lessons_in_all: lessons.length,
    units_held: held.reduce((sum, lesson) => sum + lesson.units, 0),
    percent_min: delivery.attendance_percent_min.value,
    day_percent_min: delivery.class_day_percent_min.value,
    people: people.filter((person) => person.status === 'enrolled' || person.units_held > 0),
    days: dayAttendance(people, held, delivery),
  };
}

/** One class of one person: her roster row, her marks, its lessons. Nothing when there is no such class, or she was never on its roster. */
export async function herRow(
  world: World,
  class_id: string,
  worker_id: string,
): Promise<(HerClass & { member: RosterRow }) | undefined> {
  const [c, member, row] = await world.table.getMany(
    [keys.class(class_id), keys.member(class_id, worker_id), keys.attendance(class_id, worker_id)],
    { consistent: true },
  );
  const training_class = classOf(c);
  if (!training_class || !member) return undefined;
  const lessons = await readLessons(world, training_class, { consistent: true });
  return { training_class, lessons, marks: marksOf(class_id, worker_id, row), member: memberOf(member) };
}

/** Attendance of one person in one class so far. */
export async function attendanceOfPerson(
  world: World,
  class_id: string,
  worker_id: string,
): Promise<PersonAttendance | undefined> {
  const held = await herRow(world, class_id, worker_id);
  if (!held) return undefined;
  const { training_class: c, lessons, marks, member } = held;
  const { delivery } = policyOf(world, c);
  const now_ms = world.now();
  return personAttendance(member, marks.marks, heldLessons(c, lessons, now_ms), delivery, now_ms, instant);
}

/** How many have signed in for a lesson, of how many on the roster: for the page beside the code. */
export async function signedIn(
  world: World,
  class_id: string,
  lesson: number,
): Promise<{ present: number; of: number }> {
  const c = await readClass(world, class_id);
  if (!c) return { present: 0, of: 0 };
  const { pk } = keys.class(class_id);
  const [item, members, rows] = await Promise.all([
    world.table.get(keys.lesson(class_id, c.timetable_rev, lesson)),
    all(world, pk, 'MEMBER#', {}),
    all(world, pk, 'ATTEND#', {}),
  ]);
  const enrolled = new Set(members.filter((row) => row.status === 'enrolled').map((row) => row.worker_id));
  const { sign_in } = policyOf(world, c).delivery;
  const there = rows.filter((row) => {
    const worker_id = workerOfRow(row);
    const mark = marksOf(class_id, worker_id, row).marks[lesson];
    return item && mark && enrolled.has(worker_id) && isThere(mark.how) && standsFor(mark, lessonOf(item), sign_in);
  });
  return { present: there.length, of: enrolled.size };
}

/** Marks that say she was there. */
export const isThere = (how: string): boolean => !['leave', 'absent', 'list_disputed'].includes(how);
