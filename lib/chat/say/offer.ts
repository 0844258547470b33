/** A seat kept for her. */

import type { TrainingClass } from '../../classes/types';
import { spokenMoment } from '../../platform/spoken';
import { placeOf } from '../render';

export const taken = (c: TrainingClass): string =>
  `名额是你的了！${c.title}\n${spokenMoment(c.starts_at)}开课\n${placeOf(c)}\n上课前会提醒你。`;
export const declined = (title: string): string => `好，“${title}”的名额让给下一位。`;
export const notYet = (title: string, position: number): string =>
  `“${title}”还没轮到你，现在排第${position}位。有名额就告诉你。`;
export const WHICH_OFFER = '有几个班给你留了名额，要哪个？';
export const WHICH_DECLINE = '不要哪个班的名额？';
/** The code first: a tap sends only the beginning. */
export const offerLabel = (take: boolean, class_id: string, title: string): string =>
  `${take ? '要' : '不要'} ${class_id} ${title}`;
export const HELP = '给你留的名额过时间就让给下一位。要就回它的数字。';
