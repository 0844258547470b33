/** 26 总结. */
import type { Review } from '../../../classes/after/types';
import type { TrainingClass } from '../../../classes/types';
import { spokenDay } from '../../../platform/spoken';

export const YES = '确定写总结';
export const NONE = '你这里没有上完课的班。';
export const AGAIN = '重新写';
export const held = (c: TrainingClass, review: Review): string =>
  `“${c.title}”${spokenDay(review.at)}写过总结。\n好的：${review.went_well}\n要改的：${review.to_improve}`;
export const wentWell = (c: TrainingClass): string => `“${c.title}”哪些做得好？一两句话就行。`;
export const TO_IMPROVE = '哪些要改？一两句话就行。';
export const dry = (c: TrainingClass, went_well: string, to_improve: string): string =>
  `“${c.title}”的总结：\n好的：${went_well}\n要改的：${to_improve}`;
export const written = (c: TrainingClass): string => `“${c.title}”的总结写好了。`;
