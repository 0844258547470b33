/** 绑定: one code, one person, one account, once; and what unbinds. */
import { leaveOffice, unbindOffice } from '../../lib/chat/office';
import { turn } from '../../lib/chat/turn';
import { bind, bindingHash, makeBinding } from '../../lib/people/binding';
import { findStaff } from '../../lib/people/find-staff';
import { onDutyCheck } from '../../lib/people/on-duty';
import type { Staff } from '../../lib/people/types';
import { MINUTE_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { talker, upToConfirm } from '../chat/talk';
import { freshTable } from '../support/engine';
import { putOnDuty } from '../support/staff';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { boundAs, must, newOrganisation, newStaff, run } from './office';

let world: TestWorld;
let mei: Staff;
beforeEach(async () => {
  world = testWorld((await freshTable()).table);
  mei = await newStaff(world, await newOrganisation(world));
});

const codeFor = async (staff = mei) => (await must(world, () => makeBinding(world, staff))).code;
const talkOf = (chat: string) => world.table.get(keys.conversation(chat), { consistent: true });

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

describe('while a person of the office talks with her', () => {
  it('the code is used and the talk is over; it is no word in the thread', async () => {
    const one = talker(world, 'mei');
    await one.say('人工');
    const thread = (await talkOf(one.chat))?.thread;
    expect(thread).toBeDefined();
    const code = await codeFor();
    expect((await one.say('绑定 AAAAAAAA')).reply?.text).toContain('没有这个绑定码');
    expect((await talkOf(one.chat))?.thread).toBe(thread);
    expect((await one.say(`绑定 ${code}`)).reply?.text).toContain('李梅吗');
    expect((await one.say('1')).reply?.text).toContain('绑好了');
    expect(await talkOf(one.chat)).not.toHaveProperty('thread');
    const said = await world.table.query({ pk: keys.threadLine(thread, '', '').pk, prefix: 'SAID#' });
    expect(JSON.stringify(said.items)).not.toContain(code);
  });

  it('by scanning, too', async () => {
    const one = talker(world, 'mei');
    await one.say('人工');
    expect((await turn(world, one.event('scan', `bind:${await codeFor()}`))).reply?.text).toContain('李梅吗');
    expect((await one.say('1')).reply?.text).toContain('绑好了');
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
    await one.say('我是工友');
    expect(await talkOf(one.chat)).toMatchObject({ hat: 'worker', staff: { staff_id: mei.staff_id } });
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }));
    const after = await talkOf(one.chat);
    expect(after).toMatchObject({ worker_id: before?.worker_id });
    for (const gone of ['staff', 'hat']) expect(after).not.toHaveProperty(gone);
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

describe('L15 an account shows its own county', () => {
  const OTHER = '530129';
  const officer = async (home_region: string) => {
    const org = await newOrganisation(world, { kind: 'office', name: '就业局', home_region, region: home_region });
    return newStaff(world, org, { name: '王办事', duties: ['office'] });
  };

  it('the office of another is not bound to it, and its code still waits', async () => {
    const staff = await officer(OTHER);
    const one = talker(world, 'far');
    expect((await one.say(`绑定 ${await codeFor(staff)}`)).reply?.text).toContain('别的县');
    expect(await talkOf(one.chat)).not.toHaveProperty('staff');
    expect(await findStaff(world, staff.staff_id)).toHaveProperty('binding_hash');
  });

  it('its own is; so is a station another county entered, for that goes by its place (control)', async () => {
    await boundAs(world, await officer('530128'), 'near');
    const org = await newOrganisation(world, { name: '外县的站', home_region: OTHER });
    await boundAs(world, await newStaff(world, org, { name: '站里人' }), 'station');
  });

  it('bound all the same, it would read this county’s classes (control)', async () => {
    const { title } = await openClass(world, { title: '本县的班' });
    await putOnDuty(world, 'far', { region: OTHER, duties: ['office'], kind: 'office' });
    await world.table.write([
      { kind: 'update', key: keys.staff('s_far'), set: { home_region: OTHER }, why: 'of another county' },
    ]);
    expect((await talker(world, 'far').say('班')).reply?.text).toContain(title);
  });
});
