/** L5: a class in her shifts is refused, or waived and the waiver kept; it holds when both happen at once. */
import { checkEnrol } from '../../lib/classes/check-enrol';
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import { keepFree } from '../../lib/classes/keep-free';
import { loadHeld } from '../../lib/classes/load';
import type { TrainingClass } from '../../lib/classes/types';
import type { Worker } from '../../lib/people/types';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { must, newWorker, openClass, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let c: TrainingClass;
let worker: Worker;
async function onTable(table: Table): Promise<void> {
  world = testWorld(table);
  // 2025-07-28 is a Monday.
  c = await openClass(world, { first_day: '2025-07-28', units: 8, capacity: 1 });
  worker = await newWorker(world, 1);
}
const freeOnlyEvenings = () =>
  must(world, async () => ({
    changes: await keepFree(world, worker.worker_id, { times: ['weekday_evening'], shift: 'day' }),
    value: undefined,
  }));
const command = (set: object = {}) => ({ class_id: c.class_id, worker, by: 'chat', ...set });
const waiver = { by: 'chat', reason: '和单位说好了' };

describe('L5 on the engine', () => {
  beforeEach(async () => onTable((await freshTable()).table));

  it('is refused by every way in, and let in by each with a waiver, which is kept', async () => {
    await freeOnlyEvenings();
    expect(await checkEnrol(world, command())).toMatchObject({ refused: 'shift_clash' });
    expect(await run(world, () => enrol(world, command()))).toMatchObject({ refused: 'shift_clash' });
    const other = await newWorker(world, 2);
    await must(world, () => enrol(world, { ...command(), worker: other }));
    expect(await run(world, () => joinLine(world, command()))).toMatchObject({ refused: 'shift_clash' });
    expect(await run(world, () => joinLine(world, command({ waiver })))).toMatchObject({ position: 1 });
  });

  it('waived, the roster says by whom and why', async () => {
    await freeOnlyEvenings();
    expect(await checkEnrol(world, command({ waiver }))).toMatchObject({ seats_left: 1 });
    await must(world, () => enrol(world, command({ waiver })));
    const row = await world.table.get(keys.member(c.class_id, worker.worker_id), { consistent: true });
    expect(row?.waiver).toEqual(waiver);
  });

  it('saying the same again writes nothing; other times take the place of the old', async () => {
    await freeOnlyEvenings();
    expect(await keepFree(world, worker.worker_id, { times: ['weekday_evening'], shift: 'day' })).toEqual([]);
    expect(await keepFree(world, worker.worker_id, { times: [] })).toEqual([]);
    await must(world, async () => ({
      changes: await keepFree(world, worker.worker_id, { times: ['weekday_day', 'weekend_day'], shift: 'night' }),
      value: undefined,
    }));
    await must(world, () => enrol(world, command()));
  });

  it('she says her times while the confirm page is open: what the page was drawn from no longer counts', async () => {
    const held = (await loadHeld(world, c.class_id, worker.worker_id))!;
    await freeOnlyEvenings();
    const plans: number[] = [];
    const done = await carryOut(world, async ({ number }) => {
      plans.push(number);
      return enrol(world, command(number === 0 ? { held } : {}));
    });
    expect(plans).toEqual([0, 1]);
    expect(done).toMatchObject({ refused: 'shift_clash' });
  });
});

it('L5 control: without the agenda’s revision as a condition she is enrolled against her own word', async () => {
  const inner = memoryTable();
  let weak = false;
  await onTable({
    ...inner,
    write: (changes, how) =>
      inner.write(
        changes.map((change) => (weak && change.key.sk === 'AGENDA' ? { ...change, when: undefined } : change)),
        how,
      ),
  });
  const held = (await loadHeld(world, c.class_id, worker.worker_id))!;
  await freeOnlyEvenings();
  weak = true;
  expect(await run(world, () => enrol(world, command({ held })))).toMatchObject({ training_class: {} });
});
