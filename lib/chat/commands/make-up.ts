/** 18 补课: a lesson someone missed and made up, with where; or who missed what. */
import { makeUp, takeBackMakeUp } from '../../classes/attendance/make-up';
import { classMarks, countClass } from '../../classes/attendance/read';
import type { LessonState } from '../../classes/attendance/types';
import type { Lesson, TrainingClass } from '../../classes/types';
import { isRefusal } from '../../platform/refusal';
import { lessonsIn } from './said-numbers';
import * as say from './say/leave';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome, personFor } from './which';

const MISSED: ReadonlySet<LessonState> = new Set(['absent', 'leave', 'disputed']);

/** 第3节 is what was missed; 在第8节补, or a day, is where it was made up. */
function read(found: Found, known: Args): Args {
  const [, at] = /(?:在|跟|随|和)\s*(第\s*\S{1,3}\s*[节次课])/u.exec(found.rest) ?? [];
  const at_lesson = at ? lessonsIn(at)[0] : undefined;
  const missed = lessonsIn(at ? found.rest.replace(at, ' ') : found.rest)[0];
  return {
    ...commonArgs(found, known),
    ...(missed !== undefined && { missed }),
    ...(at_lesson !== undefined && { at_lesson }),
  };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, { ask: '哪个班补课？' });
  if (isOutcome(c)) return c;
  const people = await missedBy(context, c);
  const named = args.names?.length || args.tails?.length || args.phones?.length || args.worker_id;
  if (!named)
    return {
      kind: 'answer',
      text: say.missed(
        c,
        people.map(({ name, lessons }) => ({ name, lessons: lessons.map(({ n }) => n) })),
      ),
    };
  const who = await personFor(context, args, { of: c });
  if (isOutcome(who)) return who;
  const known: Args = { ...args, class_id: c.class_id, worker_id: who.worker_id };
  const open = people.find((one) => one.worker_id === who.worker_id)?.lessons ?? [];
  if (open.length === 0) return { kind: 'answer', text: say.nothingMissed(who.name), failed: true };
  const lesson =
    args.missed === undefined && open.length === 1 ? open[0] : open.find(({ n }) => n === Number(args.missed));
  if (!lesson) {
    const options = open.map((one): [string, string] => [String(one.n), say.lessonsNamed([one])]);
    return {
      kind: 'ask',
      slot: 'missed',
      text: say.missedWhich(who.name),
      options,
      args: { ...known, missed: undefined },
    };
  }
  const at = args.at_lesson ? { lesson: Number(args.at_lesson) } : args.day ? { day: String(args.day) } : undefined;
  if (!at)
    return {
      kind: 'ask',
      slot: 'where',
      text: say.madeUpWhere(who.name, lesson.n),
      args: { ...known, missed: lesson.n },
    };
  // Whether it can be made up there is known now: 1 must not be told otherwise.
  const by = context.staff.staff_id;
  const may = await makeUp(context.world, { class_id: c.class_id, worker_id: who.worker_id, lesson: lesson.n, at, by });
  if (isRefusal(may)) return { kind: 'refused', refusal: may };
  return {
    kind: 'dry',
    text: say.dryMakeUp(c, who.name, lesson, say.whereOf(at)),
    deed: {
      name: 'make_up',
      data: { class_id: c.class_id, worker_id: who.worker_id, name: who.name, lesson: lesson.n, at },
    },
    yes: '确定记补课',
    args: { ...known, missed: lesson.n },
  };
}

async function missedBy(
  context: AtWork,
  c: TrainingClass,
): Promise<{ worker_id: string; name: string; lessons: Lesson[] }[]> {
  const read = await classMarks(context.world, c.class_id);
  if (!read) return [];
  return countClass(context.world, read)
    .people.filter((one) => one.status === 'enrolled')
    .map(({ worker_id, name, lessons }) => ({
      worker_id,
      name,
      lessons: read.lessons.filter(({ n }) => lessons.some((one) => one.n === n && MISSED.has(one.state))),
    }))
    .filter(({ lessons }) => lessons.length > 0);
}

const make: DoDeed = async (context, data) => {
  const { class_id, worker_id, name, lesson, at } = data as {
    class_id: string;
    worker_id: string;
    name: string;
    lesson: number;
    at: { lesson: number } | { day: string };
  };
  const planned = await makeUp(context.world, { class_id, worker_id, lesson, at, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { stamp, was } = planned.value;
  const back = { class_id, worker_id, name, lesson, stamp, ...(was && { was }) };
  return {
    changes: planned.changes,
    value: {
      text: say.makeUpDone(name, lesson),
      undo: { label: `${name}第${lesson}节的补课`, deed: { name: 'make_up_undo', data: back } },
    },
  };
};

const takeBack: DoDeed = async (context, data) => {
  const { class_id, worker_id, name, lesson, stamp, was } = data as {
    class_id: string;
    worker_id: string;
    name: string;
    lesson: number;
    stamp: string;
    was?: string;
  };
  const planned = await takeBackMakeUp(context.world, { class_id, worker_id, lesson, stamp, was });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.makeUpBack(name, lesson) } };
};

export const command: Command = {
  name: 'make_up',
  number: 18,
  title: '补课',
  does: '缺的课补了，记上；看谁缺了哪节',
  examples: ['补课 A17', '补课 张三 第3节 7月30日', '补课 张三 第3节 在第8节补'],
  words: ['补学', '缺的课'],
  duties: ['station', 'teacher', 'office'],
  read,
  run,
};

export const deeds: Record<string, DoDeed> = { make_up: make, make_up_undo: takeBack };
