/** 今天, in words. */
import type { Assessment } from '../../../classes/assessment/types';
import type { Lesson, Member, TrainingClass } from '../../../classes/types';
import { type Day, weekday } from '../../../platform/clock';
import { spokenDay, spokenTime } from '../../../platform/spoken';
import { placeOfLesson, spokenLesson } from '../../render';
import { ASK_ALONE } from '../names';

/** More are not listed one by one: the roll has them all. */
const MISSING_SHOWN = 15;

export function head(day: Day, today: Day, lessons: number, exams: number): string {
  const name = day === today ? '今天' : '';
  return `${name}${spokenDay(`${day}T00:00`)}：${lessons > 0 ? `${lessons}节课` : '没有课'}${exams > 0 ? `，${exams}场考试` : ''}${weekday(day) > 5 && lessons + exams === 0 ? '，休息日' : ''}`;
}

export function lesson(c: TrainingClass, one: Lesson): string {
  const teacher = one.teacher_name ? `，${one.teacher_name}老师` : '';
  return `● ${c.class_id} ${c.title} 第${one.n}节\n${spokenLesson(one).split(' ').slice(2).join(' ')}，${placeOfLesson(c, one)}${teacher}`;
}

/** Who examines is not for the whole group. */
export const exam = (
  c: TrainingClass,
  a: Pick<Assessment, 'at' | 'place' | 'assessors'>,
  may_name: boolean,
): string => {
  const by = may_name ? `，考评员${a.assessors.map((one) => one.name).join('、')}` : '';
  return `● ${c.class_id} ${c.title} 考试\n${spokenTime(a.at)}，${a.place || c.site_name}${by}`;
};

export function counted(all: number, here: number, away: string[], may_name: boolean): string {
  const names = may_name ? `（${away.slice(0, 6).join('、')}）` : '';
  const excused = away.length > 0 ? `，请假${away.length}人${names}` : '';
  return `应到${all}人，已到${here}人${excused}`;
}

/** `may_name`: nobody reads along; `may_find`: she may look people up by what is shown. */
export function missing(members: Member[], may_name: boolean, may_find: boolean): string[] {
  if (members.length === 0) return ['都到了。'];
  if (!may_name) return [`没到${members.length}人，${ASK_ALONE}`];
  const shown = members.slice(0, MISSING_SHOWN).map((one) => `${one.name}\u00a0${one.phone_masked.slice(-4)}`);
  const more = members.length > MISSING_SHOWN ? [`……还有${members.length - MISSING_SHOWN}人，回“点名”看全部。`] : [];
  return [
    `没到${members.length}人，名字后是手机尾号${may_find ? '，要联系回“找人 尾号”' : ''}：`,
    shown.join('、'),
    ...more,
  ];
}

export const NOBODY = '还没有人报名。';

export function toDo(threads: number): string[] {
  return threads > 0 ? [`要办：${threads}位工友在等回话，回“留言”。`] : [];
}
