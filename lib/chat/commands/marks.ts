/** Who came to one lesson, as the day's page needs it. */
import { classMarks } from '../../classes/attendance/read';
import { standsFor } from '../../classes/attendance/rules';
import { policyOf } from '../../classes/load';
import type { Lesson, Member, TrainingClass } from '../../classes/types';
import type { World } from '../../platform/world';

export interface OfLesson {
  members: Member[];
  here: Member[];
  /** On leave. */
  away: Member[];
  missing: Member[];
}

const NOT_HERE = new Set(['absent', 'list_disputed']);

export async function ofLesson(world: World, c: TrainingClass, lesson: Lesson): Promise<OfLesson> {
  const read = await classMarks(world, c.class_id);
  const members = (read?.members ?? []).filter((one) => one.status === 'enrolled');
  const how = (one: Member): string | undefined => {
    const mark = read?.marks.get(one.worker_id)?.marks[lesson.n];
    return mark && standsFor(mark, lesson, policyOf(world, c).delivery.sign_in) ? mark.how : undefined;
  };
  const away = members.filter((one) => how(one) === 'leave');
  const here = members.filter((one) => {
    const made = how(one);
    return made !== undefined && made !== 'leave' && !NOT_HERE.has(made);
  });
  return { members, here, away, missing: members.filter((one) => !here.includes(one) && !away.includes(one)) };
}
