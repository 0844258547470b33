/** L6 a survey of ten thousand: page by page, the process killed on the way; everyone is asked, and counted as asked once. */
import '../support/quiet';
import { newConversation } from '../../lib/chat/conversation';
import { PAGE } from '../../lib/notices/audience';
import { runTask } from '../../lib/notices/task';
import { PER_MINUTE_MAX } from '../../lib/notices/task-write';
import { DAY_MS, MINUTE_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { readSurvey } from '../../lib/wishes/read-survey';
import { startSurvey } from '../../lib/wishes/surveys';
import { Stopped } from '../support/faults';
import { minute, must, recordingSender, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, tradesLoaded } from './support';

const PLACES = [FUKANG_REGION, '310107', '340210'];
const PEOPLE = 10_000;
/** Pushes after which the process is killed: at a page's beginning, in its middle, at the end of a place. */
const KILLED_AT = [1, 777, 2500, 3334, 6667, 9990];

let world: TestWorld;
let table: Table;
beforeEach(async () => {
  table = memoryTable();
  world = testWorld(table);
  await tradesLoaded(world);
  for (let n = 0; n < PEOPLE; n++) {
    const { chat, ...talk } = newConversation(`wechat:o${n}`);
    const site = PLACES[n % 3] as string;
    await table.write([
      {
        kind: 'put',
        key: { pk: `CHAT#${chat}`, sk: 'STATE' },
        item: { ...talk, site, audience: site, following: true, heard_ms: world.now() },
        why: 'test',
      },
    ]);
  }
});
const start = () => must(world, () => startSurvey(world, { home_region: HOME, regions: PLACES, by: 's_1' }));

it('L6 killed six times: only those of the page under way are sent it again, under the same id; nobody is left out', async () => {
  expect(await start()).toMatchObject({ segment: PEOPLE });
  const kills = [...KILLED_AT];
  const post = recordingSender();
  const killing: typeof post.sender = {
    ...post.sender,
    async send(address, push) {
      const delivery = await post.sender.send(address, push);
      if (post.sent.length >= (kills[0] ?? Number.POSITIVE_INFINITY)) {
        kills.shift();
        throw new Stopped('killed');
      }
      return delivery;
    },
  };
  let minutes = 0;
  for (let task = await step(); task !== 'done'; task = await step()) {
    expect(++minutes).toBeLessThan(100);
    world.clock.pass(3 * MINUTE_MS);
  }
  async function step() {
    // Another process each time: nothing is remembered but what is in the table.
    world.table = { ...table };
    const before = post.sent.length;
    const task = await runTask(world, killing, 'survey-M10').catch((error) => {
      if (!(error instanceof Stopped)) throw error;
      return undefined;
    });
    expect(post.sent.length - before).toBeLessThanOrEqual(PER_MINUTE_MAX);
    return task?.state;
  }
  expect(kills).toEqual([]);
  const ids = new Map<string, Set<string>>();
  for (const { address, push } of post.sent) ids.set(address, (ids.get(address) ?? new Set()).add(push.id));
  expect(ids.size).toBe(PEOPLE);
  expect([...ids.values()].every((of) => of.size === 1)).toBe(true);
  expect(post.sent.length - PEOPLE).toBeLessThanOrEqual(KILLED_AT.length * PAGE);
  expect(await readSurvey(world, 'M10')).toMatchObject({ asked: PEOPLE, answered: 0, response_percent: 0 });
}, 120_000);

it('L6 its reminder goes to those who have not answered, once each', async () => {
  const tap = tapped(table);
  world.table = tap.table;
  await start();
  const post = recordingSender();
  for (let n = 0; n < 12; n++) {
    await minute(world, post.sender, tap.written);
    world.clock.pass(MINUTE_MS);
  }
  expect(post.sent).toHaveLength(PEOPLE);
  for (let n = 0; n < PEOPLE; n += 4) {
    const set = { surveyed: 'M9 M10' };
    await table.write([{ kind: 'update', key: { pk: `CHAT#wechat:o${n}`, sk: 'STATE' }, set, why: 'answered' }]);
  }
  post.sent.length = 0;
  world.clock.pass(DAY_MS);
  for (let n = 0; n < 16; n++) {
    await minute(world, post.sender, tap.written);
    world.clock.pass(MINUTE_MS);
  }
  const told = post.sent.map(({ address }) => Number(address.slice(1)));
  expect(new Set(told).size).toBe(told.length);
  expect(told).toHaveLength((PEOPLE * 3) / 4);
  expect(told.filter((n) => n % 4 === 0)).toEqual([]);
}, 120_000);
