/** What one moved lesson means for one person of the class: her half-days follow, and she is told; in one step. */
import { type NewNotice, noticeChange, noticeKey } from '../notices/write';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, agendaOf, withNewTime } from './agenda';
import { policyOf } from './load';
import { timeAllows } from './rules';
import type { TrainingClass } from './types';

/**
 * Her time follows the class. If it now clashes with another of hers she keeps both until she chooses, and hears of it.
 * Done once per move: the notice that stands says so.
 */
export async function applyLessonMove(
  world: World,
  c: TrainingClass,
  worker_id: string,
  notice: (clash?: string) => NewNotice,
): Promise<boolean> {
  const done = await seeThrough(world, async () => {
    const [item, told] = await world.table.getMany([keys.agenda(worker_id), noticeKey(notice())], { consistent: true });
    const agenda = agendaOf(worker_id, item);
    const held = agenda.classes[c.class_id];
    if (!held || told) return { changes: [], value: false };
    const clash = held.status === 'enrolled' ? timeAllows(c, agenda, policyOf(world, c)) : undefined;
    const changes: Change[] = [noticeChange(world, notice(clash?.facts?.other?.toString()))];
    const after = withNewTime(agenda, c);
    if (JSON.stringify(after.classes[c.class_id]) !== JSON.stringify(held))
      changes.push(agendaChange(agenda, after, 'her time follows the lesson'));
    return { changes, value: true };
  });
  return done === true;
}
