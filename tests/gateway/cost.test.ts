/** What one message costs on its way through the gateway, on the real engine. */
import './../support/quiet';
import { freshTable } from '../support/engine';
import { said, server } from './support/gateway';

it('a message, its answer, its lease and its ack: floor and gate', async () => {
  const { table, used } = await freshTable();
  const s = await server(table);
  await s.call('/v1/gateway/messages', said('你好'));
  const rows: Record<string, object> = {};
  const measured = async (name: string, doing: () => Promise<unknown>) => {
    used.reset();
    const value = await doing();
    rows[name] = { rcu: used.read, wcu: used.write, trips: used.trips };
    return value;
  };
  await measured('message in, answer in the outbox', () => s.call('/v1/gateway/messages', said('帮助')));
  await measured('the same again', () => s.call('/v1/gateway/messages', { ...said('帮助'), id: 'm2' }));
  const items = (await measured('lease of one', () => s.lease(1))) as { id: string; attempt: number }[];
  await measured('ack of one', () =>
    s.call('/v1/gateway/ack', { acks: [{ id: items[0]!.id, attempt: items[0]!.attempt, outcome: 'sent' }] }),
  );
  await s.lease(10);
  await measured('lease with nothing to fetch', () => s.lease(1));
  console.table(rows);
  const total = Object.values(rows as Record<string, { wcu: number }>);
  expect(total[0]!.wcu + total[2]!.wcu + total[3]!.wcu).toBeLessThanOrEqual(22);
  // Each minute of waiting costs at most thirty of these.
  expect(total[4]!.wcu).toBeLessThanOrEqual(1);
});
