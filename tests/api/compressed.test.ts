/** The description of the API is large and open to everyone: who takes gzip gets a seventh of it. */
import { gunzipSync } from 'node:zlib';
import { compressed } from '../../lib/platform/compressed';
import type { ApiHandler } from '../../lib/platform/http';
import { handlerOf } from './support';

const event = (path: string, accepted?: string): any => ({
  version: '2.0',
  rawPath: path,
  headers: { ...(accepted !== undefined && { 'accept-encoding': accepted }) },
  requestContext: { http: { method: 'GET', path, sourceIp: '127.0.0.1' }, requestId: 'r1' },
});
const get = async (path: string, accepted?: string) => (await handlerOf('docs'))(event(path, accepted), {} as never);

it.each(['/docs', '/v1/openapi.json'])('%s: the same bytes, gzipped for whoever takes it', async (path) => {
  const plain = await get(path);
  expect(plain).toMatchObject({ statusCode: 200, headers: { vary: 'accept-encoding' } });
  expect(plain.isBase64Encoded).toBeUndefined();
  for (const accepted of ['gzip', 'br, gzip;q=0.8', 'deflate,GZIP']) {
    const small = await get(path, accepted);
    expect(small).toMatchObject({ isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } });
    const bytes = Buffer.from(small.body!, 'base64');
    expect(gunzipSync(bytes).toString('utf8')).toBe(plain.body);
    expect(bytes.length * 7).toBeLessThan(Buffer.byteLength(plain.body!));
  }
  for (const accepted of ['br', 'gzip;q=0', 'gzip; q=0.00', 'notgzip', ''])
    expect((await get(path, accepted)).isBase64Encoded).toBeUndefined();
});

it('a refusal, and what is a file already, stay as they are', async () => {
  expect((await get('/v1/nothing', 'gzip')).headers).not.toHaveProperty('content-encoding');
  const file: ApiHandler = async () => ({ statusCode: 200, body: 'AAAA', isBase64Encoded: true });
  expect(await compressed(file)(event('/docs', 'gzip'), {} as never)).toEqual({
    statusCode: 200,
    body: 'AAAA',
    isBase64Encoded: true,
  });
});
