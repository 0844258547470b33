import { type Day, dayOf, instant } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import { reaches } from '../../platform/region';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { findGate } from './read-gates';
import type { Gate, GateRefusal, GateWhat } from './types';

/** Parts one gate is reopened in at most. */
export const PARTS_MAX = 50;

export interface ReopenArea {
  gate_id: string;
  /** The part that goes on: the whole area when left out. */
  region?: string;
  /** What goes on there: all that was closed when left out. */
  what?: GateWhat;
  /** From this day on; today when left out. */
  from?: Day;
  /** 第一批, 第二批 … */
  batch?: string;
  reason: string;
  by: string;
}

/**
 * 分批恢复 (H3): a part of a closed area goes on from a day, or all of it. The gate stays as a record of what was closed
 * when. Refuses `gate_unknown`, `gate_order` (a part outside the area, or before it was closed), `gate_open` (that part
 * goes on already, or there are PARTS_MAX parts).
 */
export async function reopenArea(world: World, command: ReopenArea): Promise<Planned<{ gate: Gate }>> {
  const before = await findGate(world, command.gate_id, { consistent: true });
  if (!before) return refuse<GateRefusal>('gate_unknown', { gate_id: command.gate_id });
  const { region = before.region, what = before.what, from = dayOf(world.now()), batch, reason, by } = command;
  if (!reaches(before.region, region) || from < before.from)
    return refuse<GateRefusal>('gate_order', { region, from, closed: before.region, closed_from: before.from });
  const open = before.reopened.some(
    (part) => reaches(part.region, region) && (part.what === 'all' || part.what === what) && part.from <= from,
  );
  if (open || before.reopened.length >= PARTS_MAX) return refuse<GateRefusal>('gate_open', { region });
  const part = { region, what, from, ...(batch && { batch }), reason, by, at: instant(world.now()) };
  const gate: Gate = { ...before, rev: before.rev + 1, reopened: [...before.reopened, part] };
  return {
    changes: [
      {
        kind: 'update',
        key: keys.gate(before.region, before.gate_id),
        set: { reopened: gate.reopened, rev: gate.rev },
        when: [{ attr: 'rev', op: '=', value: before.rev }],
        why: 'a closed area goes on',
      },
    ],
    value: { gate },
  };
}
