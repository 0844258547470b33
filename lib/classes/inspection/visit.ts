/** What an inspector does on the spot: report what she found, add pictures, hand it in. */
import { taskChange } from '../../notices/task-write';
import { HOUR_MS, type Instant, instant, MINUTE_MS, millis } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change, Clause } from '../../store/table';
import { policyOf } from '../load';
import { readClass, readLessons } from '../read';
import { roster } from '../roster';
import type { Lesson, TrainingClass } from '../types';
import { takesPicture } from './further-picture';
import { inspectionOf, readInspections, visitKey, visitOf } from './items';
import { isLate } from './rules';
import type { Inspection, InspectionRefusal, Visit } from './types';

export const PICTURES_MAX = 9;
/** The lost among them. Who sends what was handed in before again and again ends here: her numbers stay within her hundred. */
const SENT_MAX = 30;
/** One comes before the lesson and goes after it. */
const AROUND_MS = 30 * MINUTE_MS;
/** A class may be looked at on the spot until so long after its last lesson. */
const AFTER_MS = 12 * HOUR_MS;

type Refused = Refusal<InspectionRefusal>;

export interface Drawn {
  training_class: TrainingClass;
  inspection: Inspection;
  visit?: Visit;
  /** Enrolled now. */
  roster: number;
  lesson?: Lesson;
  /** Handed in, and nothing to be seen of it: another picture may come until then (ms). */
  picture_until_ms?: number;
}

/**
 * The open draw that names her, and where her report stands. Refuses `class_unknown`, `inspection_unknown` (nobody is
 * drawn for this class), `inspection_not_yours`, `class_not_running` (before the first or long after the last lesson).
 */
export async function drawnFor(world: World, class_id: string, staff_id: string): Promise<Drawn | Refused> {
  const c = await readClass(world, class_id, { consistent: true });
  if (!c) return refuse('class_unknown', { class_id });
  const all = await readInspections(world, class_id, { consistent: true });
  const open = all.filter(({ inspection }) => inspection.state !== 'dropped');
  const hers = open.find(({ inspection }) => inspection.inspectors.some((one) => one.staff_id === staff_id));
  if (open.length === 0) return refuse('inspection_unknown', { class_id });
  if (!hers) return refuse('inspection_not_yours', { title: c.title });
  const now_ms = world.now();
  const running = now_ms >= millis(c.starts_at) - AROUND_MS && now_ms <= millis(c.ends_at) + AFTER_MS;
  const visit = hers.visits.find((one) => one.staff_id === staff_id);
  if (!running && !visit) return refuse('class_not_running', { title: c.title, starts_at: c.starts_at });
  const [members, lessons] = await Promise.all([roster(world, class_id, { everyone: false }), readLessons(world, c)]);
  const lesson = lessons.find((one) => around(one, now_ms));
  const picture_until_ms = visit && takesPicture(world, c, visit);
  return {
    training_class: c,
    inspection: hers.inspection,
    ...(visit && { visit }),
    roster: members.length,
    ...(lesson && { lesson }),
    ...(picture_until_ms && { picture_until_ms }),
  };
}

const around = (lesson: Lesson, now_ms: number): boolean =>
  now_ms >= millis(lesson.starts_at) - AROUND_MS && now_ms <= millis(lesson.ends_at) + AROUND_MS;

export interface ReportVisit {
  class_id: string;
  staff_id: string;
  name: string;
  visited_at: Instant;
  heads: number;
  teacher_there: boolean;
  as_timetable: boolean;
  remarks?: string;
}

/** What she found; said again, the later word counts until it is handed in. Refuses what `drawnFor` does, `visit_finished`. */
export async function reportVisit(world: World, command: ReportVisit): Promise<Planned<Drawn & { visit: Visit }>> {
  const drawn = await drawnFor(world, command.class_id, command.staff_id);
  if (isRefusal(drawn)) return drawn;
  const { inspection, visit: before, lesson } = drawn;
  if (before?.state === 'finished') return refuse<InspectionRefusal>('visit_finished');
  const { class_id, staff_id, name, remarks, ...found } = command;
  const visit: Visit = {
    ...{ inspection_id: inspection.inspection_id, class_id, staff_id, name, state: 'under_way', ...found },
    // The first time counts: telling it again makes no visit earlier or later.
    visited_at: before?.visited_at ?? found.visited_at,
    roster: drawn.roster,
    ...(before?.lesson !== undefined ? { lesson: before.lesson } : lesson && { lesson: lesson.n }),
    ...(remarks && { remarks }),
    pictures: before?.pictures ?? {},
  };
  const put: Change = {
    kind: 'put',
    key: visitKey(class_id, inspection.inspection_id, staff_id),
    item: { ...visit, ...(before && countOf(before) > 0 && { picture_count: countOf(before) }) },
    when: before ? [{ attr: 'state', op: '=', value: 'under_way' }, unchanged(before)] : [{ attr: 'pk', op: 'absent' }],
    why: 'what an inspector found',
  };
  return { changes: [put, stillDrawn(inspection)], value: { ...drawn, visit } };
}

/** Pictures do not come and go between reading and writing. */
const unchanged = (visit: Visit): Clause =>
  countOf(visit) === 0
    ? { attr: 'picture_count', op: 'absent' }
    : { attr: 'picture_count', op: '=', value: countOf(visit) };
const countOf = (visit: Visit): number => Object.keys(visit.pictures).length;

const stillDrawn = (inspection: Inspection): Change => ({
  kind: 'check',
  key: keys.inspection(inspection.class_id, inspection.inspection_id),
  when: [{ attr: 'state', op: '=', value: 'drawn' }],
  why: 'the draw still stands',
});

export interface AddPicture {
  class_id: string;
  inspection_id: string;
  staff_id: string;
  media: { id?: string; url?: string };
}

/** A picture is noted, and fetched by a task. At most PICTURES_MAX of each inspector, SENT_MAX with those lost. To a visit that was handed in only while `takesPicture`. Refuses `inspection_unknown`, `visit_finished`, `too_many_pictures`. */
export async function addPicture(world: World, command: AddPicture): Promise<Planned<{ pictures: number }>> {
  const { class_id, inspection_id, staff_id, media } = command;
  const [head, row] = await world.table.getMany(
    [keys.inspection(class_id, inspection_id), visitKey(class_id, inspection_id, staff_id)],
    { consistent: true },
  );
  const [inspection, visit] = [inspectionOf(head), visitOf(row)];
  if (!inspection || inspection.state === 'dropped' || !visit) return refuse<InspectionRefusal>('inspection_unknown');
  if (visit.state === 'finished') {
    const c = await readClass(world, class_id, { consistent: true });
    if (!c || !takesPicture(world, c, visit)) return refuse<InspectionRefusal>('visit_finished');
  }
  const held = Object.values(visit.pictures);
  if (held.length >= SENT_MAX || held.filter((one) => one.state !== 'lost').length >= PICTURES_MAX)
    return refuse<InspectionRefusal>('too_many_pictures', { max: PICTURES_MAX });
  const whose = inspection.inspectors.findIndex((one) => one.staff_id === staff_id);
  const n = whose * 100 + held.length + 1;
  const picture = { n, state: 'fetching' as const, noted_at: instant(world.now()), media };
  return {
    changes: [
      {
        kind: 'update',
        key: visitKey(class_id, inspection_id, staff_id),
        set: { [`pictures.${n}`]: picture, picture_count: held.length + 1 },
        when: [{ attr: 'state', op: '=', value: visit.state }, unchanged(visit)],
        why: 'a picture noted',
      },
      taskChange(world, {
        task_id: `picture-${inspection_id}-${n}`,
        kind: 'picture',
        home_region: inspection.home_region,
        class_id,
        text: `${inspection_id} ${staff_id} ${n}`,
        by: staff_id,
      }),
    ],
    value: { pictures: held.filter((one) => one.state !== 'lost').length + 1 },
  };
}

/**
 * Handed in: nothing of it changes any more. With the last inspector's the inspection is reported, late when one of them
 * took longer than the policy's hours. Refuses `inspection_unknown`, `visit_finished`, `visit_not_finished` (nothing
 * found yet), `pictures_missing`.
 */
export async function finishVisit(
  world: World,
  command: { class_id: string; inspection_id: string; staff_id: string },
): Promise<Planned<{ training_class: TrainingClass; visit: Visit; waiting_for: string[] }>> {
  const c = await readClass(world, command.class_id, { consistent: true });
  const all = await readInspections(world, command.class_id, { consistent: true });
  const one = all.find(({ inspection }) => inspection.inspection_id === command.inspection_id);
  if (!c || !one || one.inspection.state === 'dropped') return refuse<InspectionRefusal>('inspection_unknown');
  const { inspection, visits } = one;
  const before = visits.find((visit) => visit.staff_id === command.staff_id);
  if (!before) return refuse<InspectionRefusal>('visit_not_finished');
  if (before.state === 'finished') return refuse<InspectionRefusal>('visit_finished');
  if (!Object.values(before.pictures).some((picture) => picture.state !== 'lost'))
    return refuse<InspectionRefusal>('pictures_missing');
  const now = instant(world.now());
  const late = isLate(before.visited_at, world.now(), policyOf(world, c).delivery.inspection.value.report_within_h);
  const visit: Visit = { ...before, state: 'finished', finished_at: now, ...(late && { late }) };
  const others = visits.filter((other) => other.staff_id !== visit.staff_id && other.state === 'finished');
  const waiting_for = inspection.inspectors
    .filter((who) => who.staff_id !== visit.staff_id && !others.some((other) => other.staff_id === who.staff_id))
    .map((who) => who.name);
  const any_late = late || others.some((other) => other.late);
  const done = waiting_for.length === 0 && { state: 'reported', reported_at: now, ...(any_late && { late: true }) };
  return {
    changes: [
      {
        kind: 'update',
        key: visitKey(command.class_id, inspection.inspection_id, visit.staff_id),
        set: { state: 'finished', finished_at: now, ...(late && { late }) },
        when: [{ attr: 'state', op: '=', value: 'under_way' }, unchanged(before)],
        why: 'a visit handed in',
      },
      {
        // Raised by each: of two who hand in at once, the second sees the first.
        kind: 'update',
        key: keys.inspection(command.class_id, inspection.inspection_id),
        set: { rev: inspection.rev + 1, ...done },
        when: [{ attr: 'rev', op: '=', value: inspection.rev }],
        why: 'an inspection',
      },
    ],
    value: { training_class: c, visit, waiting_for },
  };
}
