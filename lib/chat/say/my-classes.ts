/** My classes: the list, one in detail, leaving it. */

import type { Lesson, TrainingClass } from '../../classes/types';
import { shortDay, spokenMoment } from '../../platform/spoken';
import type { Place } from '../places';
import { placeOf, placeOfLesson, spokenLesson } from '../render';

export const NOT_REGISTERED = '你还没报过班。报了班，时间和地点会在这里。';
export const LABEL_BEFORE = '我以前报过';
export const NO_CLASSES = '你现在没有要上的课。考试、成绩和证书，回“我的成绩”看。';
export const MY_CLASSES = '你的课，想看哪个？';
export function placeLabel(place: Place): string {
  const { entry } = place;
  const state = place.offered_until
    ? '给你留了名额'
    : entry.status === 'waiting'
      ? `排队第${place.position}位`
      : '已报名';
  return `${entry.title} ${shortDay(entry.starts_at)} ${state}`;
}
export function enrolled(c: TrainingClass, next: Lesson | undefined): string {
  const lines = next ? [`下次上课：${spokenLesson(next)}`, placeOfLesson(c, next)] : ['课都上完了。'];
  return [c.title, ...lines, ...(c.contact ? [`联系：${c.contact}`] : [])].join('\n');
}
export const waiting = (c: TrainingClass, position: number): string =>
  `${c.title}\n排队第${position}位，${spokenMoment(c.starts_at)}开课。\n有名额就告诉你。`;
export const offered = (c: TrainingClass, until: string): string =>
  `${c.title}\n给你留了名额，留到${spokenMoment(until)}。\n${spokenMoment(c.starts_at)}开课\n${placeOf(c)}\n要吗？`;
export const cancelled = (c: TrainingClass): string =>
  `${c.title}不开了${c.cancelled?.reason ? `：${c.cancelled.reason}` : '。'}`;
export const LABELS = {
  leave: '退这个班',
  leave_line: '不排了',
  others: '看我别的课',
  find: '找培训班',
  take: '要这个名额',
  decline: '不要了',
  really: '确定不上了',
  stay: '还是要上',
};
export const reallyLeave = (title: string, is_waiting: boolean): string =>
  is_waiting ? `真的不排“${title}”了？再排就要从后面排起。` : `真的不上“${title}”了？名额会让给别人。`;
export const WHICH_MEANT = '“取消”有两个意思。不上这个班了回“1”，还是要上回“2”。';
export const left = (title: string, was_waiting: boolean): string =>
  was_waiting ? `好，“${title}”不排了。` : `“${title}”退好了，名额让给别人。想学随时再报。`;
export const LEAVE_WHICH = '想退哪个？';
export const HELP = '这里看你报的班：什么时候、在哪里上课，也可以退。';
export const HELP_LEAVE = '不想上了回“1”，还想上回“2”。退了名额就给别人了。';
