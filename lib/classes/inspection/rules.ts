/** Who may inspect a class, who is drawn, and when a report is late. Pure but for the hash. */
import { createHash } from 'node:crypto';
import { type EverKnown, everSamePerson, type Person, samePerson } from '../../people/staff-rules';
import type { Staff } from '../../people/types';
import { type Instant, millis } from '../../platform/clock';
import { reaches } from '../../platform/region';
import type { TrainingClass } from '../types';
import type { Tie, Visit } from './types';

/** Everybody who has to do with the class, as loaded. */
export interface Around {
  training_class: Pick<TrainingClass, 'institution_id' | 'evaluator_id' | 'host_region'>;
  /** Organisations of those who sign off practice. */
  employers: string[];
  /** People of the institution, the evaluation agency and the employers, by organisation. */
  people: Record<string, Person[]>;
  teachers: Person[];
  assessors: Person[];
  /** People of the stations that look after the place. */
  stations: Person[];
  /** Candidates who learn in the class, by staff id. */
  enrolled: string[];
  /** The staff member who makes the draw, if one does. */
  drew?: EverKnown;
}

/** Everything that ties an inspector to the class, by organisation and by person (D11); nothing when she may go. */
export function tiesOf(staff: Staff, around: Around): Tie[] {
  const { institution_id, evaluator_id, host_region } = around.training_class;
  const of = (org_id: string | undefined): boolean =>
    org_id !== undefined &&
    (staff.org_id === org_id || (around.people[org_id] ?? []).some((person) => samePerson(person, staff)));
  const ties: [Tie, boolean][] = [
    ['institution', of(institution_id)],
    ['evaluator', of(evaluator_id)],
    ['employer', around.employers.some(of)],
    [
      'station',
      (staff.org_kind === 'station' && reaches(staff.region, host_region)) ||
        around.stations.some((person) => samePerson(person, staff)),
    ],
    ['teacher', around.teachers.some((person) => samePerson(person, staff))],
    ['assessor', around.assessors.some((person) => samePerson(person, staff))],
    ['enrolled', around.enrolled.includes(staff.staff_id)],
    ['drew', around.drew !== undefined && everSamePerson(around.drew, staff)],
    ['unidentified', staff.person_hash === undefined],
  ];
  return ties.flatMap(([tie, holds]) => (holds ? [tie] : []));
}

/**
 * 随机抽取: the `n` candidates whose hash with the seed is smallest. The same candidates and seed give the same draw,
 * whatever their order, so that an auditor can make it again; nobody can tell it before the seed is known.
 */
export function draw(candidates: string[], seed: string, n: number): string[] {
  const lot = (id: string) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  return [...new Set(candidates)]
    .map((id) => [lot(id), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, n)
    .map(([, id]) => id);
}

/** Reported later than the policy's hours after the visit? */
export function isLate(visited_at: Instant, finished_ms: number, within_h: number): boolean {
  return finished_ms > millis(visited_at) + within_h * 3_600_000;
}

/**
 * Until when (ms) a visit that was handed in still takes a picture: nothing while one of those sent is kept or on its way.
 * Otherwise within the policy's hours after the visit, or after the channel lost one that was sent in time (that next one
 * is not in time itself, so this ends).
 */
export function pictureUntil(visit: Visit, within_h: number): number | undefined {
  const sent = Object.values(visit.pictures);
  if (visit.state !== 'finished' || sent.some((picture) => picture.state !== 'lost')) return undefined;
  const within_ms = within_h * 3_600_000;
  const in_time_ms = millis(visit.visited_at) + within_ms;
  const lost = sent.flatMap(({ lost_at, noted_at }) => (lost_at && millis(noted_at) <= in_time_ms ? [lost_at] : []));
  return Math.max(in_time_ms, ...lost.map((at) => millis(at) + within_ms));
}

/** Persons two rows stand for, counted once: the same person in two offices is one inspector, whatever number one of them has now. */
export function onePerPerson(staff: Staff[]): Staff[] {
  return staff.filter((one, i) => !staff.slice(0, i).some((before) => everSamePerson(before, one)));
}
