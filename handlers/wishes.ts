/** 点单 and 下单: wishes, surveys, proposals, job orders, the monthly sheet, by API. Wire, call, answer; the rules are in lib/wishes and lib/demand. */
import { demandRoutes } from '../lib/demand/api';
import { orderAsked, orderPlace, orderShown, ordersAsked } from '../lib/demand/asked';
import { closeOrder, readOrder, takeOrder } from '../lib/demand/job-orders';
import type { JobOrder } from '../lib/demand/types';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { type Answer, doOnce } from '../lib/platform/idempotency';
import { PAGE_MAX } from '../lib/platform/paging';
import { isRefusal, refuse } from '../lib/platform/refusal';
import { carryOut } from '../lib/store/commit';
import { wishRoutes } from '../lib/wishes/api';
import {
  asksElsewhere,
  mayEnd,
  placeOf,
  proposalsAsked,
  sheetAsked,
  surveyPlace,
  surveysAsked,
  wishAsked,
  wishesAsked,
} from '../lib/wishes/asked';
import { dropWish } from '../lib/wishes/drop-wish';
import { findSurvey } from '../lib/wishes/find-survey';
import { countiesLeadTimes } from '../lib/wishes/lead-time';
import { makeWish } from '../lib/wishes/make-wish';
import { loadProposal, poolPlace } from '../lib/wishes/pool';
import { acceptProposal, declineProposal, openProposals } from '../lib/wishes/proposals';
import { readWish } from '../lib/wishes/read';
import { readSurvey } from '../lib/wishes/read-survey';
import { sheetText } from '../lib/wishes/sheet';
import { proposalShown, resultsShown, surveyShown, wishShown } from '../lib/wishes/show';
import { closeSurvey, startSurvey } from '../lib/wishes/surveys';
import type { Proposal, Survey } from '../lib/wishes/types';

const survey = (value: Survey): Answer => ({ body: surveyShown(value) });
const proposal = (value: Proposal): Answer => ({ body: proposalShown(value) });
const order = (value: JobOrder): Answer => ({ body: orderShown(value) });

export const handler = api({
  routes: { ...wishRoutes, ...demandRoutes },
  world: deployedWorld,
  regions: {
    wish: async (world, { wish_id }) => placeOf(await readWish(world, wish_id)),
    survey: async (world, { survey_id }, caller) => {
      const found = await findSurvey(world, survey_id);
      return found && surveyPlace(caller, found);
    },
    proposal: async (world, { proposal_id }) => placeOf(await loadProposal(world, proposal_id)),
    job_order: async (world, { job_order_id }) => orderPlace(await readOrder(world, job_order_id)),
  },
  operations: {
    make_wish: async (call) => {
      const command = await wishAsked(call.world, call.caller, call.body);
      if (isRefusal(command)) return command;
      return doOnce(
        call,
        () => makeWish(call.world, command),
        ({ wish }) => ({ body: wishShown(wish) }),
      );
    },
    list_wishes: wishesAsked,
    drop_wish: async ({ world, params, query, caller }) => {
      const dropped = await carryOut(world, () => dropWish(world, { ...params, ...query, by: caller.subject }));
      return isRefusal(dropped) ? dropped : { body: wishShown(dropped) };
    },
    start_survey: async (call) => {
      const { region: _region, ...command } = call.body;
      if (asksElsewhere(call.caller, command.regions)) return refuse('survey_place');
      return doOnce(call, () => startSurvey(call.world, { ...command, by: call.caller.subject }), survey);
    },
    list_surveys: surveysAsked,
    read_survey: async ({ world, params }) => {
      const results = await readSurvey(world, params.survey_id);
      return results ? { body: resultsShown(results) } : refuse('survey_unknown');
    },
    close_survey: async (call) =>
      (await mayEnd(call.world, call.caller, call.params.survey_id)) ??
      doOnce(call, () => closeSurvey(call.world, call.params), survey),
    pool_wishes: async ({ world, body }) => {
      const pooled = await poolPlace(world, body);
      if (isRefusal(pooled)) return pooled;
      return { body: { items: (await openProposals(world, body)).slice(0, PAGE_MAX).map(proposalShown) } };
    },
    list_proposals: proposalsAsked,
    accept_proposal: (call) => {
      const command = { ...call.params, set: call.body, by: call.caller.subject };
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
      const sheet = await sheetAsked(world, query);
      return isRefusal(sheet) ? sheet : { body: { ...sheet, text: sheetText(sheet) } };
    },
    lead_times: async ({ world, within }) => ({ body: { items: await countiesLeadTimes(world, within) } }),
    take_order: (call) => doOnce(call, () => takeOrder(call.world, orderAsked(call.caller, call.body)), order),
    list_orders: ordersAsked,
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
