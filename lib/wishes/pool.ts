import { readClass } from '../classes/read';
import { dayOf, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut, type Plan, seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { proposalOf, wishUpdate } from './items';
import { listWishes, wishesFor } from './read';
import { canCome, heldBy, POOLED_MAX, proposalOn } from './rules';
import { OTHER_TRADE, type Proposal, type Wish } from './types';

/** A place and trade of one county's programme: what is pooled together. */
export interface PoolOf {
  home_region: string;
  region: string;
  trade_id: string;
}

/** The pool's own row: the proposal under way, and until when none is made again after one was declined. */
export interface PoolHead {
  rev: number;
  proposal_id?: string;
  not_before?: string;
}

/**
 * P6: wishes for one trade at one place become a proposal when they are enough for a class (policy
 * `demand.proposal_min`); those that come later join it while it is undecided. Each wish is taken on the condition that
 * nobody changed it, and the pool's own row makes two poolings come one after the other: a wish is counted once, and no
 * two proposals of a trade are open at a place. What it counts is counted from the wishes in it each time (`asItStands`),
 * so that those who left are in none. Nothing to do: no changes.
 */
export async function poolTrade(world: World, pool: PoolOf): Promise<Plan<Proposal | undefined>> {
  const [head, all] = await Promise.all([loadHead(world, pool), wishesFor(world, pool.region, pool.trade_id)]);
  const ours = all.filter((wish) => wish.home_region === pool.home_region);
  const under_way = head.proposal_id ? await loadProposal(world, head.proposal_id) : undefined;
  const open = under_way?.state === 'open' ? under_way : undefined;
  const held = open ? heldBy(open.proposal_id, ours) : [];
  const free = await freeOf(world, ours);
  const min = world.policies.of(pool.home_region, dayOf(world.now())).demand.proposal_min.value;
  const put_off = !open && head.not_before !== undefined && head.not_before > instant(world.now());
  const taken = free.slice(0, POOLED_MAX - held.length);
  if (put_off || taken.length === 0 || (!open && free.length < min))
    return { changes: [], value: open && proposalOn(open, held) };
  const before = open ?? newProposal(world, pool, taken[0]!.trade_name);
  const proposal = { ...proposalOn(before, [...held, ...taken]), rev: before.rev + 1 };
  return {
    changes: [
      headPut(pool, head, { proposal_id: proposal.proposal_id }),
      {
        kind: 'put',
        key: keys.proposal(pool.home_region, proposal.proposal_id),
        item: { ...proposal },
        when: open ? [{ attr: 'rev', op: '=', value: open.rev }] : [{ attr: 'pk', op: 'absent' }],
        why: open ? 'more wishes in a proposal' : 'a proposal for a class',
      },
      ...taken.map((wish) =>
        wishUpdate(wish, { status: 'pooled', proposal_id: proposal.proposal_id }, [], 'a wish counted in a proposal'),
      ),
    ],
    value: proposal,
  };
}

export function headPut(pool: PoolOf, head: PoolHead, next: Omit<PoolHead, 'rev'>): Change {
  return {
    kind: 'put',
    key: keys.wishPool(pool.region, pool.home_region, pool.trade_id),
    item: { ...next, rev: head.rev + 1 },
    when: head.rev === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'rev', op: '=', value: head.rev }],
    why: 'one pooling at a time',
  };
}

export async function loadHead(world: World, pool: PoolOf): Promise<PoolHead> {
  const key = keys.wishPool(pool.region, pool.home_region, pool.trade_id);
  return { rev: 0, ...((await world.table.get(key, { consistent: true })) as Partial<PoolHead> | undefined) };
}

export async function loadProposal(world: World, proposal_id: string): Promise<Proposal | undefined> {
  const key = keys.proposal(proposal_id.slice(2, 8), proposal_id);
  const item = await world.table.get(key, { consistent: true });
  return item && proposalOf(item);
}

/**
 * A proposal as it stands: while nobody has decided it, counted from the wishes in it now (`how` they are read; half the
 * price where no decision rests on it); decided, what it was decided on.
 */
export async function asItStands(world: World, proposal: Proposal, how = { consistent: false }): Promise<Proposal> {
  if (proposal.state !== 'open') return proposal;
  const { proposal_id, region, trade_id } = proposal;
  return proposalOn(proposal, heldBy(proposal_id, await wishesFor(world, region, trade_id, how)));
}

/**
 * Wishes nobody counts, oldest first: open ones, and those of a proposal that was declined (she had a seat meanwhile) or
 * whose class was cancelled or is over without them.
 */
async function freeOf(world: World, wishes: Wish[]): Promise<Wish[]> {
  const ids = [...new Set(wishes.flatMap((wish) => (wish.status === 'pooled' ? (wish.proposal_id ?? []) : [])))];
  const lapsed = new Set<string>();
  for (const id of ids) if (await hasLapsed(world, await loadProposal(world, id))) lapsed.add(id);
  return wishes
    .filter((w) => w.status === 'open' || (w.status === 'pooled' && lapsed.has(w.proposal_id ?? '')))
    .sort((a, b) => (a.first_at < b.first_at ? -1 : 1));
}

async function hasLapsed(world: World, proposal: Proposal | undefined): Promise<boolean> {
  if (!proposal || proposal.state === 'declined') return true;
  const c = proposal.class_id ? await readClass(world, proposal.class_id) : undefined;
  return c !== undefined && (c.status === 'cancelled' || c.ends_at < instant(world.now()));
}

function newProposal(world: World, { home_region, region, trade_id }: PoolOf, trade_name: string): Proposal {
  const now = instant(world.now());
  return {
    // Its county is in the id, so that the id alone finds it.
    proposal_id: `q_${home_region}${world.id('q').slice(2)}`,
    rev: 0,
    home_region,
    region,
    trade_id,
    trade_name,
    ...NOBODY,
    first_wish_at: now,
    state: 'open',
    created_at: now,
  };
}
const NOBODY = { wishes: 0, pattern: 'weekend', can_come: canCome([]), by_channel: {}, by_mode: {} } as const;

/** Pools every trade at a place, or one, now. Each trade is a transaction of its own; safe to do twice. Refuses `busy`. */
export async function poolPlace(world: World, of: Omit<PoolOf, 'trade_id'> & { trade_id?: string }) {
  const trades = of.trade_id ? [of.trade_id] : await tradesWished(world, of.region);
  const proposals: Proposal[] = [];
  for (const trade_id of trades) {
    const { home_region, region } = of;
    const pooled = await carryOut(world, () => poolTrade(world, { home_region, region, trade_id }));
    if (isRefusal(pooled)) return refuse(pooled.refused);
    if (pooled) proposals.push(pooled);
  }
  return { proposals };
}

/** A wish was written or is open again: does it make a proposal, or join one? */
export async function wishWritten(world: World, is: Wish, was?: Wish): Promise<void> {
  if (is.status !== 'open' || is.trade_id === OTHER_TRADE) return;
  if (was?.status === 'open' && was.region === is.region) return;
  const { home_region, region, trade_id } = is;
  await seeThrough(world, () => poolTrade(world, { home_region, region, trade_id }));
}

async function tradesWished(world: World, region: string): Promise<string[]> {
  const trades = new Set<string>();
  let after: Record<string, string> | undefined;
  do {
    const page = await listWishes(world, { region, limit: 500, after });
    for (const wish of page.wishes) if (wish.trade_id !== OTHER_TRADE) trades.add(wish.trade_id);
    after = page.next;
  } while (after);
  return [...trades];
}
