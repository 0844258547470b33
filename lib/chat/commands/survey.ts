/** 6 摸排: start a survey, read its counts, remind, close. */
import { inArea } from '../../people/on-duty';
import { DAY_MS, instant, MINUTE_MS } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import { placeByRegion } from '../../policy/place';
import type { Planned } from '../../store/commit';
import { findSurvey, isOpen } from '../../wishes/find-survey';
import { readSurvey } from '../../wishes/read-survey';
import { closeSurvey, previewSurvey, remindSurvey, startSurvey, surveysAt } from '../../wishes/surveys';
import type { Survey } from '../../wishes/types';
import { lexiconOf } from '../lexicon';
import { policyNow } from '../people';
import * as say from './say/survey';
import type { Args, AtWork, Command, DeedContext, DeedDone, DoDeed, Found, Outcome } from './types';
import { regionsOf } from './which';

/** How long the questions are held back: as long as it takes to see that it was the wrong survey. */
const HELD_MIN = 2;
const REGIONS_MAX = 5;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const regions = regionsHere(context, args);
  const survey = await meant(context, args, regions);
  if (args.act === 'start') {
    const open = survey && isOpen(survey, context.now_ms) ? survey : undefined;
    return open ? { kind: 'answer', text: say.stillOpen(open), next: ['摸排'] } : start(context, args, regions);
  }
  if (args.survey_id && !survey) return { kind: 'refused', refusal: refuse('survey_unknown') };
  if (!survey) {
    const place = regions.map((region) => placeName(context, region)).join('、');
    return { kind: 'answer', text: say.none(place), next: ['摸排 开始'] };
  }
  const { survey_id } = survey;
  const open = isOpen(survey, context.now_ms);
  const results = await readSurvey(context.world, survey_id);
  if (!results) return { kind: 'refused', refusal: refuse('survey_unknown') };
  if (args.act && !open) return { kind: 'refused', refusal: refuse('survey_closed') };
  if (args.act === 'remind') {
    const left = Math.max(0, results.asked - (results.by_channel.survey ?? 0));
    const deed = { name: 'remind_survey', data: { survey_id } };
    return { kind: 'dry', text: say.dryRemind(survey_id, left), yes: say.YES_REMIND, deed };
  }
  if (args.act === 'close') {
    const deed = { name: 'close_survey', data: { survey_id } };
    return { kind: 'dry', text: say.dryClose(survey), yes: say.YES_CLOSE, deed };
  }
  const places = Object.fromEntries(survey.regions.map((region) => [region, placeName(context, region)]));
  const next = open ? ['开班建议', '摸排 提醒', '摸排 结束'] : ['开班建议', '摸排 开始'];
  // Of a survey of several stations each sees what its own people said (L15); the totals are the survey's.
  const hers = (one: { region: string }) => regionsOf(context).includes(one.region);
  const shown = { ...results, demand: results.demand.filter(hers), free: results.free.filter(hers) };
  return { kind: 'answer', text: say.counts(shown, places), next };
}

const regionsHere = (context: AtWork, args: Args): string[] => {
  const mine = regionsOf(context);
  const named = ((args.regions ?? []) as string[]).filter((region) => mine.includes(region));
  return (named.length > 0 ? named : mine).slice(0, REGIONS_MAX);
};

const placeName = (context: AtWork, region: string): string =>
  placeByRegion(policyNow(context), region)?.name ?? region;

/** The one named; else the newest at her places. */
async function meant(context: AtWork, args: Args, regions: string[]): Promise<Survey | undefined> {
  const { world } = context;
  const mine = (survey: Survey | undefined) =>
    survey?.regions.some((region) => regionsOf(context).includes(region)) ? survey : undefined;
  if (args.survey_id) return mine(await findSurvey(world, args.survey_id));
  const lists = await Promise.all(regions.map((at) => surveysAt(world, world.account.home_region, at, 1)));
  return lists.flat().sort((a, b) => (a.started_at < b.started_at ? 1 : -1))[0];
}

async function start(context: AtWork, args: Args, regions: string[]): Promise<Outcome> {
  const { world } = context;
  const policy = policyNow(context);
  const trades: string[] | undefined = args.trades;
  const total = await previewSurvey(world, { regions, trades });
  if (total === 0) return { kind: 'answer', text: say.NOBODY };
  const lexicon = await lexiconOf(world);
  const ids = trades ?? [...new Set(regions.flatMap((at) => placeByRegion(policy, at)?.trades.value ?? []))];
  const text = say.dryStart({
    place: regions.map((at) => placeName(context, at)).join('、'),
    total,
    trades: ids.slice(0, 8).map((id) => lexicon.trades.find((trade) => trade.id === id)?.name ?? id),
    days: policy.demand.survey_days.value,
    remind_after_h: policy.demand.survey_remind_after_h.value,
    minutes: HELD_MIN,
    closes_at: instant(context.now_ms + policy.demand.survey_days.value * DAY_MS),
    wished: args.until,
  });
  const data = { regions, total, ...(trades && { trades }) };
  return { kind: 'dry', text, yes: say.YES, deed: { name: 'start_survey', data }, args };
}

const ACTS: [pattern: RegExp, act: string][] = [
  [/结束|关掉|关了|停掉|停止|收了|不问了/u, 'close'],
  [/提醒|催/u, 'remind'],
  [/开始|发起|新的|再做|再来|重新|问一下大家|问问大家|做一次|搞一次|发一个|发一次/u, 'start'],
  [/结果|统计|多少|几个|怎么样|看看|看一下|进度|情况/u, 'look'],
];

function read(found: Found, known: Args): Args {
  const survey_id = found.class_ids.find((id) => /^M\d+$/.test(id));
  // 开始摸排: the words that name the command say it as well.
  const said = found.said ?? found.rest;
  const act = ACTS.find(([pattern]) => pattern.test(said))?.[1];
  return {
    ...known,
    ...(survey_id && { survey_id }),
    ...(act && { act: act === 'look' ? undefined : act }),
    ...(found.trades.length > 0 && { trades: found.trades }),
    ...(found.regions.length > 0 && { regions: found.regions }),
    ...(found.days[0] && { until: found.days[0] }),
  };
}

export const command: Command = {
  name: 'survey',
  number: 6,
  title: '摸排',
  does: '问你这里的工友想学什么、什么时候有空；看答了多少；提醒没答的；结束。',
  examples: ['摸排', '摸排 开始', '摸排 焊工 电工 开始', '摸排 提醒', '摸排 结束'],
  words: ['意愿摸排', '需求摸排', '需求调查', '问卷'],
  duties: ['station', 'office', 'village_officer'],
  read,
  run,
};

/** Every place asked is hers. */
function mayAsk(context: DeedContext, regions: string[]): Refusal | undefined {
  const { home_region } = context.world.account;
  return regions.map((host_region) => inArea(context.staff, { host_region, home_region })).find(Boolean);
}

/** `data`: regions, total, trades. Held back two minutes, so that 撤销 takes it back unseen. */
const startDeed: DoDeed = async (context, data) => {
  const elsewhere = mayAsk(context, data.regions);
  if (elsewhere) return elsewhere;
  const planned = await startSurvey(context.world, {
    home_region: context.world.account.home_region,
    regions: data.regions,
    trades: data.trades,
    previewed_total: data.total,
    by: context.staff.staff_id,
    not_before: instant(context.now_ms + HELD_MIN * MINUTE_MS),
  });
  if (isRefusal(planned)) return planned;
  const survey = planned.value;
  const undo = {
    label: say.undoLabel(survey),
    deed: { name: 'stop_survey', data: { survey_id: survey.survey_id } },
    minutes: HELD_MIN,
  };
  return {
    changes: planned.changes,
    value: { text: say.started(survey, HELD_MIN), undo, next: ['摸排'] },
  };
};

/** On a survey of hers: do it, and say so. `data`: survey_id. */
const onSurvey =
  (
    act: (context: AtWork, survey_id: string, by: string) => Promise<Planned<unknown>>,
    text: (survey_id: string) => string,
  ): DoDeed =>
  async (context, data): Promise<Planned<DeedDone>> => {
    const survey = await findSurvey(context.world, data.survey_id, { consistent: true });
    if (!survey) return refuse('survey_unknown');
    const elsewhere = mayAsk(context, survey.regions);
    if (elsewhere) return elsewhere;
    const planned = await act(context, survey.survey_id, context.staff.staff_id);
    if (isRefusal(planned)) return planned;
    return { changes: planned.changes, value: { text: text(survey.survey_id), next: ['摸排'] } };
  };

export const deeds: Record<string, DoDeed> = {
  start_survey: startDeed,
  stop_survey: onSurvey(({ world }, survey_id) => closeSurvey(world, { survey_id }), say.stopped),
  remind_survey: onSurvey(({ world }, survey_id, by) => remindSurvey(world, { survey_id, by }), say.reminded),
  close_survey: onSurvey(({ world }, survey_id) => closeSurvey(world, { survey_id }), say.closed),
};
