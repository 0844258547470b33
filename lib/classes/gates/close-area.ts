import { type Day, dayOf, instant } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import type { Gate, GateRefusal, GateWhat } from './types';

export interface CloseArea {
  home_region: string;
  /** Closed with everything below it. */
  region: string;
  what: GateWhat;
  /** Today when left out. */
  from?: Day;
  /** The last day; until reopened when left out. */
  until?: Day;
  reason: string;
  by: string;
}

/**
 * 暂停 (H3): practice, assessment or both are closed in an area from a day on. From that moment no practice lesson is
 * drafted or moved into it, nobody signs in to one there, nobody is examined there; theory and online lessons go on.
 * Refuses `gate_order` when it ends before it begins.
 */
export async function closeArea(world: World, command: CloseArea): Promise<Planned<{ gate: Gate }>> {
  const { from = dayOf(world.now()), ...rest } = command;
  if (rest.until && rest.until < from) return refuse<GateRefusal>('gate_order', { from, until: rest.until });
  const gate: Gate = {
    gate_id: `g_${rest.region}${world.id('g').slice(2)}`,
    rev: 1,
    ...rest,
    from,
    created_at: instant(world.now()),
    reopened: [],
  };
  const change: Change = {
    kind: 'put',
    key: keys.gate(gate.region, gate.gate_id),
    item: { ...gate },
    when: [{ attr: 'pk', op: 'absent' }],
    why: 'an area closed',
  };
  return { changes: [change], value: { gate } };
}
