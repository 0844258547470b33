/**
 * Published results reach each person, in one step each: she is told, and a pass counts as this trade and level done. A
 * pass to which no certificate can follow, as the attendance stands when she is told, is told as that and counts as nothing.
 */
import type { PageDone, Task } from '../../notices/types';
import { noticeChange, noticeKey } from '../../notices/write';
import { ERASED_NAME } from '../../people/erase-records';
import type { World } from '../../platform/world';
import { seeThrough } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { agendaChange, agendaOf, withPassed } from '../agenda';
import { readClass } from '../read';
import type { TrainingClass } from '../types';
import { shortfall } from './attended';
import { readAssessment, scoreOf } from './items';
import { outOf, sittingOf } from './rules';
import { resultOut } from './say';
import type { Score } from './types';

const PAGE = 40;

export async function resultsPage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const class_id = task.class_id ?? '';
  const [c, a] = await Promise.all([readClass(world, class_id), readAssessment(world, class_id)]);
  if (!c || !a) return done;
  const { pk } = keys.class(class_id);
  const page = await world.table.query({ pk, prefix: 'SCORE#', consistent: true, limit: PAGE, after: task.cursor });
  for (const row of page.items) {
    done.handled++;
    const score = scoreOf(row);
    const out = sittingOf(score) === Number(task.text ?? 1) ? outOf(a, score) : undefined;
    if (out && (await tell(world, c, score, out.appeal_until))) done.sent++;
    else done.skipped++;
  }
  return { ...done, ...(page.next && { cursor: page.next }) };
}

async function tell(world: World, c: TrainingClass, score: Score, appeal_until: string): Promise<boolean> {
  const { worker_id } = score;
  // Nobody is there to tell, and no record of hers begins anew.
  if (score.name === ERASED_NAME) return false;
  const told = { notice_id: `result-${c.class_id}`, worker_id, kind: 'result' as const, topic: 'service' as const };
  const made = await seeThrough(world, async () => {
    if (await world.table.get(noticeKey(told), { consistent: true })) return { changes: [], value: false };
    const short = await shortfall(world, c, worker_id);
    const changes: Change[] = [noticeChange(world, { ...told, ...resultOut(c, score, { appeal_until, short }) })];
    if (score.outcome === 'passed' && !short) {
      const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
      changes.push(agendaChange(agenda, withPassed(agenda, c), 'she has passed'));
    }
    return { changes, value: true };
  });
  return made === true;
}
