/** What is pushed about surveys and wishes. */
import type { TrainingClass } from '../classes/types';
import type { Said } from '../notices/say';
import { spokenDay, spokenMoment } from '../platform/spoken';
import type { Survey } from './types';
import { PATTERN_SAYS } from './words';

export const SURVEY_ANSWER = '我来答';

export function surveyAsked(survey: Survey): Said {
  const { survey_id, closes_at } = survey;
  return {
    text: `问问你想学什么：4个小问题，回数字就行。想学的人多，就在你上班的地方开班，不收钱。\n${spokenDay(closes_at)}前都能答。想答回“摸排 ${survey_id}”。`,
    choices: [{ send: `摸排 ${survey_id}`, label: SURVEY_ANSWER }],
    template: {
      name: 'general',
      fields: { title: '想学什么', note: `${spokenDay(closes_at)}前回“摸排 ${survey_id}”` },
    },
  };
}

export function surveyReminded(survey: Survey): Said {
  const { survey_id, closes_at } = survey;
  return {
    text: `还差你没答：想学什么、什么时候有空？一分钟答完，${spokenDay(closes_at)}截止。\n想答回“摸排 ${survey_id}”，不想答不用管。`,
    choices: [{ send: `摸排 ${survey_id}`, label: SURVEY_ANSWER }],
    template: {
      name: 'general',
      fields: { title: '想学什么', note: `${spokenDay(closes_at)}前回“摸排 ${survey_id}”` },
    },
  };
}

export function wishedClass(c: TrainingClass): Said {
  return {
    text: `你登记想学的${c.trade_name}开班了：“${c.title}”（${PATTERN_SAYS[c.pattern]}）\n${spokenMoment(c.starts_at)}开课，${c.site_name}，不收钱。\n想看就回“${c.class_id}”。`,
    choices: [{ send: c.class_id, label: '看看这个班' }],
    template: {
      name: 'class_news',
      fields: { title: c.title, code: c.class_id, time: spokenMoment(c.starts_at), place: c.site_name },
    },
  };
}
