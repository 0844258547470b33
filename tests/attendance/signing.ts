import '../support/quiet';
import { marksOf } from '../../lib/classes/attendance/items';
import { type SignIn, type SignInCommand, signIn } from '../../lib/classes/attendance/sign-in';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { run } from '../support/town';
import type { Room } from './room';

export const says = (answer: unknown): string =>
  isRefusal(answer) ? answer.refused : ((answer as SignIn | { kind: string }).kind ?? 'done');

export function sign(r: Room, who: number, set: Partial<SignInCommand> = {}): Promise<SignIn | Refusal> {
  const command = { worker_id: r.workers[who]!.worker_id, code: r.code(1), sent_ms: r.world.now(), ...set };
  return run(r.world, () => signIn(r.world, command));
}

export const rowOf = async (r: Room, who: number) => {
  const { class_id } = r.c;
  const { worker_id } = r.workers[who]!;
  return marksOf(class_id, worker_id, await r.world.table.get(keys.attendance(class_id, worker_id)));
};
