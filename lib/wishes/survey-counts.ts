/** The counters of a survey: what an answer adds, and that what goes is taken back. The counts are those of the answers that stand. Pure. */
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { FREE_TIMES } from './free-time';
import type { Survey, SurveyAnswer, WishChannel, WishMode } from './types';

/** Counters of a survey are spread over so many rows. Two take two hundred answers a second, and read in one unit. */
export const COUNT_SHARDS = 2;
/** 什么都不想学. */
export const NOTHING = 'none';

const MODE_MARKS: Record<WishMode, string> = { online: 'l', offline: 'f', either: 'e' };
export const CHANNEL_MARKS: Record<WishChannel, string> = {
  survey: 'cs',
  station: 'ct',
  village_officer: 'cv',
  api: 'ca',
  chat: 'cc',
};

/** H2: by place, trade and mode. `trade` is its place among those asked about; those of no catalogue and others together. */
export const demandMark = (place: number, trade: number | 'other', mode: WishMode): string =>
  `a${place}${trade === 'other' ? 'o' : trade}${MODE_MARKS[mode]}`;
export const freeMark = (place: number, time: number): string => `f${place}${time}`;

/**
 * The counters an answer adds to, by short names (the row is read whole): `n` answers, `w` willing, `x` nothing, `c?`
 * channels; `a` + place + trade + mode (H2: online and offline apart, by county and trade), `f` + place + time.
 */
function marksOf(survey: Survey, answer: SurveyAnswer): string[] {
  const place = survey.regions.indexOf(answer.region);
  const trade = survey.trades.findIndex(({ trade_id }) => trade_id === answer.trade_id);
  const common = ['n', CHANNEL_MARKS[answer.channel], ...(answer.willing ? ['w'] : [])];
  if (answer.trade_id === NOTHING) return [...common, 'x'];
  const times = answer.free.map((time) => freeMark(place, FREE_TIMES.indexOf(time)));
  return [...common, demandMark(place, trade < 0 ? 'other' : trade, answer.mode), ...times];
}

/** What changes of the counts when these answers come and those go. One person's are in one row, so that hers is one write. */
export function counted(survey: Survey, come: SurveyAnswer[], gone: SurveyAnswer[]): Change[] {
  const rows = new Map<number, Record<string, number>>();
  const add = (answer: SurveyAnswer, n: number): void => {
    const shard = shardOf(answer.who);
    const row = rows.get(shard) ?? {};
    for (const mark of marksOf(survey, answer)) row[mark] = (row[mark] ?? 0) + n;
    rows.set(shard, row);
  };
  for (const answer of come) add(answer, 1);
  for (const answer of gone) add(answer, -1);
  return [...rows].flatMap(([shard, row]): Change[] => {
    const changed = Object.fromEntries(Object.entries(row).filter(([, n]) => n !== 0));
    if (Object.keys(changed).length === 0) return [];
    const key = keys.surveyCount(survey.survey_id, shard);
    return [{ kind: 'update', key, add: changed, why: 'the counts follow the answers' }];
  });
}

/** An answer that goes, if it is still as it was read. */
export const answerGone = ({ survey_id, who, rev }: SurveyAnswer, why: string): Change => ({
  kind: 'delete',
  key: keys.surveyAnswer(survey_id, who),
  when: [{ attr: 'rev', op: '=', value: rev }],
  why,
});

function shardOf(who: string): number {
  let h = 0;
  for (const c of who) h = (h * 31 + c.charCodeAt(0)) >>> 0;
  return h % COUNT_SHARDS;
}
