/** 请假: which day, which lesson of it, why. What was asked for can be taken back the same way. */
import { type HerClass, herClassesToCome } from '../../classes/attendance/hers';
import { type LeaveReason, takeBackLeave, takeLeave } from '../../classes/attendance/leave';
import { seenMark } from '../../classes/attendance/sign-in';
import type { Lesson } from '../../classes/types';
import { addDays, dayOf, instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { spokenTime } from '../../platform/spoken';
import { numberOf, takeDays } from '../commands/read-when';
import * as say from '../say/leave';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, inWords, pick, show } from './flow';

const VERSION = 1;
/** Days offered; one further ahead is named. */
const DAYS_MAX = 6;

interface ClassDay {
  her: HerClass;
  day: string;
  lessons: Lesson[];
  /** She has leave for all of it. */
  away: boolean;
}

/** Known at the start: `class_id`. A day she named (明天请假) is taken at once. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  if (!context.conversation.worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const state = begin('leave', VERSION, given.class_id ? { class_id: given.class_id } : {});
  const days = await daysToCome(context, state);
  const named = dayMeant(context, days);
  if (COMES.test(context.message.text ?? '')) return comes(context, state, days, named);
  const had = days.find(({ day, away }) => day === named && away);
  if (had) return finish(say.hadBefore(had.lessons), ['my_classes']);
  const meant = days.filter(({ day, away }) => day === named && !away);
  const [only] = meant;
  if (only && meant.length === 1) return chosen(state, only);
  const none = named !== undefined && days.every(({ day }) => day !== named);
  return overview(state, days, none ? `${say.noLesson(named)}${say.WHICH_DAY}` : say.WHICH_DAY);
}

/** 不请假了, 明天能来了: leave is taken back, never asked for. 明天要去医院 is why she asks. */
const COMES =
  /不请假?了?|不用请|取消.{0,4}假|销假|(?:能|可以|要|会|还是)(?:去|来)(?=[了的吧啊呀哦嘛]|上课|听课|学(?!校)|[\s,，。.!！]|$)|来得了|去得了/u;
const COMES_NOT = /(?:不能|不会|不可以|没法|不想|不要)(?:去|来)/u;

/** The leave she has: the one of the day named, or the only one. */
async function comes(context: TurnContext, state: FlowState, days: ClassDay[], named?: string): Promise<Step> {
  if (COMES_NOT.test(context.message.text ?? '')) return overview(state, days);
  const away = days.filter((one) => one.away && (named === undefined || one.day === named));
  const [only] = away;
  if (!only) return finish(say.NONE_TAKEN, ['my_classes']);
  return away.length === 1 ? back(context, only) : overview(state, away, say.WHICH_BACK);
}

/** 明天, 周五, 25号, 今晚: the day she names, if any. */
function dayNamed({ message, now_ms }: TurnContext): string | undefined {
  const text = (message.text ?? '').normalize('NFKC');
  const today = dayOf(now_ms);
  if (/今晚|今日|这次/u.test(text)) return today;
  if (/明晚|明日/u.test(text)) return addDays(today, 1);
  return takeDays({ text }, today)[0];
}

/** 12号, said in July of a class in August, is its twelfth. */
function dayMeant(context: TurnContext, days: ClassDay[]): string | undefined {
  const named = dayNamed(context);
  const alone = /^[^月]*[\d一二三四五六七八九十][号日]/u.test(context.message.text ?? '');
  if (!named || !alone || days.some(({ day }) => day === named)) return named;
  return days.find(({ day }) => day > named && day.slice(-2) === named.slice(-2))?.day ?? named;
}

/** 都, 上午, 下午, 第3节, said where a lesson of the day is asked for; 都不请了 names none. */
function lessonsNamed({ options = [] }: FlowState, lessons: Lesson[], text: string): string | undefined {
  if (/不请|不学|退/u.test(text)) return undefined;
  if (/都|全|整天|一天/u.test(text)) return options[0];
  const n = /第?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*节/u.exec(text)?.[1];
  const part = n ? undefined : (['上午', '中午', '下午', '晚上'] as const).find((one) => text.includes(one));
  const meant = lessons.filter((one) =>
    n ? one.n === numberOf(n) : part && spokenTime(one.starts_at).startsWith(part),
  );
  return meant.length > 0 ? `l:${meant.map((one) => one.n).join(' ')}` : undefined;
}

async function daysToCome(context: TurnContext, state: FlowState): Promise<ClassDay[]> {
  const { world, conversation, now_ms } = context;
  const hers = await herClassesToCome(world, conversation.worker_id ?? '', now_ms);
  const { class_id } = state.slots;
  const days: ClassDay[] = [];
  for (const her of hers) {
    if (her.training_class.status !== 'published') continue;
    if (class_id && her.training_class.class_id !== class_id) continue;
    for (const lesson of her.lessons) {
      if (lesson.ends_at <= instant(now_ms)) continue;
      const mark = seenMark(world, her, lesson);
      if (mark && mark.how !== 'leave') continue;
      const day = lesson.starts_at.slice(0, 10);
      const held = days.find((one) => one.day === day && one.her === her);
      const away = mark?.how === 'leave';
      if (held) {
        held.lessons.push(lesson);
        held.away &&= away;
      } else days.push({ her, day, lessons: [lesson], away });
    }
  }
  return days.sort((a, b) => (a.day < b.day ? -1 : 1));
}

const tokenOf = ({ her, day }: ClassDay): string => `${her.training_class.class_id} ${day}`;

function overview(state: FlowState, days: ClassDay[], text = say.WHICH_DAY): Step {
  if (days.length === 0) return finish(say.NOTHING_TO_COME, ['my_classes', 'browse']);
  const many = new Set(days.map(({ her }) => her.training_class.class_id)).size > 1;
  const options = days
    .slice(0, DAYS_MAX)
    .map((one): [string, string] =>
      one.away
        ? [`b:${tokenOf(one)}`, say.takeBackLabel(one.lessons)]
        : [`d:${tokenOf(one)}`, say.dayLabel(one.her.training_class, one.lessons, many)],
    );
  return show(state, 'day', { text: days.length > DAYS_MAX ? `${text}${say.OTHER_DAYS}` : text, options });
}

/** A day was chosen: one lesson of it, or all. */
function chosen(state: FlowState, one: ClassDay): Step {
  const open = one.lessons;
  const slots = { ...state.slots, class_id: one.her.training_class.class_id, day: one.day };
  const next = { ...state, slots };
  if (open.length === 1) return why({ ...next, slots: { ...slots, lessons: String(open[0]?.n) } });
  const all = open.map((lesson) => lesson.n).join(' ');
  const options: [string, string][] = [
    [`l:${all}`, say.ALL_DAY],
    ...open.map((lesson): [string, string] => [`l:${lesson.n}`, say.lessonLabel(lesson)]),
  ];
  return show(next, 'lesson', { text: say.WHICH_LESSON(open[0]?.starts_at ?? ''), options });
}

const why = (state: FlowState): Step =>
  show(state, 'why', {
    text: say.WHY,
    options: say.REASONS.map(([code, label]): [string, string] => [`r:${code}`, label]),
  });

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const token = pick(state, said) ?? (await lessonsSaid(context, state));
  const words = context.message.text ?? '';
  if (!token && COMES.test(words) && !COMES_NOT.test(words))
    return state.asking === 'day' ? start(context, {}) : finish(say.NOT_ASKED, ['my_classes']);
  // 明天去不了, said where the day is asked.
  if (!token && state.asking === 'day' && dayNamed(context)) return start(context, {});
  if (!token && state.asking === 'why' && isReason(said)) return taken(context, state, reasonIn(said.text));
  const [kind, rest = ''] = [token?.slice(0, 1), token?.slice(2)];
  switch (kind) {
    case 'd':
    case 'b': {
      const days = await daysToCome(context, { ...state, slots: {} });
      const one = days.find((held) => tokenOf(held) === rest);
      if (!one) return overview({ ...state, slots: {} }, days);
      return kind === 'd' ? chosen(state, one) : back(context, one);
    }
    case 'l':
      return why({ ...state, slots: { ...state.slots, lessons: rest } });
    case 'r':
      return taken(context, state, rest as LeaveReason);
    default:
      return undefined;
  }
}

async function lessonsSaid(context: TurnContext, state: FlowState): Promise<string | undefined> {
  if (state.asking !== 'lesson' || !context.message.text) return undefined;
  const one = await dayChosen(context, state);
  return one && lessonsNamed(state, one.lessons, context.message.text.normalize('NFKC'));
}

async function dayChosen(context: TurnContext, { slots }: FlowState): Promise<ClassDay | undefined> {
  const days = await daysToCome(context, begin('leave', VERSION));
  return days.find((held) => held.day === slots.day && held.her.training_class.class_id === slots.class_id);
}

/** 孩子病了, 家里有事来不了: why, in her own words. A number that is not on the page is no reason; 不学了 is another wish. */
function isReason({ intent, number, text }: Understanding): boolean {
  const away = intent === 'leave' || (intent === 'withdraw' && !/退|取消|放弃|不(?:想)?[学读报]/u.test(text));
  return number === undefined && inWords(text) && (!intent || away);
}

const REASON_WORDS: [RegExp, LeaveReason][] = [
  [/病|疼|痛|医院|感冒|发烧|不舒服/u, 'sick'],
  [/家|孩子|娃|老人|父|母|喜事|丧/u, 'family'],
  [/班|上工|老板|厂|工地|干活|活路/u, 'work'],
];
const reasonIn = (text: string): LeaveReason => REASON_WORDS.find(([words]) => words.test(text))?.[1] ?? 'other';

async function taken(context: TurnContext, { slots }: FlowState, reason: LeaveReason): Promise<Step> {
  const planned = await takeLeave(context.world, {
    class_id: slots.class_id ?? '',
    worker_id: context.conversation.worker_id ?? '',
    lessons: (slots.lessons ?? '').split(' ').map(Number),
    reason,
  });
  if (isRefusal(planned)) return finish(say.refusedLeave(planned), ['my_classes', 'human']);
  const { training_class, lessons } = planned.value;
  return finish(say.done(training_class, lessons, say.reasonName(reason)), ['my_classes'], {
    changes: planned.changes,
  });
}

async function back(context: TurnContext, { her, lessons }: ClassDay): Promise<Step> {
  const stamps: Record<number, string> = {};
  for (const { n } of lessons) {
    const stamp = her.marks.stored[n];
    if (stamp) stamps[n] = stamp;
  }
  const planned = await takeBackLeave(context.world, {
    class_id: her.training_class.class_id,
    worker_id: context.conversation.worker_id ?? '',
    stamps,
  });
  if (isRefusal(planned)) return finish(say.refusedLeave(planned), ['my_classes', 'human']);
  return finish(say.takenBack(her.training_class), ['my_classes'], { changes: planned.changes });
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  if (state.asking === 'why' && state.slots.lessons) return why(state);
  const one = state.asking === 'lesson' ? await dayChosen(context, state) : undefined;
  if (one) return chosen(state, one);
  return overview({ ...state, slots: {} }, await daysToCome(context, begin('leave', VERSION)));
}

export const leaveFlow: Flow = {
  name: 'leave',
  version: VERSION,
  summary: () => '请假',
  start,
  answer,
  ask,
  back: async (context, state) =>
    state.asking === 'day' ? undefined : ask(context, { ...state, asking: 'day', slots: {} }),
  help: () => say.HELP,
  hint: (_state, tries) => say.HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
