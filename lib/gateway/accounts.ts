/** Accounts of the gateway and their keys. A key is shown once, when it is made; here it lies sealed. */
import { HOUR_MS, instant } from '../platform/clock';
import { gather } from '../platform/paging';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { newSecret } from './sign';
import type { GatewayAccount, GatewayRefusal, Totals } from './types';
import { oldestOf } from './watch';

/** So long the old key still opens after a new one was made: time to carry the new one to the machine. */
export const OLD_KEY_KEPT_MS = HOUR_MS;
const NOTHING: Totals = { sent: 0, duplicates: 0, failed: 0, dead: 0 };

/** The master key sees whose data key it wraps; an account's is not a worker's. */
const ownerOf = (account: string) => `g_${account}`;

/** The account, or nothing. */
export async function findAccount(world: World, account: string): Promise<GatewayAccount | undefined> {
  return accountOf(await world.table.get(keys.gateway(account), { consistent: true }));
}

function accountOf(item: Item | undefined): GatewayAccount | undefined {
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...account } = item;
  return account as unknown as GatewayAccount;
}

/** The keys a request may be signed with now: the present one, and for an hour the one before. */
export async function secretsOf(world: World, held: GatewayAccount): Promise<string[]> {
  const sealed = [held.secret_sealed];
  if (held.before_sealed && held.before_until && held.before_until > instant(world.now()))
    sealed.push(held.before_sealed);
  return Promise.all(
    sealed.map((one) => world.vault.open(ownerOf(held.account), held.data_key, 'gateway_secret', one)),
  );
}

export interface WithSecret {
  account: GatewayAccount;
  secret: string;
}

/** A new account. Refuses `gateway_account_taken`, also for one that was closed: its conversations would be a stranger's. */
export async function createAccount(
  world: World,
  command: { account: string; name: string; home_region: string },
): Promise<Planned<WithSecret>> {
  const { account, name, home_region } = command;
  const data_key = await world.vault.newKey(ownerOf(account));
  const secret = newSecret();
  const now = instant(world.now());
  const made: GatewayAccount = {
    account,
    rev: 1,
    home_region,
    name,
    active: true,
    data_key,
    secret_sealed: await world.vault.seal(ownerOf(account), data_key, 'gateway_secret', secret),
    created_at: now,
    updated_at: now,
  };
  const changes: Change[] = [
    {
      kind: 'put',
      key: keys.gateway(account),
      item: made,
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'a new gateway account',
      refusal: 'gateway_account_taken',
    },
    { kind: 'put', key: keys.gatewayListing(home_region, account), item: { account }, why: 'listed' },
  ];
  return { changes, value: { account: made, secret } };
}

/** A new key; the old one is good for another hour. Refuses `gateway_account_unknown`, `gateway_account_closed`. */
export async function renewSecret(world: World, command: { account: string }): Promise<Planned<WithSecret>> {
  const held = await serving(world, command.account);
  if ('refused' in held) return held;
  const secret = newSecret();
  const changed: Partial<GatewayAccount> = {
    secret_sealed: await world.vault.seal(ownerOf(held.account), held.data_key, 'gateway_secret', secret),
    before_sealed: held.secret_sealed,
    before_until: instant(world.now() + OLD_KEY_KEPT_MS),
  };
  return { changes: [change(world, held, changed)], value: { account: { ...held, ...changed }, secret } };
}

/** No key of it opens anything from now on; what waits for it is no longer sent. */
export async function closeAccount(world: World, command: { account: string }): Promise<Planned<GatewayAccount>> {
  const held = await findAccount(world, command.account);
  if (!held) return refuse('gateway_account_unknown');
  if (!held.active) return { changes: [], value: held };
  return { changes: [change(world, held, { active: false })], value: { ...held, active: false } };
}

async function serving(world: World, account: string): Promise<GatewayAccount | Refusal<GatewayRefusal>> {
  const held = await findAccount(world, account);
  if (!held) return refuse('gateway_account_unknown');
  return held.active ? held : refuse('gateway_account_closed');
}

function change(world: World, held: GatewayAccount, set: Partial<GatewayAccount>): Change {
  return {
    kind: 'update',
    key: keys.gateway(held.account),
    set: { ...set, rev: held.rev + 1, updated_at: instant(world.now()) },
    when: [{ attr: 'rev', op: '=', value: held.rev }],
    why: 'gateway account changed',
  };
}

export interface AccountShown {
  account: GatewayAccount;
  totals: Totals;
  /** The oldest thing that waits to be sent (ms), if any: a process that is down shows here. */
  oldest_ms?: number;
}

/** Accounts of a region, with what they have sent, page by page. Refuses `cursor_invalid`. */
export function listAccounts(world: World, home_region: string, wish: { limit: number; cursor?: string }) {
  const { pk } = keys.gatewayListing('', '');
  const prefix = `${home_region}#`;
  return gather<AccountShown>({ ...wish, pk, prefix }, async (limit, after) => {
    const { items, next } = await world.table.query({ pk, prefix, limit, after });
    return { wanted: await withTotals(world, items), next };
  });
}

async function withTotals(world: World, items: Item[]): Promise<AccountShown[]> {
  const names = items.map((item) => item.account as string);
  const rows = await world.table.getMany(names.flatMap((one) => [keys.gateway(one), keys.gatewayLeases(one)]));
  return Promise.all(
    names.map(async (name, i) => {
      const oldest_ms = await oldestOf(world, name);
      const totals = { ...NOTHING, ...rows[2 * i + 1]?.totals };
      return { account: accountOf(rows[2 * i]) as GatewayAccount, totals, ...(oldest_ms && { oldest_ms }) };
    }),
  );
}
