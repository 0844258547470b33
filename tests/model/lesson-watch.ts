/** What must hold of marks: each change of one as it is committed, and what they add up to when all is done. */
import { decodeMark } from '../../lib/classes/attendance/items';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { readClass, readLessons } from '../../lib/classes/read';
import type { World } from '../../lib/platform/world';
import { keys } from '../../lib/store/keys';
import type { Told } from '../../lib/store/memory';
import type { Watch } from './watch';

/**
 * From how a mark was made to how it may be made next; '-' is none. Her own mark gives way to the office's correction
 * alone; a list's to herself, or to its being taken back.
 */
const ALLOWED: Record<string, string> = {
  '-': 'code scanned list leave make_up corrected absent',
  leave: '- code scanned list make_up corrected absent leave',
  // Back to leave, where the list had come upon it and is taken back.
  list: '- code scanned list_confirmed list_disputed corrected absent leave',
  list_confirmed: 'list_disputed corrected absent leave',
  list_disputed: 'code scanned make_up corrected absent leave',
  code: 'corrected absent leave',
  scanned: 'corrected absent leave',
  corrected: 'corrected absent leave',
  absent: 'corrected absent leave make_up',
  make_up: 'corrected absent leave',
};
/** A lesson that was moved has not been held for those marked before: there a new mark begins. */
const ANEW = 'code scanned list leave make_up';

/** How many marks changed. */
export function judgeMarks(watch: Watch, { key, before, after }: Told, moved = false): number {
  if (!key.sk.startsWith('ATTEND#')) return 0;
  const attrs = new Set(
    [...Object.keys(before ?? {}), ...Object.keys(after ?? {})].filter((attr) => /^n\d+$/.test(attr)),
  );
  let changed = 0;
  for (const attr of attrs) {
    const [was, is] = [before?.[attr], after?.[attr]];
    if (was === is) continue;
    changed++;
    const from = was === undefined ? '-' : (decodeMark(was)?.how ?? '?');
    const to = is === undefined ? '-' : (decodeMark(is)?.how ?? '?');
    const may = `${ALLOWED[from] ?? ''} ${moved ? ANEW : ''}`.split(' ');
    if (!may.includes(to)) watch.fail('one mark, and none lost', `${key.sk} ${attr}: ${from} became ${to}`);
  }
  return changed;
}

/** Nothing acknowledged is gone; nobody has more hours than were held, nor any after she left. */
export async function lessonsAtRest(
  watch: Watch,
  world: World,
  class_id: string,
  acknowledged: Set<string>,
): Promise<void> {
  for (const one of acknowledged) {
    const [worker, n] = one.split(' ') as [string, string];
    const row = await world.table.get(keys.attendance(class_id, worker));
    if (row?.[`n${n}`] === undefined)
      watch.fail('acknowledged and kept', `${one}: she was told she signed in, and there is no mark`);
  }
  const c = await readClass(world, class_id);
  const lessons = c ? await readLessons(world, c) : [];
  const ends = new Map(lessons.map((lesson) => [lesson.n, lesson.ends_at]));
  const all = await attendanceOf(world, class_id);
  for (const person of all?.people ?? []) {
    const { units_counted, units_held, by_kind, worker_id } = person;
    const kinds = by_kind.theory + by_kind.practice + by_kind.online + by_kind.workplace;
    if (units_counted > units_held || units_held > (all?.units_held ?? 0) || kinds !== units_counted)
      watch.fail('hours ≤ held', `${worker_id}: ${units_counted} of ${units_held}, by kind ${kinds}`);
    const member = await world.table.get(keys.member(class_id, worker_id));
    if (member?.status === 'enrolled') continue;
    const beyond = person.lessons.find((one) => one.counted > 0 && (ends.get(one.n) ?? '') > (member?.left_at ?? ''));
    if (beyond)
      watch.fail('not enrolled, not counted', `${worker_id}, who left at ${member?.left_at}: lesson ${beyond.n}`);
  }
}
