/** A code that binds: how long it is good and for what, on which channel, and what it costs. */
import { leaveOffice } from '../../lib/chat/office';
import { turn } from '../../lib/chat/turn';
import { BINDING_MINUTES, bindingHash, makeBinding, readBinding } from '../../lib/people/binding';
import { findStaff } from '../../lib/people/find-staff';
import { onDutyCheck } from '../../lib/people/on-duty';
import type { Staff } from '../../lib/people/types';
import { MINUTE_MS } from '../../lib/platform/clock';
import { newId } from '../../lib/platform/ids';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { talker } from '../chat/talk';
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
const read = (code: string) => readBinding(world, bindingHash(world, code), 'wechat:');
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

describe('the resident gateway', () => {
  const viaGateway = (who: string) => {
    const one = talker(world, who);
    const message = (text: string) => ({ ...one.message(text), channel: 'wechaty' as const, address: `acc.${who}` });
    return { chat: `wechaty:acc.${who}`, say: (text: string) => turn(world, message(text)) };
  };
  const atWork = async (chat: string) => {
    const staff = (await talkOf(chat))?.staff;
    return !isRefusal(await onDutyCheck({ world, conversation: { chat, staff } }));
  };

  it('has an account of hers besides the public one, each bound by a code of its own; leaving ends both', async () => {
    const one = await boundAs(world, mei, 'mei');
    const { code } = await must(world, () => makeBinding(world, { ...mei, channel: 'wechaty' }));
    const there = viaGateway('mei');
    expect((await there.say(`绑定 ${code}`)).reply?.text).toContain('李梅吗');
    expect((await there.say('1')).reply?.text).toContain('绑好了');
    expect(await findStaff(world, mei.staff_id)).toMatchObject({ chat: one.chat, gateway_chat: there.chat });
    expect([await atWork(one.chat), await atWork(there.chat)]).toEqual([true, true]);
    for (const channel of ['wechat', 'wechaty'] as const)
      expect(await run(world, () => makeBinding(world, { ...mei, channel }))).toMatchObject({ refused: 'staff_bound' });
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }));
    for (const { chat } of [one, there]) expect(await talkOf(chat)).not.toHaveProperty('staff');
    expect([await atWork(one.chat), await atWork(there.chat)]).toEqual([false, false]);
  });

  it('is not bound by the public account’s second phone, nor unbound when the public account is unfollowed', async () => {
    const there = viaGateway('mei');
    const code = await codeFor();
    await there.say(`绑定 ${code}`);
    await there.say('1');
    const one = await boundAs(world, mei, 'mei');
    const second = talker(world, 'second');
    const { code: other } = await run(world, () => makeBinding(world, mei)).then((made) =>
      isRefusal(made) ? { code: 'AAAAAAAA' } : made,
    );
    expect((await second.say(`绑定 ${other}`)).reply?.text).not.toContain('李梅');
    await turn(world, one.event('unfollow'));
    const staff = await findStaff(world, mei.staff_id);
    expect(staff).toMatchObject({ gateway_chat: there.chat });
    expect(staff).not.toHaveProperty('chat');
    expect(await atWork(there.chat)).toBe(true);
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
