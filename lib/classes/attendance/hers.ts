/** What signing in and taking leave look at: someone's classes, their lessons, and her marks. */
import { type Day, dayOf } from '../../platform/clock';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Item } from '../../store/table';
import { agendaOf } from '../agenda';
import { classOf, lessonOf } from '../items';
import { readLessons } from '../read';
import type { Agenda, Lesson, TrainingClass } from '../types';
import { marksOf } from './items';
import type { Marks } from './types';

export interface HerClass {
  training_class: TrainingClass;
  /** Of the timetable in force, in order of time. */
  lessons: Lesson[];
  marks: Marks;
  /** Another class of hers holds a half-day of this one (one of them was moved): told where only this one was read. */
  clashes?: true;
}

/** Classes she has a seat in, as her agenda says. */
const enrolledIn = (agenda: Agenda): string[] =>
  Object.entries(agenda.classes)
    .filter(([, entry]) => entry.status === 'enrolled')
    .map(([class_id]) => class_id);

/** One class named (by a code that was scanned): read in one go with her agenda. Nothing when she has no seat in it. */
export async function herClass(world: World, worker_id: string, class_id: string): Promise<HerClass | undefined> {
  const [[agenda, c, row], lessons] = await Promise.all([
    world.table.getMany([keys.agenda(worker_id), keys.class(class_id), keys.attendance(class_id, worker_id)], {
      consistent: true,
    }),
    everyLesson(world, class_id),
  ]);
  const hers = agendaOf(worker_id, agenda);
  if (hers.classes[class_id]?.status !== 'enrolled') return undefined;
  const her = await withLessons(world, c, row, lessons, worker_id);
  return her && { ...her, ...clashesIn(hers, class_id) };
}

/** Whether another class of hers holds a half-day of this one. */
export function clashesIn({ classes }: Agenda, class_id: string): Pick<HerClass, 'clashes'> {
  const entry = classes[class_id];
  const clashes = Object.values(classes).some(
    (one) => entry && one !== entry && one.slots.some((n) => entry.slots.includes(n)),
  );
  return clashes ? { clashes } : {};
}

/** Her classes that run today, soonest first: her agenda, then everything of them in one go. */
export async function herClassesToday(world: World, worker_id: string, at_ms: number): Promise<HerClass[]> {
  const today = dayOf(at_ms);
  return herClasses(world, worker_id, (from, to) => from.slice(0, 10) <= today && today <= to.slice(0, 10));
}

/** Her classes that are not over. */
export async function herClassesToCome(world: World, worker_id: string, at_ms: number): Promise<HerClass[]> {
  const today = dayOf(at_ms);
  return herClasses(world, worker_id, (_from, to) => today <= to.slice(0, 10));
}

/** Her classes that have begun and were not over before `since`. */
export async function herClassesSince(
  world: World,
  worker_id: string,
  since: Day,
  now_ms: number,
): Promise<HerClass[]> {
  const today = dayOf(now_ms);
  return herClasses(world, worker_id, (from, to) => from.slice(0, 10) <= today && since <= to.slice(0, 10));
}

async function herClasses(
  world: World,
  worker_id: string,
  wanted: (starts_at: string, ends_at: string) => boolean,
): Promise<HerClass[]> {
  const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
  const ids = enrolledIn(agenda).filter((id) => {
    const { starts_at, ends_at } = agenda.classes[id] as Agenda['classes'][string];
    return wanted(starts_at, ends_at);
  });
  if (ids.length === 0) return [];
  const [rows, ...lessons] = await Promise.all([
    world.table.getMany(
      ids.flatMap((id) => [keys.class(id), keys.attendance(id, worker_id)]),
      { consistent: true },
    ),
    ...ids.map((id) => everyLesson(world, id)),
  ]);
  const all = await Promise.all(
    ids.map((_id, i) => withLessons(world, rows[2 * i], rows[2 * i + 1], lessons[i] ?? [], worker_id)),
  );
  return all
    .flatMap((one) => one ?? [])
    .sort((a, b) => (a.training_class.starts_at < b.training_class.starts_at ? -1 : 1));
}

/** Lessons of all timetables of a class: which of them is in force is known once the class is read beside them. */
async function everyLesson(world: World, class_id: string): Promise<Lesson[]> {
  const { items } = await world.table.query({ pk: keys.class(class_id).pk, prefix: 'SESSION#' });
  return items.map(lessonOf);
}

async function withLessons(
  world: World,
  item: Item | undefined,
  row: Item | undefined,
  every: Lesson[],
  worker_id: string,
): Promise<HerClass | undefined> {
  const training_class = classOf(item);
  if (!training_class) return undefined;
  const { class_id, timetable_rev } = training_class;
  const held = every.filter((lesson) => lesson.timetable_rev === timetable_rev);
  // A timetable written a moment ago may not have reached the copy that plain reads see.
  const lessons =
    held.length >= training_class.lessons
      ? held.sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
      : await readLessons(world, training_class, { consistent: true });
  return { training_class, lessons, marks: marksOf(class_id, worker_id, row) };
}
