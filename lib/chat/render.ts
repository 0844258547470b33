/** How times, classes and choices read on a small screen. Pure. */
import type { Choice, Reply } from '../channels/types';
import type { ClassCard, Lesson, Pattern, TrainingClass } from '../classes/types';
import { shortDay, spokenDay, spokenMoment, spokenTime } from '../platform/spoken';

/** An answer with what may be tapped below it; numbers from 1. */
export function withChoices(text: string, labels: string[]): Reply {
  return labels.length > 0 ? { text, choices: labels.map(choice) } : { text };
}

function choice(label: string, i: number): Choice {
  return { send: String(i + 1), label };
}

/** `7月24日 周四 上午9点到11点半`; the second part of the day is only named when it differs. */
export function spokenLesson(lesson: Pick<Lesson, 'starts_at' | 'ends_at'>): string {
  const from = spokenTime(lesson.starts_at);
  const to = spokenTime(lesson.ends_at);
  return `${spokenDay(lesson.starts_at)} ${from}到${from.slice(0, 2) === to.slice(0, 2) ? to.slice(2) : to}`;
}

export const PATTERN_NAMES: Record<Pattern, string> = { weekend: '周末班', evening: '夜间班', full_time: '脱产班' };

/** `还剩12个名额`, `满了，可排队`. */
function spokenSeats(seats_left: number): string {
  return seats_left > 0 ? `还剩${seats_left}个名额` : '满了，可排队';
}

/** One line of a list: `电工初级班 周末班 7月24日开课 还剩12个名额`. The kind is left out where the title already says it. */
export function cardLabel(card: ClassCard): string {
  return `${namedWithPattern(card)} ${shortDay(card.starts_at)}开课 ${spokenSeats(card.seats_left)}`;
}

function namedWithPattern(c: Pick<ClassCard, 'title' | 'pattern'>): string {
  const pattern = PATTERN_NAMES[c.pattern];
  return c.title.includes(pattern) ? c.title : `${c.title} ${pattern}`;
}

/** What a person wants to know before she signs up. */
export function classDetail(c: TrainingClass, seats: { seats_left: number; line: number }): string {
  const room =
    seats.seats_left > 0
      ? spokenSeats(seats.seats_left)
      : `名额满了，${seats.line > 0 ? `${seats.line}人在` : '还没人'}排队`;
  return [
    namedWithPattern(c),
    `${spokenMoment(c.starts_at)}开课，${shortDay(c.ends_at)}结束`,
    placeOf(c),
    `报名到${shortDay(c.closes_at)} ${spokenTime(c.closes_at)}，${room}`,
  ].join('\n');
}

/** Where a lesson is, written as its class is; a room of its own as the office wrote it. */
export function placeOfLesson(
  c: Pick<TrainingClass, 'site_name' | 'address'>,
  lesson: Pick<Lesson, 'place' | 'mode' | 'link'>,
): string {
  if (lesson.mode === 'online') return `在手机上听：${lesson.link ?? '链接上课前发'}`;
  return [c.site_name, `${c.site_name}，${c.address}`].includes(lesson.place) ? placeOf(c) : lesson.place;
}

/** `阜康市职业培训中心，文化路12号` */
export function placeOf(c: Pick<TrainingClass, 'site_name' | 'address'>): string {
  return c.address && c.address !== c.site_name ? `${c.site_name}，${c.address}` : c.site_name;
}
