import { memoryTable, type Told } from '../../lib/store/memory';
import { ConditionFailed } from '../../lib/store/table';
import { contract } from './contract';

contract(async () => memoryTable());

describe('the tap', () => {
  const at = { pk: 'A', sk: 'X' };

  test('tells each change once, in order, with what was and what is', async () => {
    const table = memoryTable();
    const told: Told[] = [];
    const stop = table.subscribe((one) => told.push(one));
    await table.write([{ kind: 'put', key: at, item: { n: 1 }, why: 'new' }]);
    await table.write([{ kind: 'update', key: at, add: { n: 1 }, why: 'more' }]);
    await table.write([{ kind: 'check', key: at, when: [{ attr: 'n', op: '=', value: 2 }], why: 'silent' }]);
    await table.write([{ kind: 'delete', key: at, why: 'gone' }]);
    stop();
    await table.write([{ kind: 'put', key: at, item: {}, why: 'unheard' }]);
    expect(told).toEqual([
      { key: at, before: undefined, after: { ...at, n: 1 } },
      { key: at, before: { ...at, n: 1 }, after: { ...at, n: 2 } },
      { key: at, before: { ...at, n: 2 }, after: undefined },
    ]);
  });

  test('tells nothing of a write that failed', async () => {
    const table = memoryTable();
    const told: Told[] = [];
    table.subscribe((one) => told.push(one));
    const changes = [
      { kind: 'put', key: at, item: {}, why: 'fine' },
      { kind: 'check', key: { pk: 'B', sk: 'X' }, when: [{ attr: 'pk', op: 'exists' }], why: 'not there' },
    ] as const;
    await expect(table.write(changes.map((one) => ({ ...one })) as any)).rejects.toBeInstanceOf(ConditionFailed);
    expect(told).toEqual([]);
  });
});

test('a removal in a map that is not there is invalid, as on AWS; the embedded engine lets it pass', async () => {
  const table = memoryTable();
  const at = { pk: 'A', sk: 'X' };
  await expect(table.write([{ kind: 'update', key: at, remove: ['map.a'], why: 'no map' }])).rejects.toThrow('no map');
});
