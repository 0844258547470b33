/** Who takes part in a class besides its people: institution, evaluation agency, teachers, supervisors; asked of the records. */
import { findOrganisation } from '../people/find-organisation';
import { findStaff } from '../people/find-staff';
import { sameOrganisation } from '../people/staff-rules';
import type { Duty, Organisation, OrgKind, OrgRefusal } from '../people/types';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { DeliveryRefusal, Lesson, TrainingClass } from './types';

type Refused = Refusal<OrgRefusal | DeliveryRefusal>;
type Parties = Pick<TrainingClass, 'institution_id' | 'institution_name' | 'evaluator_id' | 'evaluator_name'>;

/**
 * 培训机构 and 评价机构 as they are recorded, with their names. Refuses `org_unknown` (also one of another county),
 * `org_inactive`, `org_kind_wrong`, `same_organisation` (L12: whoever trains does not assess; one of two rows of the
 * same credit code is the same organisation).
 */
export async function partiesOf(
  world: World,
  c: Pick<TrainingClass, 'home_region' | 'institution_id' | 'evaluator_id'>,
): Promise<Parties | Refused> {
  const [institution, evaluator] = await Promise.all([
    organisation(world, c.home_region, c.institution_id, 'institution'),
    organisation(world, c.home_region, c.evaluator_id, 'evaluator'),
  ]);
  if (c.institution_id !== undefined && c.institution_id === c.evaluator_id) return refuse('same_organisation');
  if (isRefusal(institution)) return institution as Refused;
  if (isRefusal(evaluator)) return evaluator as Refused;
  if (institution && evaluator && sameOrganisation(institution, evaluator))
    return refuse('same_organisation', { institution: institution.name, evaluator: evaluator.name });
  return {
    ...(institution && { institution_id: institution.org_id, institution_name: institution.name }),
    ...(evaluator && { evaluator_id: evaluator.org_id, evaluator_name: evaluator.name }),
  };
}

async function organisation(
  world: World,
  home_region: string,
  org_id: string | undefined,
  kind: OrgKind,
): Promise<Organisation | undefined | Refused> {
  if (org_id === undefined) return undefined;
  const org = await findOrganisation(world, org_id, { consistent: true });
  if (!org || org.home_region !== home_region) return refuse('org_unknown', { org_id });
  if (!org.active) return refuse('org_inactive', { org_id, name: org.name });
  return org.kind === kind ? org : refuse('org_kind_wrong', { org_id, kind: org.kind, wanted: kind });
}

type Held = Pick<Lesson, 'teacher_id' | 'teacher_name' | 'supervisor_id'>;

/**
 * Lessons with the names of their teachers; teachers and supervisors must serve. Refuses `staff_unknown` (also one of
 * another county), `staff_left`, `duty_missing`. Each person is read once.
 */
export async function withTeachers<L extends Held>(
  world: World,
  home_region: string,
  lessons: L[],
): Promise<L[] | Refused> {
  const names = new Map<string, string>();
  const wanted: [string | undefined, Duty][] = lessons.flatMap((one): [string | undefined, Duty][] => [
    [one.teacher_id, 'teacher'],
    [one.supervisor_id, 'supervisor'],
  ]);
  for (const [staff_id, duty] of wanted) {
    if (!staff_id || names.has(`${duty} ${staff_id}`)) continue;
    const staff = await findStaff(world, staff_id, { consistent: true });
    if (!staff || staff.home_region !== home_region) return refuse('staff_unknown', { staff_id });
    if (!staff.active) return refuse('staff_left', { staff_id, name: staff.name });
    if (!staff.duties.includes(duty)) return refuse('duty_missing', { staff_id, duty });
    names.set(`${duty} ${staff_id}`, staff.name);
  }
  return lessons.map((one) => {
    const teacher_name = names.get(`teacher ${one.teacher_id}`);
    return teacher_name ? { ...one, teacher_name } : one;
  });
}
