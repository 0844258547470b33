/** 签字: practice at the workplace, signed off by its supervisor. */
import type { RollRow } from '../../../classes/attendance/roll-call';
import type { Lesson, TrainingClass } from '../../../classes/types';
import { spokenMoment } from '../../../platform/spoken';
import { BEHIND_MORE, exceptions, inFull, named } from './names';

const lessonName = (c: TrainingClass, lesson: Lesson): string => `${c.class_id} ${c.title} 第${lesson.n}节`;

export const NOTHING = '没有等你签字的岗位实训。';
export const WHICH = '哪一节？';
export const lessonLabel = (c: TrainingClass, lesson: Lesson): string =>
  `${c.class_id} 第${lesson.n}节 ${spokenMoment(lesson.starts_at)}`;

export const ALL = '全到';
export const NOBODY = '都没来';

/** The list with everyone's number, and what is to be sent. */
export function whoWasThere(c: TrainingClass, lesson: Lesson, rows: RollRow[]): string {
  const list = rows.map(({ number, member }) => `${number} ${member.name}`).join('　');
  return `${lessonName(c, lesson)}，${spokenMoment(lesson.starts_at)}，${rows.length}人：\n${list}\n谁在？回号码，像“1 2 5-9”；都在回“全到”，都没在回“都没来”。`;
}

export function dry(c: TrainingClass, lesson: Lesson, there: string[], away: string[]): string {
  const rest = away.length > 0 ? `\n没来${away.length}人${exceptions(away)}` : '';
  const more = everyone(there, away) ? BEHIND_MORE : '';
  return `${lessonName(c, lesson)}，签字：\n在${there.length}人${named(there)}${rest}\n签了才算课时，每人${lesson.units}课时。${more}`;
}
export function everyone(there: string[], away: string[]): string | undefined {
  const lists = [inFull('在', there), inFull('没来', away)].flatMap((list) => list ?? []);
  return lists.length > 0 ? lists.join('\n') : undefined;
}

export const done = (c: TrainingClass, lesson: Lesson, present: number): string =>
  `签好了：${lessonName(c, lesson)}，${present}人。`;
export const undone = (c: TrainingClass, lesson: Lesson): string => `收回了：${lessonName(c, lesson)}又等签字。`;
export const undoLabel = (c: TrainingClass, lesson: Lesson): string => `${lessonName(c, lesson)}的签字`;
export const noSuchNumber = (numbers: number[]): string => `名单上没有${numbers.join('、')}号。`;
