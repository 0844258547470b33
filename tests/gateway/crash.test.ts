/**
 * The resident process killed before and after each of its steps, and started again on the same folder. What must hold:
 * every message said has one turn and its answer, every answer reaches its person in order, and what arrives twice is
 * counted as such.
 */
import { POINTS, type Point } from '../../lib/gateway/resident/types';
import { LEASE_MS } from '../../lib/gateway/rules';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { ACCOUNT, type Server, said, server } from './support/gateway';
import { Killed, live, newFolder, type Phone, removeFolder } from './support/life';

let folder: string;
let s: Server;
let phone: Phone;
beforeEach(async () => {
  folder = newFolder();
  s = await server();
  phone = { got: [] };
});
afterEach(() => removeFolder(folder));

const PEOPLE = ['wxid_a', 'wxid_b'];

/** Two people say three things each, and each is to be told something besides. */
async function aDay(killed_at?: { point: Point; time: number }) {
  for (const to of PEOPLE) await s.push(to, `n-${to}`, `通知 ${to}`);
  const messages = ['你好', '找培训班', '取消'].flatMap((text) => PEOPLE.map((who) => said(text, who)));
  const first = await live({ server: s, folder, phone, killed_at });
  const unheard: object[] = [];
  for (const message of messages) await first.say(message).catch(() => unheard.push(message));
  await first.done();
  const died = first.dead;
  // What was told before it was in the journal is WeChat's to tell again: it was never taken.
  s.world.clock.pass(LEASE_MS);
  const second = await live({ server: s, folder, phone });
  for (const message of unheard) await second.say(message);
  await second.done();
  return died;
}

async function everythingIsRight() {
  for (const who of PEOPLE) {
    const talk = await s.world.table.get(keys.conversation(`wechaty:${ACCOUNT}.${who}`));
    expect(talk?.rev).toBe(3);
    const got = phone.got.filter((one) => one.to === who).map((one) => one.text);
    const once = got.filter((text, i) => got.indexOf(text) === i);
    expect(once).toHaveLength(4);
    expect(once).toContain(`通知 ${who}`);
    // Answers in the order of what was said.
    const answers = once.filter((text) => !text.startsWith('通知'));
    expect(answers[0]).toContain('你好');
    expect(answers[1]).toContain('在哪里上班');
    expect(answers[2]).toContain('不办');
  }
  const twice = phone.got.length - 8;
  const { totals, held } = await s.leases();
  expect({ sent: totals.sent, dead: totals.dead, held }).toEqual({ sent: 8, dead: 0, held: {} });
  // Nobody got anything twice that is not counted.
  expect(totals.duplicates).toBeGreaterThanOrEqual(twice);
  expect(await s.waiting()).toEqual([]);
  return { twice, counted: totals.duplicates };
}

it('undisturbed: everything once', async () => {
  expect(await aDay()).toBe(false);
  expect(await everythingIsRight()).toEqual({ twice: 0, counted: 0 });
});

describe.each(POINTS)('killed at %s', (point) => {
  it.each([1, 2, 4])('the %sth time: nothing is lost, and what came twice is counted', async (time) => {
    expect(await aDay({ point, time })).toBe(true);
    const { twice, counted } = await everythingIsRight();
    // Only between noting that it is being sent and noting that it was can it not be known.
    if (point === 'send:after') expect([twice, counted]).toEqual([1, 1]);
    else if (point === 'sending:after') expect([twice, counted]).toEqual([0, 1]);
    else if (/^(lease|sent|ack)/.test(point)) expect([twice, counted]).toEqual([0, 0]);
    // Killed over a message that came in, it may have been sending another just then.
    else expect(counted).toBeLessThanOrEqual(1);
  });
});

it('control: without the journal of what was sent, a kill before the ack sends it again', async () => {
  const first = await live({ server: s, folder, phone, killed_at: { point: 'ack:before', time: 1 } });
  await first.say(said('你好'));
  await first.done();
  s.world.clock.pass(LEASE_MS);
  removeFolder(folder);
  await (await live({ server: s, folder, phone })).done();
  expect(phone.got).toHaveLength(2);
  // And nobody knows: neither attempt said that it was the second.
  expect((await s.leases()).totals.duplicates).toBe(0);
});

it('control: without the journal of what was heard, a kill before posting loses the message', async () => {
  const first = await live({ server: s, folder, phone, killed_at: { point: 'post:before', time: 1 } });
  await first.say(said('你好'));
  await first.done();
  removeFolder(folder);
  await (await live({ server: s, folder, phone })).done();
  expect(phone.got).toEqual([]);
});

describe('the server killed', () => {
  /** A table under which the process dies at the n-th write of a turn, before or after it. */
  const dying = (when: 'before' | 'after', nth: number) => {
    const table = memoryTable();
    let turns = 0;
    return {
      ...table,
      async write(changes: any[], how: any) {
        const is_turn = changes.some((one) => one.why.startsWith('conversation'));
        const now = is_turn && ++turns === nth;
        if (now && when === 'before') throw new Killed('the function was killed');
        await table.write(changes, how);
        if (now) throw new Killed('the function was killed');
      },
    };
  };
  it.each([
    ['before', 1],
    ['after', 1],
    ['before', 3],
    ['after', 3],
  ] as const)(
    '%s the turn is written (turn %s): posted again, it is done once and answered once',
    async (when, nth) => {
      s = await server(dying(when, nth) as any);
      await aDay();
      expect(await everythingIsRight()).toEqual({ twice: 0, counted: 0 });
    },
  );

  it('control: an answer put in the outbox after the turn, not with it, is lost when the function dies between', async () => {
    // As it would be with two writes: the outbox's rows leave the transaction, and the process dies before they follow.
    const table = memoryTable();
    const apart: typeof table = {
      ...table,
      write: (changes, how) =>
        table.write(
          changes.filter((one) => !one.key.pk.startsWith('OUTBOX#') || changes.length < 3),
          how,
        ),
    };
    s = await server(apart);
    const life = await live({ server: s, folder, phone });
    await life.say(said('你好'));
    await life.done();
    expect(phone.got).toEqual([]);
  });
});

it('an answer that is not heard is asked for again: post, lease and ack may each be lost on the way back', async () => {
  let calls = 0;
  const deaf = (async (url: any, init: any) => {
    const answer = await s.fetch(url, init);
    if (++calls % 3 === 0) throw new TypeError('fetch failed');
    return answer;
  }) as typeof fetch;
  const life = await live({ server: s, folder, phone, fetch: deaf });
  for (const who of PEOPLE) await life.say(said('你好', who));
  await life.done();
  s.world.clock.pass(LEASE_MS);
  await (await live({ server: s, folder, phone })).done();
  expect(phone.got.map((one) => one.to).sort()).toEqual(PEOPLE);
  expect((await s.leases()).totals).toMatchObject({ sent: 2, duplicates: 0, dead: 0 });
});
