/** 16 开班建议: the proposals at her places; one accepted becomes a class at once (as 开班 does), or is declined with a reason. */
import { draftClass } from '../../classes/draft-class';
import { inArea, onDutyCheck } from '../../people/on-duty';
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
import { command as openClass, deeds as openDeeds } from './open-class';
import * as sayOpen from './say/open-class';
import * as say from './say/proposals';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { regionsOf } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.proposal_id) return one(context, args);
  const all = await mine(context);
  if (args.nth) {
    const chosen = all[args.nth - 1];
    return chosen ? one(context, { ...args, proposal_id: chosen.proposal_id }) : { kind: 'answer', text: say.which };
  }
  const min = policyNow(context).demand.proposal_min.value;
  if (all.length === 0) return { kind: 'answer', text: say.none(min), next: ['意愿', '摸排'] };
  const lines = all.map((proposal, i) => say.line(proposal, i + 1, placeName(context, proposal.region)));
  return { kind: 'answer', text: say.list(lines), next: all.slice(0, 4).map((_, i) => `开班建议 ${i + 1}`) };
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
  const draft = draftOf(context.world, proposal, setOf(args));
  const planned = await draftClass(context.world, draft);
  if (isRefusal(planned)) return { kind: 'refused', refusal: planned };
  const { training_class, lessons } = planned.value;
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
  const { place, first_day, start, units, units_per_day, capacity, level, pattern } = args;
  return Object.fromEntries(
    Object.entries({ site_name: place, first_day, start, units, units_per_day, capacity, level, pattern }).filter(
      ([, value]) => value !== undefined,
    ),
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
  if (known.proposal_id || known.nth) return openClass.read(found, known, slot);
  const [nth] = found.numbers;
  return { ...known, ...(nth !== undefined && { nth }), ...(DECLINE.test(found.rest) && { decline: true }) };
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
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return duty;
  const proposal = await readProposal(context.world, data.proposal_id);
  if (!proposal) return refuse('proposal_unknown');
  const opened = await openDeeds.open_class!(context, { draft: data.draft });
  if (isRefusal(opened)) return opened;
  const row = opened.changes.find(({ key }) => key.sk === 'META' && key.pk.startsWith('CLASS#'));
  const class_id = row?.key.pk.slice('CLASS#'.length) ?? '';
  const { proposal_id } = proposal;
  const accepted = await acceptedWith(context.world, { proposal_id, class_id, by: duty.staff.staff_id });
  if (isRefusal(accepted)) return accepted;
  return { changes: [...opened.changes, ...accepted.changes], value: opened.value };
};

/** `data`: proposal_id, reason. */
const declineDeed: DoDeed = async (context, data) => {
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return duty;
  const proposal = await readProposal(context.world, data.proposal_id);
  if (!proposal) return refuse('proposal_unknown');
  const area = inArea(duty.staff, { host_region: proposal.region, home_region: proposal.home_region });
  if (area) return area;
  const { proposal_id, reason } = data as { proposal_id: string; reason: string };
  const planned = await declineProposal(context.world, { proposal_id, reason, by: duty.staff.staff_id });
  if (isRefusal(planned)) return planned;
  return { changes: [duty.check, ...planned.changes], value: { text: say.declined(proposal), next: ['开班建议'] } };
};

export const deeds: Record<string, DoDeed> = { accept_proposal: accept, decline_proposal: declineDeed };
