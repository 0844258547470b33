/** 绑定: one code, one person, one account, once; and what unbinds. */
import { leaveOffice, unbindOffice } from '../../lib/chat/office';
import { turn } from '../../lib/chat/turn';
import { BINDING_MINUTES, bind, bindingHash, makeBinding, readBinding } from '../../lib/people/binding';
import { findStaff } from '../../lib/people/find-staff';
import { onDutyCheck } from '../../lib/people/on-duty';
import type { Staff } from '../../lib/people/types';
import { MINUTE_MS } from '../../lib/platform/clock';
import { newId } from '../../lib/platform/ids';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { talker, upToConfirm } from '../chat/talk';
import { freshTable } from '../support/engine';
import { metered } from '../support/metering';
import { type TestWorld, testWorld } from '../support/world';
import { boundAs, must, newOrganisation, newStaff, run } from './office';

let world: TestWorld;
let mei: Staff;
beforeEach(async () => {
  world = testWorld((await freshTable()).table);
  mei = await newStaff(world, await newOrganisation(world));
});

const codeFor = async (staff = mei) => (await must(world, () => makeBinding(world, staff))).code;
const read = (code: string) => readBinding(world, bindingHash(world, code));
const talkOf = (chat: string) => world.table.get(keys.conversation(chat), { consistent: true });

describe('a code', () => {
  it('is eight characters without look-alikes, drawn from 2^40, and nowhere in the table', async () => {
    const codes = new Set<string>();
    for (let i = 0; i < 200; i++) codes.add(newId('bind').slice(-8));
    expect(codes.size).toBe(200);
    const code = await codeFor();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    const rows = [keys.binding(bindingHash(world, code)), keys.staff(mei.staff_id)];
    const text = JSON.stringify(await world.table.getMany(rows));
    expect(text).toContain(bindingHash(world, code));
    expect(text).not.toContain(code);
    expect((await world.table.get(keys.binding(code))) ?? 'nothing').toBe('nothing');
  });

  it('is forgiven its look-alikes: o for 0, i and l for 1, small letters, full width', () => {
    for (const typed of ['k0m1q9xt', 'KOMIQ9XT', 'koMlq9xt', 'ＫＯＭ１Ｑ９ＸＴ'])
      expect(bindingHash(world, typed)).toBe(bindingHash(world, 'K0M1Q9XT'));
    expect(bindingHash(world, 'K0M1Q9XV')).not.toBe(bindingHash(world, 'K0M1Q9XT'));
  });

  it('lasts 30 minutes, to the second, and is taken away by the next one', async () => {
    const first = await codeFor();
    world.clock.pass(BINDING_MINUTES * MINUTE_MS - 1000);
    expect(isRefusal(await read(first))).toBe(false);
    world.clock.pass(1000);
    expect(await read(first)).toMatchObject({ refused: 'binding_expired' });
    const [second, third] = [await codeFor(), await codeFor()];
    expect(await read(second)).toMatchObject({ refused: 'binding_expired' });
    expect(isRefusal(await read(third))).toBe(false);
    expect(await read('AAAAAAAA')).toMatchObject({ refused: 'binding_unknown' });
  });

  it('is given for nobody who left, is bound, or never was', async () => {
    await boundAs(world, mei, 'mei');
    expect(await run(world, () => makeBinding(world, mei))).toMatchObject({ refused: 'staff_bound' });
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }));
    expect(await run(world, () => makeBinding(world, mei))).toMatchObject({ refused: 'staff_left' });
    expect(await run(world, () => makeBinding(world, { staff_id: 'staff_0' }))).toMatchObject({
      refused: 'staff_unknown',
    });
  });

  it('guessed at 20 a minute for its 30 minutes is not found', async () => {
    const code = await codeFor();
    let found = 0;
    for (let i = 0; i < 600; i++) {
      const guess = newId('x').slice(-8).toUpperCase();
      if (guess !== code && !isRefusal(await read(guess))) found++;
    }
    expect(found).toBe(0);
    // 2^40 codes: 600 tries against 100 live codes.
    expect((600 * 100) / 2 ** 40).toBeLessThan(1e-7);
  });
});

describe('in the conversation', () => {
  it('she is asked who she is before anything is written, and bound by 1', async () => {
    const one = talker(world, 'mei');
    const { reply } = await one.say(`绑定 ${await codeFor()}`);
    expect(reply).toMatchObject({ text: '你是“普陀工作站”的李梅吗？', choices: [{ send: '1' }, { send: '2' }] });
    expect(await findStaff(world, mei.staff_id)).not.toHaveProperty('chat');
    const done = await one.say('1');
    expect(done.reply?.text).toContain('绑好了，李梅');
    const staff = await findStaff(world, mei.staff_id);
    expect(staff).toMatchObject({ chat: one.chat, active: true });
    expect(staff).not.toHaveProperty('binding_hash');
    const badge = (await talkOf(one.chat))?.staff;
    const { staff_id, name, org_id, org_name, region, duties } = mei;
    expect(badge).toEqual({ staff_id, name, org_id, org_name, region, duties });
    const conversation = { chat: one.chat, staff: badge };
    expect(isRefusal(await onDutyCheck({ world, conversation }))).toBe(false);
  });

  it('by scanning, before or after following', async () => {
    const [a, b] = [talker(world, 'a'), talker(world, 'b')];
    const code = await codeFor();
    const scene = `bind:${code}`;
    expect((await turn(world, a.event('follow', `qrscene_${scene}`))).reply?.text).toContain('李梅吗');
    expect((await turn(world, b.event('scan', scene))).reply?.text).toContain('李梅吗');
  });

  it('2 binds nothing, and the code still waits for whom it is meant', async () => {
    const [wrong, right] = [talker(world, 'wrong'), talker(world, 'right')];
    const code = await codeFor();
    await wrong.say(`绑定${code}`);
    expect((await wrong.say('2')).reply?.text).toContain('没有绑定');
    expect(await talkOf(wrong.chat)).not.toHaveProperty('staff');
    await right.say(`绑定 ${code.toLowerCase()}`);
    expect((await right.say('是我')).reply?.text).toContain('绑好了');
  });

  it('nothing else is an answer: she is asked again', async () => {
    const one = talker(world, 'mei');
    await one.say(`绑定 ${await codeFor()}`);
    for (const said of ['啊', '什么意思']) expect((await one.say(said)).reply?.text).toMatch(/1|绑/);
    expect(await findStaff(world, mei.staff_id)).not.toHaveProperty('chat');
  });

  it('two phones that both say 1: one is bound, the other is told the code is used', async () => {
    const [a, b] = [talker(world, 'a'), talker(world, 'b')];
    const code = await codeFor();
    await a.say(`绑定 ${code}`);
    await b.say(`绑定 ${code}`);
    const answers = await Promise.all([a.say('1'), b.say('1')]);
    const told = answers.map(({ reply }) => reply?.text ?? '');
    expect(told.filter((text) => text.includes('绑好了'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('用过了') || text.includes('已经绑'))).toHaveLength(1);
    const bound = [await talkOf(a.chat), await talkOf(b.chat)].filter((talk) => talk?.staff);
    expect(bound).toHaveLength(1);
  });

  it('control: without its conditions a code would bind two', async () => {
    const hash = bindingHash(world, await codeFor());
    const careless = async (chat: string) => {
      const planned = await bind(world, { binding_hash: hash, chat });
      if (isRefusal(planned)) throw new Error(planned.refused);
      return planned.changes.map(({ when: _when, ...change }) => change);
    };
    const [a, b] = [await careless('wechat:oa'), await careless('wechat:ob')];
    await world.table.write(a as never);
    await world.table.write(b as never);
    expect(await findStaff(world, mei.staff_id)).toMatchObject({ chat: 'wechat:ob' });
  });

  it('the same message delivered twice binds once and is answered alike', async () => {
    const one = talker(world, 'mei');
    await one.say(`绑定 ${await codeFor()}`);
    const message = one.message('1');
    const [first, second] = [await turn(world, message), await turn(world, message)];
    expect(second).toEqual(first);
    expect((await findStaff(world, mei.staff_id))?.rev).toBe(3);
  });

  it.each([
    ['expired while she thought', async () => world.clock.pass(31 * MINUTE_MS), '过期了'],
    [
      'she left while she thought',
      async () =>
        void (await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走' }))),
      '不在岗',
    ],
    ['a newer code was made', async () => void (await codeFor()), '过期了'],
    ['the office took the code back', async () => void (await must(world, () => unbindOffice(world, mei))), '过期了'],
  ])('%s: refused with what to do', async (_, happens, told) => {
    const one = talker(world, 'mei');
    await one.say(`绑定 ${await codeFor()}`);
    await happens();
    expect((await one.say('1')).reply?.text).toContain(told);
    expect(await talkOf(one.chat)).not.toHaveProperty('staff');
    expect(await findStaff(world, mei.staff_id)).not.toHaveProperty('chat');
  });

  it('an account that speaks for one does not take a second office', async () => {
    const one = await boundAs(world, mei, 'mei');
    const hua = await newStaff(world, await newOrganisation(world, { name: '静安工作站' }), { name: '张华' });
    const code = await codeFor(hua);
    const { reply } = await one.say(`绑定 ${code}`);
    expect(reply?.text).not.toContain('张华');
    await one.say('1');
    expect(await findStaff(world, hua.staff_id)).not.toHaveProperty('chat');
    const other = { binding_hash: bindingHash(world, code), chat: one.chat, bound_to: mei.staff_id };
    expect(await run(world, () => bind(world, other))).toMatchObject({ refused: 'account_bound' });
  });
});

describe('one person, two hats', () => {
  it('a worker who is bound stays the worker she is', async () => {
    const one = talker(world, 'mei');
    await upToConfirm(one, 5);
    await one.say('1');
    const before = await talkOf(one.chat);
    expect(before?.worker_id).toMatch(/^w_/);
    await one.say(`绑定 ${await codeFor()}`);
    expect((await one.say('1')).reply?.text).toContain('我是工友');
    expect(await talkOf(one.chat)).toMatchObject({ worker_id: before?.worker_id, staff: { staff_id: mei.staff_id } });
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }));
    const after = await talkOf(one.chat);
    expect(after).toMatchObject({ worker_id: before?.worker_id });
    expect(after).not.toHaveProperty('staff');
  });
});

describe('unfollowing', () => {
  it('unbinds in the same transaction; following again needs a new code', async () => {
    const one = await boundAs(world, mei, 'mei');
    const written = jest.spyOn(world.table, 'write');
    await turn(world, one.event('unfollow'));
    expect(written.mock.calls.map(([changes]) => changes.map((change) => change.key.pk.split('#')[0]).sort())).toEqual([
      ['CHAT', 'STAFF'],
    ]);
    const staff = await findStaff(world, mei.staff_id);
    expect(staff).toMatchObject({ active: true });
    expect(staff).not.toHaveProperty('chat');
    expect(await talkOf(one.chat)).not.toHaveProperty('staff');
    await turn(world, one.event('follow'));
    expect(await talkOf(one.chat)).not.toHaveProperty('staff');
    await one.say(`绑定 ${await codeFor()}`);
    expect((await one.say('1')).reply?.text).toContain('绑好了');
  });

  it('of a phone she lost does not unbind the new one', async () => {
    const old = await boundAs(world, mei, 'old');
    await must(world, () => unbindOffice(world, mei));
    expect(await talkOf(old.chat)).not.toHaveProperty('staff');
    const now = await boundAs(world, mei, 'new');
    await turn(world, old.event('unfollow'));
    expect(await findStaff(world, mei.staff_id)).toMatchObject({ chat: now.chat });
  });
});

it('costs a turn at most 8 WCU and 4 round trips, and being on duty 2 WCU and 1 RCU more', async () => {
  const meter = metered(await freshTable());
  world = testWorld(meter.table);
  mei = await newStaff(world, await newOrganisation(world));
  const one = talker(world, 'mei');
  const code = await codeFor();
  const asked = await meter.measure(() => one.say(`绑定 ${code}`));
  const bound = await meter.measure(() => one.say('1'));
  const conversation = { chat: one.chat, staff: { staff_id: mei.staff_id } };
  const on_duty = await meter.measure(async () => {
    const found = await onDutyCheck({ world, conversation });
    if (isRefusal(found)) throw new Error(found.refused);
    await world.table.write([found.check]);
  });
  const left = await meter.measure(() =>
    must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' })),
  );
  if (process.env.SHOW) process.stdout.write(`${JSON.stringify({ asked, bound, on_duty, left })}\n`);
  expect(asked.write).toBeLessThanOrEqual(4);
  expect(bound.write).toBeLessThanOrEqual(8);
  expect(bound.trips).toBeLessThanOrEqual(4);
  expect(on_duty).toMatchObject({ read: 1, write: 2 });
  expect(left.write).toBeLessThanOrEqual(12);
});
