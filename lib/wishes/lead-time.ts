/** P7: how long from a wish to the first lesson. Counted when a seat is taken, taken back when it is given up. */
import { readClass } from '../classes/read';
import type { Member, TrainingClass } from '../classes/types';
import { findWorker } from '../people/find';
import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { wishOf, wishUpdate } from './items';
import { wishersOf, wishesFor } from './read';
import { isWanted, LEAD_TIMES_MAX, leadDays, percentile } from './rules';
import type { Wish } from './types';

/** Longer waits are counted together. */
const DAYS_MAX = 400;

/**
 * What a seat, or its loss, means for the wish behind it: met, with the days counted; or open again, with the days taken
 * back; or, the class having moved, counted anew. Follows the roster's row, so that signing up costs nothing more; the
 * wish's own state says whether it was done, so that a record may come twice.
 */
export async function wishFollows(world: World, of: { class_id: string; worker_id: string }): Promise<void> {
  await seeThrough(world, async () => ({ changes: await changesFor(world, of), value: undefined }));
}

async function changesFor(world: World, of: { class_id: string; worker_id: string }): Promise<Change[]> {
  const [c, row] = await Promise.all([
    readClass(world, of.class_id, { consistent: true }),
    world.table.get(keys.member(of.class_id, of.worker_id), { consistent: true }),
  ]);
  if (!c || !row) return [];
  const wish = await wishBehind(world, c, row);
  if (!wish) return [];
  const enrolled = row.status === 'enrolled' && c.status !== 'cancelled';
  const counted = wish.met?.class_id === c.class_id ? wish.met : undefined;
  const days = Math.min(DAYS_MAX, leadDays(wish.first_at, c.starts_at));
  if (enrolled && !counted && isWanted(wish)) {
    const met = { class_id: c.class_id, days, at: instant(world.now()) };
    return [wishUpdate(wish, { status: 'met', met }, [], 'a wish met'), count(c, { [days]: 1 })];
  }
  if (!counted) return [];
  if (enrolled && counted.days === days) return [];
  if (enrolled) {
    const moved = { ...counted, days };
    return [wishUpdate(wish, { met: moved }, [], 'its class moved'), count(c, { [counted.days]: -1, [days]: 1 })];
  }
  const status = wish.proposal_id ? 'pooled' : 'open';
  return [wishUpdate(wish, { status }, ['met'], 'a wish to be met again'), count(c, { [counted.days]: -1 })];
}

/** Her wish for this trade at this place: under her own name, her chat's, or said for someone with her name and phone. */
async function wishBehind(world: World, c: TrainingClass, member: Item): Promise<Wish | undefined> {
  const { worker_id, name, phone_masked } = member as unknown as Member;
  const worker = await findWorker(world, worker_id);
  const who = wishersOf(worker ?? { worker_id });
  const rows = await world.table.getMany(
    who.map((one) => keys.wish(c.host_region, c.trade_id, one)),
    { consistent: true },
  );
  const hers = rows.flatMap((row) => (row ? [wishOf(row)] : []));
  const found = hers.find((wish) => wish.met?.class_id === c.class_id) ?? hers.find(isWanted);
  if (found || !phone_masked) return found;
  const said_for = (await wishesFor(world, c.host_region, c.trade_id, { who: 'p_' })).filter(
    (wish) => wish.person?.name === name && wish.person.phone_masked === phone_masked,
  );
  return said_for.find((wish) => wish.met?.class_id === c.class_id) ?? said_for.find(isWanted);
}

/** One attribute a place and day: one row serves a county. */
function count(c: TrainingClass, by_days: Record<number, number>): Change {
  const add = Object.fromEntries(Object.entries(by_days).map(([days, n]) => [`d${c.host_region}_${days}`, n]));
  return { kind: 'update', key: keys.leadTime(c.home_region), add, why: 'days from wish to start' };
}

export interface LeadTimes {
  home_region: string;
  /** Absent: the whole county. */
  region?: string;
  persons: number;
  p50_days?: number;
  p90_days?: number;
}

/** Those of every county with a programme in a subtree. */
export async function countiesLeadTimes(world: World, within: string): Promise<LeadTimes[]> {
  const counties = new Set(world.policies.all().map((policy) => policy.home_region));
  const ours = [...counties].filter((home_region) => home_region.startsWith(within));
  return (await Promise.all(ours.map((county) => leadTimes(world, county)))).flat().slice(0, LEAD_TIMES_MAX);
}

/** The lead times of a county as a whole, then place by place. One small read. */
export async function leadTimes(world: World, home_region: string): Promise<LeadTimes[]> {
  const item = await world.table.get(keys.leadTime(home_region));
  const by_place = new Map<string, Map<number, number>>();
  const all = new Map<number, number>();
  for (const [name, n] of Object.entries(item ?? {}) as [string, number][]) {
    const [, region, days] = /^d(\d{6})_(\d+)$/.exec(name) ?? [];
    if (!region || n <= 0) continue;
    const place = by_place.get(region) ?? new Map<number, number>();
    place.set(Number(days), n);
    by_place.set(region, place);
    all.set(Number(days), (all.get(Number(days)) ?? 0) + n);
  }
  if (all.size === 0) return [];
  const line = (days: Map<number, number>, region?: string): LeadTimes => ({
    home_region,
    ...(region && { region }),
    persons: [...days.values()].reduce((sum, n) => sum + n, 0),
    p50_days: percentile(days, 0.5),
    p90_days: percentile(days, 0.9),
  });
  const places = [...by_place].map(([region, days]) => line(days, region)).sort((a, b) => b.persons - a.persons);
  const shown = places.slice(0, LEAD_TIMES_MAX - 1).sort((a, b) => (a.region! < b.region! ? -1 : 1));
  return [line(all), ...shown];
}
