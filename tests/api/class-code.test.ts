import '../support/quiet';
import { saveCode } from '../../lib/classes/class-code';
import { run } from '../support/town';
import { type Api, startApi } from './support';
import { drafted, tradesLoaded } from './things';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});

it('shows the code to scan once the channel has made it', async () => {
  const { class_id } = await drafted(api);
  await api.call('publish_class', { params: { class_id } });
  const shown = async () => (await api.call('read_class', { params: { class_id } })).body.code;
  expect(await shown()).toBeUndefined();
  const code = { url: 'http://weixin.qq.com/q/x', picture_url: 'https://mp.weixin.qq.com/x' };
  await run(api.world, async () => saveCode({ class_id, ...code }));
  expect(await shown()).toEqual(code);
});
