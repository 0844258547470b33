/** Who came to one lesson, as the day's page needs it: from what was read of the class once. Pure. */
import type { ClassMarks } from '../../classes/attendance/read';
import { standsFor } from '../../classes/attendance/rules';
import { policyOf } from '../../classes/load';
import type { Lesson, Member } from '../../classes/types';
import type { World } from '../../platform/world';

export interface OfLesson {
  members: Member[];
  here: Member[];
  /** On leave. */
  away: Member[];
  missing: Member[];
}

const NOT_HERE = new Set(['absent', 'list_disputed']);

export function ofLesson(world: World, read: ClassMarks, lesson: Lesson): OfLesson {
  const sign = policyOf(world, read.training_class).delivery.sign_in;
  const members = read.members.filter((one) => one.status === 'enrolled');
  const how = (one: Member): string | undefined => {
    const mark = read.marks.get(one.worker_id)?.marks[lesson.n];
    return mark && standsFor(mark, lesson, sign) ? mark.how : undefined;
  };
  const away = members.filter((one) => how(one) === 'leave');
  const here = members.filter((one) => {
    const made = how(one);
    return made !== undefined && made !== 'leave' && !NOT_HERE.has(made);
  });
  return { members, here, away, missing: members.filter((one) => !here.includes(one) && !away.includes(one)) };
}
