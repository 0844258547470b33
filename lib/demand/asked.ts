/** What the API is asked of job orders, by whom: an employer of its own, a station of its area, the office of its county. */
import type { Caller } from '../platform/auth';
import { type Asking, reached } from '../platform/reached';
import type { Where } from '../platform/region';
import { listOrders, type OrderCommand } from './job-orders';
import type { JobOrder, OrderSource } from './types';

export const orderPlace = (order: JobOrder | undefined): Where | undefined =>
  order && { home_region: order.home_region, host_region: order.region, orgs: [order.org_id] };

/** An order as the API shows it. */
export const orderShown = ({ rev: _rev, ...order }: JobOrder) => order;

/** Whose order it is, and where it came from (B10): an employer's own is always its own. */
export function orderAsked(
  caller: Caller,
  asked: Omit<OrderCommand, 'source' | 'by'> & { source?: OrderSource },
): OrderCommand {
  const { org_id, source = sourceOf(caller), ...rest } = asked;
  const of = caller.role === 'employer' ? caller.org : org_id;
  return { ...rest, source, by: caller.subject, ...(of && { org_id: of }) };
}

function sourceOf({ role }: Caller): OrderSource {
  return role === 'employer' || role === 'station' ? role : 'office';
}

/** Orders, in pages. */
export const ordersAsked = (
  asking: Asking<{ limit: number; cursor?: string; region?: string; state?: JobOrder['state'] }>,
) => {
  const { region, state } = asking.query;
  return reached(asking, {
    pk: 'JOBS',
    list: listOrders,
    where: (one) => orderPlace(one) as Where,
    wanted: (one) => (!region || one.region === region) && (!state || one.state === state),
    shown: orderShown,
  });
};
