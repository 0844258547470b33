import { readClass } from '../classes/read';
import { dayOf, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { type Plan, type Planned, seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { proposalOf, wishUpdate } from './items';
import { listWishes, wishesFor } from './read';
import { addTally, bestPattern, canCome, POOLED_MAX, tally } from './rules';
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
 * two proposals of a trade are open at a place. Nothing to do: no changes.
 */
export async function poolTrade(world: World, pool: PoolOf): Promise<Plan<Proposal | undefined>> {
  const key = keys.wishPool(pool.region, pool.home_region, pool.trade_id);
  const [item, all] = await Promise.all([
    world.table.get(key, { consistent: true }),
    wishesFor(world, pool.region, pool.trade_id),
  ]);
  const head: PoolHead = { rev: 0, ...(item as Partial<PoolHead>) };
  const ours = all.filter((wish) => wish.home_region === pool.home_region);
  const under_way = head.proposal_id ? await loadProposal(world, head.proposal_id) : undefined;
  const open = under_way?.state === 'open' ? under_way : undefined;
  const free = await freeOf(world, ours);
  const min = world.policies.of(pool.home_region, dayOf(world.now())).demand.proposal_min.value;
  const put_off = !open && head.not_before !== undefined && head.not_before > instant(world.now());
  const taken = free.slice(0, POOLED_MAX - (open?.wishes ?? 0));
  if (put_off || taken.length === 0 || (!open && free.length < min)) return { changes: [], value: open };
  const proposal = withMore(world, open ?? emptyProposal(world, pool), taken);
  const { rev: _rev, ...rest } = proposal;
  const proposal_key = keys.proposal(pool.home_region, proposal.proposal_id);
  return {
    changes: [
      headPut(pool, head, { proposal_id: proposal.proposal_id }),
      {
        kind: 'put',
        key: proposal_key,
        item: { ...rest, rev: proposal.rev },
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

/** Wishes nobody counts: open ones, and those of a proposal whose class was cancelled or is over without them. Oldest first. */
async function freeOf(world: World, wishes: Wish[]): Promise<Wish[]> {
  const ids = [...new Set(wishes.flatMap((wish) => (wish.status === 'pooled' ? (wish.proposal_id ?? []) : [])))];
  const lapsed = new Set<string>();
  for (const id of ids) {
    const proposal = await loadProposal(world, id);
    const c = proposal?.class_id ? await readClass(world, proposal.class_id) : undefined;
    if (c && (c.status === 'cancelled' || c.ends_at < instant(world.now()))) lapsed.add(id);
  }
  return wishes
    .filter((w) => w.status === 'open' || (w.status === 'pooled' && lapsed.has(w.proposal_id ?? '')))
    .sort((a, b) => (a.first_at < b.first_at ? -1 : 1));
}

function emptyProposal(world: World, { home_region, region, trade_id }: PoolOf): Proposal {
  return {
    // Its county is in the id, so that the id alone finds it.
    proposal_id: `q_${home_region}${world.id('q').slice(2)}`,
    rev: 0,
    home_region,
    region,
    trade_id,
    trade_name: '',
    wishes: 0,
    pattern: 'weekend',
    can_come: { weekend: 0, evening: 0, full_time: 0 },
    by_channel: {},
    by_mode: {},
    first_wish_at: '~',
    state: 'open',
    created_at: instant(world.now()),
  };
}

function withMore(world: World, proposal: Proposal, more: Wish[]): Proposal {
  const now = canCome(more);
  const can_come = {
    weekend: proposal.can_come.weekend + now.weekend,
    evening: proposal.can_come.evening + now.evening,
    full_time: proposal.can_come.full_time + now.full_time,
  };
  const first = more.reduce((at, wish) => (wish.first_at < at ? wish.first_at : at), proposal.first_wish_at);
  return {
    ...proposal,
    rev: proposal.rev + 1,
    trade_name: proposal.trade_name || (more[0]?.trade_name ?? ''),
    wishes: proposal.wishes + more.length,
    pattern: bestPattern(can_come),
    can_come,
    by_channel: addTally(
      proposal.by_channel,
      tally(more, (wish) => wish.channel),
    ),
    by_mode: addTally(
      proposal.by_mode,
      tally(more, (wish) => wish.mode),
    ),
    first_wish_at: first === '~' ? instant(world.now()) : first,
  };
}

/** Pools every trade at a place, or one, now. Each trade is a transaction of its own; safe to do twice. Refuses `busy`. */
export async function poolPlace(world: World, of: Omit<PoolOf, 'trade_id'> & { trade_id?: string }) {
  const trades = of.trade_id ? [of.trade_id] : await tradesWished(world, of.region);
  const proposals: Proposal[] = [];
  for (const trade_id of trades) {
    const { home_region, region } = of;
    const pooled = await seeThrough(world, () => poolTrade(world, { home_region, region, trade_id }));
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

export type { Planned };
