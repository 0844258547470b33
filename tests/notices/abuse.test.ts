/** 通知 and 群发 are kind to whoever hears them: not again and again, not at night, no numbers of anybody, no walls of text. */
import '../support/quiet';
import { enrol } from '../../lib/classes/enrol';
import { TO_AREA_A_DAY_MAX, TO_CLASS_A_DAY_MAX } from '../../lib/notices/day-limit';
import { holdsIdNumber } from '../../lib/people/id-number';
import { MINUTE_MS } from '../../lib/platform/clock';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import { HOME, startApi } from '../api/support';
import { type Talker, talker } from '../chat/talk';
import { putOnDuty } from '../support/staff';
import { minute, must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';

const FUKANG = '652302';
let memory: MemoryTable;
let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
let class_id: string;
let one: Talker;

beforeEach(async () => {
  memory = memoryTable();
  const tap = tapped(memory);
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  await putOnDuty(world, 's', { region: FUKANG, duties: ['station'] });
  ({ class_id } = await openClass(world, { capacity: 10 }));
  for (const [i, name] of ['张三', '李四'].entries()) {
    const worker = await newWorker(world, i + 1, { name });
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  await settle(world, post.sender, written);
  post.sent.length = 0;
  one = talker(world, 's');
});

const said = async (text: string): Promise<string> => (await one.say(text)).reply?.text ?? '';
const notify = async (who: string, n: number): Promise<string> => {
  await said(`通知 ${who} 第${'一二三四五六七八九'[n]}次说这件事`);
  return said('1');
};
/** The two minutes it is held back, and what follows. */
async function goesOut(): Promise<string[]> {
  world.clock.pass(3 * MINUTE_MS);
  await minute(world, post.sender, written);
  return post.sent.map(({ push }) => push.text);
}

describe('again and again', () => {
  it.each([
    ['a class', () => class_id, TO_CLASS_A_DAY_MAX],
    ['everybody of the area', () => '所有人', TO_AREA_A_DAY_MAX],
  ])('to %s: so often a day, and again the next', async (_, who, max) => {
    for (let n = 0; n < max; n++) {
      expect([n, await notify(who(), n)]).toEqual([n, expect.stringContaining('2分钟后')]);
      await goesOut();
    }
    expect(await notify(who(), max)).toContain(`今天已经发过${max}次`);
    expect(await goesOut()).toHaveLength(2 * max);
    world.clock.set('2025-07-11T10:00:00+08:00');
    expect(await notify(who(), max)).toContain('2分钟后');
  });

  it('another officer of the same area counts on; another class does not', async () => {
    await putOnDuty(world, 't', { region: FUKANG, duties: ['station'] });
    for (let n = 0; n < TO_AREA_A_DAY_MAX; n++) await notify('所有人', n);
    one = talker(world, 't');
    expect(await notify('所有人', 7)).toContain('今天已经发过');
    expect(await notify(class_id, 7)).toContain('2分钟后');
  });

  it('what was taken back before it went out does not count', async () => {
    for (let n = 0; n < TO_AREA_A_DAY_MAX + 2; n++) {
      expect(await notify('所有人', n)).toContain('2分钟后');
      await said('撤销');
      expect(await said('1')).toContain('撤回了');
    }
    expect(await goesOut()).toEqual([]);
  });

  it('two officers at the same moment: one of them is counted first', async () => {
    await putOnDuty(world, 't', { region: FUKANG, duties: ['station'] });
    for (let n = 0; n < TO_AREA_A_DAY_MAX - 1; n++) await notify('所有人', n);
    const both = [one, talker(world, 't')];
    for (const each of both) await each.say('通知 所有人 招工会改到周日');
    const answers = await Promise.all(both.map((each) => each.say('1')));
    expect(answers.filter(({ reply }) => reply?.text.includes('2分钟后'))).toHaveLength(1);
    // Control: the row they both write is what keeps them apart.
    expect([...memory.all()].filter((row) => row.sk.startsWith('NOTICES#')).map((row) => row.sent)).toEqual([
      TO_AREA_A_DAY_MAX,
    ]);
  });
});

it('not at night: what is written late is heard in the morning', async () => {
  world.clock.set('2025-07-10T22:50:00+08:00');
  for (const who of [class_id, '所有人']) await notify(who, 1);
  expect(await goesOut()).toEqual([]);
  world.clock.set('2025-07-11T09:00:00+08:00');
  await minute(world, post.sender, written);
  expect(post.sent).toHaveLength(4);
});

const ID = syntheticIdNumber(17);
describe('numbers of anybody', () => {
  const HELD: [text: string, held: boolean][] = [
    [`张三的号 ${ID}`, true],
    [`${ID.slice(0, 6)} ${ID.slice(6, 14)} ${ID.slice(14)}`, true],
    [`${ID.slice(0, 6)}.${ID.slice(6, 10)}.${ID.slice(10, 14)}.${ID.slice(14)}`, true],
    [[...ID].map((d) => ({ X: 'X' })[d] ?? '零幺二三四五六七八九'[Number(d)]).join(''), true],
    [[...ID].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join(''), true],
    ['卡号 6222 0212 3456 7890 123', true],
    ['6222021234567890123', true],
    ['有事打 13800000001 或 13900000002', false],
    ['电话13800000001，13900000002、0871-63512345', false],
    ['7月24日9:00-11:30, 14:00-17:00，15:00-18:00', false],
    ['2025-07-24 2025-07-31 两天停课', false],
    ['报名网址 https://example.gov.cn/a/20250724001', false],
  ];
  it.each(HELD)('%s: %s', (text, held) => {
    expect(holdsIdNumber(text)).toBe(held);
  });

  it('are not sent by chat, nor by API; a phone to call is', async () => {
    expect(await said(`通知 ${class_id} 张三的号是${ID}`)).toContain('身份证号或卡号');
    expect(await goesOut()).toEqual([]);
    const api = await startApi({ table: world.table });
    const send = (text: string) =>
      api.call('start_broadcast', { body: { home_region: HOME, segment: { regions: [FUKANG] }, text } });
    const refused = await send(`张三的号是${ID}`);
    expect([refused.status, refused.body.fields]).toEqual([
      422,
      [{ field: 'body.text', message: '里面有身份证号或卡号，不能群发' }],
    ]);
    expect((await send('周六招工会，电话13800000001')).status).toBe(202);
    expect((await send('长'.repeat(501))).body.fields).toEqual([{ field: 'body.text', message: '最多 500 个字' }]);
  });
});

it('a wall of text is not sent: it says how long it may be', async () => {
  for (const who of [class_id, '所有人'])
    expect(await said(`通知 ${who} ${'周六招工会'.repeat(100)}`)).toMatch(/太长了：\d+字，最多300字/);
  expect(await goesOut()).toEqual([]);
});
