/** What everyone of a class is to hear: reminders, a move, a cancellation. */
import { applyCancel, applyMove } from '../classes/apply';
import { applyLessonMove } from '../classes/apply-lesson';
import { closeSeats } from '../classes/close-seats';
import { inLineOf, lessonMark, lessonOf, memberOf } from '../classes/items';
import { readClass } from '../classes/read';
import type { Lesson, TrainingClass } from '../classes/types';
import { at } from '../platform/clock';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import { wishFollows } from '../wishes/lead-time';
import { classCancelled, classMoved, lessonMoved, lessonSoon, lessonTomorrow, type Said } from './say';
import { tellOnce } from './tell-once';
import type { NoticeKind, PageDone, Task, Topic } from './types';

const PAGE = 40;

/** One page of the roster, then of the waiting list. What each person's page does can be repeated without harm. */
export async function rosterPage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = await readClass(world, task.class_id ?? '', { consistent: true });
  if (!c) return done;
  const reminding = task.kind === 'reminder_evening' || task.kind === 'reminder_hour';
  if (reminding && c.status !== 'published') return done;
  // In a class with very many seats not every counter fits into the transaction that changed the class.
  if (!reminding && !task.cursor) await closeSeats(world, c);
  if (task.kind === 'class_terms') return done;
  const of_lesson = reminding || task.kind === 'lesson_moved';
  const lesson = of_lesson ? await lessonOfTask(world, c, task) : undefined;
  if (of_lesson && !lesson) return done;
  const from_line = task.cursor?.sk?.startsWith('LINE#') ?? false;
  const page = await world.table.query({
    pk: keys.class(c.class_id).pk,
    prefix: from_line ? 'LINE#' : 'MEMBER#',
    consistent: true,
    limit: PAGE,
    ...(task.cursor?.sk !== 'LINE#' && { after: task.cursor }),
  });
  for (const row of page.items) {
    done.handled++;
    if (await onePerson(world, task, c, row, lesson)) done.sent++;
    else done.skipped++;
    // The wish behind a seat follows the class, too (P7).
    if (!from_line && (task.kind === 'class_moved' || task.kind === 'class_cancelled'))
      await wishFollows(world, { class_id: c.class_id, worker_id: row.worker_id });
  }
  if (page.next) return { ...done, cursor: page.next };
  if (!from_line && !reminding) return { ...done, cursor: { pk: keys.class(c.class_id).pk, sk: 'LINE#' } };
  return done;
}

async function lessonOfTask(world: World, c: TrainingClass, task: Task): Promise<Lesson | undefined> {
  const item = await world.table.get(keys.lesson(c.class_id, c.timetable_rev, task.lesson ?? 0), { consistent: true });
  const lesson = item && lessonOf(item);
  // It was moved since: what is said now is another task's to say.
  return lesson && task.task_id.endsWith(lessonMark(lesson)) ? lesson : undefined;
}

async function onePerson(world: World, task: Task, c: TrainingClass, row: Item, lesson?: Lesson): Promise<boolean> {
  const waiting = row.sk.startsWith('LINE#');
  const person = waiting ? inLineOf(row) : memberOf(row);
  if (!waiting && person.status !== 'enrolled') return false;
  if (lesson && task.kind === 'lesson_moved')
    return applyLessonMove(world, c, person.worker_id, (clash) => ({
      ...lessonMoved(c, lesson, clash),
      ...occasion(task, person.worker_id, 'class_moved'),
    }));
  if (lesson) {
    const evening = task.kind === 'reminder_evening';
    const said = evening ? lessonTomorrow(c, lesson) : lessonSoon(c, lesson);
    return promise(world, task, person.worker_id, said, {
      kind: task.kind as NoticeKind,
      topic: 'reminder',
      // "Tomorrow" is wrong from midnight on.
      expires_at: evening ? at(lesson.starts_at.slice(0, 10), '00:00') : lesson.starts_at,
      // The hour before a lesson is hers to know, even early in the morning.
      urgent: !evening,
    });
  }
  if (task.kind === 'class_cancelled') {
    const told = { ...classCancelled(c), ...occasion(task, person.worker_id, 'class_cancelled') };
    return applyCancel(world, c, person.worker_id, waiting ? inLineOf(row) : undefined, told);
  }
  return applyMove(world, c, person.worker_id, (clash) => ({
    ...classMoved(c, clash),
    ...occasion(task, person.worker_id, 'class_moved'),
  }));
}

function occasion(task: Task, worker_id: string, kind: NoticeKind) {
  return { notice_id: task.task_id, worker_id, kind, topic: 'class_change' as Topic };
}

/** A promise that may have been made before the page was repeated: then it stands. */
async function promise(
  world: World,
  task: Task,
  worker_id: string,
  said: Said,
  how: { kind: NoticeKind; topic: Topic; expires_at?: string; urgent?: boolean },
): Promise<boolean> {
  const notice = { notice_id: task.task_id, worker_id, ...how, ...said };
  return tellOnce(world, notice);
}
