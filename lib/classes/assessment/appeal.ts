/** 申诉: once, in time; looked at by somebody else, who marks again or confirms, and says why. */
import { noticeChange } from '../../notices/write';
import { ERASED_NAME } from '../../people/erase-records';
import { organisationOf, staffOf } from '../../people/items';
import { everSamePerson } from '../../people/staff-rules';
import { instant } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { agendaChange, agendaOf, withPassed } from '../agenda';
import type { TrainingClass } from '../types';
import { shortfall } from './attended';
import { loadExam, putScore } from './enter-scores';
import { readScore } from './items';
import { APART, marksInOrder, mayAppeal, mayDecideAppeal, outcomeOf } from './rules';
import { appealDecided } from './say';
import { examine } from './sides';
import type { Appeal, AssessmentRefusal, Score } from './types';

/** She, or the office for her, asks for another look. Refuses what `mayAppeal` refuses. */
export async function appeal(
  world: World,
  command: { class_id: string; worker_id: string; said?: string },
): Promise<Planned<Score>> {
  const loaded = await loadExam(world, command.class_id);
  if (isRefusal(loaded)) return loaded;
  const before = await readScore(world, command.class_id, command.worker_id);
  // Nobody speaks for who is erased, and no record of hers begins anew.
  const known = before?.name === ERASED_NAME ? undefined : before;
  const refused = mayAppeal(loaded.a, known, world.now());
  if (refused || !before) return refused ?? refuse<AssessmentRefusal>('score_unknown');
  const { said } = command;
  const opened: Appeal = { at: instant(world.now()), state: 'open', ...(said && { said }) };
  const after: Score = { ...before, rev: before.rev + 1, appeal: opened };
  return { changes: [putScore(after, before)], value: after };
}

export interface DecideCommand {
  class_id: string;
  worker_id: string;
  /** Staff id of who looked again. */
  assessor_id: string;
  by: string;
  /** The new marks; left out, the result is confirmed. */
  theory?: number;
  practice?: number;
  reason: string;
}

/**
 * The appeal is decided, by an assessor of the same evaluator (once that is closed, of another) who did not mark first
 * and is no trainer (L12); she is told, with the reason. Refuses `appeal_none`, `appeal_same_assessor`, `marks_invalid`, and what L12 refuses.
 */
export async function decideAppeal(world: World, command: DecideCommand): Promise<Planned<Score>> {
  const { class_id, worker_id, assessor_id, theory, practice } = command;
  const loaded = await loadExam(world, class_id);
  if (isRefusal(loaded)) return loaded;
  const { c, a } = loaded;
  const evaluator_id = await whoLooksAgain(world, c, a.evaluator_id, assessor_id);
  const examined = await examine(world, c, { evaluator_id, assessor_ids: [assessor_id] });
  if (isRefusal(examined)) return examined;
  const [looked] = examined.assessors;
  const before = await readScore(world, class_id, worker_id);
  const refused = mayDecideAppeal(before, looked!);
  if (refused || !before?.appeal) return refused ?? refuse<AssessmentRefusal>('appeal_none');
  if (await onceSame(world, before.assessor_id, assessor_id))
    return refuse<AssessmentRefusal>('appeal_same_assessor', {}, APART);
  const marked = theory !== undefined || practice !== undefined;
  const wrong = marked ? marksInOrder({ worker_id, theory, practice }) : undefined;
  if (wrong) return wrong;
  const decided: Appeal = {
    ...before.appeal,
    state: marked ? 'changed' : 'confirmed',
    decided_at: instant(world.now()),
    assessor_id,
    assessor_name: looked!.name,
    assessor_hash: looked!.person_hash,
    reason: command.reason,
    before: { theory: before.theory, practice: before.practice, outcome: before.outcome },
  };
  const marks = marked ? { theory, practice, outcome: outcomeOf({ theory, practice }, a.pass_mark) } : {};
  const after: Score = { ...before, ...marks, rev: before.rev + 1, appeal: decided };
  const changes: Change[] = [putScore(after, before), ...examined.checks];
  // Erased meanwhile: nobody is there to tell, and no record of hers begins anew.
  if (after.name === ERASED_NAME) return { changes, value: after };
  const short = await shortfall(world, c, worker_id);
  if (after.outcome === 'passed' && !short) {
    const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
    changes.push(agendaChange(agenda, withPassed(agenda, c), 'she has passed'));
  }
  const told = { notice_id: `appeal-${class_id}`, worker_id, kind: 'result' as const, topic: 'service' as const };
  changes.push(noticeChange(world, { ...told, ...appealDecided(c, after, short) }));
  return { changes, value: after };
}

/** The agency that examined; where it was closed since, that of whoever looks again: the appeal must come to an end. */
async function whoLooksAgain(world: World, c: TrainingClass, evaluator_id: string, assessor_id: string) {
  const [org, staff] = await world.table.getMany(
    [keys.organisation(c.home_region, evaluator_id), keys.staff(assessor_id)],
    { consistent: true },
  );
  const closed = organisationOf(org)?.active === false;
  return (closed && staffOf(staff)?.org_id) || evaluator_id;
}

/** Under two records, one of which has had another ID number since. */
async function onceSame(world: World, ...ids: [string, string]): Promise<boolean> {
  const rows = await world.table.getMany(ids.map(keys.staff), { consistent: true });
  const [first, second] = rows.map(staffOf);
  return first !== undefined && second !== undefined && everSamePerson(first, second);
}
