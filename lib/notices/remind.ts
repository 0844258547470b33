import { practiceClosed } from '../classes/gates/gate-closed';
import { hourReminder, lessonMark, lessonOf } from '../classes/items';
import { policyOf } from '../classes/load';
import { readClass } from '../classes/read';
import { dayOf, HOUR_MS, instant, MINUTE_MS, millis } from '../platform/clock';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { dueShard } from '../store/keys';
import type { Change, Key } from '../store/table';
import { begunChanges, dueOnceBegun } from './lesson-due';
import { isQuiet } from './quiet';
import { taskChange } from './task-write';

/**
 * A lesson's reminder fell due: start telling the roster, and note when the next one goes out, in one
 * step, so that each of the two reminders is started once. The evening before comes first; when the
 * system slept through it (the quiet hours have begun, or the day itself: "tomorrow" would be wrong),
 * only the later one is sent. An hour's reminder that would fall into quiet hours is left out when the
 * evening's went out and stands for it. A timetable no longer in force reminds nobody.
 */
export async function remindOf(world: World, key: Key): Promise<void> {
  await seeThrough(world, async () => {
    const item = await world.table.get(key, { consistent: true });
    if (!item?.due_at || item.due_at > instant(world.now())) return { changes: [], value: undefined };
    const lesson = lessonOf(item);
    const c = await readClass(world, lesson.class_id, { consistent: true });
    const now_ms = world.now();
    const gone = !c || c.status === 'cancelled' || c.timetable_rev !== lesson.timetable_rev;
    const begun = now_ms >= millis(lesson.starts_at);
    if (c?.status === 'published' && !gone && begun)
      return { changes: await begunChanges(world, c, lesson, item), value: undefined };
    if (gone || begun || !c) return { changes: [nextDue(key, item.due_at, undefined)], value: undefined };
    const policy = policyOf(world, c);
    const hour_at_ms = millis(lesson.starts_at) - policy.notices.before_lesson_min.value * MINUTE_MS;
    if (c.status === 'draft') {
      // Looked at again later, each minute of the last hour: it may be published before the lesson.
      const again_ms = now_ms < hour_at_ms ? Math.min(now_ms + HOUR_MS, hour_at_ms) : now_ms + MINUTE_MS;
      return { changes: [nextDue(key, item.due_at, instant(again_ms))], value: undefined };
    }
    const soon = now_ms >= hour_at_ms;
    const kind = soon ? ('reminder_hour' as const) : ('reminder_evening' as const);
    const next = soon ? dueOnceBegun(lesson) : hourReminder(lesson, policy, now_ms);
    const quiet = isQuiet(now_ms, policy.notices.quiet.value);
    // Nobody is called to practice in an area that is closed (H3).
    const closed = (await practiceClosed(world, c, [lesson])) !== undefined;
    const late = soon ? quiet && item.evening_done : quiet || dayOf(now_ms) >= lesson.starts_at.slice(0, 10);
    const hushed = closed || late;
    const changes: Change[] = [nextDue(key, item.due_at, next, kind === 'reminder_evening' && !hushed)];
    if (!hushed)
      changes.push(
        taskChange(world, {
          task_id: `${kind}-${c.class_id}${lessonMark(lesson)}`,
          kind,
          home_region: c.home_region,
          class_id: c.class_id,
          lesson: lesson.n,
          by: 'schedule',
        }),
      );
    return { changes, value: undefined };
  });
}

function nextDue(key: Key, seen: string, next: string | undefined, evening_done = false): Change {
  return {
    kind: 'update',
    key,
    set: { ...(next && { due_shard: dueShard(key), due_at: next }), ...(evening_done && { evening_done: true }) },
    ...(next ? {} : { remove: ['due_shard', 'due_at'] }),
    when: [{ attr: 'due_at', op: '=', value: seen }],
    why: 'the next reminder of a lesson',
  };
}
