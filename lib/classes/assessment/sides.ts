/** Who trains and who examines, as the records say at this moment; and the conditions under which that is still so when it is written. */
import { organisationOf, staffOf } from '../../people/items';
import { underEachNumber } from '../../people/staff-rules';
import type { Organisation, Staff } from '../../people/types';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Change, Key } from '../../store/table';
import { readInspections } from '../inspection/items';
import { lessonOf } from '../items';
import type { TrainingClass } from '../types';
import { readRows } from './items';
import { APART, keptApart, type Sides } from './rules';
import type { AssessmentRefusal, Assessor } from './types';

/** Staff of one organisation looked at; a larger institution is refused rather than half checked. */
const INSTITUTION_STAFF_MAX = 500;

export interface Examined {
  evaluator: Organisation;
  assessors: Assessor[];
  /** Class, organisations and assessors are those the rules were asked about. */
  checks: Change[];
}

/**
 * L12 asked of the records as they are now: of the evaluator, of these assessors (staff ids), of everyone who teaches
 * the class, works for its institution or inspects it. `recorded`: who has already examined, by what was written down then; her
 * present office does not matter any more, only that she is none of the trainers.
 * Refuses what `keptApart` refuses, `evaluator_unknown`, `assessor_unknown`, `institution_missing`.
 */
export async function examine(
  world: World,
  c: TrainingClass,
  asked: { evaluator_id: string; assessor_ids?: string[]; recorded?: Assessor[] },
): Promise<Examined | Refusal> {
  if (!c.institution_id) return refuse<AssessmentRefusal>('institution_missing', { class_id: c.class_id }, APART);
  const { evaluator_id, assessor_ids = [], recorded = [] } = asked;
  const org_keys = [keys.organisation(c.home_region, c.institution_id), keys.organisation(c.home_region, evaluator_id)];
  const staff_keys = assessor_ids.map(keys.staff);
  const [orgs, staff, teachers, institution_people, inspectors] = await Promise.all([
    world.table.getMany(org_keys, { consistent: true }),
    world.table.getMany(staff_keys, { consistent: true }),
    teachersOf(world, c),
    peopleOf(world, c.institution_id),
    inspectorsOf(world, c),
  ]);
  const [institution, evaluator] = orgs.map(organisationOf);
  if (evaluator?.kind !== 'evaluator' || !evaluator.active)
    return refuse<AssessmentRefusal>('evaluator_unknown', { evaluator_id });
  if (!institution_people) return refuse('too_many_staff', { max: INSTITUTION_STAFF_MAX });
  const found = staff.map(staffOf);
  const missing = assessor_ids.find((_, i) => !mayAssess(found[i]));
  if (missing) return refuse<AssessmentRefusal>('assessor_unknown', { staff_id: missing });
  const present = (found as Staff[]).map(assessorOf);
  const sides: Sides = {
    institution: { org_id: c.institution_id, ...knownBy(institution) },
    evaluator: { org_id: evaluator_id, ...knownBy(evaluator) },
    assessors: [...(found as Staff[]).flatMap(underEachNumber).map(assessorOf), ...recorded],
    teachers,
    institution_people,
    inspectors,
  };
  const refused = keptApart(sides);
  if (refused) return refused;
  const checks = [
    unchanged(keys.class(c.class_id), c.rev, 'the class'),
    ...[institution, evaluator].flatMap((org, i) =>
      org ? [unchanged(org_keys[i]!, org.rev, 'the organisation')] : [],
    ),
    ...(found as Staff[]).map((one, i) => unchanged(staff_keys[i]!, one.rev, 'the assessor')),
  ];
  return { evaluator, assessors: present, checks };
}

const mayAssess = (one: Staff | undefined): boolean => one?.active === true && one.duties.includes('assessor');

const knownBy = (org: Organisation | undefined) =>
  org ? { name: org.name, ...(org.credit_code && { credit_code: org.credit_code }) } : {};

function assessorOf({ staff_id, name, org_id, person_hash }: Staff): Assessor {
  return { staff_id, name, org_id, person_hash: person_hash ?? '' };
}

/** Still as it was read: fails without a refusal, so that whoever planned looks again. */
export function unchanged(key: Key, rev: number, what: string): Change {
  return { kind: 'check', key, when: [{ attr: 'rev', op: '=', value: rev }], why: `${what} is as it was read` };
}

/** Everyone who teaches a lesson of the timetable in force, or signs off practice at the workplace. */
async function teachersOf(world: World, c: TrainingClass) {
  const rows = await readRows(world, c.class_id, keys.lesson(c.class_id, c.timetable_rev, 0).sk.slice(0, -3));
  const ids = rows.map(lessonOf).flatMap((lesson) => [lesson.teacher_id, lesson.supervisor_id]);
  return people(world, [...new Set(ids.flatMap((id) => (id ? [id] : [])))]);
}

/** Who was drawn, unless another was drawn instead before she came. */
async function inspectorsOf(world: World, c: TrainingClass) {
  const drawn = await readInspections(world, c.class_id, { consistent: true });
  const ids = drawn.flatMap(({ inspection, visits }) => [
    ...(inspection.state === 'dropped' ? [] : inspection.inspectors.map((one) => one.staff_id)),
    ...visits.map((one) => one.staff_id),
  ]);
  return people(world, [...new Set(ids)]);
}

async function peopleOf(world: World, org_id: string) {
  const { pk } = keys.staffOf(org_id, '');
  const { items, next } = await world.table.query({
    pk,
    prefix: 'STAFF#',
    consistent: true,
    limit: INSTITUTION_STAFF_MAX,
  });
  if (next) return undefined;
  return people(
    world,
    items.map((item) => item.sk.slice('STAFF#'.length)),
  );
}

/** Also those who have left: they may have taught before; and by the numbers they had then. An id without a record still counts as itself. */
async function people(world: World, ids: string[]) {
  const rows = await world.table.getMany(ids.map(keys.staff), { consistent: true });
  return ids.flatMap((staff_id, i) => {
    const row = (rows[i] ?? {}) as Partial<Staff>;
    return underEachNumber(row).map(({ person_hash, name }) => ({
      staff_id,
      ...(person_hash && { person_hash }),
      ...(name && { name }),
    }));
  });
}
