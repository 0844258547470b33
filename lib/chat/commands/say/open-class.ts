/** 开班, in words. */
import type { Lesson, TrainingClass } from '../../../classes/types';
import type { Refusal } from '../../../platform/refusal';
import { shortDay, spokenDay, spokenMoment } from '../../../platform/spoken';
import { PATTERN_NAMES, spokenLesson } from '../../render';
import type { Pattern } from '../../types';
import type { Args } from '../types';
import { refusedText } from './refusals';

export const YES = '确定开班';

export const ASK = {
  trade: '什么工种？',
  pattern: '什么班型？',
  region: '开在哪里？',
  day: '哪天开课？比如“8月2号”“下周六”。',
  units: '一共多少课时？（一课时45分钟）',
  capacity: '收多少人？',
  place: '在什么地方上课？把地名打出来。',
};
const AGAIN: Record<string, string> = {
  first_day: '换哪天开课？要换班型就说“脱产班”“周末班”“夜间班”。',
  start: '几点开始？',
  units_per_day: '一天上几课时？',
  units: '一共多少课时？',
  capacity: '收多少人？',
  trade_id: '换什么工种？',
  off_list_reason: '为什么还要开？写一句理由，会记在班上。换工种回“取消”再开。',
};

/** What was understood so far, in one line. */
export function soFar(args: Args, trade?: string): string {
  const parts = [
    trade,
    args.pattern && PATTERN_NAMES[args.pattern as Pattern],
    args.first_day && `${shortDay(args.first_day)}开课`,
    args.units && `${args.units}课时`,
    args.capacity && `${args.capacity}人`,
  ].filter(Boolean);
  return parts.length > 0 ? `开班：${parts.join('，')}。\n` : '';
}

const UNITS: Record<string, string> = { units: '课时', capacity: '人', units_per_day: '课时' };
export const outOfBounds = (slot: string, max: number): string => `${AGAIN[slot]}只能是1到${max}${UNITS[slot]}的整数。`;
export const again = (slot: string, refusal: Refusal): string =>
  `${refusedText(refusal)}\n${AGAIN[slot] ?? '再说一次？'}`;

const DAYS_SHOWN = 6;
/** `上午8点到11点45分` */
const hoursOf = (lesson: Lesson): string => spokenLesson(lesson).split(' ').slice(2).join(' ');

export function dry(c: TrainingClass, lessons: Lesson[]): string {
  const days = [...new Set(lessons.map((lesson) => lesson.starts_at.slice(0, 10)))];
  const lines = days.slice(0, DAYS_SHOWN).map((day) => {
    const of_day = lessons.filter((lesson) => lesson.starts_at.startsWith(day));
    return `${spokenDay(`${day}T00:00`)} ${of_day.map(hoursOf).join('，')}`;
  });
  return [
    `要开：${c.title}，${c.units}课时，收${c.capacity}人`,
    `${spokenMoment(c.starts_at)}开课，${shortDay(c.ends_at)}结束，${c.site_name}`,
    ...(c.off_list_reason ? [`不在当地目录，理由：${c.off_list_reason}`] : []),
    `共${days.length}天${lessons.length}节课：`,
    ...lines,
    ...(days.length > DAYS_SHOWN ? [`……到${shortDay(c.ends_at)}`] : []),
    '发布后，当地想学的工友会收到消息。',
  ].join('\n');
}

export const done = (c: TrainingClass): string =>
  `开好了：${c.class_id} ${c.title}，${spokenMoment(c.starts_at)}开课。工友发“${c.class_id}”就能报名。`;
export const undoLabel = (c: TrainingClass): string => `开班 ${c.class_id} ${c.title}（没人报名才收得回）`;
