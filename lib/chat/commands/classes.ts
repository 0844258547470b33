/** 2 班: the classes of her area, and one class's page. */
import { readAssessment } from '../../classes/assessment/items';
import { loadSeats } from '../../classes/load';
import { readLessons } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { instant } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import * as say from './say/classes';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { classOfMine, myClasses } from './which';

async function seatsOf(context: AtWork, c: TrainingClass): Promise<say.Seats> {
  const blocks = await loadSeats(context.world, c);
  const sum = (of: 'taken' | 'line') => blocks.reduce((total, block) => total + block[of], 0);
  return { taken: sum('taken'), line: sum('line') };
}

async function onePage(context: AtWork, class_id: string): Promise<Outcome> {
  const c = await classOfMine(context, class_id);
  if (!c) return { kind: 'refused', refusal: refuse('class_unknown', { class_id }) };
  const [seats, lessons, exam] = await Promise.all([
    seatsOf(context, c),
    readLessons(context.world, c),
    readAssessment(context.world, class_id),
  ]);
  const now = instant(context.now_ms);
  const next = lessons.find((lesson) => lesson.ends_at > now);
  const past = lessons.filter((lesson) => lesson.ends_at <= now).length;
  const running = c.starts_at <= now && now <= c.ends_at;
  const offered = [
    `名单 ${class_id}`,
    ...(running ? [`点名 ${class_id}`, `考勤 ${class_id}`] : [`代报名 ${class_id}`]),
  ];
  return { kind: 'answer', text: say.page(c, seats, { next, past, of: lessons.length, exam }, now), next: offered };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.class_id) return onePage(context, args.class_id);
  const now = instant(context.now_ms);
  const fits = (c: TrainingClass) =>
    (!args.trades?.length || args.trades.includes(c.trade_id)) &&
    (!args.patterns?.length || args.patterns.includes(c.pattern)) &&
    (!args.regions?.length || args.regions.includes(c.host_region));
  const all = (await myClasses(context)).filter(fits);
  const [only] = all;
  if (!only) return { kind: 'answer', text: say.NONE, next: ['开班'] };
  if (all.length === 1 && (args.trades?.length || args.patterns?.length)) return onePage(context, only.class_id);
  const seats = await Promise.all(all.map((c) => seatsOf(context, c)));
  const rows = all.map((c, i) => ({ c, seats: seats[i] as say.Seats }));
  const first = rows.find(({ c }) => c.ends_at >= now) ?? rows[0];
  return { kind: 'answer', text: say.list(rows, now), next: first ? [first.c.class_id] : [] };
}

export const command: Command = {
  name: 'classes',
  number: 2,
  title: '班',
  does: '你这里的班：在上的、还没开的、刚结束的；带班号看一个班。',
  examples: ['班', 'A17', '电工班还有名额吗'],
  words: [],
  duties: ['station', 'office', 'teacher', 'village_officer', 'inspector', 'supervisor', 'assessor'],
  read: (found: Found, known: Args) => ({
    ...known,
    ...(found.class_ids[0] && { class_id: found.class_ids[0] }),
    ...(found.trades.length > 0 && { trades: found.trades }),
    ...(found.patterns.length > 0 && { patterns: found.patterns }),
    ...(found.regions.length > 0 && { regions: found.regions }),
  }),
  run,
};
