/** Who trains and who examines, as the records say at this moment; and the conditions under which that is still so when it is written. */
import { organisationOf, staffOf } from '../../people/items';
import { underEachNumber } from '../../people/staff-rules';
import type { Organisation, Staff } from '../../people/types';
import type { Instant } from '../../platform/clock';
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
 * the class, works for its institution, inspects it or learns in it. `recorded`: who has already examined, by what was written down then; her
 * present office does not matter any more, only that she is none of the trainers. `held_at`: the exam was held then, and is
 * brought to its end; that the evaluator was closed since, or an assessor left, is no matter.
 * Refuses what `keptApart` refuses, `evaluator_unknown`, `assessor_unknown`, `institution_missing`.
 */
export async function examine(
  world: World,
  c: TrainingClass,
  asked: { evaluator_id: string; assessor_ids?: string[]; recorded?: Assessor[]; held_at?: Instant },
): Promise<Examined | Refusal> {
  if (!c.institution_id) return refuse<AssessmentRefusal>('institution_missing', { class_id: c.class_id }, APART);
  const { evaluator_id, assessor_ids = [], recorded = [], held_at } = asked;
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
  const found = staff.map(staffOf);
  // Closed, it examines nobody any more: only what those who have left had examined before.
  const over = held_at !== undefined && found.every((one) => one?.active === false);
  if (evaluator?.kind !== 'evaluator' || !(evaluator.active || over))
    return refuse<AssessmentRefusal>('evaluator_unknown', { evaluator_id });
  if (!institution_people) return refuse('too_many_staff', { max: INSTITUTION_STAFF_MAX });
  const missing = assessor_ids.find((_, i) => !mayAssess(found[i], held_at));
  if (missing) return refuse<AssessmentRefusal>('assessor_unknown', { staff_id: missing });
  const present = (found as Staff[]).map(assessorOf);
  const assessors = [...(found as Staff[]).flatMap(underEachNumber).map(assessorOf), ...recorded];
  const sides: Sides = {
    institution: { org_id: c.institution_id, ...knownBy(institution) },
    evaluator: { org_id: evaluator_id, ...knownBy(evaluator) },
    assessors,
    teachers,
    institution_people,
    inspectors,
    learners: await learnersAmong(world, c, assessors),
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

/** She serves, or did when the exam was held. */
const mayAssess = (one: Staff | undefined, held_at?: Instant): boolean =>
  one?.duties.includes('assessor') === true &&
  (one.active || (held_at !== undefined && one.left_at !== undefined && one.left_at > held_at));

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

/** Which of these numbers are also somebody's on the roster. */
async function learnersAmong(world: World, { class_id }: TrainingClass, assessors: Assessor[]) {
  const hashes = [...new Set(assessors.flatMap((one) => one.person_hash || []))];
  const rows = await world.table.getMany(hashes.map(keys.idNumber), { consistent: true });
  const known = hashes.flatMap((person_hash, i) =>
    rows[i]?.worker_id ? [{ staff_id: rows[i].worker_id as string, person_hash }] : [],
  );
  const members = await world.table.getMany(
    known.map((one) => keys.member(class_id, one.staff_id)),
    { consistent: true },
  );
  return known.filter((_, i) => members[i]?.status === 'enrolled');
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
