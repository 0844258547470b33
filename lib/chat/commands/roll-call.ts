/** 7 点名: who is in and who is not; 都到了, 缺 3 7, 到 1-20 22, 早退 3 15:30; also for yesterday, when there was no signal. */
import {
  listTooLong,
  markList,
  mayList,
  type Roll,
  type RollRow,
  readRoll,
  unmarked,
} from '../../classes/attendance/roll-call';
import { unmarkList } from '../../classes/attendance/unmark-list';
import { isOnline, isWorkplace } from '../../classes/lesson';
import { dayOf, HOUR_MS } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal, refuse } from '../../platform/refusal';
import { leftDry, leftEarlyDeeds } from './left-early';
import { contrary, putRight, putRightDeeds } from './put-right';
import { outOfReach } from './reach';
import { isCalled } from './read-people';
import { halfIn, lessonIn, peopleIn } from './said-numbers';
import * as say from './say/roll-call';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome, lessonFor } from './which';

type Mode = 'all' | 'absent' | 'present' | 'left';

const ALL = /都到|都来|全到|全部到|全来|到齐|来齐|全勤|一个不缺|没有缺/gu;
/** 除了3 7都到了, 都来了就差张三: all but those. */
const BUT = /除|差|缺|没来|没到|未到|没签|旷/u;
const ABSENT = /缺|没来|没到|未到|没签|旷/u;
const LEFT = /早退|先走|提前走|早走|中途走|半路走|点半?(?:钟|多)?就?走了/u;
const PRESENT = /到|来了|在/u;

/** What is said of the people named. Pure. */
export function modeIn(text: string): Mode | undefined {
  if (LEFT.test(text)) return 'left';
  const beside = text.replace(ALL, '');
  if (beside !== text) return BUT.test(beside) ? 'absent' : 'all';
  if (ABSENT.test(text)) return 'absent';
  return PRESENT.test(text.replace(/点到|签到|(?<![a-z\d])\d+\s*到\s*\d/giu, '')) ? 'present' : undefined;
}

export function readRollCall(found: Found, known: Args, slot?: string): Args {
  const { rest } = found;
  if (slot === 'reason') return isReason(rest) ? { ...known, reason: rest } : known;
  const lesson = lessonIn(rest);
  const numbers = peopleIn(rest);
  // Whoever is named now is meant, and nobody of before.
  const common = commonArgs({ ...found, numbers }, known, { numbered: true });
  const someone = numbers.length > 0 || common.names !== known.names || common.tails !== known.tails;
  // 没来 and 都到了 call the command as well: they are no longer in what stands beside its name.
  const mode = modeIn(found.said ?? rest);
  const half = halfIn(rest);
  // Another day, or half of it, is another lesson.
  const elsewhen = lesson === undefined && (half !== undefined || found.days.length > 0);
  return {
    ...common,
    ...(lesson !== undefined && { lesson, by_itself: false }),
    ...(elsewhen && { lesson: undefined, by_itself: false }),
    ...(common.day !== known.day && { by_itself: false }),
    numbers: someone ? numbers : known.numbers,
    ...(mode && { mode }),
    ...(half && { half }),
    // 都到了: whoever was named before is none but one of all.
    ...(mode === 'all' && !someone && { names: undefined, tails: undefined, numbers: undefined }),
  };
}

/** As long as the API takes one, and in words: 缺 3 is another order, and no reason. */
const isReason = (said: string): boolean =>
  (said.match(/\p{L}/gu) ?? []).length >= 2 && [...said].length <= 200 && !hasLongNumber(said);

/** The lesson meant, its list read afresh, the half of the day taken into account. */
export async function rollMeant(context: AtWork, args: Args): Promise<Roll | Outcome> {
  const c = await classFor(context, args, { ask: '哪个班点名？', now: true });
  if (isOutcome(c)) return c;
  const half = args.half as [string, string] | undefined;
  // 下午都到了: of today, unless a day was said.
  const time = half && !args.time ? { day: args.day ?? dayOf(context.now_ms), time: middleOf(half) } : {};
  const kept = { ...args, ...time, class_id: c.class_id, ...(outdated(context, args) && { lesson: undefined }) };
  const lesson = await lessonFor(context, c, kept, { when: 'now' });
  if (isOutcome(lesson)) return lesson;
  const read = await readRoll(context.world, c.class_id, lesson.n);
  return isRefusal(read) ? { kind: 'refused', refusal: read } : read;
}

/** A list looked at so long ago is no longer meant by 都到了: after the break that is said of the afternoon. */
const LIST_STANDS_MS = HOUR_MS;
const outdated = ({ conversation: { flow }, now_ms }: AtWork, args: Args): boolean =>
  args.by_itself === true && flow !== undefined && now_ms - flow.at_ms > LIST_STANDS_MS;

const middleOf = ([from]: [string, string]): string =>
  from === '00:00' ? '10:00' : from === '12:00' ? '15:00' : '19:30';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const meant = await rollMeant(context, args);
  if (isOutcome(meant)) return meant;
  const { training_class: c, lesson, rows } = meant;
  // Nobody said which lesson: `by_itself` it was the one of the moment.
  const by_itself = args.by_itself ?? (args.lesson === undefined && args.day === undefined);
  if (rows.length === 0) return { kind: 'answer', text: say.nobody };
  // A list proves nothing for lessons away from the class's place (L10, L11).
  if (isOnline(lesson) || isWorkplace(lesson)) return { kind: 'answer', text: say.codeOnline(c, lesson) };
  const said: Mode | undefined = args.mode ?? modeIn(context.message.text ?? '');
  const named = peopleOf(rows, args);
  if ('text' in named) return { kind: 'answer', text: named.text, failed: true };
  // 张三李四都到了: those two.
  const mode = said === 'all' && named.rows.length > 0 ? 'present' : said;
  const known: Args = { ...args, class_id: c.class_id, lesson: lesson.n, by_itself, ...(mode && { mode }) };
  if (mode === 'left') return leftDry(context, meant, known, named.rows);
  if (mode === 'all') return dry(context, meant, known, []);
  if (named.rows.length === 0) return showRoll(meant, known);
  const marked_so = mode === 'absent' || mode === 'present' ? contrary(named.rows, mode) : [];
  if (marked_so.length > 0) return putRight(context, meant, known, marked_so, mode as 'absent' | 'present');
  if (mode === 'absent') return dry(context, meant, known, named.rows);
  if (mode === 'present')
    return dry(
      context,
      meant,
      known,
      rows.filter((row) => !named.rows.includes(row)),
      named.rows,
    );
  const options: [string, string][] = [
    ['absent', '没到'],
    ['present', '到了'],
  ];
  return { kind: 'ask', slot: 'mode', text: say.whichWay(named.rows.map((row) => row.number)), options, args: known };
}

function showRoll(roll: Roll, args: Args): Outcome {
  const { training_class: c, lesson, rows, marks } = roll;
  const far = rows.filter((row) => !row.there && marks.get(row.member.worker_id)?.far[lesson.n]);
  const text = say.roll(
    c,
    lesson,
    rows,
    far.map(({ member }) => member.name),
  );
  const full = say.whoCame(rows);
  if (rows.every((row) => row.there)) return { kind: 'answer', text, full };
  return {
    kind: 'ask',
    slot: 'who',
    text: `${text}\n${say.HOW_TO}`,
    full,
    args: { ...args, mode: undefined, numbers: undefined },
  };
}

/** Rows by number on the list, by name or by the end of a phone; or what there is none of, or more than one. */
export function peopleOf(rows: RollRow[], args: Args): { rows: RollRow[] } | { text: string } {
  const numbers: number[] = args.numbers ?? [];
  const unknown = numbers.filter((n) => !rows.some((row) => row.number === n));
  if (unknown.length > 0) return { text: say.unknownNumbers(unknown, rows.length) };
  const found: RollRow[] = rows.filter((row) => numbers.includes(row.number));
  const names: string[] = args.names ?? [];
  const tails: string[] = args.tails ?? [];
  // 张三 0013 is one person; of two 张三 nobody knows which was there.
  const one = names.length === 1 && tails.length === 1;
  for (const who of one ? names : [...names, ...tails]) {
    const alike = rows.filter(
      ({ member }) =>
        (isCalled(member.name, who) || member.phone_masked.endsWith(who)) &&
        (!one || member.phone_masked.endsWith(tails[0] as string)),
    );
    if (alike.length === 0) return { text: say.unknownNames([who]) };
    if (alike.length > 1) return { text: say.sameName(who, alike) };
    found.push(...alike);
  }
  return { rows: rows.filter((row) => found.includes(row)) };
}

/** What would be marked: all but these, or only these. */
async function dry(context: AtWork, roll: Roll, args: Args, but: RollRow[], only?: RollRow[]): Promise<Outcome> {
  const early = mayList(context.world, roll);
  if (early) return { kind: 'refused', refusal: early };
  const { training_class: c, lesson } = roll;
  const wanted = roll.rows.filter((row) => (only ? only.includes(row) : !but.includes(row)));
  // Who asked for leave is only there when named.
  const leave = only ? [] : wanted.filter((row) => row.mark?.how === 'leave');
  const marked = wanted.filter((row) => unmarked(row) && row.member.status === 'enrolled' && !leave.includes(row));
  if (marked.length === 0) {
    const disputed = wanted.filter((row) => row.mark?.how === 'list_disputed');
    const text = only ? say.alreadyThere(c, lesson, only) : say.allSigned(c, lesson, but);
    return { kind: 'answer', text: disputed.length > 0 ? say.saysNot(disputed) : text };
  }
  const long = listTooLong(marked.length);
  if (long) return { kind: 'refused', refusal: long };
  const rest = roll.rows.filter((row) => !marked.includes(row) && !row.there);
  const alone = await outOfReach(
    context,
    marked.map(({ member }) => member),
  );
  const ids = (of: RollRow[]) => of.map(({ member }) => member.worker_id);
  return {
    kind: 'dry',
    text: say.dryList(c, lesson, marked, rest, { signed: wanted.filter((row) => row.there).length, alone }),
    full: say.whoIsMarked(marked),
    deed: {
      name: 'roll_call',
      data: {
        class_id: c.class_id,
        lesson: lesson.n,
        at_ms: context.now_ms,
        asked: marked.length - alone.length,
        ...(only ? { only: ids(only) } : { but: [...ids(but), ...ids(leave)] }),
      },
    },
    yes: '确定记到课',
    args,
  };
}

const mark: DoDeed = async (context, data) => {
  const { class_id, lesson, at_ms, asked, only, but } = data as {
    class_id: string;
    lesson: number;
    at_ms: number;
    asked?: number;
    only?: string[];
    but?: string[];
  };
  const planned = await markList(context.world, { class_id, lesson, at_ms, only, but, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { training_class: c, first, marked, stamp } = planned.value;
  return {
    changes: planned.changes,
    value: {
      text: say.marked(c, planned.value.lesson, marked, asked !== 0),
      undo: {
        label: say.undoList(c, planned.value.lesson, marked),
        deed: { name: 'roll_call_undo', data: { class_id, lesson, stamp } },
      },
      ...(first.length > 0 && { first }),
      next: [`点名 ${class_id}`],
    },
  };
};

const undo: DoDeed = async (context, data) => {
  const { class_id, lesson, stamp } = data as { class_id: string; lesson: number; stamp: string };
  const planned = await unmarkList(context.world, { class_id, lesson, stamp });
  if (isRefusal(planned)) return planned;
  const { first, removed } = planned.value;
  if (removed === 0 && !context.first_done) return refuse('nothing_to_undo');
  return {
    changes: planned.changes,
    value: {
      text: say.unmarked(planned.value.lesson, context.first_done ? undefined : removed),
      ...(first.length > 0 && { first }),
    },
  };
};

export const command: Command = {
  name: 'roll_call',
  number: 7,
  title: '点名',
  does: '看谁到了谁没到，替没信号的人记到课',
  examples: ['点名', '点名 A17 缺 3 7', '点名 昨天上午', '都到了 A17', '点名 早退 3 15:30'],
  words: ['点到', '没来', '没到', '都到了'],
  duties: ['station', 'teacher', 'office'],
  numbered: true,
  read: readRollCall,
  run,
};

export const deeds: Record<string, DoDeed> = {
  roll_call: mark,
  roll_call_undo: undo,
  ...leftEarlyDeeds,
  ...putRightDeeds,
};
