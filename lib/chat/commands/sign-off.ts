/** 25 签字 (L11): the supervisor says who practised at the workplace; unsigned, it does not count. */
import type { Roll, RollRow } from '../../classes/attendance/roll-call';
import { readLessons } from '../../classes/read';
import type { Lesson, TrainingClass } from '../../classes/types';
import { readSignOff, signOff, undoSignOff, unsigned } from '../../classes/workplace/sign-off';
import { isRefusal } from '../../platform/refusal';
import * as say from './say/sign-off';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classOfMine, myClasses } from './which';

const EVERYONE = /全到|都到|都在|全在|全部|全来|都来|一个不少/u;
const NO_ONE = /都没|没人|全没|一个没/u;

/** `签字 A17 3 1 2 5-9`: the first number is the lesson, the others are people, unless the lesson is known. */
function read(found: Found, known: Args, slot?: string): Args {
  const [class_id = known.class_id] = found.class_ids;
  const of_lesson = known.lesson !== undefined && class_id === known.class_id;
  const [first, ...rest] = found.numbers;
  const lesson = of_lesson ? known.lesson : (first ?? known.lesson);
  const people = of_lesson || slot === 'people' ? found.numbers : rest;
  const words = `${found.rest} ${found.left}`;
  return {
    ...known,
    ...(class_id && { class_id }),
    ...(lesson !== undefined && { lesson }),
    ...(people.length > 0 && { people }),
    ...(NO_ONE.test(words) ? { people: say.NOBODY } : EVERYONE.test(words) && { people: say.ALL }),
  };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const chosen = typeof args.which === 'string' ? args.which.split(' ') : undefined;
  const class_id: string | undefined = chosen?.[0] ?? args.class_id;
  const n = Number(chosen?.[1] ?? args.lesson);
  if (!class_id || !Number.isInteger(n)) return waiting(context, args, class_id);
  const roll = await readSignOff(context.world, { class_id, n, by: context.staff.staff_id });
  if (isRefusal(roll)) return { kind: 'refused', refusal: roll };
  return whoIsThere(context, roll as Roll, { ...args, class_id, lesson: n });
}

function whoIsThere(context: AtWork, roll: Roll, args: Args): Outcome {
  const { training_class: c, lesson } = roll;
  const rows = roll.rows.filter((row) => row.member.status === 'enrolled');
  const ask = (lead: string): Outcome => ({
    kind: 'ask',
    slot: 'people',
    text: `${lead}${say.whoWasThere(c, lesson, rows)}`,
    options: [
      [say.ALL, say.ALL],
      [say.NOBODY, say.NOBODY],
    ],
    args,
    typed: true,
  });
  const { people } = args;
  if (people === undefined) return ask('');
  const wanted = people === say.ALL ? rows : people === say.NOBODY ? [] : numbered(rows, people);
  const unknown = Array.isArray(people) ? people.filter((number) => !rows.some((row) => row.number === number)) : [];
  if (unknown.length > 0)
    return { ...ask(`${say.noSuchNumber(unknown)}\n`), args: { ...args, people: undefined } } as Outcome;
  const away = rows.filter((row) => !wanted.includes(row));
  const data = {
    class_id: c.class_id,
    n: lesson.n,
    present: wanted.map((row) => row.member.worker_id),
    at_ms: context.now_ms,
  };
  return {
    kind: 'dry',
    text: say.dry(c, lesson, names(wanted), names(away)),
    full: say.everyone(names(wanted), names(away)),
    deed: { name: 'sign_off', data },
    yes: '签字',
    args: { ...args, people },
  };
}

const numbered = (rows: RollRow[], people: unknown): RollRow[] =>
  rows.filter((row) => Array.isArray(people) && people.includes(row.number));
const names = (rows: RollRow[]): string[] => rows.map((row) => row.member.name);

/** What waits for her: of a class, or of all in her area. */
async function waiting(context: AtWork, args: Args, class_id?: string): Promise<Outcome> {
  const { world, now_ms, staff } = context;
  const one = class_id ? await classOfMine(context, class_id) : undefined;
  const classes = class_id ? (one ? [one] : []) : await myClasses(context);
  const lessons = await Promise.all(classes.map((c) => readLessons(world, c)));
  const open = classes.flatMap((c, i) =>
    unsigned(lessons[i] ?? [], now_ms, staff.staff_id).map((lesson): [TrainingClass, Lesson] => [c, lesson]),
  );
  if (open.length === 0) return { kind: 'answer', text: say.NOTHING, next: ['今天'] };
  const [first] = open;
  if (open.length === 1 && first) return run(context, { ...args, which: `${first[0].class_id} ${first[1].n}` });
  const options = open.map(([c, lesson]): [string, string] => [
    `${c.class_id} ${lesson.n}`,
    say.lessonLabel(c, lesson),
  ]);
  return { kind: 'ask', slot: 'which', text: say.WHICH, options, args: { ...args, class_id: undefined } };
}

export const command: Command = {
  name: 'sign_off',
  number: 25,
  title: '签字',
  does: '岗位实训签字：谁在',
  examples: ['签字', '签字 A17 3', '签字 A17 3 全到', '签字 A17 3 1 2 5-9'],
  words: ['签认', '签实操', '岗位实操签'],
  duties: ['supervisor'],
  numbered: true,
  read,
  run,
};

const sign: DoDeed = async (context, data) => {
  const { class_id, n, present, at_ms } = data as { class_id: string; n: number; present: string[]; at_ms: number };
  const planned = await signOff(context.world, { class_id, n, present, at_ms, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { training_class: c, lesson } = planned.value;
  return {
    changes: planned.changes,
    value: {
      text: say.done(c, lesson, planned.value.present.length),
      undo: { label: say.undoLabel(c, lesson), deed: { name: 'undo_sign_off', data: { class_id, n, at_ms } } },
      next: ['签字'],
    },
  };
};

const undo: DoDeed = async (context, data) => {
  const { class_id, n, at_ms } = data as { class_id: string; n: number; at_ms: number };
  const planned = await undoSignOff(context.world, { class_id, n, at_ms, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { training_class: c, lesson } = planned.value;
  return { changes: planned.changes, value: { text: say.undone(c, lesson), next: ['签字'] } };
};

export const deeds: Record<string, DoDeed> = { sign_off: sign, undo_sign_off: undo };
