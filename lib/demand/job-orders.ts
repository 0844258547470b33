/** 下单: an employer's order taken in with its source (B10), listed, closed. */
import { findTrade } from '../catalogue/list-trades';
import { dayOf, instant } from '../platform/clock';
import type { Listed, Reading } from '../platform/reached';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import type { DemandRefusal, JobOrder } from './types';

export type OrderCommand = Omit<JobOrder, 'job_order_id' | 'rev' | 'state' | 'closed' | 'created_at' | 'trade_name'>;

const orderOf = ({ pk: _pk, sk: _sk, ...order }: Item): JobOrder => order as unknown as JobOrder;
const keyOf = (job_order_id: string) => keys.jobOrder(job_order_id.slice(2, 8), job_order_id);

/**
 * Take an order in. Its id carries its county, and goes with what comes of it. Refuses `trade_unknown`,
 * `place_off_list`, `job_order_past` (wanted by a day gone by), `job_order_wage` (from above to), `job_order_units`
 * (more practice than there is training).
 */
export async function takeOrder(world: World, command: OrderCommand): Promise<Planned<JobOrder>> {
  const today = dayOf(world.now());
  const policy = world.policies.of(command.home_region, today);
  if (!placeByRegion(policy, command.region)) return refuse('place_off_list', { host_region: command.region });
  if (command.by_day < today) return refuse<DemandRefusal>('job_order_past', { by_day: command.by_day });
  const { wage_from_fen = 0, wage_to_fen = wage_from_fen } = command;
  if (wage_from_fen > wage_to_fen) return refuse<DemandRefusal>('job_order_wage');
  const { units, practice_units = 0 } = command;
  if (units !== undefined && practice_units > units) return refuse<DemandRefusal>('job_order_units');
  const trade = await findTrade(world, command.trade_id);
  if (!trade) return refuse('trade_unknown', { trade_id: command.trade_id });
  const order: JobOrder = {
    ...command,
    job_order_id: `j_${command.home_region}${world.id('j').slice(2)}`,
    rev: 1,
    trade_name: trade.name,
    state: 'open',
    created_at: instant(world.now()),
  };
  return {
    changes: [
      {
        kind: 'put',
        key: keyOf(order.job_order_id),
        item: { ...order },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'an order',
      },
    ],
    value: order,
  };
}

/** One order, or nothing. */
export async function readOrder(world: World, job_order_id: string): Promise<JobOrder | undefined> {
  const item = await world.table.get(keyOf(job_order_id), { consistent: true });
  return item && orderOf(item);
}

/** Close it, with the reason (filled, withdrawn). Refuses `job_order_unknown`, `job_order_closed`. */
export async function closeOrder(
  world: World,
  command: { job_order_id: string; by: string; reason: string },
): Promise<Planned<JobOrder>> {
  const order = await readOrder(world, command.job_order_id);
  if (!order) return refuse<DemandRefusal>('job_order_unknown');
  if (order.state === 'closed') return refuse<DemandRefusal>('job_order_closed');
  const closed = { at: instant(world.now()), by: command.by, reason: command.reason };
  const after: JobOrder = { ...order, rev: order.rev + 1, state: 'closed', closed };
  return {
    changes: [
      {
        kind: 'put',
        key: keyOf(order.job_order_id),
        item: { ...after },
        when: [{ attr: 'rev', op: '=', value: order.rev }],
        why: 'an order closed',
      },
    ],
    value: after,
  };
}

/** Orders of a region's subtree, a page at a time. */
export async function listOrders(world: World, reading: Reading): Promise<Listed<JobOrder>> {
  const { region_prefix: prefix, limit, after } = reading;
  const page = await world.table.query({ pk: keys.jobOrder('', '').pk, prefix, limit, after });
  return { items: page.items.map(orderOf), next: page.next };
}

/** Every vacancy of a county still open on a day, at these places. */
export async function openOrders(world: World, home_region: string, regions: string[]): Promise<JobOrder[]> {
  const today = dayOf(world.now());
  const found: JobOrder[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await listOrders(world, { region_prefix: `${home_region}#`, limit: 200, after });
    found.push(...page.items.filter((o) => o.state === 'open' && o.by_day >= today && regions.includes(o.region)));
    after = page.next;
  } while (after);
  return found.sort((a, b) => (a.by_day < b.by_day ? -1 : 1));
}
