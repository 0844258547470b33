/** Pictures from WeChat: by id with the token, else from the address; never more than may be, never from elsewhere. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wechatConfig } from '../../lib/channels/wechat/config';
import { fetchMedia } from '../../lib/channels/wechat/media';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import { testWorld } from '../support/world';

const PICTURE = plainPicture('media-1');
type Answer = { status?: number; type?: string; body?: Buffer | string; location?: string; cut?: boolean };

async function wechat(answer: (url: URL) => Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    asked.push(`${url.pathname}?${url.searchParams.get('access_token') ?? ''}`);
    const { status = 200, type = 'image/png', body = PICTURE, location, cut } = answer(url);
    if (cut) return void request.socket.destroy();
    response.writeHead(status, { 'content-type': type, ...(location && { location }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = wechatConfig({ appid: 'wx1', secret: 's', token: 'abc', mode: 'plain', api_base: base });
  const tokens = ['old', 'new'];
  const keeper = { token: async (refused?: string) => (refused ? tokens[1]! : tokens[0]!) };
  const world = testWorld({} as never);
  return {
    asked,
    base,
    fetch: (reference: { id?: string; url?: string }, max = 1_000_000) =>
      fetchMedia(config, world, reference, max, keeper),
    close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      // Else it waits until the client lets go of its connection.
      server.closeAllConnections();
      return closed;
    },
  };
}

const json = (errcode: number): Answer => ({
  type: 'application/json',
  body: JSON.stringify({ errcode, errmsg: 'x' }),
});

it('D11 by id, with the token', async () => {
  const w = await wechat(() => ({}));
  const got = await w.fetch({ id: 'm1' });
  expect(got.outcome === 'got' && Buffer.from(got.bytes).equals(PICTURE)).toBe(true);
  expect(w.asked).toEqual(['/cgi-bin/media/get?old']);
  await w.close();
});

it('a token that is turned down is renewed once; then it is tried later', async () => {
  const w = await wechat((url) => (url.searchParams.get('access_token') === 'old' ? json(40001) : {}));
  expect(await w.fetch({ id: 'm1' })).toMatchObject({ outcome: 'got' });
  expect(w.asked).toHaveLength(2);
  await w.close();
  const never = await wechat(() => json(40001));
  expect(await never.fetch({ id: 'm1' })).toMatchObject({ outcome: 'later' });
  expect(never.asked).toHaveLength(2);
  await never.close();
});

it('what WeChat no longer has comes from the address in the message; gone there too, it is gone', async () => {
  const w = await wechat((url) => (url.pathname.startsWith('/cgi-bin') ? json(40007) : {}));
  expect(await w.fetch({ id: 'm1', url: `${w.base}/mmbiz_jpg/1` })).toMatchObject({ outcome: 'got' });
  expect(await w.fetch({ id: 'm1' })).toMatchObject({ outcome: 'refused' });
  await w.close();
  const gone = await wechat((url) => (url.pathname.startsWith('/cgi-bin') ? json(40007) : { status: 404 }));
  expect(await gone.fetch({ id: 'm1', url: `${gone.base}/mmbiz_jpg/1` })).toMatchObject({ outcome: 'refused' });
  await gone.close();
});

it('no other address is called, no redirect followed (control: the same server does answer by id)', async () => {
  const elsewhere = await wechat(() => ({}));
  const w = await wechat(() => ({ status: 302, location: `${elsewhere.base}/x` }));
  for (const url of [
    `${elsewhere.base}/x`,
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://qpic.cn.evil.example/x',
  ])
    expect(await w.fetch({ url })).toMatchObject({ outcome: 'refused' });
  expect(await w.fetch({ id: 'm1' })).toMatchObject({ outcome: 'later' });
  expect(elsewhere.asked).toEqual([]);
  expect(await elsewhere.fetch({ id: 'm1' })).toMatchObject({ outcome: 'got' });
  await Promise.all([w.close(), elsewhere.close()]);
});

it('a file that is too large is refused before its end; what is cut off or ill is tried later, without the token in the reason', async () => {
  const w = await wechat(() => ({ body: Buffer.alloc(200_000) }));
  expect(await w.fetch({ id: 'm1' }, 100_000)).toMatchObject({ outcome: 'refused', reason: 'too large' });
  expect(await w.fetch({ id: 'm1' }, 200_000)).toMatchObject({ outcome: 'got' });
  await w.close();
  for (const answer of [{ cut: true }, { status: 502 }]) {
    const ill = await wechat(() => answer);
    const got = await ill.fetch({ id: 'm1' });
    expect(got).toMatchObject({ outcome: 'later' });
    expect(JSON.stringify(got)).not.toContain('old');
    await ill.close();
  }
});
