import { dayOf, instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import type { Change } from '../../store/table';
import { closedBy, gateClosed, gatesNear } from '../gates/gate-closed';
import { isOnline, isPractice, isWorkplace } from '../lesson';
import { policyOf } from '../load';
import type { Lesson, TrainingClass } from '../types';
import { judgeCode, sentAt } from './code';
import { notElsewhere } from './elsewhere';
import { type HerClass, herClass, herClassesToday } from './hers';
import { markChange, wrongCodeChange } from './items';
import { FIRM, lateBy, mayComeIn, newMark, standsFor, WRONG_CODES_MAX } from './rules';
import type { AttendanceRefusal, HowMarked, Mark } from './types';

export interface SignInCommand {
  worker_id: string;
  /** Four digits. */
  code: string;
  /** Named by the code that was scanned, or on the page that asked for it; others are looked for among today's lessons of hers. */
  class_id?: string;
  lesson?: number;
  scanned?: boolean;
  /** When the channel says she sent it. */
  sent_ms: number;
  /** Where she works, as the conversation knows it: closed areas are then read beside the rest. */
  near?: string;
}

interface Signed {
  training_class: TrainingClass;
  lesson: Lesson;
}
export type SignIn =
  | (Signed & { kind: 'signed'; late_min?: number })
  /** She has signed in before. */
  | (Signed & { kind: 'already'; mark: Mark })
  /** The class has a fence: her location is asked for, and the mark made with it. */
  | (Signed & { kind: 'where'; at_ms: number })
  /** Not a code of hers now; so many tries are left. */
  | { kind: 'wrong'; left: number };

type Refused = Refusal<AttendanceRefusal | 'class_cancelled' | 'area_closed'>;

/**
 * 签到: she answers the code on the station's phone. Reads her agenda, her classes of today and her marks; writes one mark,
 * on the condition that there is none. Times are judged by when she sent it. Refuses `code_not_yours` (a class she has
 * no seat in, which is not named), `code_old`, `sign_in_none` {next}, `sign_in_not_open`, `sign_in_closed`,
 * `sign_in_too_many`, `already_marked` (the office marked her absent), `signed_elsewhere` (in another class at the same
 * time), `class_cancelled`, `area_closed` (practice, H3).
 */
export async function signIn(world: World, command: SignInCommand): Promise<Planned<SignIn>> {
  const at_ms = sentAt(command.sent_ms, world.now());
  const gates = command.near ? gatesNear(world, command.near) : undefined;
  const [hers, near] = await Promise.all([loadHers(world, command, at_ms), gates]);
  if (isRefusal(hers)) return hers;
  const open = openLessons(world, hers, command.lesson, at_ms);
  if (isRefusal(open)) return open;
  if (open.some(({ tries }) => tries >= WRONG_CODES_MAX)) return refuse('sign_in_too_many', { max: WRONG_CODES_MAX });
  const judged = open.map((one) => ({
    ...one,
    is: judgeCode(world, one.her.training_class.class_id, one.lesson.n, command.code, at_ms),
  }));
  const good = judged.find(({ is }) => is === 'good');
  if (good) {
    const closed = await areaClosed(world, good, near && { region: command.near ?? '', gates: near }, at_ms);
    const how = command.scanned ? 'scanned' : 'code';
    return closed ?? signed(world, good.her, good.lesson, { how, at_ms }, command.class_id ? undefined : hers);
  }
  if (judged.some(({ is }) => is === 'old')) return refuse('code_old');
  // Her code of half an hour ago is nobody's by now; she who has signed in wherever she could needs none, and tries nothing.
  const before = open.map(({ her, lesson }) => ({ her, lesson, mark: seenMark(world, her, lesson) }));
  const [last] = before.slice(-1);
  if (last?.mark && before.every(({ mark }) => mark && FIRM.has(mark.how))) {
    const { her, lesson, mark } = last;
    return { changes: [], value: { kind: 'already', training_class: her.training_class, lesson, mark } };
  }
  const tries = Math.max(...open.map((one) => one.tries)) + 1;
  return {
    changes: open.map(({ her, lesson }) => wrongCodeChange(her.training_class.class_id, command.worker_id, [lesson.n])),
    value: { kind: 'wrong', left: WRONG_CODES_MAX - tries },
  };
}

async function loadHers(world: World, command: SignInCommand, at_ms: number): Promise<HerClass[] | Refused> {
  if (!command.class_id) return herClassesToday(world, command.worker_id, at_ms);
  const one = await herClass(world, command.worker_id, command.class_id);
  return one ? [one] : refuse('code_not_yours');
}

interface Open {
  her: HerClass;
  lesson: Lesson;
  tries: number;
}

/** Lessons at the class's place that take sign-ins now (of the one named, that one); otherwise why there is none. */
export function openLessons(
  world: World,
  hers: HerClass[],
  wanted: number | undefined,
  at_ms: number,
): Open[] | Refused {
  const open: Open[] = [];
  let why: Refused | undefined;
  for (const her of hers) {
    const { training_class: c, marks } = her;
    if (c.status !== 'published') {
      why ??= refuse('class_cancelled', { title: c.title, reason: c.cancelled?.reason ?? '' });
      continue;
    }
    const { sign_in } = policyOf(world, c).delivery;
    for (const lesson of her.lessons) {
      if (wanted !== undefined && lesson.n !== wanted) continue;
      // Online lessons ask their own question (L10), the supervisor signs off those at the workplace (L11).
      if (isOnline(lesson) || isWorkplace(lesson)) continue;
      if (wanted === undefined && dayOf(Date.parse(lesson.starts_at)) !== dayOf(at_ms)) continue;
      const shut = mayComeIn(lesson, sign_in, at_ms);
      if (!shut) open.push({ her, lesson, tries: marks.wrong[lesson.n] ?? 0 });
      else why = nearer(why, shut, c, lesson, at_ms);
    }
  }
  return open.length > 0 ? open : (why ?? refuse('sign_in_none'));
}

/** Of the lessons that take no sign-in, which one tells her most: that going on, else the next to open, else the last. */
function nearer(why: Refused | undefined, shut: Refused, c: TrainingClass, lesson: Lesson, at_ms: number): Refused {
  const going_on = lesson.starts_at <= instant(at_ms) && instant(at_ms) < lesson.ends_at;
  const said = {
    ...shut,
    facts: { ...shut.facts, title: c.title, starts_at: lesson.starts_at, ...(going_on && { on: 1 }) },
  };
  if (why?.facts?.on || (why?.refused === 'sign_in_not_open' && !going_on)) return why;
  return said;
}

/** H3: no practice in a closed area. Read beside the rest when the class lies in the province she works in; else once more. */
async function areaClosed(
  world: World,
  { her, lesson }: Open,
  near: { region: string; gates: Awaited<ReturnType<typeof gatesNear>> } | undefined,
  at_ms: number,
): Promise<Refused | undefined> {
  if (!isPractice(lesson)) return undefined;
  const c = her.training_class;
  const day = dayOf(at_ms);
  if (near?.region.slice(0, 2) !== c.host_region.slice(0, 2)) return gateClosed(world, c, 'practice', day);
  return closedBy(near.gates, c, 'practice', day);
}

async function signed(
  world: World,
  her: HerClass,
  lesson: Lesson,
  made: { how: HowMarked; at_ms: number },
  hers?: HerClass[],
): Promise<Planned<SignIn>> {
  const { training_class } = her;
  const seen = seenMark(world, her, lesson);
  if (seen?.how === 'absent') return refuse('already_marked', { title: training_class.title });
  if (seen && FIRM.has(seen.how))
    return { changes: [], value: { kind: 'already', training_class, lesson, mark: seen } };
  const { at_ms } = made;
  const alone = await notElsewhere(world, her, lesson, at_ms, hers);
  if (isRefusal(alone)) return alone;
  if (training_class.fence) return { changes: [], value: { kind: 'where', training_class, lesson, at_ms } };
  return makeMark(world, her, lesson, made, alone);
}

/** Her own mark. Leave she had taken, or what an officer's list said meanwhile, gives way to it: one mark a lesson. `alone`: of `notElsewhere`. */
export function makeMark(
  world: World,
  her: HerClass,
  lesson: Lesson,
  made: { how: HowMarked; at_ms: number },
  alone: Change[],
): Planned<SignIn> {
  // Listed, and gone early by the officer's note: a code sent after her does not bring her back.
  const left_min = seenMark(world, her, lesson)?.left_min;
  const mark = newMark(lesson, { ...made, ...(left_min !== undefined && { left_min }) });
  const { training_class, marks } = her;
  const late_min = lateBy(lesson, mark, policyOf(world, training_class).delivery.sign_in);
  const { class_id, worker_id, stored } = marks;
  return {
    changes: [markChange(class_id, worker_id, lesson.n, mark, stored[lesson.n], 'she signs in'), ...alone],
    value: { kind: 'signed', training_class, lesson, ...(late_min !== undefined && { late_min }) },
  };
}

/** The mark that stands for the lesson as it is now. */
export function seenMark(world: World, { training_class, marks }: HerClass, lesson: Lesson): Mark | undefined {
  const mark = marks.marks[lesson.n];
  const { sign_in } = policyOf(world, training_class).delivery;
  return mark && standsFor(mark, lesson, sign_in) ? mark : undefined;
}

/** When a lesson opens, for the sentence that says so. */
export const opensAt = (refusal: Refusal): string => instant(Number(refusal.facts?.opens_ms ?? 0));
