/** 1 今天: the day's lessons with who has come and who is missing, and what waits to be done. */

import { readAssessments } from '../../classes/assessment/items';
import { type ClassMarks, classMarks } from '../../classes/attendance/read';
import type { Lesson, TrainingClass } from '../../classes/types';
import { type Day, dayOf, instant } from '../../platform/clock';
import { NONE_DRAWN } from '../say/visit';
import { drawnForHer, onlyInspects } from './drawn';
import { command as findWorker } from './find-worker';
import { ofLesson } from './marks';
import { mayName } from './names';
import { isKnown } from './reach';
import * as say from './say/today';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { waitingThreads } from './waiting';
import { classOfMine, myClasses } from './which';

interface Held {
  read: ClassMarks;
  lesson: Lesson;
}

/** Her classes, or the one named; of someone who only inspects those she was drawn for. */
async function classesMeant(context: AtWork, class_id?: string): Promise<TrainingClass[]> {
  if (!class_id) return onlyInspects(context.staff) ? drawnForHer(context) : myClasses(context);
  const one = await classOfMine(context, class_id);
  return one ? [one] : [];
}

/** The exams of a day: of classes that are over by then, or end that day. */
async function examsOn(context: AtWork, day: Day, classes: TrainingClass[]): Promise<string[]> {
  const over = classes.filter((c) => c.ends_at.slice(0, 10) <= day);
  if (over.length === 0) return [];
  const exams = await readAssessments(
    context.world,
    over.map((c) => c.class_id),
  );
  return exams
    .filter((a) => a.at.startsWith(day))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap((a) => over.flatMap((c) => (c.class_id === a.class_id ? [say.exam(c, a, mayName(context))] : [])));
}

/** The lessons of a day, each class read once. */
async function lessonsOn(context: AtWork, day: Day, classes: TrainingClass[]): Promise<Held[]> {
  const running = classes.filter((c) => c.starts_at.slice(0, 10) <= day && day <= c.ends_at.slice(0, 10));
  const read = await Promise.all(running.map((c) => classMarks(context.world, c.class_id)));
  return read
    .flatMap((held) =>
      (held?.lessons ?? [])
        .filter((lesson) => lesson.starts_at.startsWith(day))
        .map((lesson) => ({ read: held as ClassMarks, lesson })),
    )
    .sort((a, b) => (a.lesson.starts_at < b.lesson.starts_at ? -1 : 1));
}

/** One lesson's line, and once it has begun who is missing and how to reach them. */
function lessonLines(context: AtWork, { read, lesson }: Held): string[] {
  const head = say.lesson(read.training_class, lesson);
  const { members, here, away, missing } = ofLesson(context.world, read, lesson);
  if (members.length === 0) return [head, say.NOBODY];
  if (instant(context.now_ms) < lesson.starts_at) return [`${head}，${members.length}人`];
  const may_find = findWorker.duties.some((duty) => context.staff.duties.includes(duty));
  const excused = away.map((one) => one.name);
  const may_name = mayName(context);
  return [
    head,
    say.counted(members.length, here.length, excused, may_name),
    ...say.missing(missing.filter(isKnown), may_name, may_find),
  ];
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const today = dayOf(context.now_ms);
  const day: Day = args.day ?? today;
  const classes = await classesMeant(context, args.class_id);
  const [held, exams] = await Promise.all([lessonsOn(context, day, classes), examsOn(context, day, classes)]);
  const lessons = held.map((one) => lessonLines(context, one));
  // 留言 is for those who may answer them.
  const answers = context.staff.duties.some((duty) => duty === 'station' || duty === 'office');
  const threads = day === today && answers ? await waitingThreads(context) : [];
  const text = [
    say.head(day, today, held.length, exams.length),
    ...lessons.flat(),
    ...exams,
    ...(day === today ? say.toDo(threads.length) : []),
  ].join('\n');
  // The roll offered below is that of the lesson going on or next to come, of a class somebody is in.
  const first =
    held.find(({ read, lesson }) => read.members.length > 0 && lesson.ends_at >= instant(context.now_ms)) ?? held[0];
  const inspects = onlyInspects(context.staff);
  if (inspects && !args.class_id && classes.length === 0) return { kind: 'answer', text: NONE_DRAWN, next: ['班'] };
  const next = [
    ...(inspects && classes[0] && day === today ? [`巡查 ${classes[0].class_id}`] : []),
    ...(first && day === today
      ? [`点名 ${first.read.training_class.class_id}`, `签到码 ${first.read.training_class.class_id}`]
      : ['班']),
    ...(threads.length > 0 ? ['留言'] : []),
  ];
  return { kind: 'answer', text, next };
}

export const command: Command = {
  name: 'today',
  number: 1,
  title: '今天',
  does: '今天上课的班、考试、谁没来、该找谁、有什么要办。',
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
