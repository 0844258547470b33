/**
 * May a class go on to a claim (D11, D20)? What is missing, each with the rule that asks for it. What blocks must be put
 * right first; what does not is for whoever reviews.
 */

import { dayOf, millis } from '../platform/clock';
import { type Citation, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Policy } from '../policy/types';
import { keys } from '../store/keys';
import type { Assessment } from './assessment/types';
import { classMarks, countClass } from './attendance/read';
import { type RestsOn, restsOn } from './attendance/rests-on';
import { ARRIVED, confirmBy, heldLessons } from './attendance/rules';
import type { ClassAttendance, LessonCount } from './attendance/types';
import { gatesNear } from './gates/gate-closed';
import { closingGate } from './gates/rules';
import type { Gate } from './gates/types';
import { type Inspected, readInspections } from './inspection/items';
import type { Visit } from './inspection/types';
import { kindUnits } from './kinds';
import { isPractice } from './lesson';
import { policyOf } from './load';
import type { Lesson, TrainingClass } from './types';
import { unsigned } from './workplace/sign-off';

export type Missing =
  | 'class_not_published'
  | 'class_not_ended'
  | 'institution_missing'
  | 'evaluator_missing'
  | 'inspection_missing'
  | 'inspection_unfinished'
  | 'inspection_late'
  | 'pictures_missing'
  | 'teacher_absent'
  | 'not_as_timetable'
  | 'visit_between_lessons'
  | 'draw_dropped'
  | 'heads_low'
  | 'class_day_low'
  | 'people_below'
  | 'practice_unsigned'
  | 'marks_unconfirmed'
  | 'hours_short'
  | 'practice_share'
  | 'held_while_closed'
  | 'assessment_missing'
  | 'results_missing';

export interface Lack {
  code: Missing;
  /** A claim cannot be made before this is put right. */
  blocks: boolean;
  facts?: Record<string, string | number>;
  rule?: Citation;
}

export interface Readiness {
  class_id: string;
  title: string;
  ready: boolean;
  lacks: Lack[];
  /** 课时 of those enrolled, by what proves them; stops nothing. */
  rests_on: RestsOn;
}

/** Everything the judgement rests on, as loaded. */
export interface Proof {
  training_class: TrainingClass;
  lessons: Lesson[];
  attendance: ClassAttendance;
  inspections: Inspected[];
  gates: Gate[];
  assessment?: Pick<Assessment, 'state'>;
  now_ms: number;
}

/** Refuses `class_unknown`. Five reads side by side. */
export async function readiness(world: World, class_id: string): Promise<Readiness | ReturnType<typeof refuse>> {
  const read = await classMarks(world, class_id, { consistent: true });
  if (!read) return refuse('class_unknown', { class_id });
  const { training_class, lessons } = read;
  const [inspections, gates, assessment] = await Promise.all([
    readInspections(world, class_id, { consistent: true }),
    gatesNear(world, training_class.host_region),
    world.table.get(keys.assessment(class_id), { consistent: true }),
  ]);
  const proof: Proof = {
    training_class,
    lessons,
    attendance: countClass(world, read),
    inspections,
    gates,
    ...(assessment && { assessment: assessment as unknown as Assessment }),
    now_ms: world.now(),
  };
  const lacks = lacksOf(proof, policyOf(world, training_class));
  const ready = !lacks.some((lack) => lack.blocks);
  return { class_id, title: training_class.title, ready, lacks, rests_on: restsOn(proof.attendance.people) };
}

/** What is missing. Pure. */
export function lacksOf(proof: Proof, policy: Policy): Lack[] {
  return [
    ...ofClass(proof),
    ...ofInspection(proof, policy),
    ...ofVisits(proof, policy),
    ...ofAttendance(proof, policy),
    ...ofHours(proof, policy),
    ...ofAssessment(proof),
  ];
}

const lack = (
  holds: boolean,
  code: Missing,
  how: { blocks?: boolean; facts?: Lack['facts']; rule?: Citation } = {},
): Lack[] =>
  holds
    ? [
        {
          code,
          blocks: how.blocks ?? true,
          ...(how.facts && { facts: how.facts }),
          ...(how.rule && { rule: how.rule }),
        },
      ]
    : [];

function ofClass({ training_class: c, now_ms }: Proof): Lack[] {
  return [
    ...lack(c.status !== 'published', 'class_not_published', { facts: { status: c.status } }),
    ...lack(millis(c.ends_at) > now_ms, 'class_not_ended', { facts: { ends_at: c.ends_at } }),
    ...lack(!c.institution_id, 'institution_missing'),
    ...lack(!c.evaluator_id, 'evaluator_missing'),
  ];
}

/** D11: at least so many visits, each reported by all who were drawn, in time, with pictures that are kept. Others besides do no harm. */
function ofInspection({ inspections }: Proof, policy: Policy): Lack[] {
  const { value, rule } = policy.delivery.inspection;
  const drawn = inspections.filter(({ inspection }) => inspection.state !== 'dropped');
  const done = drawn.filter(({ inspection }) => inspection.state === 'reported');
  const in_time = done.filter(({ inspection }) => !inspection.late);
  const sound = in_time.filter((one) => one.visits.every(hasPicture));
  const short = value.visits_min - done.length;
  const visits = done.flatMap((one) => one.visits);
  const bare = visits.filter((visit) => !hasPicture(visit));
  const facts = { visits_min: value.visits_min, done: done.length };
  return [
    ...lack(short > 0 && drawn.length === 0, 'inspection_missing', { facts, rule }),
    ...lack(short > 0 && drawn.length > 0, 'inspection_unfinished', { facts, rule }),
    // Late is on record and cannot be put right; enough others in time make up for it.
    ...lack(done.length > in_time.length && short <= 0, 'inspection_late', {
      blocks: sound.length < value.visits_min,
      facts: { within_h: value.report_within_h, late: done.length - in_time.length },
      rule,
    }),
    ...lack(bare.length > 0, 'pictures_missing', {
      blocks: sound.length < value.visits_min,
      facts: { visits: bare.length },
      rule,
    }),
  ];
}

/**
 * What was found on the spot, for whoever reviews. Also by inspectors whose draw was dropped after they had come: nobody
 * draws anew to be rid of what they saw.
 */
function ofVisits({ attendance, inspections }: Proof, policy: Policy): Lack[] {
  const { rule } = policy.delivery.inspection;
  const dropped = inspections.filter(({ inspection }) => inspection.state === 'dropped');
  const done = inspections.filter(({ inspection }) => inspection.state === 'reported');
  const visits = [...done, ...dropped].flatMap((one) => one.visits);
  const noted = (holds: boolean, code: Missing, facts?: Lack['facts']) =>
    lack(holds, code, { blocks: false, facts, rule });
  return [
    ...noted(
      visits.some((visit) => !visit.teacher_there),
      'teacher_absent',
    ),
    ...noted(
      visits.some((visit) => !visit.as_timetable),
      'not_as_timetable',
    ),
    // Reported while nothing was being taught: from where, whoever reviews may ask.
    ...noted(
      visits.some((visit) => visit.lesson === undefined),
      'visit_between_lessons',
    ),
    // Why is kept with each draw (GET inspections).
    ...noted(dropped.length > 0, 'draw_dropped', {
      times: dropped.length,
      visited: dropped.filter((one) => one.visits.length > 0).length,
    }),
    ...headsLow(attendance, visits, policy),
  ];
}

/** Far fewer heads counted than marks say were there then: fewer of them than a class-day needs of its people. */
function headsLow({ people }: ClassAttendance, visits: Visit[], policy: Policy): Lack[] {
  const { value: percent_min, rule } = policy.delivery.class_day_percent_min;
  return visits.flatMap(({ lesson: n, heads, visited_at }) => {
    const marked = people.filter((person) =>
      person.lessons.some((one) => one.n === n && one.counted > 0 && thereBy(one, visited_at)),
    ).length;
    const facts = { n: n ?? 0, heads, marked };
    return lack(heads * 100 < marked * percent_min, 'heads_low', { blocks: false, facts, rule });
  });
}

/** Not whoever signed in after the visit, nor whoever made the lesson up elsewhere. */
const thereBy = ({ how, at }: LessonCount, moment: string): boolean =>
  how !== 'make_up' && !(how && ARRIVED.has(how) && at && at > moment);

const hasPicture = (visit: Visit): boolean => Object.values(visit.pictures).some((picture) => picture.state === 'kept');

/** D20: class-days, persons, practice at the workplace, marks on the officer's word alone. */
function ofAttendance({ attendance, lessons, now_ms }: Proof, policy: Policy): Lack[] {
  const { class_day_percent_min: day_min, attendance_percent_min: person_min, confirm_days } = policy.delivery;
  const open = unsigned(lessons, now_ms);
  const enrolled = attendance.people.filter((person) => person.status === 'enrolled');
  const below = enrolled.filter((person) => person.units_held > 0 && !person.enough);
  // Those who left early as well: they too were only listed.
  const waiting = enrolled.flatMap(({ lessons: all }) =>
    all.filter(({ how, at }) => how === 'list' && at && confirmBy({ at_ms: millis(at) }, policy.delivery) >= now_ms),
  );
  return [
    ...attendance.days
      .filter((day) => !day.enough)
      .flatMap((day) =>
        lack(true, 'class_day_low', {
          facts: { day: day.day, percent: day.percent, percent_min: day_min.value },
          rule: day_min.rule,
        }),
      ),
    // They earn no subsidy themselves; the others' is not theirs to lose.
    ...lack(below.length > 0, 'people_below', {
      blocks: false,
      facts: { people: below.length, percent_min: person_min.value },
      rule: person_min.rule,
    }),
    ...open.flatMap((lesson) =>
      lack(true, 'practice_unsigned', { facts: { n: lesson.n, ended_at: lesson.ends_at }, rule: person_min.rule }),
    ),
    ...lack(waiting.length > 0, 'marks_unconfirmed', {
      facts: { marks: waiting.length, days: confirm_days.value },
      rule: confirm_days.rule,
    }),
  ];
}

function ofHours({ training_class: c, lessons, gates, now_ms }: Proof, policy: Policy): Lack[] {
  const held = heldLessons(c, lessons, now_ms);
  const units = held.reduce((sum, lesson) => sum + lesson.units, 0);
  const { practice_units } = kindUnits(held);
  const percent = units > 0 ? Math.floor((practice_units * 100) / units) : 0;
  const share = policy.delivery.practice_percent_min;
  const shut = held.find((one) => {
    const day = dayOf(millis(one.starts_at));
    // Closed today at noon: who practised in the morning broke nothing. A day before that, named as closed, is.
    const said = gates.filter(({ from, created_at }) => !created_at.startsWith(from) || created_at <= one.starts_at);
    return isPractice(one) && closingGate(said, c, 'practice', day) !== undefined;
  });
  return [
    ...lack(units < c.units, 'hours_short', { facts: { held: units, units: c.units } }),
    ...lack(units >= c.units && percent < share.value, 'practice_share', {
      facts: { percent, percent_min: share.value },
      rule: share.rule,
    }),
    ...lack(shut !== undefined, 'held_while_closed', { facts: { n: shut?.n ?? 0 } }),
  ];
}

function ofAssessment({ assessment }: Proof): Lack[] {
  return [...lack(!assessment, 'assessment_missing'), ...lack(assessment?.state === 'planned', 'results_missing')];
}
