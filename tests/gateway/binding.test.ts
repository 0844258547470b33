/** An officer binds the account she talks to the gateway with, by a code, and gives commands there: signed post to answer. */
import { leaveOffice } from '../../lib/chat/office';
import { makeBinding } from '../../lib/people/binding';
import { findStaff } from '../../lib/people/find-staff';
import type { Staff } from '../../lib/people/types';
import { keys } from '../../lib/store/keys';
import { boundAs, newOrganisation, newStaff } from '../people/office';
import { must } from '../support/must';
import { ACCOUNT, type Server, said, server } from './support/gateway';

const HER_CHAT = `wechaty:${ACCOUNT}.wxid_li`;
let s: Server;
let staff: Staff;
beforeEach(async () => {
  s = await server();
  staff = await newStaff(s.world, await newOrganisation(s.world), { name: '李梅' });
});

/** Says it, and hears the one answer. */
async function say(text: string, contact = 'wxid_li', more: object = {}): Promise<string> {
  s.world.clock.pass(4000);
  const sent_ms = s.world.now();
  expect((await s.call('/v1/gateway/messages', said(text, contact, { sent_ms, ...more }))).status).toBe(200);
  const [item] = await s.lease();
  await s.call('/v1/gateway/ack', { acks: [{ id: item!.id, attempt: item!.attempt, outcome: 'sent' }] });
  return item!.text;
}
const code = async () => (await must(s.world, () => makeBinding(s.world, { ...staff, channel: 'wechaty' }))).code;
const now = () => findStaff(s.world, staff.staff_id, { consistent: true });

it('binds by the code she was given, and is at work there', async () => {
  expect(await say(`绑定 ${await code()}`)).toMatch(/你是“普陀工作站”的李梅吗/);
  expect((await now())?.gateway_chat).toBeUndefined();
  expect(await say('1')).toMatch(/绑好了/);
  expect(await now()).toMatchObject({ gateway_chat: HER_CHAT });
  expect((await now())?.chat).toBeUndefined();
  expect(await say('今天')).toMatch(/没有课/);
  // In a group as well, when she is named there; a worker is not.
  expect(await say('今天', 'wxid_li', { group: { id: 'g1' } })).toMatch(/没有课/);
  expect(await say('今天', 'wxid_other', { group: { id: 'g1' } })).toMatch(/单独和我说/);
});

it('beside the public account, each by a code of its own; who leaves is neither any more', async () => {
  const by_wechat = await boundAs(s.world, staff, 'mei');
  await say(`绑定 ${await code()}`);
  await say('1');
  expect(await now()).toMatchObject({ chat: by_wechat.chat, gateway_chat: HER_CHAT });
  expect((await by_wechat.say('今天')).reply?.text).toMatch(/没有课/);
  await must(s.world, () => leaveOffice(s.world, { ...staff, by: 'officer-1', reason: '离职' }));
  expect(await now()).not.toHaveProperty('gateway_chat');
  expect(await say('今天')).not.toMatch(/没有课/);
});

it('a code opens once, to one account, and never in a group', async () => {
  const once = await code();
  expect(await say(`绑定 ${once}`, 'wxid_li', { group: { id: 'g1' } })).toMatch(/单独和我说/);
  await say(`绑定 ${once}`);
  await say('1');
  expect(await say(`绑定 ${once}`, 'wxid_thief')).toMatch(/用过/);
  expect(await say('今天', 'wxid_thief')).not.toMatch(/没有课/);
  expect((await now())?.gateway_chat).toBe(HER_CHAT);
  // The one who has it keeps her office however often her first words are posted again.
  const talk = await s.world.table.get(keys.conversation(HER_CHAT));
  expect(talk?.staff).toMatchObject({ staff_id: staff.staff_id });
});
