/** Closed areas as recorded: one, and all of a county's programme. */
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import { bare } from '../items';
import type { Gate } from './types';

/** By its id, which says where it is. */
export async function findGate(
  world: World,
  gate_id: string,
  how?: { consistent?: boolean },
): Promise<Gate | undefined> {
  const region = /^g_(\d{6})[0-9a-z]+$/.exec(gate_id)?.[1];
  const item = region && (await world.table.get(keys.gate(region, gate_id), how));
  return item ? bare<Gate>(item) : undefined;
}

/** A page of all gates, by area. */
export async function listGates(
  world: World,
  wish: { limit: number; after?: Record<string, string> },
): Promise<{ gates: Gate[]; next?: Record<string, string> }> {
  const { items, next } = await world.table.query({ pk: 'GATES', limit: wish.limit, after: wish.after });
  return { gates: items.map((item) => bare<Gate>(item)), ...(next && { next }) };
}
