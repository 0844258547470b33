/** Whose a class and a certificate are: the county, the place, who trains and who examines. */
import type { Where } from '../../platform/region';
import type { World } from '../../platform/world';
import { readAssessment } from '../assessment/items';
import { readClass } from '../read';
import { findCertificate } from './items';

/** Once an exam is planned, its evaluator is the one: whoever the class named before, or names since, marks nothing. */
export async function whereClass(world: World, class_id: string): Promise<Where | undefined> {
  const [c, a] = await Promise.all([readClass(world, class_id), readAssessment(world, class_id)]);
  if (!c) return undefined;
  const { home_region, host_region, institution_id, evaluator_id } = c;
  return { home_region, host_region, orgs: [institution_id, a?.evaluator_id ?? evaluator_id] };
}

/** Nothing for a number that was never given. */
export async function whereCertificate(world: World, given: string): Promise<Where | undefined> {
  const found = await findCertificate(world, given);
  return found && { home_region: found.home_region, orgs: [found.institution_id, found.evaluator_id] };
}
