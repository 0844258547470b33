/** A staff member's account, bound on one laptop: code by the API, scanned on the phone page, and gone when she leaves. */
import { newFolder, removeFolder, type TestStack, testStack } from './support/stack';

let folder: string;
let stack: TestStack;
let token: string;
beforeAll(async () => {
  folder = newFolder();
  stack = await testStack(folder);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
  token = (await stack.call('POST', '/local/token', { role: 'administrator', region: '530128' })).body.token;
});
afterAll(async () => {
  await stack.stop();
  removeFolder(folder);
});

const office = async (method: string, at: string, body?: unknown) =>
  (await stack.call(method, at, body, { authorization: `Bearer ${token}` })).body;
const bindings = async () =>
  (await stack.call('GET', '/local/qr')).body.scenes.filter((one: any) => one.scene.startsWith('bind:'));

test('the code can be scanned on the phone page until it is used; her account is unbound the moment she leaves', async () => {
  const where = { home_region: '530128', region: '310107' };
  const { org_id } = await office('POST', '/v1/stations', { name: '普陀工作站', ...where });
  const staff = { home_region: '530128', org_id, name: '李梅', duties: ['station'] };
  const { staff_id } = await office('POST', '/v1/staff', staff);
  const binding = await office('POST', `/v1/staff/${staff_id}/binding`, {});
  expect(binding.picture_url).toContain('showqrcode?ticket=');
  expect(await bindings()).toEqual([{ scene: binding.scene, title: '绑定 李梅', detail: '普陀工作站' }]);

  const asked = await stack.send('oMei', { event: 'subscribe', key: binding.scene });
  expect(asked.replies[0].content).toContain('你是“普陀工作站”的李梅吗？');
  const done = await stack.send('oMei', { text: '1' });
  expect(done.replies[0].content).toContain('绑好了');
  expect(await bindings()).toEqual([]);
  expect(await office('GET', `/v1/staff/${staff_id}`)).toMatchObject({ bound: true });

  const left = await office('DELETE', `/v1/staff/${staff_id}?reason=${encodeURIComponent('调走了')}`);
  expect(left).toMatchObject({ active: false, bound: false });
  const after = await stack.send('oMei', { text: '菜单' });
  expect(after.replies[0].content).not.toContain('普陀工作站');
});
