/** Proposals: read, listed, accepted (a class draft), declined (the wishes are open again). */
import { type DraftCommand, draftClass } from '../classes/draft-class';
import type { TrainingClass } from '../classes/types';
import { addDays, DAY_MS, dayOf, instant, weekday } from '../platform/clock';
import type { Listed, Reading } from '../platform/reached';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { proposalOf, wishUpdate } from './items';
import { asItStands, headPut, loadHead, loadProposal } from './pool';
import { wishesFor } from './read';
import { heldBy, proposalOn } from './rules';
import type { Proposal, WishRefusal } from './types';

/** What a class begun from a proposal has unless told otherwise; all of it can still be changed in the draft. */
const DAYS_AHEAD = 14;
/** 初级 takes at least 40 课时 in most counties (Huai'an; domain.md): where a draft starts, not a rule. */
const UNITS = 40;
const CAPACITY_MAX = 60;
/** After a refusal the same wishes are not proposed again for this long. */
const PUT_OFF_MS = 30 * DAY_MS;

/** One proposal as it stands, or nothing. */
export async function readProposal(world: World, proposal_id: string): Promise<Proposal | undefined> {
  const proposal = await loadProposal(world, proposal_id);
  return proposal && asItStands(world, proposal);
}

/** Proposals of a region's subtree as they stand, a page at a time. */
export async function listProposals(world: World, reading: Reading): Promise<Listed<Proposal>> {
  const { items, next } = await proposalsPage(world, reading);
  return { items: await Promise.all(items.map((one) => asItStands(world, one))), next };
}

async function proposalsPage(world: World, { region_prefix, limit, after }: Reading): Promise<Listed<Proposal>> {
  const page = await world.table.query({ pk: keys.proposal('', '').pk, prefix: region_prefix, limit, after });
  return { items: page.items.map(proposalOf), next: page.next };
}

/** The open ones at a place that somebody is in, the largest first; a county has few. */
export async function openProposals(world: World, of: { home_region: string; region: string }): Promise<Proposal[]> {
  const open: Proposal[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await proposalsPage(world, { region_prefix: of.home_region, limit: 200, after });
    open.push(...page.items.filter((one) => one.region === of.region && one.state === 'open'));
    after = page.next;
  } while (after);
  const standing = await Promise.all(open.map((one) => asItStands(world, one)));
  return standing.filter((one) => one.wishes > 0).sort((a, b) => b.wishes - a.wishes);
}

export type AcceptSet = Partial<
  Pick<
    DraftCommand,
    | 'site_name'
    | 'address'
    | 'first_day'
    | 'start'
    | 'units'
    | 'units_per_day'
    | 'capacity'
    | 'level'
    | 'pattern'
    | 'title'
    | 'contact'
    | 'off_list_reason'
  >
>;
export interface AcceptCommand {
  proposal_id: string;
  by: string;
  set?: AcceptSet;
}
export interface Accepted {
  proposal: Proposal;
  training_class: TrainingClass;
}

/** The class a proposal would become: the pattern most can come to, two weeks from now, at the place. Pure but for the policy. */
export function draftOf(world: World, proposal: Proposal, set: AcceptSet = {}): DraftCommand {
  const { home_region, region, trade_id, wishes } = proposal;
  const pattern = set.pattern ?? proposal.pattern;
  const policy = world.policies.of(home_region, dayOf(world.now()));
  const place = placeByRegion(policy, region)?.name ?? region;
  let first_day = addDays(dayOf(world.now()), DAYS_AHEAD);
  while (!policy.patterns.value[pattern].weekdays.includes(weekday(first_day))) first_day = addDays(first_day, 1);
  return {
    trade_id,
    level: '5',
    home_region,
    host_region: region,
    site_name: place,
    address: '',
    units: UNITS,
    first_day,
    capacity: Math.max(1, Math.min(wishes, CAPACITY_MAX)),
    ...set,
    pattern,
  };
}

/**
 * 采纳: a class draft is made from it, in one transaction, once. Those who wished are told when it is published. Refuses
 * `proposal_unknown`, `proposal_decided`, `proposal_empty`, and whatever a draft refuses (`trade_off_list` …).
 */
export async function acceptProposal(world: World, command: AcceptCommand): Promise<Planned<Accepted>> {
  const proposal = await undecided(world, command.proposal_id);
  if (isRefusal(proposal)) return proposal;
  const drafted = await draftClass(world, draftOf(world, proposal, command.set));
  if (isRefusal(drafted)) return drafted;
  const { training_class } = drafted.value;
  const accepted = await acceptedWith(world, { ...command, class_id: training_class.class_id });
  if (isRefusal(accepted)) return accepted;
  return {
    changes: [...drafted.changes, ...accepted.changes],
    value: { proposal: accepted.value, training_class },
  };
}

/** Accepted by the class that another operation opens in the same transaction. Refuses `proposal_unknown`, `proposal_decided`, and `proposal_empty`: nobody in it wants it any more. */
export async function acceptedWith(
  world: World,
  command: { proposal_id: string; class_id: string; by: string },
): Promise<Planned<Proposal>> {
  const proposal = await undecided(world, command.proposal_id);
  if (isRefusal(proposal)) return proposal;
  if (proposal.wishes === 0) return empty(world, command.proposal_id);
  const { class_id, by } = command;
  const decided = { at: instant(world.now()), by };
  const after: Proposal = { ...proposal, rev: proposal.rev + 1, state: 'accepted', class_id, decided };
  const head = await loadHead(world, proposal);
  return { changes: [proposalPut(proposal, after), headPut(proposal, head, {})], value: after };
}

/** One nobody has decided yet, counted as it stands. */
async function undecided(world: World, proposal_id: string): Promise<Proposal | Refusal> {
  const proposal = await stillOpen(world, proposal_id);
  return isRefusal(proposal) ? proposal : asItStands(world, proposal, { consistent: true });
}

async function stillOpen(world: World, proposal_id: string): Promise<Proposal | Refusal> {
  const proposal = await loadProposal(world, proposal_id);
  if (!proposal) return refuse<WishRefusal>('proposal_unknown');
  if (proposal.state !== 'open') return refuse<WishRefusal>('proposal_decided', { state: proposal.state });
  return proposal;
}

/** Nobody wants it any more; or somebody declined it while it was counted, which is another answer. */
async function empty(world: World, proposal_id: string): Promise<Refusal> {
  const proposal = await stillOpen(world, proposal_id);
  return isRefusal(proposal) ? proposal : refuse<WishRefusal>('proposal_empty');
}

/**
 * 不采纳, with the reason: its wishes are open again, counted by nobody, and the trade is not proposed at this place for
 * a month. Refuses `proposal_unknown`, `proposal_decided`.
 */
export async function declineProposal(
  world: World,
  command: { proposal_id: string; by: string; reason: string },
): Promise<Planned<Proposal>> {
  const proposal = await undecided(world, command.proposal_id);
  if (isRefusal(proposal)) return proposal;
  const [head, wishes] = await Promise.all([
    loadHead(world, proposal),
    wishesFor(world, proposal.region, proposal.trade_id),
  ]);
  const held = heldBy(proposal.proposal_id, wishes);
  const decided = { at: instant(world.now()), by: command.by, reason: command.reason };
  const after: Proposal = { ...proposalOn(proposal, held), rev: proposal.rev + 1, state: 'declined', decided };
  return {
    changes: [
      proposalPut(proposal, after),
      headPut(proposal, head, { not_before: instant(world.now() + PUT_OFF_MS) }),
      ...held.map((wish) => wishUpdate(wish, { status: 'open' }, ['proposal_id'], 'open again')),
    ],
    value: after,
  };
}

function proposalPut(before: Proposal, after: Proposal): Change {
  return {
    kind: 'put',
    key: keys.proposal(before.home_region, before.proposal_id),
    item: { ...after },
    when: [{ attr: 'rev', op: '=', value: before.rev }],
    why: `a proposal ${after.state}`,
  };
}
