/**
 * 4. Sign-up: who comes first gets a seat, who comes late waits, some leave, and their seats go down the line; some are
 * enrolled by the officer. In waves, so that who ends up where does not hang on which of two messages was quicker:
 * within a wave everyone's end is the same in any order.
 */

import { inParallel } from './desk';
import fukang from './fukang-2025.json';
import type { Person } from './people';
import { officerOf } from './proposals';
import { type Cast, type Opened, type Story, serialOf } from './story';
import { registersFirst } from './survey';
import { type Outcome, pursue, type Wish } from './talk';

/** The first lesson has begun, and with it sign-up is over. */
const OVER = `${fukang.first_day}T12:30:00+08:00`;
/** Longer than an offer is kept. */
const OFFER_OVER_MS = 12 * 3_600_000 + 5 * 60_000;

export const WORDS: Record<Outcome, string> = {
  registered: '登记了',
  enrolled: '报上了',
  waiting: '在排队',
  left: '退了',
  declined: '不要名额',
  refused: '没报成',
  gave_up: '放弃了',
};

type Act = (person: Person, wish: Wish, meant: Outcome) => Promise<unknown>;

export async function enrolled(story: Story): Promise<string[]> {
  const { desk, casts, scale } = story;
  const before = { ...story.counts };
  const act = acting(story);
  await switchers(act, casts, story);
  const office = await byOffice(story);
  for (const [day, part] of parts(casts, scale.switching, office).entries()) {
    await desk.until(`2025-07-0${4 + day}T08:00:00+08:00`);
    await inParallel(part, scale.at_once, ({ person, opened }) => act(person, enrol(opened), 'enrolled'));
  }
  await desk.until('2025-07-07T10:00:00+08:00');
  // The line is in order of coming: one after the other within a class.
  await Promise.all(
    casts.map(async ({ opened, late }) => {
      for (const person of late) await act(person, enrol(opened), 'waiting');
    }),
  );
  for (const [i, cast] of casts.entries()) {
    // In the morning: an offer left without answer is over by the evening, before the quiet hours.
    await desk.until(`2025-07-0${8 + i}T08:00:00+08:00`);
    await downTheLine(story, act, cast);
  }
  const ends = Object.entries(story.counts).flatMap(([outcome, n]) => {
    const now = n - (before[outcome as Outcome] ?? 0);
    return now > 0 ? [`${WORDS[outcome as Outcome]} ${now} 次`] : [];
  });
  const { length: by_name } = office.by_name;
  return [
    `自己办：${ends.join('，')}`,
    `驻站代报名${by_name + office.pasted.length}人，其中贴名单${office.pasted.length}人`,
  ];
}

/** Those who come when the first lesson has begun. Called on the first day of lessons. */
export async function tooLate(story: Story): Promise<void> {
  await story.desk.until(OVER);
  const act = acting(story);
  for (const { opened, too_late } of story.casts)
    for (const person of too_late) await act(person, enrol(opened), 'refused');
}

function acting({ desk, counts, tell }: Story): Act {
  return async (person, wish, meant) => {
    const done = await pursue(desk.phone, person, wish);
    desk.tally.messages += done.messages;
    counts[done.outcome] = (counts[done.outcome] ?? 0) + 1;
    if (done.outcome !== meant)
      desk.wrong.push(`${person.openid} meant ${meant}, came to ${done.outcome}: ${done.last.slice(0, 160)}`);
    if (done.different > 0) desk.wrong.push(`${person.openid}: ${done.different} messages sent twice had two answers`);
    tell(`${person.name} ${WORDS[done.outcome]}`);
  };
}

/** Some enrol in the other class first, think again, leave it, and enrol where they wanted. */
async function switchers(act: Act, casts: Cast[], { scale }: Story): Promise<void> {
  const all = casts.flatMap(({ opened, first }, i) =>
    first.slice(0, scale.switching).map((person) => ({ person, opened, other: casts[(i + 1) % casts.length]!.opened })),
  );
  await inParallel(all, scale.at_once, async ({ person, opened, other }) => {
    await act(person, enrol(other), 'enrolled');
    await act(person, { kind: 'leave', title: other.title }, 'left');
    await act(person, enrol(opened), 'enrolled');
  });
}

interface ByOffice {
  by_name: Person[];
  pasted: Person[];
}

/** The officer enrols some she knows by name, and some from a list with their numbers; those come by WeChat later. */
async function byOffice(story: Story): Promise<ByOffice> {
  const { desk, casts, scale } = story;
  const all: ByOffice = { by_name: [], pasted: [] };
  for (const [i, { opened, first }] of casts.entries()) {
    const officer = officerOf(story, i);
    const rest = first.slice(scale.switching + scale.leaving);
    const by_name = rest.filter(registersFirst).slice(0, scale.by_name);
    const pasted = rest.filter((person) => !registersFirst(person)).slice(0, scale.pasted);
    for (const { name } of by_name) {
      const read = await desk.order(officer, `代报名 ${opened.class_id} ${name}`, /1人可以报|有空|班/);
      if (!/可以报/.test(read.text)) await desk.reply(officer, '和单位说好了', /可以报/);
      await desk.reply(officer, '1', /报好/);
      story.tell(`${name} 由驻站报名`);
    }
    if (pasted.length > 0) {
      const lines = pasted.map(({ name, id_number, phone }) => `${name} ${id_number} ${phone}`);
      const expected = new RegExp(`${pasted.length}人可以报`);
      await desk.order(officer, `代报名 ${opened.class_id}\n${lines.join('\n')}`, expected);
      await desk.reply(officer, '1', /报好/);
    }
    await inParallel(pasted, scale.at_once, (person) => linked(story, person));
    all.by_name.push(...by_name);
    all.pasted.push(...pasted);
  }
  return all;
}

/** The same ID number and phone: her account is linked with what the officer entered. */
async function linked({ desk, counts, tell }: Story, person: Person): Promise<void> {
  const done = await pursue(desk.phone, person, { kind: 'register' });
  desk.tally.messages += done.messages;
  counts[done.outcome] = (counts[done.outcome] ?? 0) + 1;
  if (done.outcome !== 'registered') desk.wrong.push(`${person.openid} was not linked: ${done.last.slice(0, 160)}`);
  tell(`${person.name} 认领了代报的名`);
}

/**
 * One after the other leaves; each time the seat is offered to who is first in line. The second in line
 * does not want it any more, the fourth does not answer, and it goes on to the next.
 */
async function downTheLine(story: Story, act: Act, { opened, first, late }: Cast): Promise<void> {
  const { desk, scale } = story;
  const leaving = first.slice(scale.switching, scale.switching + scale.leaving);
  const line = [...late];
  for (const person of leaving) {
    await act(person, { kind: 'leave', title: opened.title }, 'left');
    for (;;) {
      const next = line.shift();
      if (!next) break;
      const push = await offerTo(story, next);
      if (!push)
        throw new Error(`${next.name} (${next.openid}), next in line for ${opened.title}, was offered nothing`);
      const place = late.indexOf(next);
      if (place === 3) {
        await desk.until(desk.stack.clock.now() + OFFER_OVER_MS);
        continue;
      }
      const kind = place === 1 ? 'decline' : 'take';
      await act(next, { kind, title: opened.title, push }, kind === 'take' ? 'enrolled' : 'declined');
      if (kind === 'take') break;
    }
  }
}

async function offerTo({ desk }: Story, person: Person) {
  const pushes = await desk.phone.pushed(person.openid, 0);
  return pushes.filter((push) => /空出一个名额|有名额了/.test(push.text)).at(-1);
}

function enrol({ class_id, title, trade }: Opened): Wish {
  return { kind: 'enrol', class_id, title, trade };
}

/** The first comers but the switchers and those the office enrolled, in three days' parts, the classes mixed. */
function parts(casts: Cast[], switching: number, office: ByOffice): { person: Person; opened: Opened }[][] {
  const done = new Set([...office.by_name, ...office.pasted].map(serialOf));
  const all = casts.flatMap(({ opened, first }) =>
    first
      .slice(switching)
      .filter((person) => !done.has(serialOf(person)))
      .map((person) => ({ person, opened })),
  );
  const mixed = all.sort((a, b) => (a.person.openid < b.person.openid ? -1 : 1));
  const third = Math.ceil(mixed.length / 3);
  return [mixed.slice(0, third), mixed.slice(third, 2 * third), mixed.slice(2 * third)];
}
