import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { type Held, loadHeld, loadSeats, policyOf } from './load';
import { readClass } from './read';
import { classOpen, type EnrolPerson, mayEnrol, shiftAllows } from './rules';
import type { Agenda, EnrolRefusal, Waiver } from './types';

export interface EnrolCheck extends Held {
  seats_left: number;
  line: number;
}

/**
 * May she sign up, as things stand? Asked before the confirm page, so that nobody types her ID number
 * for a class she cannot join. Without a worker only the class itself is looked at.
 */
export async function checkEnrol(
  world: World,
  command: { class_id: string; worker?: EnrolPerson; waiver?: Waiver },
): Promise<EnrolCheck | Refusal<EnrolRefusal>> {
  const facts = command.worker
    ? await loadHeld(world, command.class_id, command.worker.worker_id)
    : await classAlone(world, command.class_id);
  if (!facts) return refuse('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const policy = policyOf(world, c);
  const refused = command.worker
    ? (mayEnrol(c, agenda, command.worker, policy, world.now()) ?? shiftAllows(c, agenda, policy, command.waiver))
    : classOpen(c, world.now());
  if (refused) return refused;
  const seats = await loadSeats(world, c);
  const line = seats.reduce((sum, s) => sum + s.line, 0);
  const seats_left = line > 0 ? 0 : seats.reduce((sum, s) => sum + s.size - s.taken, 0);
  return { training_class: c, agenda, seats_left, line };
}

async function classAlone(world: World, class_id: string): Promise<Held | undefined> {
  const training_class = await readClass(world, class_id, { consistent: true });
  const nobody: Agenda = { worker_id: '', rev: 0, classes: {}, per_year: {}, done: [], past: [] };
  return training_class && { training_class, agenda: nobody };
}
