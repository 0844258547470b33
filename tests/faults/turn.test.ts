/**
 * A turn stopped before and after every call it makes to the table and the vault, then the message comes
 * again: the state is as if nothing had happened, the effect is there once, and the answer is given.
 */
import type { Message } from '../../lib/channels/types';
import { conversationOf } from '../../lib/chat/conversation';
import { type Answered, turn } from '../../lib/chat/turn';
import type { Vault } from '../../lib/platform/vault';
import type { World } from '../../lib/platform/world';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import { Conflict, type Table, Unavailable } from '../../lib/store/table';
import { signUp, type Talker, talker, upToConfirm } from '../chat/talk';
import { bindingCode } from '../people/office';
import { Stopped } from '../support/faults';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

interface Scene {
  /** Plays up to the turn in question, and says its message. */
  prepare(world: TestWorld): Promise<Message>;
  /** What the answer says when it is done. */
  says: RegExp;
}

const inFull = async (world: TestWorld) => {
  const c = await openClass(world, { capacity: 1 });
  const first = talker(world, 'first');
  await signUp(first, 1, c.class_id);
  const second = talker(world, 'second');
  await signUp(second, 2, c.class_id);
  return { c, first, second };
};
const leave = async (one: Talker): Promise<Message> => {
  await one.say('我的课');
  await one.say('1');
  return one.message('1');
};

/** Someone of a station at the question whether the code is meant for her. */
const toBind = async (world: TestWorld): Promise<Talker> => {
  const { id } = world;
  world.id = (prefix) => (prefix === 'bind' ? 'bind_k0m1q9xt' : id(prefix));
  const code = await bindingCode(world, { name: '李梅' });
  const one = talker(world, 'mei');
  await one.say(`绑定 ${code}`);
  return one;
};

const SCENES: Record<string, Scene> = {
  'consent makes a key': {
    async prepare(world) {
      const c = await openClass(world);
      const one = talker(world, 'a');
      await one.scan(c.class_id);
      await one.say('1');
      return one.message('同意');
    },
    says: /叫什么名字/,
  },
  'the ID number is sealed': {
    async prepare(world) {
      const c = await openClass(world);
      const one = talker(world, 'a');
      await one.scan(c.class_id);
      for (const said of ['1', '同意', '王小妹']) await one.say(said);
      return one.message('530128199001010013');
    },
    says: /手机号/,
  },
  'register and enrol': {
    async prepare(world) {
      const c = await openClass(world);
      const one = talker(world, 'a');
      await upToConfirm(one, 1, c.class_id);
      return one.message('1');
    },
    says: /报上了/,
  },
  'join the line': {
    async prepare(world) {
      const { c } = await inFull(world);
      const one = talker(world, 'third');
      await upToConfirm(one, 3, c.class_id);
      return one.message('1');
    },
    says: /第2位/,
  },
  'cancel, and the seat is offered to the next': {
    prepare: async (world) => leave((await inFull(world)).first),
    says: /退好了/,
  },
  'take the seat offered': {
    async prepare(world) {
      const { first, second } = await inFull(world);
      await turn(world, await leave(first));
      world.clock.pass(60_000);
      return second.message('要');
    },
    says: /名额是你的了/,
  },
  'erase: leave the class, then be forgotten': {
    async prepare(world) {
      const { first } = await inFull(world);
      await first.say('删除我的信息');
      return first.message('删除');
    },
    says: /都删掉了/,
  },
  unfollow: {
    async prepare(world) {
      const { first } = await inFull(world);
      return first.event('unfollow');
    },
    says: /^$/,
  },
  'bind an account to an office': {
    prepare: async (world) => (await toBind(world)).message('1'),
    says: /绑好了/,
  },
  'unfollow, and speak for no office any more': {
    async prepare(world) {
      const one = await toBind(world);
      await one.say('1');
      return one.event('unfollow');
    },
    says: /^$/,
  },
  'a word to the office': {
    async prepare(world) {
      const one = talker(world, 'a');
      await one.say('人工');
      return one.message('我想问问补贴');
    },
    says: /记下了/,
  },
};

/** A table and a vault that count calls, and do something at the chosen one. */
function struck(
  world: TestWorld,
  memory: MemoryTable,
  strike?: { call: number; when: 'before' | 'after'; with: () => Error },
) {
  let calls = 0;
  let dead: Error | undefined;
  const around = <A extends unknown[], R>(doing: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      // A process that was stopped never reaches anything again; after any other error it goes on.
      if (dead) throw dead;
      const mine = ++calls;
      const fall = () => {
        const error = strike!.with();
        if (error instanceof Stopped) dead = error;
        return error;
      };
      if (strike?.call === mine && strike.when === 'before') throw fall();
      const result = await doing(...args);
      if (strike?.call === mine) throw fall();
      return result;
    };
  };
  const table: Table = {
    get: around(memory.get.bind(memory)),
    getMany: around(memory.getMany.bind(memory)),
    query: around(memory.query.bind(memory)),
    write: around(memory.write.bind(memory)),
  };
  const vault: Vault = {
    ...world.vault,
    newKey: around(world.vault.newKey.bind(world.vault)),
    seal: around(world.vault.seal.bind(world.vault)),
    open: around(world.vault.open.bind(world.vault)),
  };
  const seen: World = Object.assign(Object.create(world), { table, vault });
  return { world: seen, calls: () => calls };
}

/** Ids in order of making, so that two runs of one scene make the same. */
function stageFor() {
  const memory = memoryTable();
  const world = testWorld(memory);
  let n = 0;
  world.id = (prefix) => `${prefix}_${String(++n).padStart(4, '0')}`;
  return { memory, world, ids: () => n };
}

/** The whole table in words, less what differs by chance: sealed texts, keys, and ids made in the turn itself. */
function stateOf(memory: MemoryTable, ids_before: number): string {
  const rows = [...memory.all()].map((row) =>
    row.packed ? { ...conversationOf(row.pk, row), pk: row.pk, sk: row.sk, audience: row.audience } : row,
  );
  const text = JSON.stringify(
    rows.sort((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1)),
    (name, value) => (/sealed$|data_key/.test(name) ? '…' : value),
  );
  return text.replace(/\b([a-z]+)_(\d{4})\b/g, (id, prefix: string, n: string) =>
    Number(n) > ids_before ? `${prefix}_new` : id,
  );
}

async function whole(scene: Scene) {
  const stage = stageFor();
  const message = await scene.prepare(stage.world);
  const before = stage.ids();
  const counted = struck(stage.world, stage.memory);
  const answered = await turn(counted.world, message);
  return { answered, state: stateOf(stage.memory, before), calls: counted.calls() };
}

const textOf = (answered: Answered) => answered.reply?.text ?? '';

describe.each(Object.entries(SCENES))('%s', (_name, scene) => {
  it('stopped before and after every call, then delivered again: done once, and answered', async () => {
    const { answered, state, calls } = await whole(scene);
    expect(textOf(answered)).toMatch(scene.says);
    expect(calls).toBeGreaterThan(1);
    for (let call = 1; call <= calls; call++)
      for (const when of ['before', 'after'] as const) {
        const stage = stageFor();
        const message = await scene.prepare(stage.world);
        const before = stage.ids();
        const dying = struck(stage.world, stage.memory, { call, when, with: () => new Stopped('killed') });
        await expect(turn(dying.world, message)).rejects.toThrow(Stopped);
        const retried = struck(stage.world, stage.memory);
        const again = await turn(retried.world, message);
        const third = await turn(retried.world, message);
        expect({ call, when, text: textOf(again) }).toEqual({ call, when, text: textOf(answered) });
        expect(third).toEqual(again);
        expect(stateOf(stage.memory, before)).toBe(state);
      }
  });

  it.each([
    ['no answer came', () => new Unavailable('timed out')],
    ['another transaction was in the way', () => new Conflict('conflict')],
  ] as const)('%s, at any call: the turn goes on by itself, or its retry does', async (why, fault) => {
    const { answered, state, calls } = await whole(scene);
    for (let call = 1; call <= calls; call++)
      for (const when of ['before', 'after'] as const) {
        // A conflict means that nothing was done.
        if (why.startsWith('another') && when === 'after') continue;
        const stage = stageFor();
        const message = await scene.prepare(stage.world);
        const before = stage.ids();
        const rough = struck(stage.world, stage.memory, { call, when, with: fault });
        const first = await turn(rough.world, message).catch(() =>
          turn(struck(stage.world, stage.memory).world, message),
        );
        expect({ call, when, text: textOf(first) }).toEqual({ call, when, text: textOf(answered) });
        expect(stateOf(stage.memory, before)).toBe(state);
      }
  });
});

it('control: a turn that wrote its effect apart from its conversation would do it twice', async () => {
  const stage = stageFor();
  const message = await SCENES['a word to the office']!.prepare(stage.world);
  const lines = () => [...stage.memory.all()].filter((row) => row.sk.startsWith('SAID#')).length;
  const before = lines();
  // The table tears the transaction: the effect first, and the process dies before the conversation is written.
  const torn: World = Object.assign(Object.create(stage.world), {
    table: {
      ...stage.memory,
      async write(changes: Parameters<Table['write']>[0]) {
        await stage.memory.write(changes.filter((change) => change.why !== 'conversation'));
        throw new Stopped('killed between two writes');
      },
    },
  });
  await expect(turn(torn, message)).rejects.toThrow(Stopped);
  await turn(stage.world, message);
  expect(lines() - before).toBe(2);
});
