/** One message, one effect, one answer: in sequence, in parallel, late, too many. Each guard with its control. */
import { conversationOf } from '../../lib/chat/conversation';
import { pack, unpack } from '../../lib/chat/pack';
import { LATE_AFTER_MS, PER_MINUTE_MAX, turn } from '../../lib/chat/turn';
import { roster, waitingList } from '../../lib/classes/roster';
import type { World } from '../../lib/platform/world';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type Change, Conflict, type Table, Unavailable } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { signUp, type Talker, talker, upToConfirm } from './talk';

/** The same world, its table seen through something. */
const through = (world: TestWorld, set: Partial<Table>): TestWorld =>
  Object.assign(Object.create(world), { table: { ...world.table, ...set } });

/** A table that forgets to ask for some conditions, or to keep some attributes. */
function weakened(table: Table, weaken: (change: Change) => Change): Pick<Table, 'write'> {
  return { write: (changes, how) => table.write(changes.map(weaken), how) };
}

const linesOf = async (world: World, one: Talker) => {
  const row = await world.table.get(keys.conversation(one.chat));
  return (await world.table.query({ pk: `THREAD#${row?.thread}` })).items.length;
};

describe('exactly once', () => {
  for (const kind of ['engine', 'memory'] as const) {
    it(`a sign-up delivered three times in a row and three at once: one seat, one answer (${kind})`, async () => {
      const table = kind === 'engine' ? (await freshTable()).table : memoryTable();
      const world = testWorld(table);
      const c = await openClass(world, { capacity: 30 });
      for (const [n, at_once] of [
        [1, false],
        [2, true],
      ] as const) {
        const one = talker(world, `w${n}`);
        await upToConfirm(one, n, c.class_id);
        const message = one.message('1');
        const deliver = () => turn(world, message);
        const answers = at_once
          ? await Promise.all([deliver(), deliver(), deliver()])
          : [await deliver(), await deliver(), await deliver()];
        expect(answers[0]?.reply?.text).toContain('报上了');
        expect(answers[1]).toEqual(answers[0]);
        expect(answers[2]).toEqual(answers[0]);
      }
      expect(await roster(world, c.class_id)).toHaveLength(2);
      expect((await table.get(keys.seats(c.class_id, 0), { consistent: true }))?.taken).toBe(2);
    });
  }

  it('an older message that comes again is not done again, and answered with nothing', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('人工');
    const first = one.message('第一句');
    await turn(world, first);
    await one.say('第二句');
    expect(await turn(world, first)).toEqual({});
    expect(await linesOf(world, one)).toBe(3);
  });

  it('a message forgotten among many newer ones is still known to be old', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('人工');
    const first = one.message('第一句');
    await turn(world, first);
    for (let i = 0; i < 30; i++) {
      world.clock.pass(5000);
      await one.say(`第${i}句`);
    }
    const lines = await linesOf(world, one);
    expect(await turn(world, first)).toEqual({});
    expect(await linesOf(world, one)).toBe(lines);
  });

  it('control: without the condition on the revision, two deliveries at once have two effects', async () => {
    const said = async (weaken: (change: Change) => Change) => {
      const world = testWorld(memoryTable());
      const one = talker(world, 'a');
      await one.say('人工');
      const before = await linesOf(world, one);
      const message = one.message('第一句');
      const weak = through(world, weakened(world.table, weaken));
      await Promise.all([turn(weak, message), turn(weak, message)]);
      return (await linesOf(world, one)) - before;
    };
    expect(await said((change) => change)).toBe(1);
    expect(await said((change) => (change.why === 'conversation' ? { ...change, when: [] } : change))).toBe(2);
  });

  it('control: without the marks of messages seen, a second delivery has a second effect', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('人工');
    const before = await linesOf(world, one);
    const forgetful_of = (change: Change & { kind: 'put' }): Change => ({
      ...change,
      item: { ...change.item, packed: pack({ ...unpack<object>(change.item.packed), seen: [] }) },
    });
    const forgetful = through(
      world,
      weakened(world.table, (change) =>
        change.kind === 'put' && change.why === 'conversation' ? forgetful_of(change) : change,
      ),
    );
    const message = one.message('第一句');
    await turn(forgetful, message);
    await turn(forgetful, message);
    expect((await linesOf(world, one)) - before).toBe(2);
  });
});

describe('an answer that comes too late', () => {
  it('is pushed instead, once; the retry waits for the push', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('菜单');
    const slow = through(world, {
      async get(key, how) {
        world.clock.pass(LATE_AFTER_MS + 500);
        return world.table.get(key, how);
      },
    });
    const message = one.message('帮助');
    expect(await turn(slow, message)).toEqual({ late: true });
    expect(await turn(world, message)).toEqual({ late: true });
    const { items } = await world.table.query({ pk: keys.notice(one.chat, '').pk });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: 'late_reply', urgent: true, state: 'pending' });
    expect(items[0]?.text).toContain('想做什么就说什么');
    // The choices pushed are the ones her next number means.
    expect((await one.say('1')).reply?.text).toContain('在哪里上班');
  });

  it('in time, nothing is pushed', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('帮助');
    expect((await world.table.query({ pk: keys.notice(one.chat, '').pk })).items).toHaveLength(0);
  });
});

describe('too many messages', () => {
  it('one polite line over the limit, then silence without a write; a minute later all is well', async () => {
    const world = testWorld(memoryTable());
    world.clock.set('2025-07-10T10:00:00+08:00');
    const answers = [];
    for (let n = 0; n < PER_MINUTE_MAX + 5; n++)
      answers.push(
        await turn(world, {
          channel: 'wechat',
          address: 'oa',
          id: `m${n}`,
          sent_ms: world.now(),
          kind: 'text',
          text: '菜单',
        }),
      );
    expect(answers.filter(({ reply }) => reply?.text.includes('想办什么'))).toHaveLength(PER_MINUTE_MAX);
    expect(answers[PER_MINUTE_MAX]?.reply?.text).toContain('有点快');
    expect(answers.slice(PER_MINUTE_MAX + 1)).toEqual(answers.slice(PER_MINUTE_MAX + 1).map(() => ({})));
    const rev = (await world.table.get(keys.conversation('wechat:oa')))?.rev;
    expect(rev).toBe(PER_MINUTE_MAX + 1);
    world.clock.pass(60_000);
    expect((await talker(world, 'a').say('1')).reply?.text).toContain('在哪里上班');
  });
});

describe('when the table is in the way', () => {
  it('conflicts to the end: she is told kindly, nothing changed, and the same message then does it', async () => {
    const world = testWorld(memoryTable());
    const c = await openClass(world);
    const one = talker(world, 'a');
    await upToConfirm(one, 1, c.class_id);
    const before = await world.table.get(keys.conversation(one.chat));
    const message = one.message('1');
    const jammed = through(world, { write: async () => Promise.reject(new Conflict('jam')) });
    expect((await turn(jammed, message)).reply?.text).toContain('现在人多');
    expect(await world.table.get(keys.conversation(one.chat))).toEqual(before);
    expect((await turn(world, message)).reply?.text).toContain('报上了');
  });

  it('out of reach: no answer is made up; the retry gives the one that belongs to what was done', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    const message = one.message('菜单');
    const deaf = through(world, {
      async write(changes, how) {
        await world.table.write(changes, how);
        throw new Unavailable('no answer came');
      },
    });
    await expect(turn(deaf, message)).rejects.toThrow(Unavailable);
    expect((await turn(world, message)).reply?.text).toContain('想办什么');
    expect((await world.table.get(keys.conversation(one.chat)))?.rev).toBe(1);
  });

  it('her own number claimed by a parallel delivery is never called somebody else’s', async () => {
    const world = testWorld(memoryTable());
    const c = await openClass(world);
    const one = talker(world, 'a');
    await upToConfirm(one, 1, c.class_id);
    const message = one.message('1');
    const [a, b] = await Promise.all([turn(world, message), turn(world, message)]);
    expect(a).toEqual(b);
    expect(a.reply?.text).toContain('报上了');
  });
});

describe('what a conversation holds', () => {
  it('is a stub after unfollowing: nothing that says who she is or what she said', async () => {
    const world = testWorld(memoryTable());
    const c = await openClass(world);
    const one = talker(world, 'a');
    await signUp(one, 1, c.class_id);
    await turn(world, one.event('unfollow'));
    const row = await world.table.get(keys.conversation(one.chat));
    expect(Object.keys(row ?? {}).sort()).toEqual(
      [
        'expires_at_s',
        'following',
        'heard_ms',
        'in_minute',
        'packed',
        'pk',
        'rev',
        'seen_from_ms',
        'sk',
        'span',
      ].sort(),
    );
    expect(Object.keys(unpack<object>(row?.packed))).toEqual(['seen']);
    expect(row?.following).toBe(false);
    expect(await roster(world, c.class_id)).toHaveLength(1);
  });

  it('lists her among the audience of her site only while she follows and wants news', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    const audience = async () => (await world.table.query({ index: 'audience', pk: '652302' })).items.length;
    await one.say('找班');
    expect(await audience()).toBe(0);
    await one.say('3');
    expect(await audience()).toBe(1);
    await one.say('退订');
    await one.say('4');
    expect(await audience()).toBe(0);
    await one.say('4');
    expect(await audience()).toBe(1);
    await turn(world, one.event('unfollow'));
    expect(await audience()).toBe(0);
  });

  it('is read back as it was written', async () => {
    const world = testWorld(memoryTable());
    const one = talker(world, 'a');
    await one.say('找班');
    const talk = conversationOf(one.chat, await world.table.get(keys.conversation(one.chat)));
    expect(talk.flow).toMatchObject({ name: 'browse', asking: 'site', options: ['310107', '340210', '652302'] });
    expect(talk.last_reply?.choices).toHaveLength(3);
  });
});

it('a wish never understood is counted without anything personal, and can be labelled', async () => {
  const { labelPhrase, listPhrases } = await import('../../lib/chat/phrases');
  const { must } = await import('../support/town');
  const world = testWorld(memoryTable());
  const one = talker(world, 'a');
  for (const text of ['呱呱呱呱', '王小妹', '我叫李四', '嘎嘎嘎']) await one.say(text);
  await talker(world, 'b').say('呱呱呱呱');
  const { phrases } = await listPhrases(world, { home_region: '530128' });
  expect(phrases.map(({ text, count }) => [text, count]).sort()).toEqual([['呱呱呱呱', 2]].sort());
  const labelled = await must(world, () =>
    labelPhrase(world, { home_region: '530128', phrase_id: phrases[0]!.phrase_id, label: 'none', by: 'office' }),
  );
  expect(labelled.label).toBe('none');
  expect((await listPhrases(world, { home_region: '530128', unlabelled: true })).phrases).toHaveLength(0);
});

it('who waits is told her place, and leaving the line shortens it', async () => {
  const world = testWorld(memoryTable());
  const c = await openClass(world, { capacity: 1 });
  await signUp(talker(world, 'a'), 1, c.class_id);
  const two = talker(world, 'b');
  const three = talker(world, 'c');
  expect((await signUp(two, 2, c.class_id)).reply?.text).toContain('第1位');
  expect((await signUp(three, 3, c.class_id)).reply?.text).toContain('第2位');
  await two.say('我的课');
  await two.say('不排了');
  await two.say('1');
  expect(await waitingList(world, c.class_id)).toHaveLength(1);
  expect((await three.say('我的课')).reply?.text).toContain('排队第1位');
});
