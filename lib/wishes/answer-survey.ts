import { findWorker } from '../people/find';
import { instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { dropWish } from './drop-wish';
import { findSurvey, isOpen } from './find-survey';
import { FREE_TIMES } from './free-time';
import { answerOf } from './items';
import { makeWish } from './make-wish';
import { wantedOf, wishersOf } from './read';
import type { FreeTime, Shift, Survey, SurveyAnswer, WishChannel, Wisher, WishMode, WishRefusal } from './types';
import { wishId } from './wish-id';

/** Counters of a survey are spread over so many rows. Two take two hundred answers a second, and read in one unit. */
export const COUNT_SHARDS = 2;
/** 什么都不想学. */
export const NOTHING = 'none';

export interface AnswerCommand {
  survey_id: string;
  wisher: Wisher;
  region: string;
  /** A trade id, `other` with `said`, or NOTHING. */
  trade_id: string;
  said?: string;
  free: FreeTime[];
  shift?: Shift;
  mode: WishMode;
  willing: boolean;
  channel: WishChannel;
  by: string;
}

/**
 * One person's answer, counted in the same transaction; answering again replaces it and moves the counts, so that a
 * person is counted once. Whoever is willing also has a wish (P4, channel kept); who is not any more has the wish that
 * came of her answer taken back. Refuses `survey_unknown`, `survey_closed`, `survey_place`, and what `makeWish` refuses.
 */
export async function answerSurvey(
  world: World,
  command: AnswerCommand,
): Promise<Planned<{ answer: SurveyAnswer; again: boolean; wished: boolean }>> {
  const survey = await findSurvey(world, command.survey_id, { consistent: true });
  if (!survey) return refuse<WishRefusal>('survey_unknown');
  if (!isOpen(survey, world.now())) return refuse<WishRefusal>('survey_closed', { survey_id: survey.survey_id });
  if (!survey.regions.includes(command.region)) return refuse<WishRefusal>('survey_place');
  const whose = await namesOf(world, command.wisher);
  if (!whose) return refuse('worker_unknown');
  const before = await answerUnder(world, survey.survey_id, whose);
  const wish = await wishOfAnswer(world, survey, command, before, whose);
  if (isRefusal(wish)) return wish;
  const answer: SurveyAnswer = {
    survey_id: survey.survey_id,
    who: before?.who ?? (whose[0] as string),
    rev: (before?.rev ?? 0) + 1,
    region: command.region,
    trade_id: command.trade_id,
    ...(wish.value && { trade_name: wish.value }),
    ...(command.said && { said: command.said }),
    free: command.free,
    ...(command.shift && { shift: command.shift }),
    mode: command.mode,
    willing: command.willing,
    channel: command.channel,
    by: command.by,
    at: instant(world.now()),
  };
  return {
    changes: [answerPut(answer, before), ...counted(survey, answer, before), ...wish.changes, stillOpen(survey)],
    value: { answer, again: before !== undefined, wished: command.willing },
  };
}

/** Under what names she may have answered, the one to use first. */
async function namesOf(world: World, wisher: Wisher): Promise<string[] | undefined> {
  if ('chat' in wisher) return [`c_${world.vault.fingerprint('chat', wisher.chat)}`];
  if ('phone' in wisher) return [`p_${world.vault.fingerprint('phone', wisher.phone)}`];
  const worker = await findWorker(world, wisher.worker_id);
  return worker && wishersOf(worker);
}

async function answerUnder(world: World, survey_id: string, who: string[]): Promise<SurveyAnswer | undefined> {
  const rows = await world.table.getMany(
    who.map((one) => keys.surveyAnswer(survey_id, one)),
    { consistent: true },
  );
  const row = rows.find((one) => one !== undefined);
  return row && answerOf(row);
}

/** What she answered before, or nothing. */
export async function readAnswer(world: World, survey_id: string, wisher: Wisher): Promise<SurveyAnswer | undefined> {
  const who = await namesOf(world, wisher);
  return who && answerUnder(world, survey_id, who);
}

async function wishOfAnswer(
  world: World,
  survey: Survey,
  command: AnswerCommand,
  before: SurveyAnswer | undefined,
  who: string[],
): Promise<Planned<string | undefined>> {
  const willing = command.willing && command.trade_id !== NOTHING;
  const changes: Change[] = [];
  if (before?.willing && (!willing || before.trade_id !== command.trade_id)) {
    const old = (await wantedOf(world, who)).find(
      (w) => w.trade_id === before.trade_id && w.channel === before.channel,
    );
    const dropped = old && (await dropWish(world, { wish_id: wishId(old), by: command.by }));
    if (dropped && !isRefusal(dropped)) changes.push(...dropped.changes);
  }
  const named = survey.trades.find((trade) => trade.trade_id === command.trade_id)?.name ?? command.said;
  if (!willing) return { changes, value: named };
  const { home_region } = survey;
  const planned = await makeWish(world, { ...command, home_region });
  // Five wishes are enough; her answer counts all the same.
  if (isRefusal(planned)) return planned.refused === 'wishes_too_many' ? { changes, value: named } : planned;
  return { changes: [...changes, ...planned.changes], value: planned.value.wish.trade_name };
}

function answerPut(answer: SurveyAnswer, before: SurveyAnswer | undefined): Change {
  return {
    kind: 'put',
    key: keys.surveyAnswer(answer.survey_id, answer.who),
    item: { ...answer },
    when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: 'an answer, once per person',
  };
}

const stillOpen = (survey: Survey): Change => ({
  kind: 'check',
  key: keys.surveyHead(survey.survey_id),
  when: [{ attr: 'state', op: '=', value: 'open' }],
  why: 'the survey is open',
});

const MODE_MARKS: Record<WishMode, string> = { online: 'l', offline: 'f', either: 'e' };
const CHANNEL_MARKS: Record<WishChannel, string> = {
  survey: 'cs',
  station: 'ct',
  village_officer: 'cv',
  api: 'ca',
  chat: 'cc',
};

/**
 * The counters an answer adds to, by short names (the row is read whole): `n` answers, `w` willing, `x` nothing, `c?`
 * channels; `a` + place + trade + mode (H2: online and offline apart, by county and trade), `f` + place + time.
 */
function marksOf(survey: Survey, answer: SurveyAnswer): string[] {
  const place = survey.regions.indexOf(answer.region);
  const at = survey.trades.findIndex((trade) => trade.trade_id === answer.trade_id);
  const trade = at < 0 ? 'o' : String(at);
  const common = ['n', CHANNEL_MARKS[answer.channel], ...(answer.willing ? ['w'] : [])];
  if (answer.trade_id === NOTHING) return [...common, 'x'];
  const times = answer.free.map((time) => `f${place}${FREE_TIMES.indexOf(time)}`);
  return [...common, `a${place}${trade}${MODE_MARKS[answer.mode]}`, ...times];
}

/** The same row for the same person, so that what changes is one write. */
function counted(survey: Survey, answer: SurveyAnswer, before: SurveyAnswer | undefined): Change[] {
  const add: Record<string, number> = {};
  for (const mark of marksOf(survey, answer)) add[mark] = (add[mark] ?? 0) + 1;
  for (const mark of before ? marksOf(survey, before) : []) add[mark] = (add[mark] ?? 0) - 1;
  const changed = Object.fromEntries(Object.entries(add).filter(([, n]) => n !== 0));
  if (Object.keys(changed).length === 0) return [];
  const key = keys.surveyCount(survey.survey_id, shardOf(answer.who));
  return [{ kind: 'update', key, add: changed, why: 'the counts follow the answer' }];
}

function shardOf(who: string): number {
  let h = 0;
  for (const c of who) h = (h * 31 + c.charCodeAt(0)) >>> 0;
  return h % COUNT_SHARDS;
}
