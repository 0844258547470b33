/** A class in Fukang with people on its roster, on a table of its own. Lesson 1 is on 7月24日 at 8:00. */

import { currentCode } from '../../lib/classes/attendance/code';
import { enrol } from '../../lib/classes/enrol';
import { readClass, readLessons } from '../../lib/classes/read';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import type { Worker } from '../../lib/people/types';
import { instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

export interface Room {
  world: TestWorld;
  c: TrainingClass;
  lessons: Lesson[];
  workers: Worker[];
  /** The clock so many minutes after a lesson's start. */
  atLesson(n: number, min?: number): void;
  code(n: number): string;
}

export interface RoomHow {
  table?: Table;
  people?: number;
  first?: number;
  set?: Parameters<typeof openClass>[1];
  fence?: TrainingClass['fence'];
}

export async function room(how: RoomHow = {}): Promise<Room> {
  const world = testWorld(how.table ?? memoryTable());
  const { people = 3, first = 1 } = how;
  const opened = await openClass(world, { capacity: Math.max(people, 2), ...how.set });
  const workers: Worker[] = [];
  for (let n = 0; n < people; n++) {
    const worker = await newWorker(world, first + n);
    await must(world, () => enrol(world, { class_id: opened.class_id, worker, by: 'chat' }));
    workers.push(worker);
    world.clock.pass(1000);
  }
  if (how.fence) await setClass(world, opened.class_id, { fence: how.fence });
  const c = (await readClass(world, opened.class_id)) as TrainingClass;
  const lessons = await readLessons(world, c);
  const atLesson = (n: number, min = 0) => {
    const lesson = lessons.find((one) => one.n === n) as Lesson;
    world.clock.set(instant(millis(lesson.starts_at) + min * MINUTE_MS));
  };
  return { world, c, lessons, workers, atLesson, code: (n) => currentCode(world, c.class_id, n).code };
}

/** Attributes of a class set as its own verbs would. */
export async function setClass(world: TestWorld, class_id: string, set: Record<string, unknown>): Promise<void> {
  await world.table.write([{ kind: 'update', key: keys.class(class_id), set, why: 'a class as it is for this test' }]);
}

/** Attributes of one lesson. */
export async function setLesson(room: Room, n: number, set: Partial<Lesson>): Promise<void> {
  const { class_id, timetable_rev } = room.c;
  await room.world.table.write([
    { kind: 'update', key: keys.lesson(class_id, timetable_rev, n), set, why: 'a lesson as it is for this test' },
  ]);
  Object.assign(room.lessons.find((one) => one.n === n) as Lesson, set);
}
