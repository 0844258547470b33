/** 代退, in words. */
import type { TrainingClass } from '../../../classes/types';
import type { Person } from '../which';

export const YES = '确定代退';
export const REASONS = ['家里有事', '换了工作', '上班时间冲突', '本人不想学了'];
export const UNDO_REASON = '撤销代退';

const named = (c: TrainingClass) => `${c.class_id} ${c.title}`;

export const why = (c: TrainingClass, person: Person): string =>
  `${person.name}退${named(c)}，为什么？选一个，或者直接打字。`;
export const which = (person: Person): string => `${person.name}报了几个班，退哪个？`;
export const inNone = (person: Person): string => `${person.name}没有报你这里的班。`;
export const dry = (
  c: TrainingClass,
  person: Person,
  reason: string,
  { waiting, begun }: { waiting: boolean; begun: boolean },
): string =>
  [
    `要退：${person.name} ${person.phone_masked}`,
    `${waiting ? '候补' : '班'}：${named(c)}`,
    `原因：${reason}`,
    waiting ? '会告诉本人。排队的位置收不回来。' : begun ? BEGUN : '会告诉本人；有人候补的话，名额马上给下一位。',
  ].join('\n');
const BEGUN = '会告诉本人。这个班已经开课，退了就不能再报进来，也撤销不了。';
export const done = (c: TrainingClass, name: string, waiting: boolean, offered: boolean): string =>
  `${name}已退${named(c)}${waiting ? '候补' : ''}。${offered ? '名额已经给了候补的第一位。' : ''}`;
export const undoLabel = (c: TrainingClass, name: string): string => `代退 ${c.class_id} ${name}（还有名额才收得回）`;
export const undone = (c: TrainingClass, name: string): string => `${name}回到${named(c)}名单了。`;
