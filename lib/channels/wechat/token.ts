/**
 * The access token: one for all processes, in one row, sealed. Every process keeps a copy until five minutes
 * before its end. Whoever first finds it old takes a lease on the row, by conditional write, and fetches the
 * next; the others use the old one while it lasts, or wait for the new.
 */
import * as z from 'zod/mini';
import { dayOf } from '../../platform/clock';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import { type Change, ConditionFailed, Conflict, type Item, Unavailable } from '../../store/table';
import type { WechatConfig } from './config';
import { troubleOf } from './errors';
import { requestWechat } from './request';

const EARLY_MS = 5 * 60_000;
/** Longer than a fetch from both hosts can take (2 × 3 s). */
const LEASE_MS = 10_000;
const WAIT_MS = 150;
const WAITS_MAX = 60;
const FORCED_PER_DAY_MAX = 20;
/** WeChat wants forced refreshes this far apart. */
const FORCED_APART_MS = 30_000;

/** No token to be had now. The text never holds the token or the secret. */
export class TokenUnavailable extends Error {
  override name = 'TokenUnavailable';
  constructor(
    readonly reason: string,
    readonly retry_after_ms: number,
  ) {
    super(reason);
  }
}

export interface TokenKeeper {
  /** A token good for five more minutes; `refused` is one that WeChat has just turned down. Throws `TokenUnavailable`. */
  token(refused?: string): Promise<string>;
}

interface Held {
  token: string;
  expires_ms: number;
}

const answer = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.int().check(z.positive()) });

/** The keeper of one process for one account. */
export function tokenKeeper(config: WechatConfig, world: World): TokenKeeper {
  const me = world.id('lease');
  let held: Held | undefined;
  let under_way: Promise<string> | undefined;

  const find = async (refused?: string): Promise<string> => {
    for (let waits = 0; waits < WAITS_MAX; waits++) {
      const row = await readRow(config, world);
      const found = row.held?.token === refused ? undefined : row.held;
      if (found && isFresh(found, world.now())) {
        held = found;
        return found.token;
      }
      if (await takeLease(config, world, me, row)) {
        held = await fetchAndStore(config, world, me, row, refused);
        return held.token;
      }
      // Someone else is fetching. What is left of the old one will do.
      if (found && found.expires_ms > world.now()) return found.token;
      await world.sleep(WAIT_MS);
    }
    throw new TokenUnavailable('another process holds the token lease and does not finish', 10_000);
  };

  return {
    async token(refused) {
      if (held && held.token !== refused && isFresh(held, world.now())) return held.token;
      // One search at a time in this process; whoever comes while it runs shares what it finds, unless that is
      // the very token she was refused with: then she searches again.
      for (;;) {
        const mine = under_way === undefined;
        under_way ??= find(refused).finally(() => {
          under_way = undefined;
        });
        const found = await under_way;
        if (mine || found !== refused) return found;
      }
    },
  };
}

function isFresh(held: Held, now_ms: number): boolean {
  return held.expires_ms - EARLY_MS > now_ms;
}

type Mine = NonNullable<Change['when']>;
const LEASE = ['lease_by', 'lease_until_ms'];

function isPassing(error: unknown): boolean {
  return error instanceof ConditionFailed || error instanceof Conflict || error instanceof Unavailable;
}

interface Row {
  item?: Item;
  held?: Held;
}

async function readRow(config: WechatConfig, world: World): Promise<Row> {
  const item = await world.table.get(keys.wechatToken(config.appid), { consistent: true });
  if (!item?.sealed) return { item };
  try {
    const token = await world.vault.open(person(config), item.wrapped_key, 'access_token', item.sealed);
    return { item, held: { token, expires_ms: item.expires_ms } };
  } catch (error) {
    // Sealed with a key that is gone: as good as no token.
    if (error instanceof Error && error.name === 'Unreadable') return { item: { ...item, wrapped_key: undefined } };
    throw error;
  }
}

/**
 * The lease is had only on the row as it was read: between reading and taking another may have begun, finished and
 * given the lease back, and its token would be fetched a second time.
 */
async function takeLease(config: WechatConfig, world: World, me: string, row: Row): Promise<boolean> {
  const now_ms = world.now();
  const change: Change = {
    kind: 'update',
    key: keys.wechatToken(config.appid),
    why: 'lease the token',
    when: [
      {
        any: [
          { attr: 'lease_until_ms', op: 'absent' },
          { attr: 'lease_until_ms', op: '<=', value: now_ms },
          // A write that seemed to fail may have happened: then the lease is ours, and nobody else will give it back.
          { attr: 'lease_by', op: '=', value: me },
        ],
      },
      row.item?.sealed ? { attr: 'sealed', op: '=', value: row.item.sealed } : { attr: 'sealed', op: 'absent' },
    ],
    set: { lease_by: me, lease_until_ms: now_ms + LEASE_MS },
  };
  try {
    await world.table.write([change]);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  }
}

/** Under the lease. Whatever happens, the lease is given back, unless it ran out and is another's by now. */
async function fetchAndStore(
  config: WechatConfig,
  world: World,
  me: string,
  row: Row,
  refused?: string,
): Promise<Held> {
  const mine: Mine = [{ attr: 'lease_by', op: '=', value: me }];
  const key = keys.wechatToken(config.appid);
  try {
    let held = await fetchToken(config, world, false);
    // The same token again although WeChat turns it down: only force brings another.
    if (held.token === refused) {
      await countForced(config, world, row, mine);
      held = await fetchToken(config, world, true);
    }
    await store(config, world, row, mine, held);
    return held;
  } catch (error) {
    await world.table
      .write([{ kind: 'update', key, why: 'give back the token lease', when: mine, remove: LEASE }])
      .catch(() => {});
    throw error;
  }
}

/** A token that could not be stored still serves this process; the next one asks WeChat again and gets the same. */
async function store(config: WechatConfig, world: World, row: Row, mine: Mine, held: Held): Promise<void> {
  const wrapped_key = row.item?.wrapped_key ?? (await world.vault.newKey(person(config)));
  const sealed = await world.vault.seal(person(config), wrapped_key, 'access_token', held.token);
  const set = { wrapped_key, sealed, expires_ms: held.expires_ms };
  const key = keys.wechatToken(config.appid);
  try {
    await world.table.write([{ kind: 'update', key, why: 'store the token', when: mine, set, remove: LEASE }]);
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
}

async function fetchToken(config: WechatConfig, world: World, force_refresh: boolean): Promise<Held> {
  const asked_ms = world.now();
  const body = { grant_type: 'client_credential', appid: config.appid, secret: config.secret, force_refresh };
  const got = await requestWechat(config, '/cgi-bin/stable_token', body);
  if (!got.answered) throw new TokenUnavailable(`token: ${got.reason}`, 10_000);
  if (got.errcode !== 0) {
    const what = troubleOf(got.errcode, got.errmsg, asked_ms);
    throw new TokenUnavailable(`token: ${what.reason}`, what.trouble === 'later' ? what.retry_after_ms : 10 * 60_000);
  }
  const read = z.safeParse(answer, got.data);
  if (!read.success) throw new TokenUnavailable('token: answer without a token', 60_000);
  return { token: read.data.access_token, expires_ms: asked_ms + read.data.expires_in * 1000 };
}

/** At most 20 forced refreshes a day and 30 s apart, counted where all processes see it. */
async function countForced(config: WechatConfig, world: World, row: Row, mine: Mine): Promise<void> {
  const now_ms = world.now();
  const day = dayOf(now_ms);
  const so_far = row.item?.forced_day === day ? Number(row.item?.forced_count ?? 0) : 0;
  const since_ms = now_ms - Number(row.item?.forced_ms ?? 0);
  if (so_far >= FORCED_PER_DAY_MAX) throw new TokenUnavailable('token: 20 forced refreshes today already', 60 * 60_000);
  if (since_ms >= 0 && since_ms < FORCED_APART_MS)
    throw new TokenUnavailable('token: forced a moment ago', FORCED_APART_MS);
  const set = { forced_day: day, forced_count: so_far + 1, forced_ms: now_ms };
  try {
    await world.table.write([
      { kind: 'update', key: keys.wechatToken(config.appid), why: 'count a forced refresh', when: mine, set },
    ]);
  } catch (error) {
    // Not counted, not forced.
    throw isPassing(error) ? new TokenUnavailable('token: a forced refresh could not be counted', 10_000) : error;
  }
}

function person(config: WechatConfig): string {
  return `wechat:${config.appid}`;
}
