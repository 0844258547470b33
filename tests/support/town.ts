/** A small town for operation tests: trades loaded, classes opened, workers registered, follow-ups run. */
import { loadTrades } from '../../lib/catalogue/load-trades';
import trades from '../../lib/catalogue/trades.json';
import type { Trade } from '../../lib/catalogue/types';
import type { Delivery, Push, Sender } from '../../lib/channels/types';
import { type DraftCommand, draftClass } from '../../lib/classes/draft-class';
import { publishClass } from '../../lib/classes/publish-class';
import type { TrainingClass } from '../../lib/classes/types';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import { due } from '../../lib/notices/due';
import { followUp } from '../../lib/notices/follow-up';
import { maskIdNumber, readIdNumber } from '../../lib/people/id-number';
import { maskPhone } from '../../lib/people/read';
import { register } from '../../lib/people/register';
import type { Worker } from '../../lib/people/types';
import { instant } from '../../lib/platform/clock';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { carryOut, type Planned } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import type { Change, Item, Table } from '../../lib/store/table';
import { syntheticIdNumber } from './world';

/** Carry out a plan as the API does. */
export function run<T>(world: World, plan: () => Promise<Planned<T>>): Promise<T | Refusal> {
  return carryOut(world, plan);
}

/** As `run`, and it must not be refused. */
export async function must<T>(world: World, plan: () => Promise<Planned<T>>): Promise<T> {
  const value = await run(world, plan);
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.facts)}`);
  return value;
}

export interface Written {
  key: { pk: string; sk: string };
  was?: Item;
  /** As it is by now, where the table need not be asked. */
  is?(): Promise<Item | undefined>;
}

/**
 * A table that remembers what was written, so that the stream's work can be done when a test wants it. Where everything is
 * written through it, `twin`, an empty table in memory, is written alike and asked instead of the engine.
 */
export function tapped(table: Table, twin?: Table): { table: Table; written: Written[] } {
  const written: Written[] = [];
  const rows = twin ?? table;
  return {
    written,
    table: {
      ...table,
      async write(changes: Change[], how?: any) {
        const before = await rows.getMany(
          changes.map((change) => change.key),
          { consistent: true },
        );
        await table.write(changes, how);
        await twin?.write(changes, how);
        changes.forEach(({ kind, key }, i) => {
          if (kind !== 'check') written.push({ key, was: before[i], ...(twin && { is: () => twin.get(key) }) });
        });
      },
    },
  };
}

/** Collects what is pushed; `answer` may say how it went. */
export function recordingSender(
  answer: (push: Push, address: string) => Delivery = () => ({ outcome: 'sent', via: 'conversation' }),
) {
  const sent: { address: string; push: Push }[] = [];
  const sender: Sender = {
    async send(address, push) {
      const delivery = answer(push, address);
      if (delivery.outcome === 'sent') sent.push({ address, push });
      return delivery;
    },
    media: async ({ id = '' }) => ({ outcome: 'got', bytes: plainPicture(id) }),
  };
  return { sender, sent };
}

/** The stream's work for all that was written, and for all that follows from it. */
export async function settle(world: World, sender: Sender, written: Written[]) {
  for (let next = written.shift(); next; next = written.shift()) {
    const is = await (next.is ? next.is() : world.table.get(next.key, { consistent: true }));
    if (is) await followUp(world, sender, is, next.was);
  }
}

/** The minute's schedule, and what follows. */
export async function minute(world: World, sender: Sender, written: Written[]) {
  await due(world, sender);
  await settle(world, sender, written);
}

export const FUKANG: DraftCommand = {
  trade_id: 'electrician',
  level: '5',
  home_region: '530128',
  host_region: '652302',
  site_name: '阜康市',
  address: '职业技术学校',
  pattern: 'full_time',
  units: 60,
  first_day: '2025-07-24',
  capacity: 2,
};

export async function openClass(world: World, set: Partial<DraftCommand> = {}): Promise<TrainingClass> {
  await must(world, () => loadTrades(world, trades as Trade[]));
  const { training_class } = await must(world, () => draftClass(world, { ...FUKANG, ...set }));
  const published = await must(world, () =>
    publishClass(world, { class_id: training_class.class_id, by: 'test', quietly: true }),
  );
  return published.training_class;
}

/** A registered worker who follows the account; `n` makes her number and phone. */
export async function newWorker(
  world: World,
  n: number,
  set: { born?: string; site?: string; name?: string } = {},
): Promise<Worker> {
  const id_number = syntheticIdNumber(n, set.born);
  const read = readIdNumber(id_number);
  if (isRefusal(read)) throw new Error(read.refused);
  const worker_id = `w_${String(n).padStart(4, '0')}`;
  const phone = `138${String(n).padStart(8, '0')}`;
  const data_key = await world.vault.newKey(worker_id);
  const site_region = set.site ?? '652302';
  const worker = await must(world, async () =>
    register(world, {
      chat: `wechat:o${worker_id}`,
      registration: {
        worker_id,
        data_key,
        consent: { version: '1', at: instant(world.now()) },
        name: set.name ?? `工人${n}`,
        sex: read.sex,
        birth_day: read.birth_day,
        id_number_sealed: await world.vault.seal(worker_id, data_key, 'id_number', id_number),
        id_number_hash: world.vault.fingerprint('id_number', id_number),
        id_number_masked: maskIdNumber(id_number),
        phone_sealed: await world.vault.seal(worker_id, data_key, 'phone', phone),
        phone_masked: maskPhone(phone),
        phone_hash: world.vault.fingerprint('phone', phone),
        site_region,
        site_text: '阜康',
      },
    }),
  );
  const chat = `wechat:o${worker_id}`;
  await world.table.write([
    {
      kind: 'put',
      key: keys.conversation(chat),
      item: { rev: 1, worker_id, site: site_region, audience: site_region, following: true, heard_ms: world.now() },
      why: 'she has talked to us',
    },
  ]);
  return worker;
}
