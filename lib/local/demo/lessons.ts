/**
 * 5. The lessons: at each the officer asks for the code, people type it, some late; who forgot is on the officer's list
 * and says so herself; leave, and what was missed made up; one lesson heard online, one signed off at the employer's.
 */
import { DAY_MS, dayOf, millis } from '../../platform/clock';
import { converse, tap } from './converse';
import { inParallel, type Staffer } from './desk';
import { tooLate } from './enrolment';
import { inspected } from './inspection';
import type { Person } from './people';
import { officerOf } from './proposals';
import { type Cast, type RosterRead, type Story, serialOf } from './story';

const MINUTE_MS = 60_000;
/** A code is asked for again after so long; it is good for a minute and a little. */
const CODE_KEPT_MS = 40_000;

export interface Lesson {
  n: number;
  starts_at: string;
  ends_at: string;
  mode?: string;
}
export interface Room {
  i: number;
  cast: Cast;
  officer: Staffer;
  lessons: Lesson[];
  pupils: Person[];
}

/** What someone does at a lesson. */
type Doing = 'signs' | 'late' | 'forgets' | 'away' | 'leave';

/** Dealt out by serial number and lesson, so that it is the same at every run and nobody misses much. Pure. */
export function doing(person: Person, lesson: number, of: number): Doing {
  const n = serialOf(person);
  if (of < FEW) return FEW_DO[n % 11]?.[lesson] ?? 'signs';
  if (n % 37 === 11 && (lesson + 1) % 8 < 2) return 'leave';
  const turn = (n * 7 + lesson * 13) % 97;
  if (turn < 2) return 'away';
  if (turn < 5) return 'forgets';
  return turn < 10 ? 'late' : 'signs';
}

/** In a class of a few one away weighs more than the policy lets a day bear: each thing happens once or twice. */
const FEW = 20;
const FEW_DO: Record<number, Record<number, Doing>> = {
  1: { 3: 'leave' },
  3: { 3: 'forgets', 4: 'forgets' },
  7: { 1: 'late', 3: 'late' },
  9: { 4: 'away' },
};

export async function held(story: Story): Promise<string[]> {
  const rooms = await Promise.all(story.casts.map((cast, i) => roomOf(story, cast, i)));
  const counts: Record<Doing | 'confirmed' | 'made_up', number> = {
    ...{ signs: 0, late: 0, forgets: 0, away: 0, leave: 0, confirmed: 0, made_up: 0 },
  };
  const starts = [...new Set(rooms.flatMap((room) => room.lessons.map((one) => one.starts_at)))].sort();
  for (const [k, at] of starts.entries()) {
    const here = rooms.flatMap((room) =>
      room.lessons.filter((one) => one.starts_at === at).map((one) => ({ room, one })),
    );
    const first_of_day = starts[k - 1] === undefined || dayOf(millis(starts[k - 1]!)) !== dayOf(millis(at));
    await lesson(story, here, first_of_day, counts);
    if (k === 0) await tooLate(story);
    // A visit on the third day, or on the last of a short class.
    if (k === Math.min(4, starts.length - 2)) await inspected(story, rooms);
  }
  await story.desk.until(millis(rooms[0]!.lessons.at(-1)!.ends_at) + 10 * MINUTE_MS);
  await story.desk.until(millis(rooms[0]!.lessons.at(-1)!.starts_at) + DAY_MS);
  for (const room of rooms) counts.made_up += await madeUp(story, room);
  for (const { officer, cast } of rooms) await story.desk.order(officer, `考勤 ${cast.opened.class_id}`, /上了\d+节/);
  return [
    `${starts.length}个半天，${rooms.reduce((sum, room) => sum + room.lessons.length, 0)}节课：自己签到${counts.signs + counts.late}人次，其中迟到${counts.late}`,
    `忘了签、点名记的${counts.forgets}人次（本人核对${counts.confirmed}），缺${counts.away}人次，请假${counts.leave}人次，补课${counts.made_up}人次`,
    `其中一节线上课由本人答题；岗位实训${rooms.flatMap((room) => room.lessons.filter((one) => one.mode === 'workplace')).length}节由带班师傅签字`,
  ];
}

async function roomOf(story: Story, cast: Cast, i: number): Promise<Room> {
  const { desk } = story;
  const { lessons } = await desk.call('GET', `/v1/classes/${cast.opened.class_id}`);
  const roster: RosterRead = await desk.call('GET', `/v1/classes/${cast.opened.class_id}/roster`);
  const by_name = new Map(story.casts.flatMap((one) => [...one.first, ...one.late]).map((one) => [one.name, one]));
  const pupils = roster.members.filter((one) => one.status === 'enrolled').map((one) => by_name.get(one.name)!);
  pupils.sort((a, b) => serialOf(a) - serialOf(b));
  return { i, cast, officer: officerOf(story, i), lessons, pupils };
}

type Counts = Record<Doing | 'confirmed' | 'made_up', number>;
type Here = { room: Room; one: Lesson };

async function lesson(story: Story, here: Here[], first_of_day: boolean, counts: Counts): Promise<void> {
  const { desk } = story;
  const starts_ms = millis(here[0]!.one.starts_at);
  const present = here.filter(({ one }) => (one.mode ?? 'on_site') === 'on_site');
  const mine = (what: Doing) =>
    present.flatMap(({ room, one }) =>
      room.pupils
        .filter((person) => doing(person, one.n, room.pupils.length) === what)
        .map((person) => ({ person, room, one })),
    );
  await desk.until(starts_ms - 25 * MINUTE_MS);
  if (first_of_day) for (const { room } of here) await desk.order(room.officer, '今天', /节课/);
  for (const { person } of mine('leave')) await asksLeave(story, person, counts);
  await desk.until(starts_ms - 12 * MINUTE_MS);
  await sign(story, mine('signs'), counts, 'signs');
  await desk.until(starts_ms + 20 * MINUTE_MS);
  await sign(story, mine('late'), counts, 'late');
  for (const { room, one } of present) await roll(story, room, one, counts);
  for (const { room, one } of here.filter((h) => h.one.mode === 'online')) await online(story, room, one, counts);
  for (const { room, one } of here.filter((h) => h.one.mode === 'workplace')) await signedOff(story, room, one, counts);
  story.tell(`${dayOf(starts_ms).slice(5)} 第${here[0]!.one.n}节`);
}

type Signer = { person: Person; room: Room; one: Lesson };

/** The officer reads out the code, and so many type it; a new one before it is over. */
async function sign(story: Story, all: Signer[], counts: Counts, as: 'signs' | 'late'): Promise<void> {
  const { desk, scale } = story;
  const codes = new Map<Room, { code: string; at_ms: number }>();
  for (const room of new Set(all.map((one) => one.room))) {
    const left = all.filter((one) => one.room === room);
    while (left.length > 0) {
      codes.set(room, await codeOf(story, room));
      const until_ms = codes.get(room)!.at_ms + CODE_KEPT_MS;
      const worker = async () => {
        while (desk.stack.clock.now() < until_ms) {
          const next = left.shift();
          if (!next) return;
          const { code } = codes.get(room)!;
          await desk.hear(next.person.openid, code, as === 'late' ? /签到好了.*迟到/s : /签到好了(?!.*迟到)/s);
          counts[as] += 1;
          story.tell(`${next.person.name} 签到`);
        }
      };
      await Promise.all(Array.from({ length: scale.at_once }, worker));
    }
  }
}

/** Asked for at the beginning of a minute, so that all can type it in time. */
async function codeOf({ desk }: Story, room: Room): Promise<{ code: string; at_ms: number }> {
  const now_ms = desk.stack.clock.now();
  if (now_ms % MINUTE_MS > 5000) desk.stack.clock.set(Math.ceil(now_ms / MINUTE_MS) * MINUTE_MS + 500);
  const at_ms = desk.stack.clock.now();
  const read = await desk.order(room.officer, `签到码 ${room.cast.opened.class_id}`, /签到码：\d{4}/);
  return { code: /签到码：(\d{4})/.exec(read.text)?.[1] ?? '0000', at_ms };
}

async function asksLeave(story: Story, person: Person, counts: Counts): Promise<void> {
  const replies = [
    [/哪天来不了/, '1'],
    [/哪节来不了/, tap(/上午|下午|第\d+节/)],
    [/为什么来不了/, ['孩子病了', '1', '2'][serialOf(person) % 3]!],
  ] as Parameters<typeof converse>[3];
  await converse(story.desk, person.openid, '今天有事来不了', replies, /请好假了/);
  counts.leave += 1;
}

/** Who is not there by the list is left out; the others forgot, and are asked whether they were there. */
async function roll(story: Story, room: Room, one: Lesson, counts: Counts): Promise<void> {
  const { desk } = story;
  const of = room.pupils.length;
  const forgot = room.pupils.filter((person) => doing(person, one.n, of) === 'forgets');
  const away = room.pupils.filter((person) => doing(person, one.n, of) === 'away');
  counts.away += away.length;
  if (forgot.length === 0) return;
  const { class_id } = room.cast.opened;
  const read = await desk.order(room.officer, `点名 ${class_id}`, /没签（\d+）/);
  const numbers = away.map(({ name }) => new RegExp(`(\\d+)${name}`).exec(read.text)?.[1] ?? name);
  const expected = new RegExp(`记到课（老师点名）${forgot.length}人`);
  await desk.reply(room.officer, numbers.length > 0 ? `缺 ${numbers.join(' ')}` : '都到了', expected);
  await desk.reply(room.officer, '1', new RegExp(`记了${forgot.length}人到课`));
  counts.forgets += forgot.length;
  await desk.stack.settle();
  for (const person of forgot) {
    // One in four never answers; it counts, and is shown apart.
    if (serialOf(person) % 4 === 3) continue;
    const pushes = await desk.phone.pushed(person.openid, 0);
    // Who has not written for two days gets WeChat's template, in its few words.
    const asked = pushes.filter((push) => /老师点名|你去了吗/.test(push.text)).at(-1);
    if (!asked) desk.wrong.push(`${person.openid} was not asked about lesson ${one.n} of ${class_id}`);
    await desk.hear(person.openid, `到课 ${class_id} ${one.n}`, /算你到课/);
    counts.confirmed += 1;
  }
}

/** Theory by phone: at a moment nobody knows everyone is asked one thing, and answers it. */
async function online(story: Story, room: Room, one: Lesson, counts: Counts): Promise<void> {
  const { desk, scale } = story;
  const [witness] = room.pupils;
  const asked = async () =>
    (await desk.phone.pushed(witness!.openid, 0)).some((push) => /正在网上上课/.test(push.text));
  while (desk.stack.clock.now() < millis(one.ends_at) && !(await asked()))
    await desk.until(desk.stack.clock.now() + 4 * MINUTE_MS);
  const answering = room.pupils.filter((person) => serialOf(person) % 29 !== 13 || room.pupils.length < FEW);
  await inParallel(answering, scale.at_once, async (person) => {
    await desk.hear(
      person.openid,
      `在线 ${room.cast.opened.class_id} ${one.n} ${serialOf(person) % 5 === 0 ? 2 : 1}`,
      /记你到了/,
    );
    counts.signs += 1;
    story.tell(`${person.name} 线上答题`);
  });
  counts.away += room.pupils.length - answering.length;
}

/** Practice at the employer's: whoever supervises it says who was there. */
async function signedOff(story: Story, room: Room, one: Lesson, counts: Counts): Promise<void> {
  const { desk, staff } = story;
  await desk.until(millis(one.ends_at) + 5 * MINUTE_MS);
  await desk.order(staff.supervisor, `签字 ${room.cast.opened.class_id} ${one.n} 全到`, /人/);
  await desk.reply(staff.supervisor, '1', /签/);
  await desk.stack.settle();
  counts.signs += room.pupils.length;
}

/** Who asked for leave makes one lesson up on the day after the last: on a day she has lessons enough there is no room. */
async function madeUp(story: Story, room: Room): Promise<number> {
  const { desk } = story;
  let made_up = 0;
  const last = room.lessons.at(-1)!;
  for (const person of room.pupils) {
    const [missed] = room.lessons.filter(
      (one) => doing(person, one.n, room.pupils.length) === 'leave' && one.n < last.n,
    );
    if (!missed || (missed.mode ?? 'on_site') !== 'on_site') continue;
    const day = dayOf(millis(last.starts_at) + DAY_MS);
    const said = `补课 ${room.cast.opened.class_id} ${person.name} 第${missed.n}节 ${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
    await desk.order(room.officer, said, /补课/);
    await desk.reply(room.officer, '1', /已补课/);
    made_up += 1;
  }
  return made_up;
}
