/** What is answered where others read along: nothing about a person, and no page across from private to a group. */

import { newConversation } from '../../lib/chat/conversation';
import { decide } from '../../lib/chat/decide';
import { inGroup } from '../../lib/chat/group';
import type { Conversation, Step, TurnContext } from '../../lib/chat/types';
import { memoryTable } from '../../lib/store/memory';
import { testWorld } from '../support/world';

const STAFF = {
  staff_id: 's_1',
  name: '李',
  org_id: 'o_1',
  org_name: '站',
  region: '652302',
  duties: ['station' as const],
};
const PAGE = {
  name: 'command' as const,
  version: 1,
  slots: { command: 'notify' },
  asking: 'confirm',
  tries: 0,
  history: [],
  at_ms: 0,
};
const SIGN_UP = { ...PAGE, name: 'sign_up' as const, slots: {} };

function said(text: string, conversation: Partial<Conversation>, more: object = {}): TurnContext {
  const world = testWorld(memoryTable());
  return {
    world,
    now_ms: world.now(),
    attempt: 0,
    conversation: { ...newConversation('wechaty:putuo.a'), staff: STAFF, ...conversation },
    message: {
      channel: 'wechaty',
      address: 'putuo.a',
      id: 'm1',
      sent_ms: 0,
      kind: 'text',
      text,
      group: { id: 'g1' },
      ...more,
    },
  };
}

/** The commands' engine, as far as it matters here: it answers, and says what it was shown. */
const engine = (answer: Partial<Step> = {}) => {
  const shown: Conversation[] = [];
  const atWork = async ({ conversation }: TurnContext): Promise<Step> => {
    shown.push(conversation);
    return { reply: { text: '办' }, ...answer };
  };
  return { shown, atWork };
};
const ALONE = /单独和我说/;

it.each([
  ['a worker', { staff: undefined }, '我的课'],
  ['a worker in the middle of signing up', { staff: undefined, flow: SIGN_UP }, '1'],
  ['staff with the worker’s hat on', { hat: 'worker' as const, flow: SIGN_UP }, '1'],
  ['staff with a binding code', {}, '绑定 ABC234'],
  ['staff with a sign-in code', {}, '签到 1234'],
  [
    'staff taking back what was done in private',
    { undo: { label: '代报名 张三', deed: { name: 'x', data: {} }, until_ms: 9e15 } },
    '撤销',
  ],
])('%s is asked to come alone; what she had in hand stays', async (_who, conversation, text) => {
  const { atWork, shown } = engine();
  const step = await inGroup(said(text, conversation), atWork);
  expect(step.reply?.text).toMatch(ALONE);
  expect([step.flow, step.aside, step.changes]).toEqual([
    (conversation as Partial<Conversation>).flow,
    true,
    undefined,
  ]);
  expect(shown).toEqual([]);
});

it('a number answers the page of this group, never one of a private chat or of another group', async () => {
  for (const [group, sees] of [
    ['g1', true],
    ['g2', false],
    [undefined, false],
  ] as const) {
    const { atWork, shown } = engine();
    const step = await inGroup(said('1', { flow: PAGE, group }), atWork);
    expect(shown[0]?.flow).toEqual(sees ? PAGE : undefined);
    // A page that is not this group's is still there afterwards.
    expect(step.flow).toEqual(sees ? undefined : PAGE);
  }
});

it('a page shown in the group is the group’s; a flow of her own is kept through a mere answer', async () => {
  const asked = await inGroup(said('通知', { flow: SIGN_UP }), engine({ flow: PAGE }).atWork);
  expect([asked.flow, asked.conversation?.group]).toEqual([PAGE, 'g1']);
  const answered = await inGroup(said('今天', { flow: SIGN_UP }), engine().atWork);
  expect([answered.flow, answered.aside]).toEqual([SIGN_UP, true]);
});

it('what was done in the group is taken back there, what was done in private is not even shown', async () => {
  const undo = { label: '通知', deed: { name: 'x', data: {} }, until_ms: 9e15 };
  const { atWork, shown } = engine();
  await inGroup(said('撤销', { undo: { ...undo, group: 'g1' } }), atWork);
  expect(shown[0]?.undo?.label).toBe('通知');
  await inGroup(said('今天', { undo }), atWork);
  expect(shown[1]?.undo).toBeUndefined();
  expect((await inGroup(said('撤销', { undo: { ...undo, group: 'g2' } }), atWork)).reply?.text).toMatch(ALONE);
  // Done here, it is marked as done here.
  const did = await inGroup(said('1', { flow: PAGE, group: 'g1' }), engine({ conversation: { undo } }).atWork);
  expect(did.conversation?.undo?.group).toBe('g1');
});

it('where the engine would lead into a flow about a person, she is asked to come alone', async () => {
  const step = await inGroup(said('A14', {}), engine({ go: { flow: 'results', given: {} } }).atWork);
  expect(step.reply?.text).toMatch(ALONE);
});

it('pictures and places are not looked at in a group', async () => {
  const { atWork, shown } = engine();
  const context = said('', {}, { kind: 'location', text: undefined, location: { latitude: 1, longitude: 2 } });
  expect((await inGroup(context, atWork)).reply?.text).toMatch(/群里我只看文字/);
  expect(shown).toEqual([]);
});

describe('the chat as a whole', () => {
  it('follows these rules, and forgets the group when she talks in private again', async () => {
    expect((await decide(said('我的资料', { staff: undefined }))).reply?.text).toMatch(ALONE);
    const alone = await decide(said('菜单', { group: 'g1' }, { group: undefined }));
    expect(alone.conversation).toMatchObject({ group: undefined });
    // Control: without the group named, the same words open her own data.
    const private_answer = await decide(said('我的资料', { staff: undefined }, { group: undefined }));
    expect(private_answer.reply?.text).not.toMatch(ALONE);
  });

  it.each(['名单 A14', '找人 张三', '点名 A14', '签到码 A14', '请假 A14', '代报名 A14', '11', '留言', '考勤 A14'])(
    'staff: %s is not for a group',
    async (text) => {
      expect((await decide(said(text, {}))).reply?.text).toMatch(/单独/);
    },
  );
});
