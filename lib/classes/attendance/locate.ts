import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { distanceKm } from '../../policy/place';
import type { Planned } from '../../store/commit';
import { notElsewhere } from './elsewhere';
import { herClass } from './hers';
import { farChange } from './items';
import { FIRM, LOCATION_WITHIN_MS } from './rules';
import { makeMark, type SignIn, seenMark } from './sign-in';

/** Half around the earth. */
const FARTHEST_M = 20_000_000;

export interface LocateCommand {
  worker_id: string;
  class_id: string;
  lesson: number;
  /** When the good code was sent: this is when she came. */
  at_ms: number;
  location: { latitude: number; longitude: number };
}

export type Located = SignIn | { kind: 'far'; away_m: number; radius_m: number };

/**
 * The second half of signing in where a class has a fence: her location, within three minutes of the code. Inside the
 * fence the mark is made; outside it is refused, and kept for the officer to see: a code sent on to someone far away.
 * A location can be chosen on a map, so this proves less than it seems: the mark says `located`, and no more. Refuses
 * `location_expired`, `code_not_yours`, `lesson_unknown`, `already_marked`, `signed_elsewhere`.
 */
export async function locate(world: World, command: LocateCommand): Promise<Planned<Located>> {
  if (world.now() - command.at_ms > LOCATION_WITHIN_MS) return refuse('location_expired');
  const her = await herClass(world, command.worker_id, command.class_id);
  if (!her) return refuse('code_not_yours');
  const { training_class } = her;
  const lesson = her.lessons.find((one) => one.n === command.lesson);
  if (!lesson || training_class.status !== 'published') return refuse('lesson_unknown');
  const seen = seenMark(world, her, lesson);
  if (seen?.how === 'absent') return refuse('already_marked', { title: training_class.title });
  if (seen && FIRM.has(seen.how))
    return { changes: [], value: { kind: 'already', training_class, lesson, mark: seen } };
  const made = { how: 'located' as const, at_ms: command.at_ms };
  const alone = await notElsewhere(world, her, lesson, command.at_ms);
  if (isRefusal(alone)) return alone;
  const { fence } = training_class;
  if (!fence) return makeMark(world, her, lesson, { ...made, how: 'code' }, alone);
  const measured_m = Math.round(distanceKm(fence, command.location) * 1000);
  // What is no place on earth is as far as can be.
  const away_m = Number.isFinite(measured_m) ? measured_m : FARTHEST_M;
  if (away_m <= fence.radius_m) return makeMark(world, her, lesson, made, alone);
  return {
    changes: [farChange(training_class.class_id, command.worker_id, lesson.n, { at_ms: world.now(), away_m })],
    value: { kind: 'far', away_m, radius_m: fence.radius_m },
  };
}
