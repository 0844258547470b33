/** 1 今天: the day's lessons with who has come and who is missing, and what waits to be done. */
import { readLessons } from '../../classes/read';
import { roster } from '../../classes/roster';
import type { Lesson, TrainingClass } from '../../classes/types';
import { type Day, dayOf, instant } from '../../platform/clock';
import { ofLesson } from './marks';
import * as say from './say/today';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { waitingThreads } from './waiting';
import { classOfMine, myClasses } from './which';

interface Held {
  c: TrainingClass;
  lesson: Lesson;
}

async function lessonsOn(context: AtWork, day: Day, class_id?: string): Promise<Held[]> {
  const one = class_id ? await classOfMine(context, class_id) : undefined;
  const classes = class_id ? (one ? [one] : []) : await myClasses(context);
  const running = classes.filter((c) => c.starts_at.slice(0, 10) <= day && day <= c.ends_at.slice(0, 10));
  const lessons = await Promise.all(running.map((c) => readLessons(context.world, c)));
  return running
    .flatMap((c, i) =>
      (lessons[i] ?? []).filter((lesson) => lesson.starts_at.startsWith(day)).map((lesson) => ({ c, lesson })),
    )
    .sort((a, b) => (a.lesson.starts_at < b.lesson.starts_at ? -1 : 1));
}

/** One lesson's line, and once it has begun who is missing and how to reach them. */
async function lessonLines(context: AtWork, { c, lesson }: Held): Promise<string[]> {
  const head = say.lesson(c, lesson);
  if (instant(context.now_ms) < lesson.starts_at) {
    const members = await roster(context.world, c.class_id);
    return [`${head}，${members.length}人`];
  }
  const { members, here, away, missing } = await ofLesson(context.world, c, lesson);
  const excused = away.map((one) => one.name);
  // In a group how many, never who.
  if (context.message.group) return [head, say.counted(members.length, here.length, [])];
  return [head, say.counted(members.length, here.length, excused), ...say.missing(missing)];
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const today = dayOf(context.now_ms);
  const day: Day = args.day ?? today;
  const held = await lessonsOn(context, day, args.class_id);
  const lessons = await Promise.all(held.map((one) => lessonLines(context, one)));
  const threads = day === today ? await waitingThreads(context) : [];
  const text = [
    say.head(day, today, held.length),
    ...lessons.flat(),
    ...(day === today ? say.toDo(threads.length) : []),
  ].join('\n');
  const [first] = held;
  const next = [
    ...(first && day === today ? [`点名 ${first.c.class_id}`, `签到码 ${first.c.class_id}`] : ['班']),
    ...(threads.length > 0 ? ['留言'] : []),
  ];
  return { kind: 'answer', text, next };
}

export const command: Command = {
  name: 'today',
  number: 1,
  title: '今天',
  does: '今天上课的班、谁没来、该找谁、有什么要办。',
  examples: ['今天', '今天谁没来', '明天'],
  words: [],
  duties: ['station', 'office', 'teacher', 'village_officer', 'inspector', 'supervisor', 'assessor'],
  read: (found: Found, known: Args) => ({
    ...known,
    ...(found.days[0] && { day: found.days[0] }),
    ...(found.class_ids[0] && { class_id: found.class_ids[0] }),
  }),
  run,
};
