/** 21 回访: who of a class is still to be asked, and what a call brought. Every call is kept, also one nobody took. */
import { answerFollowUp, loadFollowed, logAttempt } from '../../classes/after/follow-up';
import { readFollowUps } from '../../classes/after/items';
import { monthOfCall } from '../../classes/after/months';
import { policyOf } from '../../classes/load';
import { roster } from '../../classes/roster';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { lexiconOf } from '../lexicon';
import { type Call, readCall, unkeptIn, wagesIn } from './read-call';
import { leadsWithNumber } from './said-numbers';
import * as say from './say/follow-up';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome, personFor } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const among = (c: { ends_at: string }) => c.ends_at <= instant(context.now_ms);
  const c = await classFor(context, args, { among, ask: '回访哪个班？', none: say.NONE });
  if (isOutcome(c)) return c;
  const month = monthOfCall(c.ends_at, policyOf(context.world, c).assessment, instant(context.now_ms));
  const known = { ...args, class_id: c.class_id };
  const [members, rows] = await Promise.all([
    roster(context.world, c.class_id),
    readFollowUps(context.world, c.class_id),
  ]);
  const about = { class_id: c.class_id, month, by: context.staff.staff_id };
  const who = args.worker_id || args.names?.length || args.tails?.length || args.numbers?.length;
  if (!who) {
    const [first] = say.toCall(month, members, rows);
    const early = first && (await loadFollowed(context.world, { ...about, worker_id: first.one.worker_id }));
    // Nobody is sent to the phone for what cannot be written down yet.
    if (early && isRefusal(early) && early.refused === 'follow_up_early') return { kind: 'refused', refusal: early };
    const text = say.list(c, month, members, rows);
    // The list is numbered: a number alone is one of it.
    return !first
      ? { kind: 'answer', text, next: [`总结 ${c.class_id}`] }
      : { kind: 'ask', slot: 'who', text, args: known };
  }
  const person = await personFor(context, known, { of: c });
  if (isOutcome(person)) return person;
  const followed = await loadFollowed(context.world, { ...about, worker_id: person.worker_id });
  if (isRefusal(followed)) return { kind: 'refused', refusal: followed };
  const call = args.call as ReturnType<typeof readCall>;
  const chosen = { ...known, worker_id: person.worker_id };
  if (!call) return { kind: 'ask', slot: 'call', text: say.howWasIt(person), options: say.OUTCOMES, args: chosen };
  if (typeof call === 'string' && !say.isOutcomeWord(call))
    return { kind: 'ask', slot: 'call', text: say.WHAT_SAID, args: chosen };
  const told = await withPlace(context, call as Call, args.regions);
  const data = { class_id: c.class_id, worker_id: person.worker_id, month, name: person.name, call: told };
  const text = say.dry(person, month, told, args.unkept ?? '');
  return { kind: 'dry', text, yes: say.YES, deed: { name: 'record_call', data }, args: { ...chosen, call: told } };
}

function read(found: Found, known: Args): Args {
  const call = readCall(found.rest);
  const wages = new Set(wagesIn(call));
  // What she told has numbers of its own (一个月, 两年): the list's comes first. Her wage is no end of a phone either.
  const first = leadsWithNumber(found.rest);
  const numbers = typeof call === 'object' && !first ? [] : found.numbers.filter((n) => !wages.has(String(n)));
  const tails = found.tails.filter((tail) => !wages.has(tail));
  const common = commonArgs({ ...found, numbers, tails }, known, { numbered: first });
  if (!call) return common;
  const same = common.worker_id === known.worker_id && common.class_id === known.class_id;
  return {
    ...common,
    call: whole(call, same ? known.call : undefined, found),
    unkept: unkeptIn(found.left, call),
    regions: found.regions,
  };
}

/** What is told of the same person in two messages is one call. Whoever works in a trade of the programme is skilled. */
function whole(call: Call, before: Call | undefined, { trades, rest }: Found): Call {
  if (typeof call === 'string') return call;
  const in_trade = !call.post && trades.length > 0 && call.working && /[当做干是]/u.test(rest);
  return { ...(typeof before === 'object' && before), ...call, ...(in_trade && { post: 'skilled' as const }) };
}

/** The place she named, in her words: 上海. */
async function withPlace(context: AtWork, call: Call, regions: string[] = []): Promise<Call> {
  if (typeof call === 'string' || call.place || regions.length === 0) return call;
  const { places } = await lexiconOf(context.world);
  const said = context.message.text ?? '';
  const [place] = places
    .filter((one) => regions.includes(one.region))
    .flatMap((one) => [one.name, ...one.aliases])
    .filter((word) => said.includes(word))
    .sort((a, b) => b.length - a.length);
  return place ? { ...call, place } : call;
}

export const command: Command = {
  name: 'follow_up',
  number: 21,
  title: '回访',
  does: '看谁还没回访，记一次电话。',
  examples: ['回访 A17', '回访 A17 张三 在上班 技工 以前4500 现在6500', '回访 A17 3 没人接'],
  words: ['打电话', '跟踪'],
  duties: ['station', 'office', 'village_officer'],
  numbered: true,
  read,
  run,
};

/** `data`: class_id, worker_id, month, name, call. A call is a fact: nothing takes it back, a later one says better. */
const record: DoDeed = async (context, data) => {
  const { class_id, worker_id, month, name, call } = data as Record<string, any>;
  const about = { class_id, worker_id, month, by: context.staff.staff_id, how: 'phone' as const };
  const planned =
    typeof call === 'string'
      ? await logAttempt(context.world, { ...about, outcome: call as 'no_answer' })
      : await answerFollowUp(context.world, { ...about, answer: call });
  if (isRefusal(planned)) return planned;
  return {
    changes: planned.changes,
    value: { text: say.recorded(name, call), next: [`回访 ${class_id}`] },
  };
};

export const deeds: Record<string, DoDeed> = { record_call: record };
