/**
 * 绑定 while something else happens to the same office, at the same moment, on the engine, with conflicts and unheard answers
 * thrown in. Whatever wins: a conversation carries an office exactly when that staff member serves and her row names this
 * very account, and what it carries is what her row says.
 */
import '../support/quiet';
import { editOffice, followOrganisation, leaveOffice, unbindOffice } from '../../lib/chat/office';
import { turn } from '../../lib/chat/turn';
import { bind, bindingHash, makeBinding } from '../../lib/people/binding';
import { editOrganisation } from '../../lib/people/edit-organisation';
import { findStaff } from '../../lib/people/find-staff';
import { onDutyCheck } from '../../lib/people/on-duty';
import { accountsOf, badgeOf } from '../../lib/people/staff-rules';
import type { Organisation, Staff } from '../../lib/people/types';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Table } from '../../lib/store/table';
import { type Talker, talker } from '../chat/talk';
import { chance } from '../support/chance';
import { freshTable } from '../support/engine';
import { flaky } from '../support/faults';
import { type TestWorld, testWorld } from '../support/world';
import { boundAs, must, newOrganisation, newStaff, run } from './office';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
let calm: Table;
let world: TestWorld;
let org: Organisation;
let mei: Staff;

beforeEach(async () => {
  calm = (await freshTable()).table;
});

/** A round of its own: another organisation, another person, another seed of what goes wrong. */
async function round(n: number): Promise<void> {
  world = testWorld(calm);
  org = await newOrganisation(world, { name: `第${'一二三四五六七八九十'[n]}工作站` });
  mei = await newStaff(world, org);
  const rates = { conflict: 0.1, unheard: 0.06 };
  world.table = flaky(calm, { chance: chance(n), rates, pause: async () => {} });
}
async function rounds(play: (n: number) => Promise<Talker[]>): Promise<void> {
  for (let n = 0; n < ROUNDS; n++) {
    await round(n);
    const phones = await play(n);
    world.table = calm;
    await agreed(phones);
  }
}
const talkOf = (chat: string) => calm.get(keys.conversation(chat), { consistent: true });
const codeFor = async (staff = mei) => (await must(world, () => makeBinding(world, staff))).code;
const phone = (who: string) => talker(world, `${who}${mei.staff_id.slice(-6)}`);

/** The conversations and the staff rows tell the same story. */
async function agreed(phones: Talker[]): Promise<void> {
  for (const { chat } of phones) {
    const badge = (await talkOf(chat))?.staff;
    const staff = badge && (await findStaff(world, badge.staff_id, { consistent: true }));
    if (badge) expect([badge, staff?.active, accountsOf(staff!)]).toEqual([badgeOf(staff!), true, [chat]]);
    const on_duty = await onDutyCheck({ world, conversation: { chat, ...(badge && { staff: badge }) } });
    expect(isRefusal(on_duty)).toBe(badge === undefined);
  }
  const staff = await findStaff(world, mei.staff_id, { consistent: true });
  for (const account of accountsOf(staff!)) expect((await talkOf(account))?.staff?.staff_id).toBe(mei.staff_id);
}
const bound = async (phones: Talker[]) =>
  (await Promise.all(phones.map(({ chat }) => talkOf(chat)))).filter((talk) => talk?.staff).length;

it('one code, five phones scanning it at once and saying 1 at once: one is bound', async () => {
  await rounds(async () => {
    const code = await codeFor();
    const phones = ['a', 'b', 'c', 'd', 'e'].map(phone);
    await Promise.all(phones.map((one) => turn(world, one.event('scan', `bind:${code}`))));
    await Promise.all(phones.map((one) => one.say('1')));
    expect(await bound(phones)).toBe(1);
    return phones;
  });
});

it('one phone, two codes at once: it speaks for one at most, and never for one while the other’s row names it', async () => {
  await rounds(async (n) => {
    const hua = await newStaff(world, org, { name: '张华' });
    const [mine, hers] = [await codeFor(), await codeFor(hua)];
    const one = phone('a');
    await Promise.all([one.say(`绑定 ${mine}`), one.say(`绑定 ${hers}`)]);
    await Promise.all([one.say('1'), one.say('1')]);
    // Once bound, the other code is refused by the account, however it is sent.
    if (n % 2) await Promise.all([one.say(`绑定 ${mine}`), one.say(`绑定 ${hers}`)]);
    const rows = [await findStaff(world, mei.staff_id), await findStaff(world, hua.staff_id)];
    expect(rows.filter((row) => row?.chat === one.chat).length).toBe(await bound([one]));
    return [one];
  });
});

const MEANWHILE: [what: string, happens: () => Promise<unknown>][] = [
  ['the office takes the code back', () => run(world, () => unbindOffice(world, mei))],
  ['the office makes a new code', () => run(world, () => makeBinding(world, mei))],
  ['she leaves', () => run(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }))],
  ['she is renamed', () => run(world, () => editOffice(world, { staff_id: mei.staff_id, name: '李小梅' }))],
  [
    'her organisation is closed',
    async () => {
      const closed = await run(world, () => editOrganisation(world, { org_id: org.org_id, active: false }));
      if (!isRefusal(closed)) await followOrganisation(world, closed.organisation, { by: 'x', reason: '停用' });
    },
  ],
];

it.each(MEANWHILE)('she says 1 just as %s', async (_, happens) => {
  await rounds(async () => {
    const one = phone('a');
    await one.say(`绑定 ${await codeFor()}`);
    await Promise.all([one.say('1'), happens()]);
    return [one];
  });
});

it.each(MEANWHILE)(
  'a new phone is bound after the old one was lost, just as %s, and the old one unfollows',
  async (_, happens) => {
    await rounds(async () => {
      const calm_then = world.table;
      world.table = calm;
      const old = await boundAs(world, mei, `old${mei.staff_id.slice(-6)}`);
      await must(world, () => unbindOffice(world, mei));
      world.table = calm_then;
      const now = phone('now');
      await now.say(`绑定 ${await codeFor()}`);
      await Promise.all([now.say('1'), turn(world, old.event('unfollow')), happens()]);
      expect((await talkOf(old.chat))?.staff).toBeUndefined();
      return [old, now];
    });
  },
);

it('control: without the conditions of `bind` an office would be left on an account whose owner has left', async () => {
  await round(0);
  world.table = calm;
  const planned = await bind(world, { binding_hash: bindingHash(world, await codeFor()), chat: 'wechat:olate' });
  if (isRefusal(planned)) throw new Error(planned.refused);
  await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, by: 'x', reason: '调走了' }));
  await expect(calm.write(planned.changes)).rejects.toThrow('condition failed');
  await calm.write(planned.changes.map(({ when: _when, ...change }) => change) as never);
  expect(await findStaff(world, mei.staff_id)).toMatchObject({ active: false, chat: 'wechat:olate' });
});

it.each([
  ['one that never was', 'ZZZZZZZZ'],
  ['too short', 'ABC'],
  ['a key of the table', 'BIND#x'],
  ['signs of every kind', '%00\u0000\ud83d..//'],
  ['five thousand characters', 'A'.repeat(5000)],
])('a forged code binds nobody: %s', async (_, forged) => {
  await round(1);
  world.table = calm;
  await codeFor();
  const one = phone('f');
  for (const how of [() => one.say(`绑定 ${forged}`), () => turn(world, one.event('scan', `bind:${forged}`))]) {
    await how();
    await one.say('1');
    expect(await bound([one])).toBe(0);
  }
});
