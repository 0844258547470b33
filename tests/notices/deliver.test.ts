import type { Delivery } from '../../lib/channels/types';
import { deliver, LEASE_MS } from '../../lib/notices/deliver';
import { afterQuiet, isQuiet } from '../../lib/notices/quiet';
import { noticeChange, SWEEP_AFTER_MS } from '../../lib/notices/write';
import { erase } from '../../lib/people/erase';
import { findWorker } from '../../lib/people/find';
import { register } from '../../lib/people/register';
import { reveal } from '../../lib/people/reveal';
import { unlink } from '../../lib/people/unlink';
import { instant, millis } from '../../lib/platform/clock';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { minute, must, newWorker, recordingSender, run, tapped } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
});

const promise = async (worker_id: string, set = {}) => {
  const notice = {
    notice_id: 'n1',
    worker_id,
    kind: 'broadcast' as const,
    topic: 'news' as const,
    text: '你好',
    template: { name: 'general' as const, fields: { title: '通知', note: '好' } },
    ...set,
  };
  await world.table.write([noticeChange(world, notice)]);
  return keys.notice(worker_id, 'n1');
};

describe('a promised notice', () => {
  it('is sent once, whoever delivers it at once', async () => {
    const worker = await newWorker(world, 1);
    const key = await promise(worker.worker_id);
    const post = recordingSender();
    const all = await Promise.all(Array.from({ length: 8 }, () => deliver(world, post.sender, key)));
    expect(all.filter((one) => one === 'sent')).toHaveLength(1);
    expect(post.sent).toHaveLength(1);
    expect(await deliver(world, post.sender, key)).toBe('elsewhere');
  });

  it('whose deliverer died is sent by the schedule once it falls due, under the same id', async () => {
    const worker = await newWorker(world, 1);
    const key = await promise(worker.worker_id);
    const ids: string[] = [];
    const dying = {
      send: async (_: string, push: { id: string }): Promise<Delivery> => {
        ids.push(push.id);
        throw new Error('killed');
      },
    };
    await expect(deliver(world, dying, key)).rejects.toThrow('killed');
    const post = recordingSender();
    await minute(world, post.sender, written);
    expect(post.sent).toEqual([]);
    world.clock.pass(SWEEP_AFTER_MS + 1000);
    await minute(world, post.sender, written);
    expect(post.sent.map((one) => one.push.id)).toEqual(ids);
  });

  it('whose channel throws each time is given up in the end', async () => {
    const worker = await newWorker(world, 1);
    const key = await promise(worker.worker_id, { urgent: true });
    let calls = 0;
    const broken = {
      send: async (): Promise<Delivery> => {
        calls++;
        throw new Error('no such template');
      },
    };
    for (let n = 0; n < 20; n++) {
      await deliver(world, broken, key).catch(() => {});
      world.clock.pass(LEASE_MS + 1000);
    }
    expect(calls).toBe(12);
    expect(await world.table.get(key)).toMatchObject({ state: 'undeliverable', how: 'gave_up' });
  });

  it('waits out an outage, longer each time, and is given up in the end', async () => {
    const worker = await newWorker(world, 1);
    const key = await promise(worker.worker_id, { urgent: true });
    let calls = 0;
    const down = {
      send: async (): Promise<Delivery> => {
        calls++;
        return { outcome: 'later', retry_after_ms: 1000, reason: 'busy' };
      },
    };
    await deliver(world, down, key);
    for (let n = 0; n < 60; n++) {
      world.clock.pass(31 * 60_000);
      await minute(world, down, written);
    }
    expect(calls).toBe(12);
    expect(await world.table.get(key)).toMatchObject({ state: 'undeliverable', how: 'busy' });
  });

  it('does not go out in quiet hours, unless she is waiting for it, nor once it is worthless', async () => {
    const worker = await newWorker(world, 1);
    world.clock.set('2025-07-11T02:00:00+08:00');
    const key = await promise(worker.worker_id, { expires_at: '2025-07-11T12:00:00+08:00' });
    const post = recordingSender();
    expect(await deliver(world, post.sender, key)).toBe('later');
    world.clock.set('2025-07-11T12:00:01+08:00');
    await minute(world, post.sender, written);
    expect(post.sent).toEqual([]);
    expect(await world.table.get(key)).toMatchObject({ state: 'expired' });
    world.clock.set('2025-07-12T02:00:00+08:00');
    const urgent = await promise(worker.worker_id, { notice_id: 'n2', urgent: true });
    expect(await deliver(world, post.sender, { ...urgent, sk: 'NOTICE#n2' })).toBe('sent');
  });

  it('goes to nobody who unfollowed or turned the topic off', async () => {
    const worker = await newWorker(world, 1);
    const key = await promise(worker.worker_id);
    await must(world, () => unlink(world, { worker_id: worker.worker_id }));
    const post = recordingSender();
    expect(await deliver(world, post.sender, key)).toBe('dropped');
    expect(await world.table.get(key)).toMatchObject({ state: 'undeliverable', how: 'no_address' });
  });
});

describe('quiet hours', () => {
  const night = { from: '21:30', to: '07:30' };
  it('run over midnight', () => {
    const at = (time: string) => millis(`2025-07-11T${time}:00+08:00`);
    expect(isQuiet(at('21:29'), night)).toBe(false);
    expect(isQuiet(at('21:30'), night)).toBe(true);
    expect(isQuiet(at('07:29'), night)).toBe(true);
    expect(instant(afterQuiet(at('23:00'), night))).toBe('2025-07-12T07:30:00+08:00');
    expect(instant(afterQuiet(at('01:00'), night))).toBe('2025-07-11T07:30:00+08:00');
    expect(afterQuiet(at('12:00'), night)).toBe(at('12:00'));
  });
});

describe('a person’s data', () => {
  it('can be read in full only with a record of who and why, and not at all once erased', async () => {
    const worker = await newWorker(world, 7);
    const seen = await must(world, () =>
      reveal(world, { worker_id: worker.worker_id, reader: 'zhang', reason: '核对花名册' }),
    );
    expect(seen).toEqual({ id_number: syntheticIdNumber(7), phone: '13800000007' });
    const audited = await world.table.query({ pk: 'AUDIT#2025-07-10' });
    expect(audited.items).toMatchObject([{ reader: 'zhang', reason: '核对花名册', worker_id: worker.worker_id }]);
    expect(JSON.stringify(audited.items)).not.toContain(syntheticIdNumber(7));

    const before = await world.table.get(keys.profile(worker.worker_id));
    await must(world, () => erase(world, { worker_id: worker.worker_id }));
    expect(await findWorker(world, worker.worker_id)).toBeUndefined();
    expect(
      await run(world, () => reveal(world, { worker_id: worker.worker_id, reader: 'zhang', reason: 'x' })),
    ).toMatchObject({ refused: 'worker_unknown' });
    const row = await world.table.get(keys.profile(worker.worker_id));
    expect(JSON.stringify(row)).not.toContain(before?.data_key);
    expect(JSON.stringify(row)).not.toContain(worker.name);
    // She may come again, as a new person.
    expect(await world.table.get(keys.idNumber(worker.id_number_hash))).toBeUndefined();
  });

  it('one person, one record: a number is claimed once; the same account may come back after unfollowing', async () => {
    const worker = await newWorker(world, 3);
    const data_key = await world.vault.newKey('w_again');
    const phone_sealed = await world.vault.seal('w_again', data_key, 'phone', '13900000003');
    const registration = { ...worker, worker_id: 'w_again', data_key, phone_sealed, phone_masked: '139****0003' };
    const again = (chat: string) =>
      carryOut(world, ({ number }) => register(world, { registration, chat }, { fresh: number > 0 }));
    expect(await again('wechat:someone-else')).toMatchObject({ refused: 'id_number_taken' });
    expect(await again('wechat:ow_0003')).toMatchObject({ refused: 'id_number_taken' });
    await must(world, () => unlink(world, { worker_id: worker.worker_id }));
    expect(await again('wechat:someone-else')).toMatchObject({ refused: 'id_number_taken' });
    expect(await again('wechat:ow_0003')).toMatchObject({ worker_id: worker.worker_id, chat: 'wechat:ow_0003' });
    const seen = await must(world, () => reveal(world, { worker_id: worker.worker_id, reader: 'li', reason: '核对' }));
    expect(seen).toEqual({ id_number: syntheticIdNumber(3), phone: '13900000003' });
  });
});
