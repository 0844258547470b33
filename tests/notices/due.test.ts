/** The minute's schedule: promises the stream never kept, reminders across sleeps of the system, rows that cannot be handled. */
import { draftClass } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { publishClass } from '../../lib/classes/publish-class';
import { due } from '../../lib/notices/due';
import { noticeChange, SWEEP_AFTER_MS } from '../../lib/notices/write';
import { instant } from '../../lib/platform/clock';
import { log } from '../../lib/platform/log';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { FUKANG, minute, must, newWorker, openClass, recordingSender, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
const onTable = (table: Table) => {
  const tap = tapped(table);
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
};
beforeEach(() => onTable(memoryTable()));

const notice = (worker_id: string) => ({
  notice_id: 'n1',
  worker_id,
  kind: 'withdrawn' as const,
  topic: 'service' as const,
  text: '你好',
  template: { name: 'general' as const, fields: { title: '通知', note: '好' } },
});

// What goes wrong here is meant to.
beforeEach(() => void jest.spyOn(log, 'error').mockImplementation(() => {}));

describe('a notice whose stream record was given up', () => {
  /** The stream never says a word of it. */
  async function unheard(): Promise<void> {
    const worker = await newWorker(world, 1);
    await world.table.write([noticeChange(world, notice(worker.worker_id))]);
    written.length = 0;
    await due(world, post.sender);
    expect(post.sent).toEqual([]);
    world.clock.pass(SWEEP_AFTER_MS + 1000);
    await due(world, post.sender);
  }

  it('is sent by the schedule', async () => {
    await unheard();
    expect(post.sent.map((one) => one.push.text)).toEqual(['你好']);
    await due(world, post.sender);
    expect(post.sent).toHaveLength(1);
  });

  it('would be lost if it did not fall due by itself (control)', async () => {
    const inner = memoryTable();
    onTable({
      ...inner,
      write: (changes, how) =>
        inner.write(
          changes.map((change) => {
            if (change.kind !== 'put' || !change.why.startsWith('notice')) return change;
            const { due_at: _at, due_shard: _shard, ...item } = change.item;
            return { ...change, item };
          }),
          how,
        ),
    });
    await unheard();
    expect(post.sent).toEqual([]);
  });
});

it('rows that cannot be handled do not keep those behind them waiting', async () => {
  for (let from = 0; from < 150; from += 50)
    await world.table.write(
      Array.from({ length: 50 }, (_, i) => ({
        kind: 'put' as const,
        key: { pk: `INBOX#broken${from + i}`, sk: 'NOTICE#x' },
        // A notice to nobody at all, as an older version might have left it.
        item: { state: 'pending', worker_id: 7, due_shard: 'DUE#0', due_at: '2025-01-01T00:00:00+08:00' },
        why: 'broken',
      })),
    );
  const worker = await newWorker(world, 1);
  await world.table.write([
    {
      kind: 'put',
      key: { pk: `INBOX#${worker.worker_id}`, sk: 'NOTICE#n1' },
      item: {
        ...notice(worker.worker_id),
        state: 'pending',
        attempts: 0,
        due_shard: 'DUE#0',
        due_at: instant(world.now()),
      },
      why: 'behind them',
    },
  ]);
  const dying = { send: async () => Promise.reject(new Error('down')) };
  const address = `o${worker.worker_id}`;
  const sender = {
    send: async (to: string, push: any) => (to === address ? post.sender.send(to, push) : dying.send()),
  };
  await due({ ...world, table: { ...world.table, get: refusing(world.table) } }, sender);
  expect(post.sent).toHaveLength(1);
});

/** Reads of the broken rows fail, as rows that cannot be read would. */
function refusing(table: Table): Table['get'] {
  return async (key, how) => {
    if (key.pk.startsWith('INBOX#broken')) throw new Error('cannot be read');
    return table.get(key, how);
  };
}

describe('reminders', () => {
  const texts = () => post.sent.map((one) => one.push.text.slice(0, 4));
  async function enrolled(set: Partial<typeof FUKANG>): Promise<void> {
    const c = await openClass(world, { units: 4, ...set });
    const worker = await newWorker(world, 1);
    await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
    written.length = 0;
  }
  const at = async (now: string) => {
    world.clock.set(now);
    await minute(world, post.sender, written);
    await minute(world, post.sender, written);
  };

  it.each(['2025-09-07T22:30:00+08:00', '2025-09-08T09:30:00+08:00'])(
    'never say “tomorrow” of today: a system that slept until %s sends the later one only',
    async (woke) => {
      await enrolled({ first_day: '2025-09-08', start: '14:00' });
      await at(woke);
      await at('2025-09-08T09:40:00+08:00');
      expect(texts()).toEqual([]);
      await at('2025-09-08T13:00:00+08:00');
      expect(texts()).toEqual(['快上课了']);
    },
  );

  it('reach those of a class published in the last hour before its lesson', async () => {
    await openClass(world);
    const { training_class: draft } = await must(world, () =>
      draftClass(world, { ...FUKANG, first_day: '2025-09-08', start: '14:00', units: 4 }),
    );
    await at('2025-09-07T19:30:00+08:00');
    for (let hour = 8; hour < 14; hour++) await at(`2025-09-08T${String(hour).padStart(2, '0')}:00:00+08:00`);
    world.clock.set('2025-09-08T13:10:00+08:00');
    await must(world, () => publishClass(world, { class_id: draft.class_id, by: 'li', quietly: true }));
    const worker = await newWorker(world, 1);
    await must(world, () => enrol(world, { class_id: draft.class_id, worker, by: 'chat' }));
    await at('2025-09-08T13:11:00+08:00');
    expect(texts()).toEqual(['快上课了']);
  });
});
