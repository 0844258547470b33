/** 9 改课: one lesson to another day, time or place; everyone of the class is told. Taken back by moving it back. */
import { moveLesson } from '../../classes/move-lesson';
import { readLessons } from '../../classes/read';
import { roster } from '../../classes/roster';
import type { Lesson, TrainingClass } from '../../classes/types';
import { at, type Day, type Instant, instant, millis } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal } from '../../platform/refusal';
import { classOfDeed } from './area';
import { mayName } from './names';
import { isKnown, outOfReach } from './reach';
import { halfIn, lessonIn } from './said-numbers';
import * as say from './say/move-lesson';
import { byPhone } from './say/notify';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, isOutcome } from './which';

const PLACE_MAX = 40;
const REASON_MAX = 60;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.teacher) return { kind: 'answer', text: say.TEACHER, next: ['改课'] };
  if (args.seats) return { kind: 'answer', text: say.SEATS, next: ['改课'] };
  // The day named first is the lesson's own: of several classes that which has one then.
  const day_of = args.to_only ? undefined : args.days?.[0];
  const c = await classFor(context, { ...args, ...(day_of && { day: day_of }) }, { ask: '改哪个班的课？' });
  if (isOutcome(c)) return c;
  const known: Args = { ...args, class_id: c.class_id };
  const lessons = await readLessons(context.world, c);
  const lesson = whichLesson(context, c, lessons, known);
  if (isOutcome(lesson)) return lesson;
  const set: Args = { ...known, lesson: lesson.n };
  const day = toDay(lesson, known);
  if (!day && !args.time && !args.place) return { kind: 'ask', slot: 'to', text: say.where(c, lesson), args: set };
  if (args.half && !args.time && !within(lesson, args.half))
    return { kind: 'ask', slot: 'to', text: say.whatTime(c, lesson, day, args.half), args: set };
  const to = timesOf(lesson, day ?? lesson.starts_at.slice(0, 10), args.time, args.until);
  const command = {
    class_id: c.class_id,
    n: lesson.n,
    ...to,
    ...(args.place && { place: args.place }),
    ...(args.reason && { reason: args.reason }),
  };
  const planned = await moveLesson(context.world, { ...command, by: context.staff.staff_id });
  if (isRefusal(planned)) return { kind: 'ask', slot: 'to', text: say.notSo(planned, c, lesson), args: set };
  const members = (await roster(context.world, c.class_id)).filter(isKnown);
  return {
    kind: 'dry',
    text: say.dry(
      c,
      { before: lesson, after: planned.value.lesson },
      members.length,
      byPhone(await outOfReach(context, members), mayName(context)),
      args.reason,
    ),
    yes: say.YES,
    deed: { name: 'move_lesson', data: command },
    args: set,
  };
}

/** By its number; by the day named first; else the next one. */
function whichLesson(context: AtWork, c: TrainingClass, lessons: Lesson[], args: Args): Lesson | Outcome {
  const now = instant(context.now_ms);
  const ahead = lessons.filter((one) => one.starts_at > now);
  const choose = (among: Lesson[], text: string): Outcome => ({
    kind: 'ask',
    slot: 'lesson',
    text,
    options: among.map((one) => [String(one.n), say.lessonLabel(one)]),
    args,
  });
  if (args.lesson !== undefined) {
    const found = lessons.find((one) => one.n === Number(args.lesson));
    return found ?? choose(ahead, say.noSuch(c, args.lesson));
  }
  const [from] = args.to_only ? [] : ((args.days ?? []) as Day[]);
  const of_that = from ? ahead.filter((one) => one.starts_at.startsWith(from)) : [];
  const of_half = of_that.filter((one) => args.own_half && within(one, args.own_half));
  const on_day = of_half.length > 0 ? of_half : of_that;
  if (on_day.length > 1) return choose(on_day, say.WHICH_OF_DAY);
  const [of_day] = on_day;
  if (of_day) return of_day;
  if (ahead.length === 0) return { kind: 'answer', text: say.noneLeft(c), next: [`班 ${c.class_id}`] };
  return ahead.length === 1 ? (ahead[0] as Lesson) : choose(ahead, say.WHICH);
}

/** Does a lesson begin in that half of the day? */
function within({ starts_at }: Lesson, half: string): boolean {
  const [from, to] = halfIn(half) ?? ['00:00', '24:00'];
  const time = starts_at.slice(11, 16);
  return from <= time && time < to;
}

/** The day it goes to: the last one named that is not the lesson's own. */
function toDay(lesson: Lesson, args: Args): Day | undefined {
  const own = lesson.starts_at.slice(0, 10);
  return ((args.days ?? []) as Day[]).filter((day) => day !== own).at(-1);
}

/** As long as before, unless an end is said. */
function timesOf(lesson: Lesson, day: Day, time?: string, until?: string): { starts_at: Instant; ends_at: Instant } {
  const starts_at = at(day, time ?? lesson.starts_at.slice(11, 16));
  const long_ms = millis(lesson.ends_at) - millis(lesson.starts_at);
  const ends_at = until && until > starts_at.slice(11, 16) ? at(day, until) : instant(millis(starts_at) + long_ms);
  return { starts_at, ends_at };
}

const REASON = /(?:因为|由于|原因[是:：]?)\s*(\S[^，,。]{1,58})|[（(]([^）)]{2,58})[）)]/u;
const PLACE =
  /(?:改在|换到|搬到|地点|地方|教室)(?:改成|改到|换到|换成|改为|是|到|在|[:：])?\s*([\p{Script=Han}\p{L}\p{N}（）()·]{2,40})/u;

/** 改到26号: the only day named is the one it goes to, and tells nothing of which lesson is meant. */
const TO_DAY =
  /[改挪换调移推延][期迟后下]*[到成为至]\s*(?:大?[今明后]|[下这本]*个?(?:周|星期|礼拜)|20\d\d|\d{1,2}\s*[-/.月号日]|[一二三四五六七八九十]{1,3}[月号日])/u;

/** What stands before is said of the lesson as it is, what stands behind of where it goes. */
const GOES_TO = /[改挪换调移推延提][期迟后下前]*[到成为至]|提前|推迟/u;
const HALF = /上午|早上|早晨|下午|午后|今晚|明晚|晚上|晚间|夜里/u;

/** 28号上午的课改到周五下午: halves of the day without an hour. */
function halvesIn(text: string, on_page: boolean): { own_half?: string; half?: string } {
  const at = GOES_TO.exec(text);
  const [own, to] = at ? [text.slice(0, at.index), text.slice(at.index)] : on_page ? ['', text] : [text, ''];
  const [own_half, half] = [HALF.exec(own)?.[0], HALF.exec(to)?.[0]];
  return { ...(own_half && { own_half }), ...(half && { half }) };
}

/** 2点, once 下午 is known, is 14:00. */
function inHalf(time: string, half: string | undefined): string {
  const hour = Number(time.slice(0, 2));
  const later = half !== undefined && hour < 12 && (halfIn(half)?.[0] ?? '') >= '12:00';
  return later ? `${hour + 12}${time.slice(2)}` : time;
}

/** 换老师, A17的老师换成王老师; 换教室，老师说小 is about the room. */
const TEACHER =
  /换(?:[a-z]\d{2,6}班?的?)?(?:一?[个位名]|一下|掉)?(?:任课|上课|授课)?(?:老师|教师|讲师)|(?:老师|教师|讲师)(?:要|得|想)?换(?!教室|地|时|课|到|个|一)/iu;

/** A17改成40人: seats, and no lesson. */
const SEATS = /[改调][成到为]?\s*(?:\d+|[一二三四五六七八九十百]+)\s*(?:个人|人|名|位|个?名额)|名额[改调]/u;

function read(found: Found, known: Args, slot?: string): Args {
  const { rest, class_ids, days, times } = found;
  const n =
    (lessonIn(rest) ?? lessonIn(found.said ?? ''))?.toString() ??
    /第\s*(\d{1,4})(?!\d)\s*(?:次|节|堂|课)?/u.exec(rest.normalize('NFKC'))?.[1] ??
    (slot === 'lesson' && found.numbers.length === 1 ? String(found.numbers[0]) : undefined);
  const reason = REASON.exec(rest);
  const said = reason?.[1] ?? reason?.[2];
  const place =
    PLACE.exec(rest)?.[1] ??
    (slot === 'to' && days.length === 0 && times.length === 0 && [...rest].length >= 2 && !HALF.test(rest)
      ? rest
      : undefined);
  const [class_id] = class_ids;
  // A whole order on the page of another lesson (周三的课改到周六) is about its own.
  const anew = slot === undefined && known.lesson !== undefined && days.length > 1 && GOES_TO.test(found.said ?? rest);
  const on_page = !anew && (known.lesson !== undefined || slot === 'to');
  const halves = halvesIn(found.said ?? rest, on_page);
  const kept = class_id && known.class_id && class_id !== known.class_id ? {} : known;
  return {
    ...kept,
    ...(anew && { lesson: undefined, time: undefined, until: undefined, own_half: undefined, half: undefined }),
    ...(class_id && { class_id }),
    ...(TEACHER.test(found.said ?? found.rest) && { teacher: true }),
    ...(SEATS.test((found.said ?? rest).normalize('NFKC')) && days.length + times.length === 0 && { seats: true }),
    ...(n && { lesson: Number(n) }),
    // On the page a new day replaces the one it was to go to.
    ...(days.length > 0 && {
      days: on_page ? days.slice(-1) : [...((!anew && known.days) || []), ...days].slice(-2),
    }),
    ...(days.length === 1 && !known.days && TO_DAY.test((found.said ?? rest).normalize('NFKC')) && { to_only: true }),
    ...halves,
    ...(times[0] && {
      time: inHalf(times[0], known.half),
      until: times[1] && inHalf(times[1], known.half),
    }),
    ...(place && place.length <= PLACE_MAX && !/^\d/.test(place) && { place }),
    ...(said && [...said].length <= REASON_MAX && !hasLongNumber(said) && { reason: said }),
  };
}

export const command: Command = {
  name: 'move_lesson',
  number: 9,
  title: '改课',
  does: '把一次课换到别的日子、钟点或地方，全班都会收到消息。',
  examples: ['改课 A17 周六改到周日', '改课 A17 第3次 7月30 晚上7点', 'A17明天的课改到后天（老师生病）'],
  words: [],
  duties: ['station', 'office', 'teacher'],
  read,
  run,
};

/** `data`: class_id, n, starts_at, ends_at, place, reason. */
const move: DoDeed = async (context, data) => {
  const c = classOfDeed(context);
  const planned = await moveLesson(context.world, {
    ...(data as { class_id: string; n: number }),
    by: context.staff.staff_id,
  });
  if (isRefusal(planned)) return planned;
  const { lesson, before } = planned.value;
  const back = {
    class_id: c.class_id,
    n: lesson.n,
    starts_at: before.starts_at,
    ends_at: before.ends_at,
    ...(before.place !== lesson.place && { place: before.place }),
    reason: say.UNDO_REASON,
  };
  return {
    changes: planned.changes,
    value: {
      text: say.done(c, lesson),
      undo: { label: say.undoLabel(c, before, lesson), deed: { name: 'move_lesson', data: back } },
      next: [`班 ${c.class_id}`],
    },
  };
};

export const deeds: Record<string, DoDeed> = { move_lesson: move };
