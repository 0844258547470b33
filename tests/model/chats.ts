/**
 * Conversations under fire: people talk their way into small classes through the real turn, every message is
 * delivered once, twice or three times (side by side or after WeChat's five seconds), processes are throttled,
 * unheard and killed. What each message does it does once; every answer to it is the same; and the rules of the
 * classes hold as in the other histories.
 */
import '../support/quiet';
import type { Message, Reply } from '../../lib/channels/types';
import { turn } from '../../lib/chat/turn';
import type { World } from '../../lib/platform/world';
import { keys } from '../../lib/store/keys';
import { Conflict, type Table, Unavailable } from '../../lib/store/table';
import { type Chance, chance as chanceOf } from '../support/chance';
import { type CloudTable, cloudTable } from '../support/cloudlike';
import { CALM, flaky, ROUGH, Stopped } from '../support/faults';
import { type VirtualTime, virtualTime } from '../support/virtual-time';
import { syntheticIdNumber, testWorld } from '../support/world';
import { classId, openedClass, START_MS } from './scene';
import { type Violation, Watch } from './watch';

export interface ChatOutcome {
  violation?: Violation;
  messages: number;
  deliveries: number;
  failed: number;
  faults: number;
  enrolled: number;
  waiting: number;
  transcript: string[];
}

/** Removes what keeps a second delivery out, for the control. */
export type Blind = (table: Table) => Table;

interface Talk {
  time: VirtualTime;
  chance: Chance;
  cloud: CloudTable;
  watch: Watch;
  base: World;
  out: ChatOutcome;
  rough: boolean;
  blind: Blind;
  /** Commits that wrote a conversation, by chat. */
  steps: Map<string, number>;
}

const MESSAGES_MAX = 24;

export async function runChats(seed: number, how: { rough?: boolean; blind?: Blind } = {}): Promise<ChatOutcome> {
  const chance = chanceOf(seed);
  const time = virtualTime(START_MS);
  const base = testWorld(undefined as unknown as Table, seed);
  const watch = new Watch(time.now, {
    per_year_max: base.policies.of('530128', '2025-07-24').enrolment.classes_per_year_max.value,
  });
  const cloud = cloudTable({ time, chance: chance.of('cloud'), committed: () => watch.committed() });
  const out: ChatOutcome = {
    messages: 0,
    deliveries: 0,
    failed: 0,
    faults: 0,
    enrolled: 0,
    waiting: 0,
    transcript: [],
  };
  const talk: Talk = {
    time,
    chance,
    cloud,
    watch,
    base,
    out,
    rough: how.rough ?? true,
    blind: how.blind ?? ((table) => table),
    steps: new Map(),
  };
  cloud.memory.subscribe((told) => {
    watch.hear(told);
    if (told.key.pk.startsWith('CHAT#')) talk.steps.set(told.key.pk, (talk.steps.get(told.key.pk) ?? 0) + 1);
  });
  const classes = chance.between(1, 2);
  for (let n = 0; n < classes; n++) {
    const blocks = chance.pick([1, 2]);
    const plan = { capacity: Math.max(blocks, chance.between(1, 3)), blocks, waiting_max: 3, first_day: '2025-07-24' };
    await cloud.memory.write(openedClass(n, plan, base.policies).changes);
  }
  const people = chance.between(3, 6);
  for (let n = 0; n < people; n++) void converse(talk, n, classId(chance.between(0, classes - 1)));
  await time.run(2_000_000);
  judgePeople(talk, people);
  out.violation = watch.violation;
  return out;
}

/** A person reads the answer and says what it asks for; who is in sometimes leaves again. */
async function converse(talk: Talk, n: number, class_id: string): Promise<void> {
  const chance = talk.chance.of(`person ${n}`);
  await talk.time.pause(chance.random() * 60_000);
  let next: Partial<Message> = { kind: 'event', event: { name: 'scan', key: `class:${class_id}` } };
  let leave = chance.often(0.4);
  for (let said = 0; said < MESSAGES_MAX; said++) {
    const { reply, answered } = await deliver(talk, n, said, next, chance);
    talk.out.transcript.push(
      `${n} ${JSON.stringify(next.text ?? next.event)} → ${reply?.text?.replaceAll('\n', ' / ')}`,
    );
    const text = answered ? answerTo(reply, n) : undefined;
    // Never answered: she says it again, as a new message.
    if (!answered) continue;
    if (text === undefined) {
      if (!leave) return;
      leave = false;
      next = { kind: 'text', text: '我的课' };
    } else next = { kind: 'text', text };
    await talk.time.pause(500 + chance.random() * 8000);
  }
}

function answerTo(reply: Reply | undefined, n: number): string | undefined {
  const text = reply?.text ?? '';
  if (/报上了|排上了|退好了|排满|没有你的|不在里面/.test(text)) return undefined;
  if (/叫什么名字/.test(text)) return '张秀英';
  if (/身份证号是多少/.test(text)) return syntheticIdNumber(n + 1);
  if (/手机号是多少/.test(text)) return `138${String(n).padStart(8, '0')}`;
  if (/在哪里上班/.test(text)) return '阜康';
  return reply?.choices?.length ? '1' : undefined;
}

/** One message as WeChat delivers it: again after 5 s until it is answered, at most three times; sometimes twice at once for no reason. */
async function deliver(
  talk: Talk,
  n: number,
  said: number,
  what: Partial<Message>,
  chance: Chance,
): Promise<{ reply?: Reply; answered: boolean }> {
  const { time, out, watch } = talk;
  const message: Message = {
    channel: 'wechat',
    address: `o${n}`,
    kind: 'text',
    id: `${n}.${said}`,
    sent_ms: Math.floor(time.now() / 1000) * 1000,
    ...what,
  };
  const chat = keys.conversation(`wechat:o${n}`).pk;
  const steps_before = talk.steps.get(chat) ?? 0;
  const answers: (Reply | undefined)[] = [];
  out.messages++;
  const once = async (copy: string) => {
    const answer = await oneDelivery(talk, message, `${n}.${said}.${copy}`);
    if (answer) answers.push(answer.reply);
    return answer !== undefined;
  };
  let answered = false;
  for (let attempt = 0; attempt < 3 && !answered; attempt++) {
    const copies = chance.often(0.3) ? chance.between(2, 3) : 1;
    const began_ms = time.now();
    const all = Array.from({ length: copies }, (_, i) =>
      time.pause(chance.random() * 30 * i).then(() => once(`${attempt}.${i}`)),
    );
    answered = (await Promise.all(all)).some(Boolean);
    if (!answered) await time.pause(Math.max(0, 5000 - (time.now() - began_ms)));
  }
  // And once more, long answered.
  if (answered && chance.often(0.2)) await once('again');
  // What is still on its way may land; then the message is over.
  await time.pause(2500);
  const steps = (talk.steps.get(chat) ?? 0) - steps_before;
  if (steps > 1) watch.fail('a message once', `message ${message.id} took ${steps} steps`);
  if (answered && steps !== 1)
    watch.fail('an answer stands for a step', `message ${message.id} was answered, ${steps} steps`);
  const spoken = answers
    .filter((reply) => reply && !/系统忙|忙/.test(reply.text))
    .map((reply) => JSON.stringify(reply));
  if (new Set(spoken).size > 1) watch.fail('one answer', `message ${message.id}: ${[...new Set(spoken)].join(' | ')}`);
  return { reply: answers[0], answered };
}

async function oneDelivery(talk: Talk, message: Message, name: string): Promise<{ reply?: Reply } | undefined> {
  const { time, out, base, cloud } = talk;
  const chance = talk.chance.of(name);
  out.deliveries++;
  const faults = {
    chance: chance.of('faults'),
    rates: talk.rough ? ROUGH : CALM,
    pause: time.pause,
    struck: () => void out.faults++,
  };
  const table = flaky(talk.blind(cloud), faults);
  const world: World = { ...base, table, now: () => Math.floor(time.now()), sleep: time.pause, random: chance.random };
  try {
    const done = await turn(world, message);
    // Busy is no answer: the channel lets WeChat try again.
    return done.reply && /^系统忙|有点忙/.test(done.reply.text) ? undefined : done;
  } catch (error) {
    if (!(error instanceof Stopped || error instanceof Unavailable || error instanceof Conflict)) {
      talk.watch.fail('no crash', `${name}: ${(error as Error).stack}`);
    }
    out.failed++;
    return undefined;
  }
}

/** One person, one record; and what the conversations believe is what is stored. */
function judgePeople({ cloud, watch, out }: Talk, people: number): void {
  const all = [...cloud.memory.all()];
  const profiles = all.filter((item) => item.sk === 'PROFILE');
  const numbers = all.filter((item) => item.pk.startsWith('IDNUM#'));
  if (profiles.length !== numbers.length || profiles.length > people)
    watch.fail('one person, one record', `${profiles.length} records, ${numbers.length} numbers, ${people} people`);
  for (const chat of all.filter((item) => item.pk.startsWith('CHAT#') && item.worker_id))
    if (!profiles.some((profile) => profile.worker_id === chat.worker_id))
      watch.fail('one person, one record', `${chat.pk} says ${chat.worker_id}`);
  out.enrolled = all.filter((item) => item.sk.startsWith('MEMBER#') && item.status === 'enrolled').length;
  out.waiting = all.filter((item) => item.sk.startsWith('LINE#')).length;
}
