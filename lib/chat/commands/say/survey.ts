/** 摸排, in words. */
import { spokenDay, spokenMoment } from '../../../platform/spoken';
import { FREE_NAMES } from '../../../wishes/free-time';
import type { SurveyResults } from '../../../wishes/read-survey';
import type { Survey } from '../../../wishes/types';
import { CHANNEL_SAYS } from '../../../wishes/words';

export const YES = '确定开始';
export const YES_REMIND = '确定提醒';
export const YES_CLOSE = '确定结束';
export const WHERE = '问哪里的工友？';
export const NOBODY = '这里还没有能收到消息的工友，问不了。请他们先关注公众号、说在哪里上班。';
export const none = (place: string): string => `${place}没有做过摸排。回“摸排 开始”就问大家想学什么。`;
export const stillOpen = (survey: Survey): string =>
  `${survey.survey_id}还开着，${spokenDay(survey.closes_at)}结束。先结束它，再开新的。`;

export interface Start {
  place: string;
  total: number;
  trades: string[];
  days: number;
  remind_after_h: number[];
  minutes: number;
  /** When it closes by itself, as the policy says; the day she named, where she named one. */
  closes_at: string;
  wished?: string;
}
export function dryStart({ place, total, trades, days, remind_after_h, minutes, closes_at, wished }: Start): string {
  const reminders = remind_after_h.map((hours) => `${Math.round(hours / 24)}天`).join('、');
  return [
    `问${place}的${total}位工友（退订的不问）：`,
    `想学什么：${trades.join('、')}，也可以自己写`,
    '再问：什么时候有空、线上线下、开了来不来',
    `开${days}天，到${spokenDay(closes_at)}${reminders ? `，${reminders}后提醒没答的` : ''}。`,
    ...(wished && wished !== closes_at.slice(0, 10)
      ? [`到${spokenDay(`${wished}T00:00`)}截止办不到：开几天是规定的。要早收，到时回“摸排 结束”。`]
      : []),
    `确定后等${minutes}分钟再发出。`,
  ].join('\n');
}
export const started = (survey: Survey, minutes: number): string =>
  `好，${survey.survey_id}开始了，${minutes}分钟后发给${survey.segment}人，${spokenDay(survey.closes_at)}结束。看结果回“摸排”。`;
export const undoLabel = (survey: Survey): string => `摸排 ${survey.survey_id}`;
export const stopped = (survey_id: string): string => `${survey_id}撤了，没发出的不再发。`;

export const dryRemind = (survey_id: string, left: number): string =>
  `再提醒没答${survey_id}的人，大约${left}位。发出去收不回。`;
export const reminded = (survey_id: string): string => `好，正在提醒没答${survey_id}的人。`;
export const dryClose = (survey: Survey): string =>
  `结束${survey.survey_id}？本来开到${spokenMoment(survey.closes_at)}。结束以后不能再答，也不能再开。`;
export const closed = (survey_id: string): string => `${survey_id}结束了。`;

export function counts(r: SurveyResults, places: Record<string, string>): string {
  const { survey_id, state, closes_at } = r.survey;
  const channels = Object.entries(r.by_channel)
    .filter(([channel]) => channel !== 'survey')
    .map(([channel, n]) => `${CHANNEL_SAYS[channel as 'station']}代答${n}人`);
  // The rate is of those asked who answered themselves: 答了2人（0%） would be nonsense.
  const own = channels.length > 0 ? '问到的人里自己答的' : '';
  const rate = r.response_percent === undefined ? '' : `（${own}${r.response_percent}%）`;
  const several = r.survey.regions.length > 1;
  const at = (region: string) => (several ? `${places[region] ?? region} ` : '');
  return [
    `${survey_id} ${state === 'open' ? `开到${spokenDay(closes_at)}` : '已结束'}`,
    `问了${r.asked}人，答了${r.answered}人${rate}，开班就来的${r.willing}人${r.nothing > 0 ? `，都不想学的${r.nothing}人` : ''}`,
    ...(channels.length > 0 ? [`其中${channels.join('，')}`] : []),
    ...(r.demand.length > 0 ? ['想学什么：'] : []),
    ...r.demand.map(
      (d) =>
        `${at(d.region)}${d.name} ${d.online + d.offline + d.either}人（当面${d.offline}，网上${d.online}，都行${d.either}）`,
    ),
    ...(r.free.length > 0 ? ['什么时候有空：'] : []),
    ...r.free.map((f) => `${at(f.region)}${FREE_NAMES[f.time]} ${f.persons}人`),
  ].join('\n');
}
