/** Signing in, lists and leave through the real turn: what people read, and what is written with it. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../lib/channels/types';
import { understand } from '../../lib/chat/understand';
import { currentCode } from '../../lib/classes/attendance/code';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { readGrant } from '../../lib/pages/grant';
import { MINUTE_MS } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { lexicon } from '../chat/lexicon';
import { type Chatter, chatter } from '../support/chatter';
import { leaves, putOnDuty } from '../support/staff';
import { type Room, type RoomHow, room } from './room';

const scan = (key: string): Partial<Message> => ({ kind: 'event', event: { name: 'scan', key } });
const her = (r: Room, n: number): Chatter => chatter(r.world, `o${r.workers[n]!.worker_id}`);
/** The code as it will be when her message arrives, three seconds on. */
const soon = (r: Room, n: number) => currentCode({ ...r.world, now: () => r.world.now() + 3000 }, r.c.class_id, n);

async function atWork(how: RoomHow = {}, region = '652302'): Promise<{ r: Room; officer: Chatter }> {
  const r = await room(how);
  await putOnDuty(r.world, 'officer', { region, duties: ['station'] });
  return { r, officer: chatter(r.world, 'oofficer') };
}

describe('a class with a fence', () => {
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };

  it('D20 asks for her place, waits three minutes, and refuses what is far away', async () => {
    const r = await room({ fence });
    r.atLesson(1);
    const [near, far, slow] = [her(r, 0), her(r, 1), her(r, 2)];
    expect((await near.say(soon(r, 1).code))?.text).toContain('码对了');
    expect((await near.say('怎么发'))?.text).toContain('位置');
    expect((await near.say({ kind: 'location', location: fence }))?.text).toContain('签到好了');
    await far.say(scan(soon(r, 1).scene));
    const shanghai = { latitude: 31.25, longitude: 121.397 };
    expect((await far.say({ kind: 'location', location: shanghai }))?.text).toMatch(/离上课的地方有\d+\.\d公里/);
    await slow.say(soon(r, 1).code);
    r.world.clock.pass(3 * MINUTE_MS);
    expect((await slow.say({ kind: 'location', location: fence }))?.text).toContain('位置发晚了');
    expect((await slow.say(`签到${soon(r, 1).code}`))?.text).toContain('码对了');
  });

  it('the officer sees who tried from far away', async () => {
    const { r, officer } = await atWork({ fence });
    r.atLesson(1);
    await her(r, 0).say(soon(r, 1).code);
    await her(r, 0).say({ kind: 'location', location: { latitude: 31.25, longitude: 121.397 } });
    expect((await officer.say('点名'))?.text).toContain('位置太远没签上：工人1');
  });
});

describe('at work', () => {
  it('a hundred and twenty people by one word, in parts; and taken back', async () => {
    const { r, officer } = await atWork({ people: 120 });
    r.atLesson(1, 10);
    await her(r, 0).say(soon(r, 1).code);
    expect((await officer.say('都到了'))?.text).toContain('记到课（老师点名）119人');
    expect((await officer.say('1'))?.text).toContain('记了119人到课');
    r.world.clock.set('2025-07-24T20:00:00+08:00');
    expect((await attendanceOf(r.world, r.c.class_id))?.people.filter((one) => one.units_counted > 0)).toHaveLength(
      120,
    );
    r.atLesson(1, 12);
    await officer.say('撤销');
    expect((await officer.say('1'))?.text).toContain('收回了');
    r.world.clock.set('2025-07-24T20:00:00+08:00');
    expect((await attendanceOf(r.world, r.c.class_id))?.people.filter((one) => one.units_counted > 0)).toHaveLength(1);
  });

  it('whoever has left her office marks nobody', async () => {
    const { r, officer } = await atWork();
    r.atLesson(1, 10);
    await officer.say('都到了');
    await leaves(r.world, 'officer');
    expect((await officer.say('1'))?.text).toContain('已经解除');
    expect(await r.world.table.get(keys.attendance(r.c.class_id, r.workers[0]!.worker_id))).toBeUndefined();
  });

  it('L15 a station of another place neither sees the list nor gets the code; control: its own does', async () => {
    const { r, officer } = await atWork({}, '310107');
    r.atLesson(1);
    const { code } = soon(r, 1);
    const answers = [await officer.say(`签到码 ${r.c.class_id}`), await officer.say(`点名 ${r.c.class_id} 都到了`)];
    for (const answer of answers) {
      expect(answer?.text).toContain(`没有${r.c.class_id}`);
      expect(answer?.text).not.toContain(code);
    }
    const own = await atWork();
    own.r.atLesson(1);
    expect((await own.officer.say('签到码'))?.text).toMatch(/签到码：\d{4}/);
  });

  it('numbers without a word are asked about, numbers there are none of are named', async () => {
    const { r, officer } = await atWork();
    r.atLesson(1, 10);
    const asked = await officer.say(`点名 ${r.c.class_id} 1 3`);
    expect(asked?.text).toContain('是没到的，还是到了的');
    expect((await officer.say('没到'))?.text).toContain('记到课（老师点名）1人：2工人2');
    await officer.say('2');
    expect((await officer.say('点名 缺 7'))?.text).toContain('没有7号');
    expect((await officer.say('点名 到 1-2'))?.text).toContain('记到课（老师点名）2人');
  });

  it('the code page opens by a link of her own that ends with the sign-in', async () => {
    const { r, officer } = await atWork();
    r.atLesson(1);
    const text = (await officer.say('签到码'))?.text ?? '';
    const token = /\/p\/(\S+)/.exec(text)?.[1] ?? '';
    const grant = { what: 'sign_in', class_id: r.c.class_id, lesson: 1, by: 's_officer' };
    expect(readGrant(r.world, token)).toMatchObject(grant);
    r.atLesson(1, 91);
    expect(readGrant(r.world, token)).toMatchObject({ refused: 'link_expired' });
  });
});

describe('words', () => {
  const read = (text: string) => understand(text, lexicon);
  const rows: Record<string, string[]> = {
    sign_in: ['签到', '打卡', '我要签到', '我到了', '签个到', '怎么签到', '签不上', '签到码是多少'],
    leave: [
      '请假',
      '我要请假',
      '请一天假',
      '明天请假',
      '明天来不了',
      '明天有事来不了',
      '我明天有事来不了',
      '今晚加班来不了',
      '孩子病了今天来不了',
      '请病假',
    ],
    // Whoever will not come any more leaves: no leave.
    withdraw: ['退课', '不来了', '来不了了', '家里有事，不去了', '以后都来不了了', '这个班去不了了'],
  };
  for (const [intent, texts] of Object.entries(rows))
    it.each(texts)(`${intent}: %s`, (text) => expect(read(text).intent).toBe(intent));
  it.each(['不用签到', '别打卡了', '不用请假'])('does nothing at once on: %s', (text) =>
    expect(['sign_in', 'leave']).not.toContain(read(text).intent),
  );
});
