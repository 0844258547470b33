/** 12 请假: by the station for someone; or who has leave. */
import { type LeaveReason, takeBackLeave, takeLeave } from '../../classes/attendance/leave';
import { classMarks } from '../../classes/attendance/read';
import { standsFor } from '../../classes/attendance/rules';
import { policyOf } from '../../classes/load';
import { readLessons } from '../../classes/read';
import type { Lesson, TrainingClass } from '../../classes/types';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { halfIn, lessonsIn } from './said-numbers';
import * as say from './say/leave';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome, personFor } from './which';

const REASONS: [RegExp, LeaveReason][] = [
  [
    /(?:孩子|娃|儿子|女儿|老人|父|母|爸|妈|老婆|老公|家里人)[^，,。\s]{0,4}(?:病|疼|痛|住院|感冒|发烧|不舒服)/u,
    'family',
  ],
  [/病|疼|痛|医院|感冒|发烧|不舒服/u, 'sick'],
  [/家|孩子|娃|老人|父|母|喜事|丧/u, 'family'],
  [/加班|上班|上工|老板|厂里|工地/u, 'work'],
];

/** 销假, 取消请假: she comes after all. */
const BACK =
  /销假|(?:取消|撤销|收回|退掉?)[^，,。\s]{0,6}假|请?假[^，,。\s]{0,3}(?:取消|撤|作废|不要了|不请了)|不(?:用|再)?请假了?/u;

function read(found: Found, known: Args): Args {
  const lessons = lessonsIn(found.rest);
  const half = halfIn(found.rest);
  const reason = REASONS.find(([words]) => words.test(found.rest))?.[1];
  return {
    ...commonArgs(found, known),
    ...(lessons.length > 0 && { lessons }),
    ...(half && { half }),
    ...(reason && { reason }),
    ...(BACK.test(found.said ?? found.rest) && { back: true }),
  };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, { ask: '哪个班？' });
  if (isOutcome(c)) return c;
  const named = args.names?.length || args.tails?.length || args.phones?.length || args.worker_id;
  if (!named) return { kind: 'answer', text: await onLeave(context, c), next: [`点名 ${c.class_id}`] };
  const who = await personFor(context, args, { of: c });
  if (isOutcome(who)) return who;
  // Whoever signs in is there, leave or none.
  if (args.back) return { kind: 'answer', text: say.comesAfterAll(c, who.name) };
  const lessons = await lessonsMeant(context, c, args);
  const known: Args = { ...args, class_id: c.class_id, worker_id: who.worker_id };
  if (lessons === 'ask') return { kind: 'ask', slot: 'when', text: say.whichDay(who.name), args: known };
  if (lessons.length === 0)
    return {
      kind: 'answer',
      text: args.lessons ? say.noSuchLessons(c, args.lessons) : say.noLessonThen(args.day),
      failed: true,
    };
  const reason: LeaveReason = args.reason ?? 'other';
  return {
    kind: 'dry',
    text: say.dryLeave(c, who.name, lessons, reason),
    deed: {
      name: 'leave',
      data: {
        class_id: c.class_id,
        worker_id: who.worker_id,
        name: who.name,
        lessons: lessons.map(({ n }) => n),
        reason,
      },
    },
    yes: '确定请假',
    args: known,
  };
}

async function lessonsMeant(context: AtWork, c: TrainingClass, args: Args): Promise<Lesson[] | 'ask'> {
  const all = await readLessons(context.world, c);
  const wanted: number[] | undefined = args.lessons;
  if (wanted) return all.filter(({ n }) => wanted.includes(n));
  const days: string[] = args.days ?? [];
  if (days.length === 0) return 'ask';
  const [from, to] = (args.half as [string, string] | undefined) ?? ['00:00', '24:00'];
  const first = days[0] as string;
  const last = days.at(-1) as string;
  return all.filter(({ starts_at }) => {
    const day = starts_at.slice(0, 10);
    const time = starts_at.slice(11, 16);
    // 周三到周五 gives both ends.
    const within = days.length === 2 ? first <= day && day <= last : days.includes(day);
    return within && from <= time && time < to;
  });
}

async function onLeave(context: AtWork, c: TrainingClass): Promise<string> {
  const read = await classMarks(context.world, c.class_id);
  const { sign_in } = policyOf(context.world, c).delivery;
  const rows = (read?.lessons ?? []).flatMap((lesson) => {
    if (lesson.ends_at < instant(context.now_ms)) return [];
    const names = (read?.members ?? [])
      .filter((member) => {
        const mark = read?.marks.get(member.worker_id)?.marks[lesson.n];
        return member.status === 'enrolled' && mark?.how === 'leave' && standsFor(mark, lesson, sign_in);
      })
      .map(({ name }) => name);
    return names.length > 0 ? [{ lesson, names }] : [];
  });
  return say.onLeave(c, rows);
}

const take: DoDeed = async (context, data) => {
  const { class_id, worker_id, name, lessons, reason } = data as {
    class_id: string;
    worker_id: string;
    name: string;
    lessons: number[];
    reason: LeaveReason;
  };
  const planned = await takeLeave(context.world, { class_id, worker_id, lessons, reason, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { stamps } = planned.value;
  return {
    changes: planned.changes,
    value: {
      text: say.leaveDone(name, planned.value.lessons),
      undo: { label: `${name}的假`, deed: { name: 'leave_undo', data: { class_id, worker_id, name, stamps } } },
    },
  };
};

const takeBack: DoDeed = async (context, data) => {
  const { class_id, worker_id, name, stamps } = data as {
    class_id: string;
    worker_id: string;
    name: string;
    stamps: Record<number, string>;
  };
  const planned = await takeBackLeave(context.world, { class_id, worker_id, stamps });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.leaveBack(name) } };
};

export const command: Command = {
  name: 'leave',
  number: 12,
  title: '请假',
  does: '替工友请假，看谁请了假',
  examples: ['请假 张三 明天', '请假 A17', '张三 周六上午请假 孩子病了'],
  words: ['假条', '来不了'],
  duties: ['station', 'teacher', 'office'],
  read,
  run,
};

export const deeds: Record<string, DoDeed> = { leave: take, leave_undo: takeBack };
