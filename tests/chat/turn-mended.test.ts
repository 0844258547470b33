/** What went wrong at an edge: over a minute's boundary, before a push was out, in a race for an ID number. */
import { LABELS } from '../../lib/chat/api';
import { PER_MINUTE_AT_WORK_MAX, PER_MINUTE_MAX, turn } from '../../lib/chat/turn';
import { RANK } from '../../lib/chat/understand';
import { deliver } from '../../lib/notices/deliver';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { putOnDuty } from '../support/staff';
import { openClass, recordingSender } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { signUp, talker, upToConfirm } from './talk';

describe('messages a minute', () => {
  const burst = async (world: TestWorld, how_many: number) => {
    let answered = 0;
    for (let n = 0; n < how_many; n++) {
      const sent_ms = world.now();
      const id = `${sent_ms}-${n}`;
      const said = await turn(world, { channel: 'wechat', address: 'oa', id, sent_ms, kind: 'text', text: '菜单' });
      if (said.reply?.text.includes('想办什么')) answered++;
    }
    return answered;
  };

  it.each(['10:00:59', '10:00:09', '10:00:05'])('are counted over the boundary of a clock: from %s', async (time) => {
    const world = testWorld(memoryTable());
    world.clock.set(`2025-07-10T${time}.500+08:00`);
    let answered = await burst(world, PER_MINUTE_MAX);
    for (let s = 1; s < 50; s++) {
      world.clock.pass(1000);
      answered += await burst(world, 2);
    }
    expect(answered).toBe(PER_MINUTE_MAX);
    world.clock.pass(60_000);
    expect(await burst(world, PER_MINUTE_MAX)).toBe(PER_MINUTE_MAX);
  });

  it('control: with the spans before forgotten, twice as many pass', async () => {
    const memory = memoryTable();
    const get = async (...given: Parameters<typeof memory.get>) => {
      const row = await memory.get(...given);
      return row && { ...row, in_minute: row.span < Math.floor(world.now() / 10_000) ? 0 : row.in_minute };
    };
    const world = testWorld({ ...memory, get });
    world.clock.set('2025-07-10T10:00:59.500+08:00');
    let answered = await burst(world, PER_MINUTE_MAX);
    world.clock.pass(1000);
    answered += await burst(world, PER_MINUTE_MAX);
    expect(answered).toBeGreaterThan(1.9 * PER_MINUTE_MAX);
  });

  it('one every three seconds is never too many', async () => {
    const world = testWorld(memoryTable());
    let answered = 0;
    for (let n = 0; n < 200; n++) {
      world.clock.pass(3000);
      answered += await burst(world, 1);
    }
    expect(answered).toBe(200);
  });
});

describe('a bare number after an offer', () => {
  const offered = async () => {
    const world = testWorld(memoryTable());
    const c = await openClass(world, { capacity: 1 });
    const [first, second] = [talker(world, 'b'), talker(world, 'a')];
    await signUp(first, 2, c.class_id);
    await signUp(second, 1, c.class_id);
    world.clock.pass(60_000);
    await first.say(`取消报名 ${c.class_id}`);
    await first.say('1');
    world.clock.pass(60_000);
    const worker_id = (await world.table.get(keys.conversation(second.chat)))?.worker_id as string;
    const { items } = await world.table.query({ pk: keys.notice(worker_id, '').pk, prefix: 'NOTICE#offer-' });
    return { world, second, notice: items[0]! };
  };

  it('takes the seat when the push went out', async () => {
    const { world, second, notice } = await offered();
    expect(await deliver(world, recordingSender().sender, notice as never)).toBe('sent');
    expect((await second.say('1')).reply?.text).toContain('名额是你的了');
  });

  it('is asked about when it did not: her page, or the seat', async () => {
    const { second, notice } = await offered();
    expect(notice.state).toBe('pending');
    const { reply } = await second.say('1');
    expect(reply?.text).toContain('你是想');
    expect(reply?.choices?.map(({ label }) => label)).toEqual(['我的课', '要空出来的名额', '都不是']);
    expect((await second.say('2')).reply?.text).toContain('名额是你的了');
  });

  it('要 names the seat itself', async () => {
    const { second } = await offered();
    expect((await second.say('要')).reply?.text).toContain('名额是你的了');
  });
});

describe('an ID number claimed while she confirms', () => {
  const raced = async (weaken: (change: Change) => Change) => {
    const memory = memoryTable();
    const world = testWorld(memory);
    const c = await openClass(world);
    const [one, two] = [talker(world, 'a'), talker(world, 'b')];
    await upToConfirm(one, 1, c.class_id);
    await upToConfirm(two, 1);
    const [message, claim] = [one.message('1'), two.message('1')];
    let first = true;
    const write: typeof memory.write = async (changes, how) => {
      if (first) {
        first = false;
        expect((await turn(world, claim)).reply?.text).toContain('登记好了');
      }
      return memory.write(changes.map(weaken), how);
    };
    return turn(Object.assign(Object.create(world), { table: { ...memory, write } }), message);
  };

  it('is said at once, and a person takes over', async () => {
    expect((await raced((change) => change)).reply?.text).toContain('核对');
  });

  it('control: were the claim to name its refusal, the write would end the turn, and she be told to try again', async () => {
    const naming = (change: Change): Change =>
      change.why === 'one person, one record' ? { ...change, refusal: 'id_number_taken' } : change;
    expect((await raced(naming)).reply?.text).toContain('现在人多');
  });
});

it('her own name is not kept with what was not understood', async () => {
  const { listPhrases } = await import('../../lib/chat/phrases');
  const world = testWorld(memoryTable());
  const one = talker(world, 'a');
  await signUp(one, 1, (await openClass(world)).class_id);
  for (const text of ['呱呱王小妹呱呱', '呱呱小妹嘎嘎', '呱呱嘎嘎呱']) await one.say(text);
  const { phrases } = await listPhrases(world, { home_region: '530128' });
  expect(phrases.map(({ text }) => text)).toEqual(['呱呱嘎嘎呱']);
});

it('told in a group to go slower, she is shown none of her own choices there, and her page stays hers', async () => {
  const world = testWorld(memoryTable());
  await putOnDuty(world, 's', { region: '652302', duties: ['station'] });
  const c = await openClass(world);
  const one = talker(world, 's');
  const mine = (await one.say(`名单 ${c.class_id}`)).reply;
  expect(mine?.choices?.length).toBeGreaterThan(0);
  let last = '';
  for (let n = 0; n <= PER_MINUTE_AT_WORK_MAX && !last.includes('有点快'); n++) {
    world.clock.pass(500);
    const sent_ms = Math.floor(world.now() / 1000) * 1000;
    const message = { channel: 'wechat' as const, address: 'os', id: `g${n}`, sent_ms, kind: 'text' as const };
    const { reply } = await turn(world, { ...message, text: '成绩', group: { id: 'g1' } });
    last = reply?.text ?? '';
    if (last.includes('有点快')) expect(reply?.choices).toBeUndefined();
  }
  expect(last).toContain('有点快');
  expect(await conversationReply(world)).toEqual(mine);
});

async function conversationReply(world: TestWorld) {
  const { unpack } = await import('../../lib/chat/pack');
  return unpack<any>((await world.table.get(keys.conversation('wechat:os')))?.packed).last_reply;
}

it('an administrator may label a phrase with every intent there is', () => {
  expect([...LABELS].filter((label) => label !== 'none').sort()).toEqual([...RANK].sort());
});
