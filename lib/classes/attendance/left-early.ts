import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import type { Lesson, TrainingClass } from '../types';
import { minutesUntil } from './correct-mark';
import { encodeMark, markChange } from './items';
import { readRoll } from './roll-call';
import type { Mark } from './types';

export interface LeftEarlyCommand {
  class_id: string;
  lesson: number;
  worker_ids: string[];
  /** When they left; without it the mark's end is taken back (撤销). */
  left_at?: string;
}
export interface LeftEarly {
  training_class: TrainingClass;
  lesson: Lesson;
  names: string[];
}

/**
 * 早退: they left before the end. How and when they came stays in the mark; the officer's note only shortens it. Refuses
 * `not_marked` {name} (someone of them was not there at all), `left_time` (not within the lesson), and as `readRoll`.
 */
export async function leftEarly(world: World, command: LeftEarlyCommand): Promise<Planned<LeftEarly>> {
  const roll = await readRoll(world, command.class_id, command.lesson);
  if (isRefusal(roll)) return roll;
  const left_min = minutesUntil(roll.lesson, command.left_at);
  if (left_min === false)
    return refuse('left_time', { starts_at: roll.lesson.starts_at, ends_at: roll.lesson.ends_at });
  const rows = roll.rows.filter(({ member }) => command.worker_ids.includes(member.worker_id));
  const missing = rows.find((row) => !row.there);
  if (missing) return refuse('not_marked', { name: missing.member.name });
  if (rows.length === 0) return refuse('nobody_to_mark');
  return {
    changes: rows.map(({ member, mark }) => {
      const { left_min: _before, ...came } = mark as Mark;
      const next: Mark = { ...came, ...(left_min !== undefined && { left_min }) };
      const seen = encodeMark(mark as Mark);
      return markChange(command.class_id, member.worker_id, roll.lesson.n, next, seen, 'she left early');
    }),
    value: {
      training_class: roll.training_class,
      lesson: roll.lesson,
      names: rows.map(({ member }) => member.name),
    },
  };
}
