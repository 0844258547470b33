/** What a moved or cancelled class means for one person of it: her agenda, her place, and that she is told; in one step each. */

import { type NewNotice, noticeChange } from '../notices/write';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, agendaOf, withNewTime, without } from './agenda';
import { policyOf } from './load';
import { timeAllows } from './rules';
import type { InLine, TrainingClass } from './types';

/** Her half-days follow the class. If it now clashes with another of hers she keeps both until she chooses. Done once per timetable. */
export async function applyMove(
  world: World,
  c: TrainingClass,
  worker_id: string,
  notice: (clash?: string) => NewNotice,
): Promise<boolean> {
  const done = await seeThrough(world, async () => {
    const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
    const held = agenda.classes[c.class_id];
    if (!held || held.timetable_rev >= c.timetable_rev) return { changes: [], value: false };
    const clash = held.status === 'enrolled' ? timeAllows(c, agenda, policyOf(world, c)) : undefined;
    return {
      changes: [
        agendaChange(agenda, withNewTime(agenda, c), 'her time follows the class'),
        noticeChange(world, notice(clash?.facts?.other?.toString())),
      ],
      value: true,
    };
  });
  return done === true;
}

/** The class is off: her time is free, it no longer counts for the year, and her place in line is gone. Done once. */
export async function applyCancel(
  world: World,
  c: TrainingClass,
  worker_id: string,
  in_line: InLine | undefined,
  notice: NewNotice,
): Promise<boolean> {
  const done = await seeThrough(world, async () => {
    const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
    if (!agenda.classes[c.class_id]) return { changes: [], value: false };
    const changes: Change[] = [
      agendaChange(agenda, without(agenda, c.class_id), 'her time is free again'),
      noticeChange(world, notice),
    ];
    if (in_line)
      changes.push({
        kind: 'delete',
        key: keys.line(c.class_id, in_line.joined_ms, worker_id),
        why: 'no line any more',
      });
    return { changes, value: true };
  });
  return done === true;
}
