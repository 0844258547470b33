/**
 * Which class, lesson or person is meant: by what was said, by what is natural, else by asking. The asking is done here:
 * `const c = await classFor(context, args); if (isOutcome(c)) return c;`
 */
import { readLessons } from '../../classes/read';
import { roster } from '../../classes/roster';
import type { Lesson, TrainingClass } from '../../classes/types';
import { findPeople } from '../../people/directory';
import { findWorker } from '../../people/find';
import { maskPhone } from '../../people/read';
import type { Worker } from '../../people/types';
import { type Day, dayOf, instant, millis } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import { shortDay } from '../../platform/spoken';
import { spokenLesson } from '../render';
import { classOfMine, myClasses, regionsOf } from './area';
import { inMembers, onMyRosters } from './my-rosters';
import type { Args, AtWork, Found, Outcome } from './types';
import { beingTaught, classesOfNamed, goingOn } from './whose';

export { classOfMine, mine, myClasses, regionsOf, whereOf } from './area';
export { inMembers } from './my-rosters';

export const isOutcome = (value: unknown): value is Outcome =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  ['answer', 'ask', 'dry', 'refused'].includes((value as Outcome).kind);

/** `A17 电工周末班` */
export const titled = (c: Pick<TrainingClass, 'class_id' | 'title'>): string => `${c.class_id} ${c.title}`;

/**
 * What `read` of most commands begins with: `class_id`, `day`, `days`, `time`, `names`, `tails`, `phones`, `numbers` as said; what
 * was known and is not said again stays. A new class forgets the lesson and the person that were of the old one; someone
 * named anew takes the place of whoever was meant before, by a number as well where numbers are people's (`numbered`).
 */
export function commonArgs(found: Found, known: Args = {}, { numbered = false } = {}): Args {
  const [class_id] = found.class_ids;
  const other_class = class_id !== undefined && known.class_id !== undefined && known.class_id !== class_id;
  const { lesson: _lesson, worker_id: _worker, ...rest } = known;
  const by_number = numbered && found.numbers.length > 0;
  const who = by_number || found.names.length > 0 || found.tails.length > 0 || found.phones.length > 0;
  const {
    worker_id: _other,
    names: _names,
    tails: _tails,
    phones: _phones,
    numbers: _numbers,
    ...nobody
  } = other_class ? rest : known;
  const base: Args = who ? nobody : other_class ? rest : known;
  return {
    ...base,
    ...(class_id && { class_id }),
    ...(found.days.length > 0 && { day: found.days[0], days: found.days }),
    ...(found.times.length > 0 && { time: found.times[0], times: found.times }),
    ...(found.trades.length > 0 && { trades: found.trades }),
    ...(found.patterns.length > 0 && { patterns: found.patterns }),
    ...(found.names.length > 0 && { names: found.names }),
    ...(found.tails.length > 0 && { tails: found.tails }),
    ...(found.phones.length > 0 && { phones: found.phones }),
    ...(found.numbers.length > 0 && { numbers: found.numbers }),
  };
}

export interface ClassHow {
  /** Only these come into question (running ones; those that take enrolments). */
  among?: (c: TrainingClass) => boolean;
  /** 哪个班的名单？ */
  ask?: string;
  /** Said when there is none of that kind. */
  none?: string;
  /** It is about this moment (签到码, 点名): of several with a lesson today the one being taught. */
  now?: boolean;
}

/**
 * The class of `args.class_id`; else the only one that comes into question (where someone is named, that she is in), else
 * the only one with a lesson today (with `now`, at this moment); else she is asked (slot `class_id`). A class of another area is refused
 * like one that does not exist.
 */
export async function classFor(context: AtWork, args: Args, how: ClassHow = {}): Promise<TrainingClass | Outcome> {
  const { class_id } = args;
  if (typeof class_id === 'string') {
    const c = await classOfMine(context, class_id);
    return c ?? { kind: 'refused', refusal: refuse('class_unknown', { class_id }) };
  }
  const among = how.among ?? ((c: TrainingClass) => c.ends_at >= instant(context.now_ms));
  const fitting = (await myClasses(context)).filter((c) => among(c) && fits(c, args));
  const all = await classesOfNamed(context, fitting, args);
  const [only] = all;
  if (!only) return { kind: 'answer', text: how.none ?? '你这里现在没有这样的班。', next: ['班'], failed: true };
  if (all.length === 1) return only;
  const today = await withLessonOn(context, all, args.day ?? dayOf(context.now_ms));
  const now = how.now && !args.day ? await beingTaught(context, today) : undefined;
  if (today.length === 1 || now) return now ?? (today[0] as TrainingClass);
  const shown = today.length > 1 ? today : all;
  return {
    kind: 'ask',
    slot: 'class_id',
    text: how.ask ?? '哪个班？',
    options: shown.map((c) => [c.class_id, `${titled(c)} ${shortDay(c.starts_at)}开课`]),
    args,
  };
}

/** 电工班的名单: of the trade and the pattern named, where any was. */
const fits = (c: TrainingClass, { trades, patterns }: Args): boolean =>
  (!trades?.length || trades.includes(c.trade_id)) && (!patterns?.length || patterns.includes(c.pattern));

/** Those of the classes with a lesson on a day. */
async function withLessonOn(context: AtWork, classes: TrainingClass[], day: Day): Promise<TrainingClass[]> {
  const running = classes.filter((c) => c.starts_at.slice(0, 10) <= day && day <= c.ends_at.slice(0, 10));
  const lessons = await Promise.all(running.map((c) => readLessons(context.world, c)));
  return running.filter((_, i) => lessons[i]?.some((lesson) => lesson.starts_at.startsWith(day)));
}

export interface LessonHow {
  /** Nothing said: the one going on or today's (`now`), the next to come, or the last that was held. */
  when?: 'now' | 'next' | 'past';
  ask?: string;
}

/** The lesson of `args.lesson` (its number), of `args.day` (and `args.time`), else the natural one; asks (slot `lesson`) among several of a day. */
export async function lessonFor(
  context: AtWork,
  c: TrainingClass,
  args: Args,
  how: LessonHow = {},
): Promise<Lesson | Outcome> {
  const lessons = await readLessons(context.world, c);
  if (args.lesson !== undefined) {
    const n = Number(args.lesson);
    const lesson = lessons.find((one) => one.n === n);
    return lesson ?? { kind: 'answer', text: `${titled(c)}没有第${n}节课，一共${lessons.length}节。`, failed: true };
  }
  const day = args.day as Day | undefined;
  if (day) {
    const of_day = lessons.filter((one) => one.starts_at.startsWith(day));
    const at_time = args.time
      ? of_day.filter((one) => one.starts_at.slice(11, 16) <= args.time && args.time <= one.ends_at.slice(11, 16))
      : [];
    const [only] = at_time.length === 1 ? at_time : of_day;
    if (!only)
      return { kind: 'answer', text: `${titled(c)}${shortDay(day)}没有课。`, next: [`班 ${c.class_id}`], failed: true };
    return of_day.length === 1 || at_time.length === 1 ? only : askLesson(context, of_day, args, how);
  }
  return natural(context, lessons, how.when ?? 'now') ?? { kind: 'answer', text: `${titled(c)}没有课了。` };
}

function askLesson(context: AtWork, lessons: Lesson[], args: Args, how: LessonHow): Lesson | Outcome {
  const on = natural(context, lessons, how.when ?? 'now');
  if (on && how.when !== 'next' && goingOn(context, on)) return on;
  return {
    kind: 'ask',
    slot: 'lesson',
    text: how.ask ?? '哪一节课？',
    options: lessons.map((lesson) => [String(lesson.n), `第${lesson.n}节 ${spokenLesson(lesson)}`]),
    args,
  };
}

function natural(context: AtWork, lessons: Lesson[], when: 'now' | 'next' | 'past'): Lesson | undefined {
  const now = instant(context.now_ms);
  const next = lessons.find((one) => one.starts_at > now);
  const past = lessons.filter((one) => one.starts_at <= now).at(-1);
  if (when === 'next') return next;
  if (when === 'past') return past;
  const strictly = lessons.find((one) => one.starts_at <= now && now <= one.ends_at);
  // Before the afternoon's lesson the morning's is over, though not long ago: the nearer of the two is meant.
  const near = strictly ?? nearest(context, lessons);
  const today = lessons.filter((one) => one.starts_at.startsWith(now.slice(0, 10)));
  return near ?? today.find((one) => one.starts_at > now) ?? today.at(-1) ?? past ?? next;
}

function nearest(context: AtWork, lessons: Lesson[]): Lesson | undefined {
  const away_ms = (one: Lesson) =>
    Math.max(millis(one.starts_at) - context.now_ms, context.now_ms - millis(one.ends_at));
  return lessons.filter((one) => goingOn(context, one)).sort((a, b) => away_ms(a) - away_ms(b))[0];
}

/** What is shown of a person, and all that is needed to go on. */
export interface Person {
  worker_id: string;
  name: string;
  phone_masked: string;
}

export const personLabel = (one: Person): string => `${one.name} ${one.phone_masked}`;

/**
 * The person meant by `args.worker_id`, or by name, phone or its end among the members of a class (`of`), else among the workers of
 * her area, else on the rosters of her classes. Several: she is asked (slot `worker_id`). None: an answer that says what was looked for.
 */
export async function personFor(
  context: AtWork,
  args: Args,
  how: { of?: TrainingClass; ask?: string } = {},
): Promise<Person | Outcome> {
  const asked = how.ask ?? '哪一位？发姓名或手机尾号。';
  const members = how.of ? await roster(context.world, how.of.class_id) : undefined;
  if (typeof args.worker_id === 'string') {
    const one = members
      ? members.find((m) => m.worker_id === args.worker_id)
      : ((await workerOfMine(context, args.worker_id)) ??
        (await onMyRosters(context, { worker_id: args.worker_id }))[0]);
    return one ?? { kind: 'refused', refusal: refuse('worker_unknown') };
  }
  const name: string | undefined = args.names?.[0];
  const phone: string | undefined = args.phones?.[0];
  const tail: string | undefined = phone?.slice(-4) ?? args.tails?.[0];
  const number: number | undefined = members && !name && !tail ? args.numbers?.[0] : undefined;
  if (!name && !tail && number === undefined) return { kind: 'ask', slot: 'worker_id', text: asked, args };
  const alike = members ? inMembers(members, name, tail, number) : await inRegion(context, name, tail);
  const found = alike.filter((one) => hasPhone(context, one, phone));
  const [only] = found;
  const whom = [name, tail && `尾号${tail}`, number !== undefined && `${number}号`].filter(Boolean).join(' ');
  if (!only)
    return {
      kind: 'answer',
      text: how.of ? `${titled(how.of)}名单里没有${whom}。` : `你这里没有${whom}。`,
      failed: true,
      ...(how.of && { next: [`名单 ${how.of.class_id}`] }),
    };
  if (found.length === 1) return only;
  return {
    kind: 'ask',
    slot: 'worker_id',
    text: `有${found.length}位${whom}，哪一位？`,
    options: found.map((one) => [one.worker_id, personLabel(one)]),
    args,
  };
}

/** Of a whole number the end is not enough: what is shown of it must fit, and its keyed hash where one is kept. */
export function hasPhone(
  context: AtWork,
  one: Pick<Worker, 'phone_masked'> & { phone_hash?: string },
  phone: string | undefined,
): boolean {
  if (!phone) return true;
  const same = one.phone_masked === maskPhone(phone);
  return same && (!one.phone_hash || one.phone_hash === context.world.vault.fingerprint('phone', phone));
}

async function inRegion(context: AtWork, name?: string, tail?: string): Promise<(Person & { phone_hash?: string })[]> {
  const found = await findPeople(context.world, regionsOf(context), name ? { name } : { tail: tail as string });
  const both = found.filter((one) => !tail || one.phone_masked.endsWith(tail));
  const exact = both.filter((one) => one.name === name);
  if (exact.length > 0) return exact;
  return both.length > 0 ? both : onMyRosters(context, { name, tail });
}

/** A worker of her area by id; another's is not there. */
export async function workerOfMine(context: AtWork, worker_id: string): Promise<Worker | undefined> {
  const worker = await findWorker(context.world, worker_id);
  return worker && regionsOf(context).includes(worker.site_region) ? worker : undefined;
}
