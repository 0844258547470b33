/** Demonstration data, put in through the same operations the API uses. May be run again at any time. */
import { loadTrades } from '../catalogue/load-trades';
import trades from '../catalogue/trades.json';
import type { Trade } from '../catalogue/types';
import { type DraftCommand, draftClass } from '../classes/draft-class';
import { publishClass } from '../classes/publish-class';
import { listCards } from '../classes/read';
import { addDays, dayOf, weekday } from '../platform/clock';
import { isRefusal, type Refusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';

export const PACKS = ['luquan-2025'] as const;
export type Pack = (typeof PACKS)[number];

export interface Seeded {
  pack: Pack;
  trades: number;
  /** Newly published. */
  classes: { class_id: string; title: string; host_region: string }[];
  /** There already, and still to begin. */
  kept: number;
}

export class SeedRefused extends Error {
  override name = 'SeedRefused';
}

/** Lessons begin this long after the seeding, at the next day that suits the pattern. */
const LEAD_DAYS = 10;

type Demonstration = Omit<DraftCommand, 'home_region' | 'first_day'>;
/** All made up: the source names places and trades, not these classes. */
const CLASSES: Demonstration[] = [
  {
    trade_id: 'electrician',
    level: '5',
    title: '电工周末班',
    host_region: '310107',
    site_name: '普陀劳务工作站',
    address: '（演示地址）真如路1号',
    pattern: 'weekend',
    units: 40,
    capacity: 30,
  },
  {
    trade_id: 'domestic_helper',
    level: 'none',
    title: '保姆月嫂夜间班',
    host_region: '310107',
    site_name: '普陀劳务工作站',
    address: '（演示地址）真如路1号',
    pattern: 'evening',
    units: 36,
    capacity: 20,
  },
  {
    trade_id: 'elder_carer',
    level: '5',
    title: '养老护理小班',
    host_region: '310107',
    site_name: '普陀劳务工作站',
    address: '（演示地址）真如路1号',
    pattern: 'full_time',
    units: 40,
    capacity: 2,
  },
  {
    trade_id: 'refrigeration_repairer',
    level: '5',
    title: '制冷维修周末班',
    host_region: '340210',
    site_name: '湾沚劳务工作站',
    address: '（演示地址）迎宾路2号',
    pattern: 'weekend',
    units: 40,
    capacity: 30,
  },
  {
    trade_id: 'welder',
    level: '5',
    title: '焊工夜间班',
    host_region: '652302',
    site_name: '阜康劳务工作站',
    address: '（演示地址）博峰街3号',
    pattern: 'evening',
    units: 40,
    capacity: 40,
  },
];

/** Loads the trades and opens the pack's demonstration classes; a class still to begin is not opened twice. */
export async function seed(world: World, pack: Pack): Promise<Seeded> {
  const policy = world.policies.all().find((one) => one.id === pack);
  if (!policy) throw new SeedRefused(`the policy book has no ${pack}`);
  const loaded = must(await carryOut(world, () => loadTrades(world, trades as Trade[])), 'trades');
  const seeded: Seeded = { pack, trades: loaded.loaded, classes: [], kept: 0 };
  for (const wanted of CLASSES) {
    const there = await listCards(world, { region: wanted.host_region, trade_id: wanted.trade_id });
    if (there.some((card) => card.title === wanted.title)) {
      seeded.kept += 1;
      continue;
    }
    const first_day = suits(wanted.pattern, addDays(dayOf(world.now()), LEAD_DAYS));
    const { class_id, title, host_region } = await open(world, {
      ...wanted,
      home_region: policy.home_region,
      first_day,
    });
    seeded.classes.push({ class_id, title, host_region });
  }
  return seeded;
}

async function open(world: World, command: DraftCommand) {
  const what = command.title ?? command.trade_id;
  const { training_class } = must(await carryOut(world, () => draftClass(world, command)), what);
  const { class_id } = training_class;
  return must(await carryOut(world, () => publishClass(world, { class_id, by: 'seed', quietly: true })), what)
    .training_class;
}

function suits(pattern: DraftCommand['pattern'], day: string): string {
  let first = day;
  if (pattern === 'weekend') while (weekday(first) !== 6) first = addDays(first, 1);
  if (pattern === 'evening') while (weekday(first) > 5) first = addDays(first, 1);
  return first;
}

function must<T>(value: T | Refusal, what: string): T {
  if (isRefusal(value)) throw new SeedRefused(`${what}: ${value.refused} ${JSON.stringify(value.facts ?? {})}`);
  return value as T;
}
