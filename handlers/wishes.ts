/** 点单 and 下单: wishes, surveys, proposals, job orders, the monthly sheet, by API. Wire, call, answer; the rules are in lib/wishes and lib/demand. */
import { demandRoutes } from '../lib/demand/api';
import { closeOrder, listOrders, readOrder, takeOrder } from '../lib/demand/job-orders';
import type { JobOrder } from '../lib/demand/types';
import { findWorker } from '../lib/people/find';
import type { Caller } from '../lib/platform/auth';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { type Answer, doOnce } from '../lib/platform/idempotency';
import { gather, PAGE_MAX } from '../lib/platform/paging';
import { isRefusal, refuse } from '../lib/platform/refusal';
import { isWithin } from '../lib/platform/region';
import { carryOut } from '../lib/store/commit';
import { wishRoutes } from '../lib/wishes/api';
import { dropWish } from '../lib/wishes/drop-wish';
import { findSurvey } from '../lib/wishes/find-survey';
import { leadTimes } from '../lib/wishes/lead-time';
import { makeWish } from '../lib/wishes/make-wish';
import { poolPlace } from '../lib/wishes/pool';
import { acceptProposal, declineProposal, listProposals, openProposals, readProposal } from '../lib/wishes/proposals';
import { listWishes, readWish } from '../lib/wishes/read';
import { readSurvey } from '../lib/wishes/read-survey';
import { readSheet, sheetText } from '../lib/wishes/sheet';
import { proposalShown, resultsShown, surveyShown, wishShown } from '../lib/wishes/show';
import { closeSurvey, listSurveys, startSurvey } from '../lib/wishes/surveys';
import type { Proposal, Survey } from '../lib/wishes/types';

/** What a list begins with: an officer's own subtree; stations and employers look through the county's. */
const prefixFor = (caller: Caller, within: string): string =>
  caller.role === 'station' || caller.role === 'employer' ? '' : within;
const survey = (value: Survey): Answer => ({ body: surveyShown(value) });
const proposal = (value: Proposal): Answer => ({ body: proposalShown(value) });
const orderShown = ({ rev: _rev, ...order }: JobOrder) => order;
const order = (value: JobOrder): Answer => ({ body: orderShown(value) });
/** A survey belongs to every place it asks. */
const surveyAt = (caller: Caller, { home_region, regions }: Survey) =>
  caller.role === 'station'
    ? { home_region, host_region: regions.find((host_region) => isWithin(caller, { home_region, host_region })) }
    : { home_region };

export const handler = api({
  routes: { ...wishRoutes, ...demandRoutes },
  world: deployedWorld,
  regions: {
    wish: async (world, { wish_id }) => {
      const wish = await readWish(world, wish_id);
      return wish && { home_region: wish.home_region, host_region: wish.region };
    },
    survey: async (world, { survey_id }, caller) => {
      const found = await findSurvey(world, survey_id);
      return found && surveyAt(caller, found);
    },
    proposal: async (world, { proposal_id }) => {
      const found = await readProposal(world, proposal_id);
      return found && { home_region: found.home_region, host_region: found.region };
    },
    job_order: async (world, { job_order_id }) => {
      const found = await readOrder(world, job_order_id);
      return found && { home_region: found.home_region, host_region: found.region, orgs: [found.org_id] };
    },
  },
  operations: {
    make_wish: async (call) => {
      const { world, caller, body } = call;
      const { worker_id, person, channel, ...rest } = body;
      const worker = worker_id ? await findWorker(world, worker_id) : undefined;
      if (worker_id && !(worker && isWithin(caller, { ...worker, host_region: worker.site_region })))
        return refuse('worker_unknown');
      const command = {
        ...rest,
        wisher: worker ? { worker_id: worker.worker_id } : person!,
        channel: channel ?? (caller.role === 'station' ? ('station' as const) : ('api' as const)),
        by: caller.subject,
      };
      return doOnce(
        call,
        () => makeWish(world, command),
        ({ wish }) => ({ body: wishShown(wish) }),
      );
    },
    list_wishes: ({ world, query, within, caller }) => {
      const { region, trade_id, status, channel } = query;
      const prefix = trade_id ? `WISH#${trade_id}#` : 'WISH#';
      return gather({ pk: `WISHES#${region}`, prefix, ...query }, async (limit, after) => {
        if (caller.role === 'station' && !region.startsWith(within)) return { wanted: [] };
        const { wishes, next } = await listWishes(world, { region, trade_id, limit, after });
        const wanted = wishes.filter(
          (wish) =>
            isWithin(caller, { home_region: wish.home_region, host_region: wish.region }) &&
            (caller.role === 'station' || wish.home_region.startsWith(within)) &&
            (!status || wish.status === status) &&
            (!channel || wish.channel === channel),
        );
        return { wanted: wanted.map(wishShown), next };
      });
    },
    drop_wish: async ({ world, params, caller }) => {
      const dropped = await carryOut(world, () => dropWish(world, { ...params, by: caller.subject }));
      return isRefusal(dropped) ? dropped : { body: wishShown({ ...dropped, person: undefined, chat: undefined }) };
    },
    start_survey: (call) => {
      const { region, ...command } = call.body;
      // A station asks in its own area only; which it is, it says itself, and the door has checked it.
      if (call.caller.role === 'station' && command.regions.some((one) => one !== region))
        return Promise.resolve(refuse('survey_place'));
      return doOnce(call, () => startSurvey(call.world, { ...command, by: call.caller.subject }), survey);
    },
    list_surveys: ({ world, query, within, caller }) => {
      const prefix = prefixFor(caller, within);
      return gather({ pk: 'SURVEYS', prefix, ...query }, async (limit, after) => {
        const { surveys, next } = await listSurveys(world, { region_prefix: prefix, limit, after });
        return { wanted: surveys.filter((one) => isWithin(caller, surveyAt(caller, one))).map(surveyShown), next };
      });
    },
    read_survey: async ({ world, params }) => {
      const results = await readSurvey(world, params.survey_id);
      return results ? { body: resultsShown(results) } : refuse('survey_unknown');
    },
    close_survey: (call) => doOnce(call, () => closeSurvey(call.world, call.params), survey),
    pool_wishes: async ({ world, body }) => {
      const pooled = await poolPlace(world, body);
      if (isRefusal(pooled)) return pooled;
      return { body: { items: (await openProposals(world, body)).slice(0, PAGE_MAX).map(proposalShown) } };
    },
    list_proposals: ({ world, query, within, caller }) => {
      const prefix = prefixFor(caller, within);
      return gather({ pk: 'PROPOSALS', prefix, ...query }, async (limit, after) => {
        const { proposals, next } = await listProposals(world, { region_prefix: prefix, limit, after });
        const wanted = proposals.filter(
          (one) =>
            isWithin(caller, { home_region: one.home_region, host_region: one.region }) &&
            (!query.region || one.region === query.region) &&
            (!query.state || one.state === query.state),
        );
        return { wanted: wanted.map(proposalShown), next };
      });
    },
    accept_proposal: (call) => {
      const { proposal_id } = call.params;
      const command = { proposal_id, set: call.body, by: call.caller.subject };
      return doOnce(
        call,
        () => acceptProposal(call.world, command),
        ({ proposal: accepted }) => proposal(accepted),
      );
    },
    decline_proposal: (call) => {
      const command = { ...call.params, ...call.body, by: call.caller.subject };
      return doOnce(call, () => declineProposal(call.world, command), proposal);
    },
    monthly_sheet: async ({ world, query }) => {
      const { home_region } = world.account;
      const regions = query.region ? [query.region] : undefined;
      const sheet = await readSheet(world, { home_region, month: query.month, regions });
      return { body: { ...sheet, text: sheetText(sheet) } };
    },
    lead_times: async ({ world, within }) => {
      const counties = world.policies.all().map((policy) => policy.home_region);
      const ours = [...new Set(counties)].filter((home_region) => home_region.startsWith(within));
      return { body: { items: (await Promise.all(ours.map((county) => leadTimes(world, county)))).flat() } };
    },
    take_order: (call) => {
      const { caller, body } = call;
      const source = body.source ?? sourceOf(caller);
      const org_id = caller.role === 'employer' ? caller.org : body.org_id;
      const command = { ...body, source, by: caller.subject, ...(org_id && { org_id }) };
      return doOnce(call, () => takeOrder(call.world, command), order);
    },
    list_orders: ({ world, query, within, caller }) => {
      const prefix = prefixFor(caller, within);
      return gather({ pk: 'JOBS', prefix, ...query }, async (limit, after) => {
        const { orders, next } = await listOrders(world, { region_prefix: prefix, limit, after });
        const wanted = orders.filter(
          (one) =>
            isWithin(caller, { home_region: one.home_region, host_region: one.region, orgs: [one.org_id] }) &&
            (!query.region || one.region === query.region) &&
            (!query.state || one.state === query.state),
        );
        return { wanted: wanted.map(orderShown), next };
      });
    },
    read_order: async ({ world, params }) => {
      const found = await readOrder(world, params.job_order_id);
      return found ? order(found) : refuse('job_order_unknown');
    },
    close_order: (call) => {
      const command = { ...call.params, ...call.body, by: call.caller.subject };
      return doOnce(call, () => closeOrder(call.world, command), order);
    },
  },
});

function sourceOf(caller: Caller): JobOrder['source'] {
  if (caller.role === 'employer' || caller.role === 'station') return caller.role;
  return 'office';
}
