/** 16 开班建议: the proposals at her places; one accepted becomes a class at once (as 开班 does), or is declined with a reason. */
import { inArea } from '../../people/on-duty';
import { isRefusal, refuse } from '../../platform/refusal';
import { placeByRegion } from '../../policy/place';
import {
  type AcceptSet,
  acceptedWith,
  declineProposal,
  draftOf,
  openProposals,
  readProposal,
} from '../../wishes/proposals';
import type { Proposal } from '../../wishes/types';
import { policyNow } from '../people';
import { drafted, deeds as openDeeds, outOfBounds } from './open-class';
import { readClassWords } from './read-class';
import { HAN_NUMBER, numberOf } from './read-when';
import * as sayOpen from './say/open-class';
import * as say from './say/proposals';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { regionsOf } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.proposal_id) return one(context, args);
  const all = await mine(context);
  if (args.nth !== undefined) {
    const chosen = all[Number(args.nth) - 1];
    if (chosen) return one(context, { ...args, proposal_id: chosen.proposal_id });
    return { kind: 'answer', text: say.which, next: ['开班建议'], failed: true };
  }
  const min = policyNow(context).demand.proposal_min.value;
  if (all.length === 0) return { kind: 'answer', text: say.none(min), next: ['意愿', '摸排'] };
  const lines = all.map((proposal, i) => say.line(proposal, i + 1, placeName(context, proposal.region)));
  const options = all.map((proposal, i): [string, string] => [String(i + 1), say.label(proposal)]);
  return { kind: 'ask', slot: 'nth', text: say.list(lines), options, args };
}

const placeName = (context: AtWork, region: string): string =>
  placeByRegion(policyNow(context), region)?.name ?? region;

/** The open ones at her places, in one order: their numbers are good until the next is decided. */
async function mine(context: AtWork): Promise<Proposal[]> {
  const { home_region } = context.world.account;
  const lists = await Promise.all(
    regionsOf(context).map((region) => openProposals(context.world, { home_region, region })),
  );
  return lists.flat().sort((a, b) => b.wishes - a.wishes || (a.proposal_id < b.proposal_id ? -1 : 1));
}

async function one(context: AtWork, args: Args): Promise<Outcome> {
  const proposal = await readProposal(context.world, args.proposal_id);
  if (proposal?.state !== 'open' || !regionsOf(context).includes(proposal.region))
    return { kind: 'answer', text: say.gone, next: ['开班建议'] };
  if (args.decline) return decline(proposal, args);
  if (!args.place) return { kind: 'ask', slot: 'place', text: say.PLACE, free: true, args };
  const wrong = outOfBounds(args);
  if (wrong) return wrong;
  const draft = draftOf(context.world, proposal, setOf(args));
  const planned = await drafted(context, draft, args);
  if ('kind' in planned) return planned;
  const { training_class, lessons } = planned;
  return {
    kind: 'dry',
    text: `${say.lead(proposal)}\n${sayOpen.dry(training_class, lessons)}`,
    yes: say.YES,
    deed: { name: 'accept_proposal', data: { proposal_id: proposal.proposal_id, draft } },
    args,
  };
}

/** What she said of the class, as 开班 reads it. */
function setOf(args: Args): AcceptSet {
  const { place, first_day, start, units, units_per_day, capacity, level, pattern, off_list_reason } = args;
  return Object.fromEntries(
    Object.entries({
      site_name: place,
      first_day,
      start,
      units,
      units_per_day,
      capacity,
      level,
      pattern,
      off_list_reason,
    }).filter(([, value]) => value !== undefined),
  );
}

function decline(proposal: Proposal, args: Args): Outcome {
  if (!args.reason) return { kind: 'ask', slot: 'reason', text: say.REASON, free: true, args };
  const data = { proposal_id: proposal.proposal_id, reason: args.reason };
  return {
    kind: 'dry',
    text: say.dryDecline(proposal, args.reason),
    yes: say.YES_DECLINE,
    deed: { name: 'decline_proposal', data },
  };
}

const DECLINE = /不采纳|不开|不要|不办|驳回|先不/u;

function read(found: Found, known: Args, slot?: string): Args {
  if (slot === 'reason') return { ...known, reason: found.rest.trim().slice(0, 100) };
  // On the page of one proposal what she says is about its class.
  if (known.proposal_id || known.nth !== undefined) return readClassWords(found, known, slot);
  const { nth, rest } = nthIn(found.rest);
  if (DECLINE.test(found.rest)) return { ...known, nth, decline: true };
  // 1 8月4号 60课时 30人 在职校: what is said of its class at once is kept.
  return { ...readClassWords({ ...found, rest }, known), nth };
}

const NTH = new RegExp(
  `第\\s*(\\d{1,3}|${HAN_NUMBER})\\s*[条个]?|(?<![\\d.:/月年点天晚次-])(\\d+)\\s*(?![\\d.:/年月日号点天-]|个?课时|学时|节|个?人|名|位|级)`,
  'u',
);

/** Which of the list, and the text without that number. */
function nthIn(text: string): { nth?: number; rest: string } {
  const plain = text.normalize('NFKC');
  const found = NTH.exec(plain);
  const said = found?.[1] ?? found?.[2];
  return { rest: plain.replace(NTH, ' '), ...(said !== undefined && { nth: numberOf(said) }) };
}

export const command: Command = {
  name: 'proposals',
  number: 16,
  title: '开班建议',
  does: '哪些工种想学的人够开一个班；采纳就开班，不开就说原因。',
  examples: ['开班建议', '开班建议 1', '开班建议 不开 1'],
  words: ['建议开班', '班的建议'],
  duties: ['station', 'office'],
  read,
  run,
};

/** `data`: proposal_id, draft. The class is opened and the proposal accepted in one transaction. */
const accept: DoDeed = async (context, data) => {
  const proposal = await readProposal(context.world, data.proposal_id);
  if (!proposal) return refuse('proposal_unknown');
  const opened = await openDeeds.open_class!(context, { draft: data.draft });
  if (isRefusal(opened)) return opened;
  const row = opened.changes.find(({ key }) => key.sk === 'META' && key.pk.startsWith('CLASS#'));
  const class_id = row?.key.pk.slice('CLASS#'.length) ?? '';
  const { proposal_id } = proposal;
  const accepted = await acceptedWith(context.world, { proposal_id, class_id, by: context.staff.staff_id });
  if (isRefusal(accepted)) return accepted;
  return { changes: [...opened.changes, ...accepted.changes], value: opened.value };
};

/** `data`: proposal_id, reason. */
const declineDeed: DoDeed = async (context, data) => {
  const proposal = await readProposal(context.world, data.proposal_id);
  if (!proposal) return refuse('proposal_unknown');
  const area = inArea(context.staff, { host_region: proposal.region, home_region: proposal.home_region });
  if (area) return area;
  const { proposal_id, reason } = data as { proposal_id: string; reason: string };
  const planned = await declineProposal(context.world, { proposal_id, reason, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.declined(proposal), next: ['开班建议'] } };
};

export const deeds: Record<string, DoDeed> = { accept_proposal: accept, decline_proposal: declineDeed };
