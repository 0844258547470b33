/** 早退, said with 点名 or 考勤: who left, and when. */
import { leftEarly } from '../../classes/attendance/left-early';
import type { Roll, RollRow } from '../../classes/attendance/roll-call';
import { at } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import * as say from './say/roll-call';
import type { Args, AtWork, DoDeed, Outcome } from './types';

/** Refused where someone was not there at all: then it is no early leaving. */
export async function leftDry(_context: AtWork, roll: Roll, args: Args, rows: RollRow[]): Promise<Outcome> {
  const { training_class: c, lesson } = roll;
  if (rows.length === 0) return { kind: 'ask', slot: 'who', text: say.leftWho, args };
  const missing = rows.find((row) => !row.there);
  if (missing) return { kind: 'refused', refusal: refuse('not_marked', { name: missing.member.name }) };
  const time = args.time as string | undefined;
  if (!time) return { kind: 'ask', slot: 'time', text: say.leftWhen, args };
  const left_at = at(lesson.starts_at.slice(0, 10), time);
  if (left_at < lesson.starts_at || left_at > lesson.ends_at)
    return { kind: 'refused', refusal: refuse('left_time', { starts_at: lesson.starts_at, ends_at: lesson.ends_at }) };
  const worker_ids = rows.map(({ member }) => member.worker_id);
  return {
    kind: 'dry',
    text: say.dryLeft(c, lesson, rows, left_at),
    deed: { name: 'left_early', data: { class_id: c.class_id, lesson: lesson.n, worker_ids, left_at } },
    yes: '确定记早退',
    args,
  };
}

const doLeft: DoDeed = async (context, data) => {
  const { class_id, lesson, worker_ids, left_at } = data as {
    class_id: string;
    lesson: number;
    worker_ids: string[];
    left_at?: string;
  };
  const planned = await leftEarly(context.world, { class_id, lesson, worker_ids, left_at });
  if (isRefusal(planned)) return planned;
  const text = say.leftMarked(planned.value.names, left_at);
  const undo = {
    label: text.replace(/。$/u, ''),
    deed: { name: 'left_early', data: { class_id, lesson, worker_ids } },
  };
  return { changes: planned.changes, value: { text, ...(left_at && { undo }) } };
};

export const leftEarlyDeeds: Record<string, DoDeed> = { left_early: doLeft };
