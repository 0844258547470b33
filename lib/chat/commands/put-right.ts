/**
 * 更正, said with 点名: someone marked as there was not, or was after all. The right and the record are those of the API
 * (correct_mark): a station or the office, with a reason, kept in the audit; whoever teaches only hears who may.
 */
import { correctMark } from '../../classes/attendance/correct-mark';
import { type Roll, type RollRow, readRoll } from '../../classes/attendance/roll-call';
import type { TrainingClass } from '../../classes/types';
import { inArea } from '../../people/on-duty';
import { isRefusal, refuse } from '../../platform/refusal';
import type { Change } from '../../store/table';
import { classOfDeed, whereOf } from './area';
import * as say from './say/put-right';
import type { Args, AtWork, DoDeed, Outcome } from './types';

/** Each is a mark and an audit row of one transaction. */
const PEOPLE_MAX = 10;

type To = 'present' | 'absent';

/** Hers as a station's or the office's, not only because she teaches there. */
function may(context: AtWork, c: TrainingClass): boolean {
  const duties = context.staff.duties.filter((duty) => duty === 'station' || duty === 'office');
  return inArea({ ...whereOf(context), duties }, c) === undefined;
}

/** Whose mark says the contrary. What she made up later is no mark of having come. */
export const contrary = (rows: RollRow[], to: To): RollRow[] =>
  rows.filter(({ there, mark }) => (to === 'present' ? mark?.how === 'absent' : there && mark?.how !== 'make_up'));

export function putRight(context: AtWork, roll: Roll, args: Args, rows: RollRow[], to: To): Outcome {
  const { training_class: c, lesson } = roll;
  if (!may(context, c)) return { kind: 'answer', text: say.byOthers(rows), failed: true };
  if (rows.length > PEOPLE_MAX) return { kind: 'answer', text: say.tooMany(PEOPLE_MAX), failed: true };
  if (!args.reason)
    return {
      kind: 'ask',
      slot: 'reason',
      text: say.why(c, lesson, rows, to),
      options: say.REASONS[to].map((one) => [one, one]),
      args,
      free: true,
    };
  const worker_ids = rows.map(({ member }) => member.worker_id);
  const was = worker_ids.map((id) => roll.marks.get(id)?.stored[lesson.n] ?? '');
  const data = { class_id: c.class_id, lesson: lesson.n, worker_ids, was, to, reason: args.reason };
  const text = say.dry(c, lesson, rows, to, args.reason);
  return { kind: 'dry', text, yes: say.YES, deed: { name: 'correct_marks', data } };
}

/** `data`: class_id, lesson, worker_ids, was (their marks as shown), to, reason. */
const correct: DoDeed = async (context, data) => {
  const { class_id, lesson, worker_ids, was, to, reason } = data as {
    class_id: string;
    lesson: number;
    worker_ids: string[];
    was: string[];
    to: To;
    reason: string;
  };
  const c = classOfDeed(context);
  if (!may(context, c)) return refuse('area_not_yours');
  const roll = await readRoll(context.world, class_id, lesson);
  if (isRefusal(roll)) return roll;
  // Signed, or confirmed, since the page was shown: that is looked at first.
  if (worker_ids.some((id, i) => (roll.marks.get(id)?.stored[lesson] ?? '') !== was[i])) return refuse('stale');
  const changes: Change[] = [];
  const names: string[] = [];
  for (const worker_id of worker_ids) {
    const by = context.staff.staff_id;
    const planned = await correctMark(context.world, { class_id, worker_id, lesson, to, reason, by });
    if (isRefusal(planned)) return planned;
    changes.push(...planned.changes);
    names.push(planned.value.member.name);
  }
  const text = say.done(c, lesson, names, to);
  return { changes, value: { text, next: [`点名 ${class_id}`] } };
};

export const putRightDeeds: Record<string, DoDeed> = { correct_marks: correct };
