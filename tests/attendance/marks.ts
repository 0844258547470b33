/** What tests of lists, leave and corrections do, in a line each. */
import { confirmMark } from '../../lib/classes/attendance/confirm-mark';
import { marksOf } from '../../lib/classes/attendance/items';
import { attendanceOfPerson } from '../../lib/classes/attendance/read';
import { type ListCommand, markList } from '../../lib/classes/attendance/roll-call';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { must, run } from '../support/town';
import type { Room } from './room';

export const list = (r: Room, set: Partial<ListCommand> = {}): ListCommand => ({
  class_id: r.c.class_id,
  lesson: 1,
  at_ms: r.world.now(),
  by: 's_teacher',
  ...set,
});
/** As the engine does a deed: its parts first, then planned again. */
export async function doList(r: Room, set: Partial<ListCommand> = {}) {
  const command = list(r, set);
  const planned = await markList(r.world, command);
  if (isRefusal(planned)) return planned;
  for (const part of planned.value.first) await must(r.world, part);
  return run(r.world, () => markList(r.world, command));
}
export const how = async (r: Room, who: number, n = 1) => {
  const { class_id } = r.c;
  const { worker_id } = r.workers[who]!;
  return marksOf(class_id, worker_id, await r.world.table.get(keys.attendance(class_id, worker_id))).marks[n]?.how;
};
export const sign = (r: Room, who: number) =>
  run(r.world, () =>
    signIn(r.world, { worker_id: r.workers[who]!.worker_id, code: r.code(1), sent_ms: r.world.now() }),
  );
export const confirm = (r: Room, who: number, there: boolean, lesson = 1) =>
  run(r.world, () =>
    confirmMark(r.world, { class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, lesson, there }),
  );
export const person = (r: Room, who: number) => attendanceOfPerson(r.world, r.c.class_id, r.workers[who]!.worker_id);
