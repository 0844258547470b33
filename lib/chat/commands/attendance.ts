/** 23 考勤: who falls short, of the class or of one person; 早退 is noted here as well as with 点名. */
import { classMarks, countClass } from '../../classes/attendance/read';
import { restsOn } from '../../classes/attendance/rests-on';
import { leftDry } from './left-early';
import { modeIn, peopleOf, readRollCall, rollMeant } from './roll-call';
import * as say from './say/roll-call';
import type { Args, AtWork, Command, Outcome } from './types';
import { classFor, isOutcome, personFor } from './which';

/** 李桂芳迟到20分钟: told, not asked (迟到几次). Nothing is noted: how late she came is known by when she signed in. */
const CAME_LATE = /迟到了?\s*(?:[\d一二两三四五六七八九十半]+\s*(?:多|来)?个?(?:分|小时|钟头|刻)|[。！!]?$)/u;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.names?.length && CAME_LATE.test(context.message.text ?? ''))
    return { kind: 'answer', text: say.late(args.names[0], args.class_id), next: ['点名'] };
  if ((args.mode ?? modeIn(context.message.text ?? '')) === 'left') {
    const roll = await rollMeant(context, args);
    if (isOutcome(roll)) return roll;
    const named = peopleOf(roll.rows, args);
    if ('text' in named) return { kind: 'answer', text: named.text, failed: true };
    if (named.rows.length > 0)
      return leftDry(
        context,
        roll,
        { ...args, mode: 'left', class_id: roll.training_class.class_id, lesson: roll.lesson.n },
        named.rows,
      );
  }
  const c = await classFor(context, args, { ask: '哪个班的考勤？' });
  if (isOutcome(c)) return c;
  const read = await classMarks(context.world, c.class_id);
  if (!read) return { kind: 'answer', text: say.NOTHING_HELD(c) };
  const all = countClass(context.world, read);
  if (all.lessons_held === 0) return { kind: 'answer', text: say.NOTHING_HELD(c), next: [`点名 ${c.class_id}`] };
  if (args.names?.length || args.tails?.length || args.numbers?.length || args.worker_id) {
    const who = await personFor(context, args, { of: c });
    if (isOutcome(who)) return who;
    const one = all.people.find(({ worker_id }) => worker_id === who.worker_id);
    if (one) return { kind: 'answer', text: say.person(c, one, all.percent_min), next: [`考勤 ${c.class_id}`] };
  }
  if (all.people.length === 0) return { kind: 'answer', text: say.nobody, next: [`名单 ${c.class_id}`] };
  const number = new Map(read.members.map((member, i) => [member.worker_id, i + 1]));
  const people = all.people.map((one) => ({ ...one, number: number.get(one.worker_id) ?? 0 }));
  return {
    kind: 'answer',
    text: say.summary(c, all, people, all.days, restsOn(all.people)),
    next: [`点名 ${c.class_id}`],
  };
}

export const command: Command = {
  name: 'attendance',
  number: 23,
  title: '考勤',
  does: '谁的到课不够，哪天不够',
  examples: ['考勤 A17', '考勤 A17 张三', '早退 3 15:30'],
  words: ['出勤', '到课率', '缺勤'],
  duties: ['station', 'teacher', 'office'],
  numbered: true,
  read: readRollCall,
  run,
};
