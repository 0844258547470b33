/** 我的考勤: one person's attendance in the classes she is in, or was in lately, as she herself asks for it. */
import { instant } from '../../platform/clock';
import type { World } from '../../platform/world';
import { policyOf } from '../load';
import { readAgenda } from '../read';
import type { Lesson, TrainingClass } from '../types';
import { herRow, isThere } from './read';
import { heldLessons, personAttendance, standsFor } from './rules';
import type { PersonAttendance } from './types';

/** Her last classes looked at. */
const CLASSES_MAX = 8;

export interface HerAttendance {
  training_class: TrainingClass;
  /** Of the timetable in force, in order of time. */
  lessons: Lesson[];
  so_far: PersonAttendance;
  /** Lessons not over yet for which she has signed in: they count once they are held. */
  signed: Lesson[];
  /** The policy's least share of the class's hours, in percent (D20). */
  percent_min: number;
  /** Hours (课时) she may still miss and reach it; below 0 so many are to be made up. */
  may_miss_units: number;
}

/** Classes she has a seat in or had one to the end, the latest first; of `class_id` alone where it is named. Empty when there is none. */
export async function attendanceOfWorker(world: World, worker_id: string, class_id?: string): Promise<HerAttendance[]> {
  const agenda = await readAgenda(world, worker_id);
  const ids = class_id
    ? [class_id]
    : [...new Set([...agenda.past, ...Object.keys(agenda.classes)])].slice(-CLASSES_MAX);
  const found = await Promise.all(ids.map((id) => inClass(world, id, worker_id)));
  return found
    .flatMap((one) => one ?? [])
    .sort((a, b) => (a.training_class.starts_at > b.training_class.starts_at ? -1 : 1));
}

async function inClass(world: World, class_id: string, worker_id: string): Promise<HerAttendance | undefined> {
  const row = await herRow(world, class_id, worker_id);
  if (row?.member.status !== 'enrolled' || row.training_class.status !== 'published') return undefined;
  const { training_class, lessons, marks, member } = row;
  const { delivery } = policyOf(world, training_class);
  const now_ms = world.now();
  const held = heldLessons(training_class, lessons, now_ms);
  const so_far = personAttendance(member, marks.marks, held, delivery, now_ms, instant);
  const percent_min = delivery.attendance_percent_min.value;
  const units = lessons.reduce((sum, lesson) => sum + lesson.units, 0);
  const signedFor = (lesson: Lesson): boolean => {
    const mark = marks.marks[lesson.n];
    return mark !== undefined && isThere(mark.how) && standsFor(mark, lesson, delivery.sign_in);
  };
  const missed = so_far.units_held - so_far.units_counted;
  const may_miss_units = Math.floor((units * (100 - percent_min)) / 100) - missed;
  const signed = lessons.filter((lesson) => !held.includes(lesson) && signedFor(lesson));
  return { training_class, lessons, so_far, signed, percent_min, may_miss_units };
}
