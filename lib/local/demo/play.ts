/**
 * The Fukang classes of July 2025, played through: who comes first gets a seat, who comes late waits,
 * some leave, and their seats go down the line. In waves, so that who ends up where does not hang on
 * which of two messages was quicker: within a wave everyone's end is the same in any order.
 */
import { millis } from '../../platform/clock';
import type { Stack } from '../stack';
import fukang from './fukang-2025.json';
import { type Person, people } from './people';
import { phoneOf } from './phone';
import { type Done, type Phone, pursue, type Wish } from './talk';

export interface Scale {
  seed: number;
  /** Seats per class, in the order of the data file. */
  capacity: number[];
  /** Per class: late comers (the class is full, they wait), those who leave, those who enrol in the other class first. */
  late: number;
  leaving: number;
  switching: number;
  /** Per class: those who come when sign-up is over. */
  too_late: number;
  at_once: number;
}

export const WHOLE: Scale = {
  seed: 20_250_724,
  capacity: fukang.classes.map((one) => one.capacity),
  late: 8,
  leaving: 5,
  switching: 3,
  too_late: 2,
  at_once: 8,
};

export interface RosterRead {
  class_id: string;
  title: string;
  enrolled: number;
  members: { name: string; id_number_masked?: string; phone_masked?: string; status: string }[];
  line: { name: string; position: number; status: string }[];
}

export interface Played {
  rosters: RosterRead[];
  counts: Partial<Record<Done['outcome'], number>>;
  messages: number;
  /** Whoever did not end as meant. */
  wrong: string[];
}

interface Opened {
  class_id: string;
  title: string;
  trade: string;
}

interface Cast {
  opened: Opened;
  first: Person[];
  late: Person[];
  too_late: Person[];
}

const START = '2025-07-03T09:00:00+08:00';
/** The first lesson has begun, and with it sign-up is over. */
const OVER = `${fukang.first_day}T12:30:00+08:00`;
/** Longer than an offer is kept. */
const OFFER_OVER_MS = 12 * 3_600_000 + 5 * 60_000;

/** Play it on a running stack with fresh data; `progress` is called after each person's matter. */
export async function play(
  stack: Stack,
  scale: Scale,
  progress: (done: number, of: number, what: string) => void,
): Promise<Played> {
  const tell = counter(scale, progress);
  const played: Played = { rosters: [], counts: {}, messages: 0, wrong: [] };
  const phone = phoneOf(stack);
  const act = acting(phone, played, tell);
  await setClock(stack, START);
  await call(stack, 'POST', '/local/seed', { pack: 'luquan-2025' });
  const casts = await openClasses(stack, scale);
  await switchers(act, casts, scale);
  for (const [day, part] of parts(casts, scale.switching).entries()) {
    await setClock(stack, `2025-07-0${4 + day}T08:00:00+08:00`);
    await inParallel(part, scale.at_once, ({ person, opened }) => act(person, enrol(opened), 'enrolled'));
    await stack.settle();
  }
  await setClock(stack, '2025-07-07T10:00:00+08:00');
  // The line is in order of coming: one after the other within a class.
  await Promise.all(
    casts.map(async ({ opened, late }) => {
      for (const person of late) await act(person, enrol(opened), 'waiting');
    }),
  );
  for (const [i, cast] of casts.entries()) {
    // In the morning: an offer left without answer is over by the evening, before the quiet hours.
    await setClock(stack, `2025-07-0${8 + i}T08:00:00+08:00`);
    await downTheLine(stack, phone, act, cast, scale);
  }
  await setClock(stack, OVER);
  for (const { opened, too_late } of casts) for (const person of too_late) await act(person, enrol(opened), 'refused');
  await stack.settle();
  played.rosters = await rosters(stack, casts);
  return played;
}

type Act = (person: Person, wish: Wish, meant: Done['outcome']) => Promise<Done>;

function acting(phone: Phone, played: Played, tell: (what: string) => void): Act {
  return async (person, wish, meant) => {
    const done = await pursue(phone, person, wish);
    played.messages += done.messages;
    played.counts[done.outcome] = (played.counts[done.outcome] ?? 0) + 1;
    if (done.outcome !== meant)
      played.wrong.push(`${person.openid} meant ${meant}, came to ${done.outcome}: ${done.last.slice(0, 120)}`);
    if (done.different > 0)
      played.wrong.push(`${person.openid}: ${done.different} messages sent twice had two answers`);
    tell(`${person.name} ${WORDS[done.outcome]}`);
    return done;
  };
}

export const WORDS: Record<Done['outcome'], string> = {
  enrolled: '报上了',
  waiting: '在排队',
  left: '退了',
  declined: '不要名额',
  refused: '没报成',
  gave_up: '放弃了',
};

/** Some enrol in the other class first, think again, leave it, and enrol where they wanted. */
async function switchers(act: Act, casts: Cast[], scale: Scale): Promise<void> {
  const all = casts.flatMap(({ opened, first }, i) =>
    first.slice(0, scale.switching).map((person) => ({ person, opened, other: casts[(i + 1) % casts.length]!.opened })),
  );
  await inParallel(all, scale.at_once, async ({ person, opened, other }) => {
    await act(person, enrol(other), 'enrolled');
    await act(person, { kind: 'leave', title: other.title }, 'left');
    await act(person, enrol(opened), 'enrolled');
  });
}

/**
 * One after the other leaves; each time the seat is offered to who is first in line. The second in line
 * does not want it any more, the fourth does not answer, and it goes on to the next.
 */
async function downTheLine(
  stack: Stack,
  phone: Phone,
  act: Act,
  { opened, first, late }: Cast,
  scale: Scale,
): Promise<void> {
  const leaving = first.slice(scale.switching, scale.switching + scale.leaving);
  const line = [...late];
  for (const person of leaving) {
    await act(person, { kind: 'leave', title: opened.title }, 'left');
    for (;;) {
      const next = line.shift();
      if (!next) break;
      const push = await offerTo(phone, next);
      if (!push)
        throw new Error(`${next.name} (${next.openid}), next in line for ${opened.title}, was offered nothing`);
      const place = late.indexOf(next);
      if (place === 3) {
        await setClock(stack, new Date(stack.clock.now() + OFFER_OVER_MS).toISOString());
        continue;
      }
      const kind = place === 1 ? 'decline' : 'take';
      await act(next, { kind, title: opened.title, push }, kind === 'take' ? 'enrolled' : 'declined');
      if (kind === 'take') break;
    }
  }
}

async function offerTo(phone: Phone, person: Person) {
  const pushes = await phone.pushed(person.openid, 0);
  return pushes.filter((push) => /空出一个名额|有名额了/.test(push.text)).at(-1);
}

function enrol({ class_id, title, trade }: Opened): Wish {
  return { kind: 'enrol', class_id, title, trade };
}

/** The first comers but the switchers, in three days' parts, the classes mixed. */
function parts(casts: Cast[], switching: number): { person: Person; opened: Opened }[][] {
  const all = casts.flatMap(({ opened, first }) => first.slice(switching).map((person) => ({ person, opened })));
  const mixed = all.sort((a, b) => (a.person.openid < b.person.openid ? -1 : 1));
  const third = Math.ceil(mixed.length / 3);
  return [mixed.slice(0, third), mixed.slice(third, 2 * third), mixed.slice(2 * third)];
}

async function openClasses(stack: Stack, scale: Scale): Promise<Cast[]> {
  const in_time = scale.capacity.reduce((sum, seats) => sum + seats + scale.late, 0);
  const everyone = people(scale.seed, in_time + scale.capacity.length * scale.too_late);
  const crowd = everyone.slice(0, in_time);
  const { home_region, host_region, site_name, address, first_day, last_day } = fukang;
  const casts: Cast[] = [];
  for (const [i, { capacity: _, ...described }] of fukang.classes.entries()) {
    const seats = scale.capacity[i]!;
    const body = { ...described, home_region, host_region, site_name, address, first_day, capacity: seats };
    const draft = await call(stack, 'POST', '/v1/classes', body);
    if (!draft.ends_at.startsWith(last_day)) throw new Error(`the class ends on ${draft.ends_at}, not ${last_day}`);
    await call(stack, 'POST', `/v1/classes/${draft.class_id}/publish`, {});
    const opened = { class_id: draft.class_id, title: draft.title, trade: draft.trade_name };
    const [from, to] = [in_time + i * scale.too_late, in_time + (i + 1) * scale.too_late];
    // They have her code from a poster: the class is in no list any more.
    const too_late = everyone
      .slice(from, to)
      .map((one) => ({ ...one, habits: { ...one.habits, comes_by: 'code' as const } }));
    casts.push({ opened, first: [], late: [], too_late });
  }
  // Dealt like cards, so that neighbours in the crowd are of different classes.
  for (const person of crowd) {
    const open = casts.filter((cast, i) => cast.first.length + cast.late.length < scale.capacity[i]! + scale.late);
    const cast = open[Math.floor(person.random() * open.length)]!;
    const seats = scale.capacity[casts.indexOf(cast)]!;
    (cast.first.length < seats ? cast.first : cast.late).push(person);
  }
  return casts;
}

async function rosters(stack: Stack, casts: Cast[]): Promise<RosterRead[]> {
  return await Promise.all(casts.map(({ opened }) => call(stack, 'GET', `/v1/classes/${opened.class_id}/roster`)));
}

async function setClock(stack: Stack, now: string): Promise<void> {
  if (millis(now) > stack.clock.now() || now === START) await call(stack, 'POST', '/local/clock', { now });
}

/** The API as an administrator uses it, over HTTP. */
async function call(stack: Stack, method: 'GET' | 'POST', path: string, body?: unknown): Promise<any> {
  const token = await stack.signer.sign({ role: 'administrator', region: fukang.home_region }, stack.clock.now());
  const response = await fetch(stack.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': `demo-${++calls}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 400)}`);
  return JSON.parse(text);
}
let calls = 0;

async function inParallel<T>(all: T[], at_once: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}

/** Matters to be settled in all: every first comer, two more for each switcher, late comers, leavers and offers, and those who come when it is over. */
function counter(scale: Scale, progress: (done: number, of: number, what: string) => void): (what: string) => void {
  const seats = scale.capacity.reduce((sum, one) => sum + one, 0);
  const per_class = 2 * scale.switching + scale.late + 2 * scale.leaving + 1 + scale.too_late;
  const of = seats + scale.capacity.length * per_class;
  let done = 0;
  return (what) => progress(Math.min(++done, of), of, what);
}
