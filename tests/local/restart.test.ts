/** Stop and start again on one folder: everything is as it was. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { newFolder, removeFolder, testStack } from './support/stack';

const WHO = 'oRestart_001';
const folder = newFolder();
afterAll(() => removeFolder(folder));

test('data, phones, clock, keys and the place in the stream outlive a restart', async () => {
  const first = await testStack(folder);
  await first.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
  await first.call('POST', '/local/seed', { pack: 'luquan-2025' });
  await first.send(WHO, { event: 'subscribe' });
  const sent = await first.send(WHO, { text: '找培训班', msgId: '7000000000000000099' });
  const { token } = (await first.call('POST', '/local/token', { role: 'administrator', region: '530128' })).body;
  const sealed = await first.world.vault.newKey('someone');
  expect((await first.settle()).settled).toBe(true);
  const place = readFileSync(path.join(folder, 'stream-stream.json'), 'utf8');
  const inbox = (await first.call('GET', `/local/wechat/${WHO}/inbox`)).body;
  await first.stop();

  const second = await testStack(folder);
  expect((await second.call('GET', '/local/clock')).body.now).toMatch(/^2025-07-10T10:0/);
  expect((await second.call('GET', `/local/wechat/${WHO}/inbox`)).body).toEqual(inbox);
  expect((await second.call('GET', `/local/wechat/${WHO}/turns`)).body.turns).toHaveLength(2);
  expect((await second.call('GET', '/local/qr')).body.scenes.length).toBeGreaterThan(3);
  expect((await second.call('POST', '/local/seed', { pack: 'luquan-2025' })).body.classes).toEqual([]);
  expect((await second.call('GET', '/v1/classes', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  await expect(second.world.vault.seal('someone', sealed, 'phone', '13800000000')).resolves.toBeDefined();
  // The very same message again, as WeChat sends it that had no answer: one effect, the same answer.
  expect((await second.send(WHO, { text: '找培训班', msgId: '7000000000000000099' })).replies).toEqual(sent.replies);
  // The conversation goes on, and the stream from where it was.
  expect((await second.send(WHO, { text: '1' })).replies).toHaveLength(1);
  expect((await second.settle()).settled).toBe(true);
  const at = (text: string) => Number(JSON.parse(text).sequence);
  expect(at(readFileSync(path.join(folder, 'stream-stream.json'), 'utf8'))).toBeGreaterThan(at(place));
  await second.stop();
});

test('keys and phones are for the owner’s eyes only', () => {
  for (const name of ['master.key', 'pepper.key', 'wechat.key', 'jwt-key.json', 'wechat.jsonl', 'clock.json'])
    expect([name, statSync(path.join(folder, name)).mode & 0o077]).toEqual([name, 0]);
});
