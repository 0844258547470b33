/** 班, in words. */
import type { Assessment } from '../../../classes/assessment/types';
import type { Lesson, TrainingClass } from '../../../classes/types';
import type { Instant } from '../../../platform/clock';
import { shortDay, spokenMoment } from '../../../platform/spoken';
import { PATTERN_NAMES, placeOf, spokenLesson } from '../../render';

export interface Seats {
  taken: number;
  line: number;
}

export const NONE = '你这里没有这样的班。要开班，回“开班”。';

const room = (c: TrainingClass, seats: Seats): string =>
  `${seats.taken}/${c.capacity}人${seats.line > 0 ? `，候补${seats.line}人` : ''}`;

function row(c: TrainingClass, seats: Seats, now: Instant): string {
  const when =
    now < c.starts_at
      ? `${shortDay(c.starts_at)}开课`
      : now <= c.ends_at
        ? `到${shortDay(c.ends_at)}`
        : `${shortDay(c.ends_at)}结束`;
  return `${c.class_id} ${c.title} ${when} ${room(c, seats)}`;
}

export function list(rows: { c: TrainingClass; seats: Seats }[], now: Instant): string {
  const group = (name: string, wanted: (c: TrainingClass) => boolean): string[] => {
    const held = rows.filter(({ c }) => wanted(c));
    return held.length > 0 ? [`【${name}】`, ...held.map(({ c, seats }) => row(c, seats, now))] : [];
  };
  return [
    ...group('在上', (c) => c.starts_at <= now && now <= c.ends_at),
    ...group('还没开课', (c) => now < c.starts_at),
    ...group('刚结束', (c) => c.ends_at < now),
    '发班号看一个班。',
  ].join('\n');
}

const STATES: Record<TrainingClass['status'], string> = { draft: '草稿，还没发布', published: '', cancelled: '已取消' };

export function page(
  c: TrainingClass,
  seats: Seats,
  lessons: { next?: Lesson; past: number; of: number; exam?: Pick<Assessment, 'at' | 'place' | 'state'> },
  now: Instant,
): string {
  const { exam } = lessons;
  const open = c.status === 'published' && now < c.closes_at;
  return [
    `${c.class_id} ${c.title}（${PATTERN_NAMES[c.pattern]}，${c.units}课时）`,
    ...(STATES[c.status] ? [STATES[c.status]] : []),
    `${spokenMoment(c.starts_at)}开课，${shortDay(c.ends_at)}结束`,
    placeOf(c),
    `报了${room(c, seats)}${open ? `，报名到${spokenMoment(c.closes_at)}` : '，报名已截止'}`,
    `上了${lessons.past}节课，共${lessons.of}节`,
    ...(lessons.next ? [`下次：第${lessons.next.n}节 ${spokenLesson(lessons.next)}`] : []),
    ...(exam
      ? [`考试：${spokenMoment(exam.at)}，在${exam.place}${exam.state === 'published' ? '，成绩已公布' : ''}`]
      : []),
    ...(c.institution_name ? [`培训机构：${c.institution_name}`] : []),
  ].join('\n');
}
