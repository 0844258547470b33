/** What falls due once a lesson has begun: an online lesson's question (L10), the supervisor's sign-off (L11). */

import { lessonMark } from '../classes/items';
import { isOnline, isWorkplace } from '../classes/lesson';
import { policyOf } from '../classes/load';
import { momentOf } from '../classes/online/moment';
import type { Lesson, TrainingClass } from '../classes/types';
import { findStaff } from '../people/find-staff';
import { reachedAt } from '../people/staff-rules';
import { DAY_MS, type Instant, instant, millis } from '../platform/clock';
import type { World } from '../platform/world';
import { dueShard } from '../store/keys';
import type { Change, Item } from '../store/table';
import { signOffDue } from './say-delivery';
import { taskChange } from './task-write';
import { noticeChange } from './write';

/** When a lesson that begins is to be looked at next; nothing for most. */
export function dueOnceBegun(lesson: Lesson): Instant | undefined {
  if (isOnline(lesson)) return lesson.asked_at ? undefined : lesson.starts_at;
  if (isWorkplace(lesson) && lesson.supervisor_id) return lesson.signed_off ? undefined : lesson.ends_at;
  return undefined;
}

/**
 * The changes for a lesson that has begun and fell due. An online lesson stays due, minute by minute and without a
 * write, until its moment has come: so nothing stored says when that will be. One that nobody looked at until it was
 * over asks nobody.
 */
export async function begunChanges(world: World, c: TrainingClass, lesson: Lesson, row: Item): Promise<Change[]> {
  if (isOnline(lesson)) return onlineChanges(world, c, lesson, row);
  if (isWorkplace(lesson) && world.now() < millis(lesson.ends_at)) return [seen(row, {}, lesson.ends_at)];
  if (isWorkplace(lesson)) return [seen(row, {}), ...(await supervisorTold(world, c, lesson))];
  return [seen(row, {})];
}

function onlineChanges(world: World, c: TrainingClass, lesson: Lesson, row: Item): Change[] {
  const now_ms = world.now();
  const minutes = policyOf(world, c).delivery.online_answer_min.value;
  if (lesson.asked_at || now_ms >= millis(lesson.ends_at)) return [seen(row, {})];
  if (now_ms < momentOf(world, lesson, minutes)) return [];
  return [
    seen(row, { asked_at: instant(now_ms) }),
    taskChange(world, {
      task_id: `online_question-${c.class_id}${lessonMark(lesson)}`,
      kind: 'online_question',
      home_region: c.home_region,
      class_id: c.class_id,
      lesson: lesson.n,
      by: 'schedule',
    }),
  ];
}

async function supervisorTold(world: World, c: TrainingClass, lesson: Lesson): Promise<Change[]> {
  if (lesson.signed_off || !lesson.supervisor_id) return [];
  const staff = await findStaff(world, lesson.supervisor_id);
  const chat = staff?.active ? reachedAt(staff) : undefined;
  if (!chat) return [];
  return [
    noticeChange(world, {
      notice_id: `sign_off-${c.class_id}${lessonMark(lesson)}`,
      chat,
      kind: 'sign_off_due',
      topic: 'service',
      expires_at: instant(millis(lesson.ends_at) + 7 * DAY_MS),
      ...signOffDue(c, lesson),
    }),
  ];
}

/** As it was read: not due any more, or again later. */
function seen(row: Item, set: Partial<Lesson>, again?: Instant): Change {
  const key = { pk: row.pk, sk: row.sk };
  return {
    kind: 'update',
    key,
    set: { ...set, ...(again && { due_shard: dueShard(key), due_at: again }) },
    ...(!again && { remove: ['due_shard', 'due_at'] }),
    when: [{ attr: 'due_at', op: '=', value: row.due_at }],
    why: 'a lesson that has begun',
  };
}
