/** Those at a site who want this kind of news: counted for a preview, written to page by page. */
import type { Sender } from '../channels/types';
import { readClass } from '../classes/read';
import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import type { Item } from '../store/table';
import { answeredAmong, surveySaid } from '../wishes/survey-said';
import { addressIn } from './address';
import { afterQuiet, isQuiet } from './quiet';
import { broadcastText, classPublished, type Said } from './say';
import { tellOnce } from './tell-once';
import type { PageDone, Segment, Task } from './types';

/** People written to between two records of progress: a crash repeats at most so many. */
export const PAGE = 50;
/** Rows read at once; a larger read wastes less capacity on rounding. */
const READ = 500;

/** Wants this topic, and follows one of these trades, or follows none in particular. */
function inSegment(person: Item, segment: Segment): boolean {
  const off = new Set<string>(person.topics_off ?? []);
  if (off.has(segment.topic)) return false;
  const follows = [...(person.trades ?? [])] as string[];
  return segment.trades.length === 0 || follows.length === 0 || follows.some((trade) => segment.trades.includes(trade));
}

/** How many a segment holds now. */
export async function countSegment(world: World, segment: Segment): Promise<number> {
  let total = 0;
  for (const region of segment.regions) {
    let after: Record<string, string> | undefined;
    do {
      const page = await world.table.query({ pk: region, index: 'audience', after, limit: 1000 });
      total += page.items.filter((person) => inSegment(person, segment)).length;
      after = page.next;
    } while (after);
  }
  return total;
}

interface Ahead {
  key: string;
  rows: Item[];
  more: boolean;
}
/** Rows read ahead of the page being written: the next page need not read them again. One task at a time and table. */
const ahead = new WeakMap<object, Ahead>();

/**
 * One page of a broadcast: up to PAGE people, and at most `room` messages (what this minute still allows), written side
 * by side. Waits for the end of the quiet hours.
 */
export async function audiencePage(world: World, sender: Sender, task: Task, room: number): Promise<PageDone> {
  const none = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const segment = task.segment as Segment;
  const policy = world.policies.of(task.home_region, instant(world.now()).slice(0, 10));
  if (isQuiet(world.now(), policy.notices.quiet.value))
    return { ...none, cursor: task.cursor, resume_ms: afterQuiet(world.now(), policy.notices.quiet.value) };
  const region = segment.regions[task.region_index];
  const said = await whatToSay(world, task);
  if (!region || !said) return none;
  const { rows, more } = await nextRows(world, task, region);
  const page = pageOf(rows, segment, room);
  const done = task.kind === 'survey_reminder' ? await answeredAmong(world, task, page) : new Set<string>();
  const results = await Promise.all(
    page.map((person) => (done.has(person.pk) ? 'skipped' : tell(world, sender, task, said, person))),
  );
  const count = (what: string) => results.filter((result) => result === what).length;
  const last = page.at(-1);
  const region_done = !more && rows.length === page.length;
  ahead.set(world.table, { key: aheadKey(task, last), rows: rows.slice(page.length), more });
  const next_region = task.region_index + 1 < segment.regions.length ? task.region_index + 1 : undefined;
  return {
    handled: page.length,
    sent: count('sent'),
    skipped: count('skipped'),
    failed: count('failed'),
    ...(region_done
      ? next_region !== undefined && { region_index: next_region }
      : last && { cursor: { pk: last.pk, sk: last.sk, audience: region } }),
  };
}

function pageOf(rows: Item[], segment: Segment, room: number): Item[] {
  const page: Item[] = [];
  let messages = 0;
  for (const person of rows.slice(0, PAGE)) {
    if (messages >= room) break;
    page.push(person);
    if (inSegment(person, segment)) messages++;
  }
  return page;
}

const aheadKey = (task: Task, last?: { pk?: string }) => `${task.task_id} ${task.region_index} ${last?.pk ?? ''}`;

async function nextRows(world: World, task: Task, region: string): Promise<{ rows: Item[]; more: boolean }> {
  const key = aheadKey(task, task.cursor);
  const held = ahead.get(world.table);
  ahead.delete(world.table);
  if (held?.key === key && held.rows.length > 0) return held;
  const read = await world.table.query({ pk: region, index: 'audience', after: task.cursor, limit: READ });
  return { rows: read.items, more: read.next !== undefined };
}

async function whatToSay(world: World, task: Task): Promise<Said | undefined> {
  if (task.kind === 'broadcast') return broadcastText(task.text ?? '');
  if (task.kind === 'survey' || task.kind === 'survey_reminder') return surveySaid(world, task);
  const c = task.class_id ? await readClass(world, task.class_id) : undefined;
  return c?.status === 'published' ? classPublished(c) : undefined;
}

async function tell(
  world: World,
  sender: Sender,
  task: Task,
  said: Said,
  person: Item,
): Promise<'sent' | 'skipped' | 'failed'> {
  if (!inSegment(person, task.segment as Segment)) return 'skipped';
  const chat = person.pk.slice('CHAT#'.length);
  const { channel, address } = addressIn(chat);
  const delivery = await sender.send(address, { id: `${task.task_id}/${chat}`, ...said }, channel);
  if (delivery.outcome === 'sent') return 'sent';
  if (delivery.outcome === 'undeliverable') return 'failed';
  // Not now: from here on it is a promise to this one person, kept like any other.
  await tellOnce(world, {
    notice_id: task.task_id,
    chat,
    kind: task.survey_id ? 'survey' : task.kind === 'broadcast' ? 'broadcast' : 'class_published',
    topic: (task.segment as Segment).topic,
    not_before: instant(world.now() + delivery.retry_after_ms),
    ...said,
  });
  return 'skipped';
}
