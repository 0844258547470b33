/** 摸排: a survey started, read, listed, closed. */
import { listTrades } from '../catalogue/list-trades';
import { countSegment } from '../notices/audience';
import { taskChange } from '../notices/task-write';
import { DAY_MS, dayOf, HOUR_MS, type Instant, instant } from '../platform/clock';
import type { Listed, Reading } from '../platform/reached';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Policy } from '../policy/types';
import type { Planned } from '../store/commit';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import { findSurvey, isOpen, taskOfSurvey } from './find-survey';
import { surveyOf } from './items';
import type { Survey, WishRefusal } from './types';

/** Places and trades one survey asks about: its counters stay so small that a statistic is one unit of reading. */
export const SURVEY_REGIONS_MAX = 5;
export const SURVEY_TRADES_MAX = 8;
/** Ids begin at M10: two digits, as a class's. */
const FIRST = 10;

export interface SurveyCommand {
  home_region: string;
  regions: string[];
  /** What is offered, and whom it goes to (those who follow one of them, or none in particular); left out: what is short at these places, to everyone. */
  trades?: string[];
  by: string;
  /** What the dry answer showed; spares counting again. */
  previewed_total?: number;
  /** The questions go out then, and not before: until then it can be taken back. */
  not_before?: Instant;
}

/** How many it would ask. */
export const previewSurvey = (world: World, command: Pick<SurveyCommand, 'regions' | 'trades'>): Promise<number> =>
  countSegment(world, { regions: command.regions, trades: command.trades ?? [], topic: 'news' });

/**
 * Start a survey: each of the segment is pushed one question with a way in, page by page; those who have not answered
 * are reminded as the policy says, and it closes by itself. Refuses `place_off_list`, `survey_places`, `trade_unknown`,
 * `segment_empty`.
 */
export async function startSurvey(world: World, command: SurveyCommand): Promise<Planned<Survey>> {
  const policy = world.policies.of(command.home_region, dayOf(world.now()));
  const regions = [...new Set(command.regions)];
  if (regions.length === 0 || regions.length > SURVEY_REGIONS_MAX)
    return refuse<WishRefusal>('survey_places', { max: SURVEY_REGIONS_MAX });
  const off = regions.find((region) => !placeByRegion(policy, region));
  if (off) return refuse('place_off_list', { host_region: off });
  const catalogue = await listTrades(world);
  const offered = (command.trades ?? shortAt(policy, regions)).slice(0, SURVEY_TRADES_MAX);
  const unknown = command.trades?.find((id) => !catalogue.some((trade) => trade.id === id));
  if (unknown) return refuse('trade_unknown', { trade_id: unknown });
  const segment = command.previewed_total ?? (await previewSurvey(world, { ...command, regions }));
  if (segment === 0) return refuse('segment_empty');
  const counter = await world.table.get(keys.counter('survey'), { consistent: true });
  const n = (counter?.n ?? 0) as number;
  const trades = offered.flatMap((id) => {
    const trade = catalogue.find((one) => one.id === id);
    return trade ? [{ trade_id: id, name: trade.name }] : [];
  });
  const survey = surveyFrom(world, { ...command, regions }, policy, { survey_id: `M${FIRST + n}`, trades, segment });
  return { changes: changesFor(world, survey, n, command.not_before), value: survey };
}

const shortAt = (policy: Policy, regions: string[]): string[] => [
  ...new Set(regions.flatMap((region) => placeByRegion(policy, region)?.trades.value ?? [])),
];

function surveyFrom(
  world: World,
  { home_region, regions, trades: only_trades, by }: SurveyCommand,
  policy: Policy,
  set: Pick<Survey, 'survey_id' | 'trades' | 'segment'>,
): Survey {
  const now_ms = world.now();
  const closes_ms = now_ms + policy.demand.survey_days.value * DAY_MS;
  const remind = policy.demand.survey_remind_after_h.value.map((hours) => now_ms + hours * HOUR_MS);
  return {
    ...set,
    rev: 1,
    home_region,
    regions,
    ...(only_trades && { only_trades }),
    state: 'open',
    started_at: instant(now_ms),
    closes_at: instant(closes_ms),
    remind_at: remind.filter((ms) => ms < closes_ms).map(instant),
    reminded: 0,
    by,
  };
}

function changesFor(world: World, survey: Survey, n: number, not_before?: Instant) {
  const { survey_id, home_region, regions, by } = survey;
  const key = keys.surveyHead(survey_id);
  return [
    {
      kind: 'put' as const,
      key: keys.counter('survey'),
      item: { n: n + 1 },
      when: n === 0 ? [{ attr: 'pk', op: 'absent' as const }] : [{ attr: 'n', op: '=' as const, value: n }],
      why: 'the next survey code',
    },
    {
      kind: 'put' as const,
      key,
      item: {
        ...survey,
        due_shard: dueShard(key),
        due_at: survey.remind_at[0] ?? survey.closes_at,
      },
      when: [{ attr: 'pk', op: 'absent' as const }],
      why: 'a survey',
    },
    {
      kind: 'put' as const,
      key: keys.survey(home_region, survey_id),
      item: { survey_id, regions },
      why: 'listed for the office',
    },
    taskChange(
      world,
      {
        task_id: taskOfSurvey(survey_id),
        kind: 'survey',
        home_region,
        survey_id,
        segment: { regions, trades: survey.only_trades ?? [], topic: 'news' },
        total: survey.segment,
        by,
      },
      { not_before },
    ),
  ];
}

/** Surveys of a region's subtree, a page at a time. */
export async function listSurveys(world: World, reading: Reading): Promise<Listed<Survey>> {
  const { region_prefix: prefix, limit, after } = reading;
  const page = await world.table.query({ pk: keys.survey('', '').pk, prefix, limit, after });
  const items = await world.table.getMany(page.items.map((item) => keys.surveyHead(item.survey_id)));
  return { items: items.flatMap((item) => (item ? [surveyOf(item)] : [])), next: page.next };
}

/** Those of a place, the newest first, at most `limit`. */
export async function surveysAt(world: World, home_region: string, region: string, limit: number): Promise<Survey[]> {
  const { pk, sk } = keys.survey(home_region, '');
  const page = await world.table.query({ pk, prefix: sk, newest_first: true, limit: 100 });
  const here = page.items.filter((item) => item.regions.includes(region)).slice(0, limit);
  const items = await world.table.getMany(here.map((item) => keys.surveyHead(item.survey_id)));
  return items.flatMap((item) => (item ? [surveyOf(item)] : []));
}

/**
 * Remind those who have not answered once more, now. Refuses `survey_unknown`, `survey_closed`, `survey_going_out` (the
 * questions are still on their way: nobody gets the reminder before, or together with, the question).
 */
export async function remindSurvey(world: World, command: { survey_id: string; by: string }): Promise<Planned<Survey>> {
  const survey = await findSurvey(world, command.survey_id, { consistent: true });
  if (!survey) return refuse<WishRefusal>('survey_unknown');
  if (!isOpen(survey, world.now())) return refuse<WishRefusal>('survey_closed', { survey_id: survey.survey_id });
  const asking = await world.table.get(keys.task(taskOfSurvey(survey.survey_id)), { consistent: true });
  if (asking?.state === 'running') return refuse<WishRefusal>('survey_going_out', { survey_id: survey.survey_id });
  return { changes: remindChanges(world, survey, {}, command.by), value: { ...survey, reminded: survey.reminded + 1 } };
}

/** The next reminder begins, in one step with whatever else changes of the survey. */
export function remindChanges(world: World, survey: Survey, set: Record<string, unknown>, by: string): Change[] {
  const { survey_id, home_region, regions, only_trades } = survey;
  const reminded = survey.reminded + 1;
  return [
    {
      kind: 'update',
      key: keys.surveyHead(survey_id),
      set: { ...set, reminded, rev: survey.rev + 1 },
      when: [{ attr: 'rev', op: '=', value: survey.rev }],
      why: 'a reminder of a survey',
    },
    taskChange(world, {
      task_id: taskOfSurvey(survey_id, reminded),
      kind: 'survey_reminder',
      home_region,
      survey_id,
      segment: { regions, trades: only_trades ?? [], topic: 'news' },
      by,
    }),
  ];
}

/** Close it before its time. Refuses `survey_unknown`, `survey_closed`. */
export async function closeSurvey(world: World, command: { survey_id: string }): Promise<Planned<Survey>> {
  const survey = await findSurvey(world, command.survey_id, { consistent: true });
  if (!survey) return refuse<WishRefusal>('survey_unknown');
  if (!isOpen(survey, world.now())) return refuse<WishRefusal>('survey_closed', { survey_id: survey.survey_id });
  return { changes: [closed(world, survey)], value: { ...survey, state: 'closed', closed_at: instant(world.now()) } };
}

export function closed(world: World, survey: Survey) {
  return {
    kind: 'update' as const,
    key: keys.surveyHead(survey.survey_id),
    set: { state: 'closed', closed_at: instant(world.now()), rev: survey.rev + 1 },
    remove: ['due_shard', 'due_at'],
    when: [{ attr: 'rev', op: '=' as const, value: survey.rev }],
    why: 'a survey closed',
  };
}
