import { instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { gateClosed } from '../gates/gate-closed';
import { classOf } from '../items';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { type Attended, attended } from './attended';
import { readAssessment, readScores, type StoredAssessment } from './items';
import { assessable, marksInOrder, mayPlan, mayScore, outcomeOf, sittingOf } from './rules';
import { examine } from './sides';
import type { AssessmentRefusal, Marks, Score } from './types';

/** Scores of one call: with class, organisations and assessor they fit into one transaction. Longer lists come in parts. */
export const SCORES_MAX = 80;

export interface EnterCommand {
  class_id: string;
  /** Who marked: one of the planned assessors. */
  assessor_id: string;
  /** Who typed it: the same staff id, or whoever signed the API call. */
  by: string;
  scores: Marks[];
  /** All or nothing: the first that cannot be entered refuses the whole. */
  strict?: boolean;
}
export interface Entered {
  entered: Score[];
  /** The scores as they were before, for taking it back; nothing for those that are new. */
  before: (Score | undefined)[];
  left_out: { worker_id: string; refusal: Refusal }[];
}

/**
 * 登分: theory and practice of each, or absent; entered again they replace what was there, until the results are
 * published. Trainer and examiner are asked to be apart again (L12), of the records as they now are. Good rows enter,
 * each other one is answered with its refusal: `not_enrolled`, `not_assessable` (attendance below the policy's percent),
 * `marks_invalid`, `results_published` (examined at a sitting before). Refuses as a whole `assessment_unknown`, `assessment_not_yet`, `results_published`,
 * `assessor_not_planned`, `area_closed`, `too_many_scores`, what `mayPlan` refuses of the class as it is by now (put off
 * beyond its exam, cancelled), and what L12 refuses.
 */
export async function enterScores(world: World, command: EnterCommand): Promise<Planned<Entered>> {
  const { class_id, assessor_id } = command;
  if (command.scores.length > SCORES_MAX) return refuse<AssessmentRefusal>('too_many_scores', { max: SCORES_MAX });
  const loaded = await loadExam(world, class_id);
  if (isRefusal(loaded)) return loaded;
  const { c, a } = loaded;
  const refused = mayPlan(c, a.at) ?? mayScore(a, assessor_id, world.now());
  if (refused) return refused;
  const closed = await gateClosed(world, c, 'assessment', a.at.slice(0, 10));
  if (closed) return closed;
  const [examined, people, scores] = await Promise.all([
    examine(world, c, { evaluator_id: a.evaluator_id, assessor_ids: [assessor_id], held_at: a.at }),
    attended(world, c),
    readScores(world, class_id),
  ]);
  if (isRefusal(examined)) return examined;
  const policy = policyOf(world, c);
  const done: Entered = { entered: [], before: [], left_out: [] };
  for (const marks of lastOfEach(command.scores)) {
    const member = people.find((one) => one.worker_id === marks.worker_id);
    const before = scores.find((one) => one.worker_id === marks.worker_id);
    const wrong = rowRefused(c, a, marks, { member, before }) ?? (member && assessable(member.percent, policy));
    if (wrong && command.strict) return wrong;
    if (wrong) done.left_out.push({ worker_id: marks.worker_id, refusal: wrong });
    else {
      const by = { assessor: examined.assessors[0]!, by: command.by };
      done.entered.push(scored(world, a, marks, (member as Attended).name, before, by));
      done.before.push(before);
    }
  }
  if (done.entered.length === 0) return { changes: [], value: done };
  const changes = done.entered.map((score, i) => putScore(score, done.before[i]));
  return { changes: [...changes, oneScoreMore(a), ...examined.checks], value: done };
}

/** The class and its exam; refuses `class_unknown`, `assessment_unknown`. */
export async function loadExam(
  world: World,
  class_id: string,
): Promise<{ c: TrainingClass; a: StoredAssessment } | Refusal> {
  const [item, a] = await Promise.all([
    world.table.get(keys.class(class_id), { consistent: true }),
    readAssessment(world, class_id),
  ]);
  const c = classOf(item);
  if (!c) return refuse('class_unknown', { class_id });
  return a ? { c, a } : refuse<AssessmentRefusal>('assessment_unknown', { class_id });
}

function rowRefused(
  c: TrainingClass,
  a: StoredAssessment,
  marks: Marks,
  { member, before }: { member?: Attended; before?: Score },
): Refusal | undefined {
  if (!member) return refuse('not_enrolled', { title: c.title });
  if (before && sittingOf(before) !== sittingOf(a)) return refuse<AssessmentRefusal>('results_published');
  return marksInOrder(marks);
}

/** Named twice in one list, the later line counts. */
function lastOfEach(scores: Marks[]): Marks[] {
  return [...new Map(scores.map((marks) => [marks.worker_id, marks])).values()];
}

function scored(
  world: World,
  a: StoredAssessment,
  marks: Marks,
  name: string,
  before: Score | undefined,
  who: { assessor: { staff_id: string; person_hash: string }; by: string },
): Score {
  return {
    class_id: a.class_id,
    worker_id: marks.worker_id,
    name,
    rev: (before?.rev ?? 0) + 1,
    outcome: outcomeOf(marks, a.pass_mark),
    ...(!marks.absent && { theory: marks.theory, practice: marks.practice }),
    assessor_id: who.assessor.staff_id,
    assessor_hash: who.assessor.person_hash,
    by: who.by,
    at: instant(world.now()),
    ...(a.sitting && { sitting: a.sitting }),
  };
}

/** The next state of a score, unless it changed since it was read. */
export function putScore(after: Score, before: Score | undefined): Change {
  return {
    kind: 'put',
    key: keys.score(after.class_id, after.worker_id),
    item: { ...after },
    when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: 'her score is as it was read',
  };
}

/** A score is written only while the results are not out, under the plan that was read; whoever publishes sees that one came. */
export function oneScoreMore(a: StoredAssessment): Change {
  return {
    kind: 'update',
    key: keys.assessment(a.class_id),
    add: { scores: 1 },
    when: [
      { attr: 'state', op: '=', value: 'planned' },
      { attr: 'rev', op: '=', value: a.rev },
    ],
    why: 'the results are not out',
  };
}
