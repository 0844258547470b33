import type { Delivery } from '../../lib/channels/types';
import { draftClass } from '../../lib/classes/draft-class';
import { publishClass } from '../../lib/classes/publish-class';
import { previewBroadcast, readBroadcast, startBroadcast, stopBroadcast } from '../../lib/notices/broadcast';
import { MINUTE_MS } from '../../lib/platform/clock';
import { log } from '../../lib/platform/log';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { FUKANG, minute, must, openClass, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
beforeEach(async () => {
  // What goes wrong here is meant to.
  jest.spyOn(log, 'error').mockImplementation(() => {});
  const tap = tapped((await freshTable()).table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
});

/** People at a site: every tenth wants no news, every fifth follows welding only. */
async function followers(count: number, site = '652302') {
  for (let from = 0; from < count; from += 50) {
    await world.table.write(
      Array.from({ length: Math.min(50, count - from) }, (_, i) => {
        const n = from + i;
        return {
          kind: 'put' as const,
          key: keys.conversation(`wechat:o${site}-${String(n).padStart(5, '0')}`),
          item: {
            rev: 1,
            site,
            audience: site,
            following: true,
            ...(n % 10 === 0 && { topics_off: ['news'] }),
            ...(n % 5 === 1 && { trades: ['welder'] }),
          },
          why: 'a follower',
        };
      }),
    );
  }
  written.length = 0;
}

const segment = { regions: ['652302', '310107'], trades: ['electrician'], topic: 'news' as const };
const command = { home_region: '530128', segment, text: '电工班下周开课', by: 'li' };

describe('a broadcast', () => {
  it('reaches everyone of its segment once, page by page, within the messages of a minute', async () => {
    await followers(130);
    await followers(40, '310107');
    // 170 people, less a tenth who want no news, less a fifth who follow only welding.
    expect(await previewBroadcast(world, { ...command, per_minute_max: 60 })).toMatchObject({ total: 119, minutes: 2 });
    const task = await must(world, () => startBroadcast(world, { ...command, per_minute_max: 60 }));
    const post = recordingSender();
    await settle(world, post.sender, written);
    expect(post.sent).toHaveLength(60);
    expect(await readBroadcast(world, task.task_id)).toMatchObject({
      state: 'running',
      sent: 60,
      total: 119,
    });
    world.clock.pass(MINUTE_MS + 1000);
    await minute(world, post.sender, written);
    expect(new Set(post.sent.map((one) => one.address)).size).toBe(119);
    expect(post.sent).toHaveLength(119);
    expect(await readBroadcast(world, task.task_id)).toMatchObject({
      state: 'done',
      sent: 119,
      handled: 170,
      skipped: 51,
      failed: 0,
    });
  });

  it('sends one a minute when told so, not a page of fifty', async () => {
    await followers(4);
    await must(world, () => startBroadcast(world, { ...command, per_minute_max: 1 }));
    const post = recordingSender();
    await settle(world, post.sender, written);
    const by_minute = [post.sent.length];
    for (let n = 0; n < 3; n++) {
      world.clock.pass(MINUTE_MS + 1000);
      await minute(world, post.sender, written);
      by_minute.push(post.sent.length);
    }
    // Of four, one wants no news and one follows only welding.
    expect(by_minute).toEqual([1, 2, 2, 2]);
  });

  it('is stopped where it is', async () => {
    await followers(130);
    const task = await must(world, () => startBroadcast(world, { ...command, per_minute_max: 50 }));
    const post = recordingSender();
    await settle(world, post.sender, written);
    const so_far = post.sent.length;
    await must(world, () => stopBroadcast(world, { task_id: task.task_id, by: 'li' }));
    expect(await run(world, () => stopBroadcast(world, { task_id: task.task_id, by: 'li' }))).toMatchObject({
      refused: 'broadcast_over',
    });
    world.clock.pass(10 * MINUTE_MS);
    await minute(world, post.sender, written);
    expect(post.sent).toHaveLength(so_far);
  });

  it('stopped while a page goes out still counts that page', async () => {
    await followers(10);
    const task = await must(world, () => startBroadcast(world, command));
    const post = recordingSender();
    let stopped = false;
    const slow = {
      send: async (address: string, push: any): Promise<Delivery> => {
        if (!stopped) {
          stopped = true;
          await must(world, () => stopBroadcast(world, { task_id: task.task_id, by: 'li' }));
        }
        return post.sender.send(address, push);
      },
    };
    await settle(world, slow, written);
    expect(await readBroadcast(world, task.task_id)).toMatchObject({ state: 'stopped', sent: post.sent.length });
    expect(post.sent.length).toBe(7);
  });

  it('killed at any message goes on from its last page; nobody is left out', async () => {
    await followers(60);
    const task = await must(world, () => startBroadcast(world, command));
    const post = recordingSender();
    for (const kill_at of [0, 20, 49, 51]) {
      let n = 0;
      const dying = {
        send: async (address: string, push: any): Promise<Delivery> => {
          if (n++ === kill_at) throw new Error('killed');
          return post.sender.send(address, push);
        },
      };
      await settle(world, dying, written).catch(() => {});
      await minute(world, dying, written).catch(() => {});
      world.clock.pass(5 * MINUTE_MS);
    }
    await minute(world, post.sender, written);
    expect(await readBroadcast(world, task.task_id)).toMatchObject({ state: 'done' });
    expect(new Set(post.sent.map((one) => one.address)).size).toBe(42);
    // Who was written to twice was so under one id, by which WeChat drops the second.
    const ids = new Set(post.sent.map((one) => one.push.id));
    expect(ids.size).toBe(42);
  });

  it('waits for the morning', async () => {
    await followers(10);
    world.clock.set('2025-07-11T01:00:00+08:00');
    await must(world, () => startBroadcast(world, command));
    const post = recordingSender();
    await settle(world, post.sender, written);
    expect(post.sent).toEqual([]);
    world.clock.set('2025-07-11T09:00:00+08:00');
    await minute(world, post.sender, written);
    expect(post.sent).toHaveLength(7);
  });

  it('keeps what could not be sent now as a promise to that one person', async () => {
    await followers(3);
    await must(world, () => startBroadcast(world, command));
    const post = recordingSender();
    const busy = {
      send: async (): Promise<Delivery> => ({ outcome: 'later', retry_after_ms: 60_000, reason: 'busy' }),
    };
    await settle(world, busy, written);
    world.clock.pass(2 * MINUTE_MS);
    await minute(world, post.sender, written);
    expect(post.sent.map((one) => one.push.text)).toEqual([command.text]);
  });

  it('to nobody is refused', async () => {
    expect(await run(world, () => startBroadcast(world, command))).toMatchObject({ refused: 'segment_empty' });
  });

  it('publishing a class tells those at its site who follow the trade, or none in particular', async () => {
    await openClass(world);
    await followers(10);
    const { training_class } = await must(world, () => draftClass(world, FUKANG));
    await must(world, () => publishClass(world, { class_id: training_class.class_id, by: 'li' }));
    const post = recordingSender();
    await settle(world, post.sender, written);
    expect(post.sent).toHaveLength(7);
    expect(post.sent[0]?.push.text).toContain('新班');
  });
});
