/** Work without a caller: what the schedule and an operator start. */
import '../support/quiet';
import { handler } from '../../handlers/jobs';
import { readCode } from '../../lib/classes/class-code';
import { useWechatSettings, useWorld } from '../../lib/platform/deployed-world';
import { freshTable } from '../support/engine';
import { openClass } from '../support/town';
import { testWorld } from '../support/world';
import { type FakeAnswer, fakeWechat } from './fake-wechat';

let fake: Awaited<ReturnType<typeof fakeWechat>>;
let answers: Record<string, FakeAnswer>;
let world: ReturnType<typeof testWorld>;

beforeAll(async () => {
  fake = await fakeWechat(({ path }) => answers[path] ?? {});
});
afterAll(() => fake.close());
beforeEach(async () => {
  world = testWorld((await freshTable()).table);
  answers = { '/cgi-bin/stable_token': { json: { access_token: 'T', expires_in: 7200 } } };
  fake.calls.length = 0;
  useWorld(world);
  const { appid } = world.account;
  useWechatSettings({ appid, secret: 's', token: 'songxun', mode: 'plain', api_base: fake.base });
});
afterEach(() => {
  useWorld(undefined);
  useWechatSettings(undefined);
});

it('`menu` puts the menu up', async () => {
  await expect(handler({ job: 'menu' })).resolves.toEqual({ job: 'menu', handled: 1 });
  const [call] = fake.to('/cgi-bin/menu/create');
  expect(call?.body.button).toHaveLength(3);
});

it('`menu` says so when WeChat does not take it', async () => {
  answers['/cgi-bin/menu/create'] = { json: { errcode: 48001, errmsg: 'api unauthorized' } };
  await expect(handler({ job: 'menu' })).rejects.toThrow('could not be put up');
});

it('`due` makes the code of a class that was published, through WeChat', async () => {
  answers['/cgi-bin/qrcode/create'] = { json: { ticket: 'TICKET', url: 'http://weixin.qq.com/q/x' } };
  const { class_id } = await openClass(world);
  await expect(handler({ job: 'due' })).resolves.toMatchObject({ job: 'due' });
  const [call] = fake.to('/cgi-bin/qrcode/create');
  expect(call?.body).toMatchObject({
    action_name: 'QR_LIMIT_STR_SCENE',
    action_info: { scene: { scene_str: `class:${class_id}` } },
  });
  expect(await readCode(world, class_id)).toMatchObject({ url: 'http://weixin.qq.com/q/x' });
});

it('fails when a row could not be handled, so that somebody is alarmed', async () => {
  await openClass(world);
  const get = world.table.get;
  world.table.get = async (key, how) => {
    if (key.sk === 'TASK') throw new Error('broken');
    return get(key, how);
  };
  await expect(handler({ job: 'due' })).rejects.toThrow('could not be handled');
});

it('knows no other job', async () => {
  await expect(handler({ job: 'remind' })).rejects.toThrow('no such job');
});
