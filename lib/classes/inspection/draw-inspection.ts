import { inspectorDrawn } from '../../notices/say-delivery';
import { noticeChange } from '../../notices/write';
import { staffOf } from '../../people/items';
import { listOnDuty, listStaffOf } from '../../people/list-staff';
import { reachedAt, underEachNumber } from '../../people/staff-rules';
import type { Staff } from '../../people/types';
import { DAY_MS, instant, millis } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import { reaches } from '../../platform/region';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import type { Assessment } from '../assessment/types';
import { policyOf } from '../load';
import { readClass, readLessons } from '../read';
import type { TrainingClass } from '../types';
import { readInspections } from './items';
import { type Around, draw, onePerPerson, tiesOf } from './rules';
import type { Inspection, InspectionRefusal } from './types';

export interface DrawInspection {
  class_id: string;
  by: string;
  /** The staff member who draws, by chat: never drawn herself. */
  staff?: Staff;
  /** Why a draw that is still open is dropped for another. */
  reason?: string;
}

/**
 * 抽查 (D11): inspectors are drawn by chance from all who have that duty in the home county and no tie to the class. The
 * candidates, who was left out and why, and the seed are kept with it. They are told at once. Refuses `class_unknown`,
 * `class_not_published`, `class_not_running` (it is over), `inspection_open` (one is drawn and not reported; another draw needs a reason),
 * `too_few_inspectors` {found, wanted} with the programme's rule.
 */
export async function drawInspection(
  world: World,
  command: DrawInspection,
): Promise<Planned<{ training_class: TrainingClass; inspection: Inspection }>> {
  const c = await readClass(world, command.class_id, { consistent: true });
  if (!c) return refuse<InspectionRefusal>('class_unknown', { class_id: command.class_id });
  if (c.status !== 'published') return refuse<InspectionRefusal>('class_not_published', { title: c.title });
  // Nobody could look at it any more.
  if (millis(c.ends_at) <= world.now())
    return refuse<InspectionRefusal>('class_not_running', { title: c.title, ends_at: c.ends_at });
  const earlier = await readInspections(world, c.class_id, { consistent: true });
  const open = earlier.find(({ inspection }) => inspection.state === 'drawn')?.inspection;
  if (open && !command.reason) return refuse<InspectionRefusal>('inspection_open', { drawn_at: open.drawn_at });
  const { value, rule } = policyOf(world, c).delivery.inspection;
  const pool = (await listOnDuty(world, c.home_region, 'inspector')).sort((a, b) => (a.staff_id < b.staff_id ? -1 : 1));
  const around = await aroundOf(world, c, pool, command.staff);
  const looked_at = pool.map((staff) => ({
    staff,
    ties: unique(underEachNumber(staff).flatMap((one) => tiesOf(one, around))),
  }));
  const free = onePerPerson(looked_at.filter(({ ties }) => ties.length === 0).map(({ staff }) => staff));
  if (free.length < value.inspectors)
    return refuse<InspectionRefusal>('too_few_inspectors', { found: free.length, wanted: value.inspectors }, rule);
  const seed = world.id('seed');
  const drawn = draw(
    free.map((staff) => staff.staff_id),
    seed,
    value.inspectors,
  ).map((id) => free.find((staff) => staff.staff_id === id) as Staff);
  const inspection: Inspection = {
    inspection_id: world.id('i'),
    class_id: c.class_id,
    rev: 1,
    home_region: c.home_region,
    state: 'drawn',
    candidates: free.map((staff) => staff.staff_id),
    excluded: looked_at.flatMap(({ staff, ties }) => (ties.length > 0 ? [{ staff_id: staff.staff_id, ties }] : [])),
    seed,
    inspectors: drawn.map(({ staff_id, name, org_id, org_name }) => ({ staff_id, name, org_id, org_name })),
    drawn_at: instant(world.now()),
    drawn_by: command.by,
  };
  return {
    changes: [
      put(inspection),
      drawnOnce(c.class_id, earlier.length),
      ...(open ? [dropped(world, open, command)] : []),
      ...drawn.flatMap((staff) => drawnChanges(world, c, inspection, staff)),
    ],
    value: { training_class: c, inspection },
  };
}

const unique = <T>(all: T[]): T[] => [...new Set(all)];

const put = (inspection: Inspection): Change => ({
  kind: 'put',
  key: keys.inspection(inspection.class_id, inspection.inspection_id),
  item: { ...inspection },
  when: [{ attr: 'pk', op: 'absent' }],
  why: 'inspectors drawn',
});

/** Of two draws at once the second looks again, and finds the first open: nobody draws till the right ones come up. */
const drawnOnce = (class_id: string, draws: number): Change => ({
  kind: 'put',
  key: keys.draws(class_id),
  item: { class_id, draws: draws + 1 },
  when: draws === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'draws', op: '=', value: draws }],
  why: 'the draws so far',
});

function dropped(world: World, open: Inspection, { by, reason = '' }: DrawInspection): Change {
  return {
    kind: 'update',
    key: keys.inspection(open.class_id, open.inspection_id),
    set: { state: 'dropped', rev: open.rev + 1, dropped: { at: instant(world.now()), by, reason } },
    when: [{ attr: 'rev', op: '=', value: open.rev }],
    why: 'drawn anew',
  };
}

/** She still serves when it is written, and hears of it where she is bound. */
function drawnChanges(
  world: World,
  c: TrainingClass,
  { inspection_id, inspectors }: Inspection,
  staff: Staff,
): Change[] {
  const others = inspectors.filter((one) => one.staff_id !== staff.staff_id).map((one) => one.name);
  const check: Change = {
    kind: 'check',
    key: keys.staff(staff.staff_id),
    when: [{ attr: 'rev', op: '=', value: staff.rev }],
    why: 'an inspector as she was read',
  };
  const chat = reachedAt(staff);
  if (!chat) return [check];
  return [
    check,
    noticeChange(world, {
      notice_id: inspection_id,
      chat,
      kind: 'inspection',
      topic: 'service',
      expires_at: instant(Math.max(millis(c.ends_at), world.now()) + DAY_MS),
      ...inspectorDrawn(c, others),
    }),
  ];
}

/** Everybody who has to do with the class, as the records say now. */
async function aroundOf(world: World, c: TrainingClass, pool: Staff[], drew: Staff | undefined): Promise<Around> {
  const lessons = await readLessons(world, c, { consistent: true });
  const ids = [...new Set(lessons.flatMap((one) => [one.teacher_id, one.supervisor_id]).flatMap((id) => id ?? []))];
  const [rows, assessment, enrolled, at_stations] = await Promise.all([
    world.table.getMany(ids.map(keys.staff), { consistent: true }),
    world.table.get(keys.assessment(c.class_id), { consistent: true }),
    learners(world, c.class_id, pool),
    listOnDuty(world, c.home_region, 'station'),
  ]);
  const staff = rows.flatMap((row) => staffOf(row) ?? []);
  const supervisors = new Set(lessons.flatMap((one) => one.supervisor_id ?? []));
  const employers = [...new Set(staff.filter((one) => supervisors.has(one.staff_id)).map((one) => one.org_id))];
  const orgs = [...new Set([c.institution_id, c.evaluator_id, ...employers].flatMap((id) => id ?? []))];
  const people = await Promise.all(
    orgs.map(async (org_id) => [org_id, everyNumber(await listStaffOf(world, org_id))] as const),
  );
  return {
    training_class: c,
    employers,
    people: Object.fromEntries(people),
    teachers: everyNumber(staff),
    stations: everyNumber(at_stations.filter((one) => reaches(one.region, c.host_region))),
    assessors: (assessment as unknown as Assessment | undefined)?.assessors ?? [],
    enrolled,
    ...(drew && { drew }),
  };
}

/** By the numbers they had before, too: what was put right on paper unties nobody. */
const everyNumber = (staff: Staff[]): Staff[] => staff.flatMap(underEachNumber);

/** Inspectors who learn in the class themselves: the same ID number as someone on its roster. */
async function learners(world: World, class_id: string, pool: Staff[]): Promise<string[]> {
  const known = everyNumber(pool).flatMap(({ staff_id, person_hash }) =>
    person_hash ? [{ staff_id, person_hash }] : [],
  );
  const numbers = await world.table.getMany(
    known.map((one) => keys.idNumber(one.person_hash)),
    { consistent: true },
  );
  const workers = known.flatMap(({ staff_id }, i) =>
    numbers[i]?.worker_id ? [{ staff_id, worker_id: numbers[i].worker_id as string }] : [],
  );
  const members = await world.table.getMany(
    workers.map((one) => keys.member(class_id, one.worker_id)),
    { consistent: true },
  );
  return workers.flatMap(({ staff_id }, i) => (members[i]?.status === 'enrolled' ? [staff_id] : []));
}
