/**
 * What signing in consumes, as the engine reports it: a turn with everything it writes, against the gate of 4 WCU
 * (design, section 4). The floor is one small item; the conversation is the other.
 */
import '../support/quiet';
import { beforeAll, expect, test } from '@jest/globals';
import type { Message } from '../../lib/channels/types';
import { currentCode } from '../../lib/classes/attendance/code';
import { encodeMark } from '../../lib/classes/attendance/items';
import { attendanceOf, signedIn } from '../../lib/classes/attendance/read';
import { enrol } from '../../lib/classes/enrol';
import type { TrainingClass } from '../../lib/classes/types';
import { millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { capacityTable } from '../support/capacity';
import { type Chatter, chatter } from '../support/chatter';
import { freshTable } from '../support/engine';
import { type Metered, metered } from '../support/metering';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

const GATE_WCU = 4;
const FLOOR = '1 WCU';
const note = capacityTable('signing in');
let meter: Metered;
let world: TestWorld;
let c: TrainingClass;
const people: Chatter[] = [];

beforeAll(async () => {
  const engine = await freshTable();
  meter = metered(engine);
  world = testWorld(meter.table);
  c = await openClass(world, { capacity: 60 });
  for (let n = 1; n <= 50; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
    people.push(chatter(world, `o${worker.worker_id}`));
  }
  world.clock.set('2025-07-24T07:50:00+08:00');
});

const code = () => currentCode(world, c.class_id, 1).code;
const scanned = (key: string): Partial<Message> => ({ kind: 'event', event: { name: 'scan', key } });
/** The clock goes on three seconds before anything is said: so that the code is still that minute's. */
const inMinute = () => world.clock.set('2025-07-24T08:01:05+08:00');

test('the code typed: conversation, agenda, everything of her class, write', async () => {
  inMinute();
  const cost = await meter.measure(async () => expect((await people[0]!.say(code()))?.text).toContain('签到好了'));
  note('code typed', { write: GATE_WCU, trips: 4, read: 6 }, cost, FLOOR);
});

test('the code scanned: conversation, agenda and class in one go, write', async () => {
  inMinute();
  const { scene } = currentCode(world, c.class_id, 1);
  const cost = await meter.measure(async () =>
    expect((await people[1]!.say(scanned(scene)))?.text).toContain('签到好了'),
  );
  note('code scanned', { write: GATE_WCU, trips: 3, read: 6 }, cost, FLOOR);
});

test('签到 first, then the code', async () => {
  inMinute();
  await people[2]!.say('签到');
  const cost = await meter.measure(async () => expect((await people[2]!.say(code()))?.text).toContain('签到好了'));
  note('code, asked for', { write: GATE_WCU, trips: 3 }, cost, FLOOR);
});

test('signed in already, and a wrong code', async () => {
  inMinute();
  const again = await meter.measure(async () => expect((await people[0]!.say(code()))?.text).toContain('已经签过'));
  note('signed in before', { write: 2, trips: 4 }, again, FLOOR);
  const wrong = String((Number(code()) + 5000) % 10_000).padStart(4, '0');
  const cost = await meter.measure(async () => expect((await people[3]!.say(wrong))?.text).toContain('还能试4次'));
  note('a wrong code', { write: GATE_WCU, trips: 4 }, cost, FLOOR);
});

test('with ninety lessons signed by code in her row, still within the gate', async () => {
  const worker = 'w_0005';
  const mark = encodeMark({ how: 'code', at_ms: millis('2025-07-25T08:00:00+08:00') });
  const set = Object.fromEntries(Array.from({ length: 89 }, (_, i) => [`n${i + 2}`, mark]));
  await world.table.write([{ kind: 'update', key: keys.attendance(c.class_id, worker), set, why: 'a long class' }]);
  inMinute();
  const cost = await meter.measure(async () => expect((await people[4]!.say(code()))?.text).toContain('签到好了'));
  note('the ninetieth lesson', { write: GATE_WCU, trips: 4 }, cost, FLOOR);
});

test('where the class has a fence: the code, then the location', async () => {
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };
  await world.table.write([{ kind: 'update', key: keys.class(c.class_id), set: { fence }, why: 'a fence' }]);
  inMinute();
  const first = await meter.measure(async () => expect((await people[5]!.say(code()))?.text).toContain('位置'));
  note('a good code, her place asked for', { write: 2, trips: 4 }, first, FLOOR);
  const cost = await meter.measure(async () =>
    expect((await people[5]!.say({ kind: 'location', location: fence }))?.text).toContain('签到好了'),
  );
  note('her place inside the fence', { write: GATE_WCU, trips: 3 }, cost, FLOOR);
  await world.table.write([{ kind: 'update', key: keys.class(c.class_id), remove: ['fence'], why: 'no fence' }]);
});

test('control: the mark in a row that every other sign-in writes as well would cost more, and an index attribute too', async () => {
  const mark = { n1: 'cabcdef', due_shard: 'DUE#0', due_at: '2025-07-24T08:00:00+08:00' };
  const cost = await meter.measure(async () => {
    await world.table.write([
      { kind: 'update', key: keys.attendance(c.class_id, 'w_9999'), set: mark, why: 'a mark listed in an index' },
      { kind: 'update', key: keys.conversation('wechat:oNobody'), set: { rev: 1 }, why: 'a conversation' },
    ]);
  });
  expect(cost.write).toBeGreaterThan(GATE_WCU);
});

test('the count beside the code, and attendance of a class of 50', async () => {
  const counted = await meter.measure(async () =>
    expect((await signedIn(world, c.class_id, 1)).present).toBeGreaterThan(3),
  );
  note('how many signed in, of 50', { write: 0, trips: 2, read: 3 }, counted);
  const all = await meter.measure(async () => expect((await attendanceOf(world, c.class_id))?.people).toHaveLength(50));
  note('attendance of 50 people', { write: 0, trips: 1, read: 4 }, all);
});
