/** What goes of wishes and answers when someone is erased or unfollows. Counts stay: they name nobody. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { wishKey } from './items';
import { wishersOf, wishesOf } from './read';

/** Surveys looked through for her answers, the newest first; one a month makes eight years. */
const SURVEYS_MAX = 100;

/** A worker erased: every wish and every answer of hers, under her own name and those she had before she registered. */
export function workerForgotten(
  world: World,
  worker: { worker_id: string; chat_hash?: string; phone_hash?: string; home_region: string },
): Promise<Change[]> {
  return forgotten(world, wishersOf(worker), worker.home_region);
}

/** The same for someone who only ever chatted. */
export function chatForgotten(world: World, chat: string): Promise<Change[]> {
  return forgotten(world, [nameOfChat(world, chat)], world.account.home_region);
}

/** She unfollowed: a wish that holds her address goes (nobody could tell her); an answer holds none, and stays counted once. */
export function chatLeft(world: World, chat: string): Promise<Change[]> {
  return wishesGone(world, [nameOfChat(world, chat)]);
}

const nameOfChat = (world: World, chat: string): string => `c_${world.vault.fingerprint('chat', chat)}`;

async function forgotten(world: World, who: string[], home_region: string): Promise<Change[]> {
  return (await Promise.all([wishesGone(world, who), answersGone(world, who, home_region)])).flat();
}

async function wishesGone(world: World, who: string[]): Promise<Change[]> {
  const wishes = await wishesOf(world, who);
  return wishes.flatMap((wish): Change[] => [
    { kind: 'delete', key: wishKey(wish), why: 'her wish erased' },
    { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'her wish erased' },
  ]);
}

async function answersGone(world: World, who: string[], home_region: string): Promise<Change[]> {
  const { pk, sk } = keys.survey(home_region, '');
  const { items } = await world.table.query({ pk, prefix: sk, newest_first: true, limit: SURVEYS_MAX });
  const rows = await world.table.getMany(
    items.flatMap((item) => who.map((one) => keys.surveyAnswer(item.survey_id, one))),
    { consistent: true },
  );
  return rows.flatMap((row): Change[] =>
    row ? [{ kind: 'delete', key: { pk: row.pk, sk: row.sk }, why: 'her answer erased' }] : [],
  );
}
