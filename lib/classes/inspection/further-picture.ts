import type { World } from '../../platform/world';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { pictureUntil } from './rules';
import type { Visit } from './types';

/**
 * 补照片 (D11): a visit handed in of which nothing is to be seen takes another picture by the same inspector, within the
 * policy's hours (`pictureUntil`). Otherwise two inspectors who sent one picture would leave a class that is over, and for
 * which nobody can be drawn any more, without a claim for ever. Until when (ms); nothing when it takes none now.
 */
export function takesPicture(world: World, c: TrainingClass, visit: Visit): number | undefined {
  const until_ms = pictureUntil(visit, policyOf(world, c).delivery.inspection.value.report_within_h);
  return until_ms !== undefined && world.now() <= until_ms ? until_ms : undefined;
}
