/** Files in S3: our requests against AWS's own client, request for request, and what happens when S3 fails. */
import '../support/quiet';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3Files } from '../../lib/platform/files-s3';

interface Seen {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
let server: Server;
let endpoint: string;
let seen: Seen[] = [];
let answers: { status: number; type?: string; body?: string }[] = [];
const given = { ...process.env };
const bucket = { name: 'songxun-files', region: 'cn-northwest-1' };
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'synthetic', sessionToken: 'session' };

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts) });
      const { status, type = 'image/jpeg', body = '' } = answers.shift() ?? { status: 200, body: 'bytes' };
      response.writeHead(status, { 'content-type': type }).end(request.method === 'GET' || status >= 400 ? body : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = keys.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = keys.secretAccessKey;
  process.env.AWS_SESSION_TOKEN = keys.sessionToken;
});
beforeEach(() => {
  seen = [];
  answers = [];
});
afterAll(async () => {
  process.env = given;
  await new Promise((resolve) => server.close(resolve));
});

const files = () => s3Files(bucket, { endpoint });
const client = () =>
  new S3Client({
    region: bucket.region,
    endpoint: `${endpoint}`,
    // The bucket as the first part of the path would be another address: its own endpoint stands for it.
    bucketEndpoint: true,
    credentials: keys,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
const KEY = 'inspection/i_1/1.jpg';
const bytes = Buffer.from('a picture');
const Bucket = () => endpoint;

const pairs: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'PUT',
    () => files().put(KEY, bytes, 'image/jpeg'),
    () => client().send(new PutObjectCommand({ Bucket: Bucket(), Key: KEY, Body: bytes, ContentType: 'image/jpeg' })),
  ],
  [
    'GET',
    () => files().get(KEY),
    async () => {
      const { Body } = await client().send(new GetObjectCommand({ Bucket: Bucket(), Key: KEY }));
      await Body?.transformToByteArray();
    },
  ],
  ['DELETE', () => files().remove(KEY), () => client().send(new DeleteObjectCommand({ Bucket: Bucket(), Key: KEY }))],
];

/** The headers that were signed, and what they were signed to. */
function signature({ headers }: Seen) {
  const [, scope, names, sign] = /Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)/.exec(headers.authorization!)!;
  return { scope, names: names!.split(';'), sign };
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature Version 4 as AWS documents it (Authenticating Requests: Using the Authorization Header). */
function reckoned(one: Seen): string {
  const { scope, names } = signature(one);
  const [, day = '', region = '', service = '', end = ''] = scope!.split('/');
  const [path = '', query = ''] = one.url!.split('?');
  const sorted = query
    .split('&')
    .map((part) => (part.includes('=') || !part ? part : `${part}=`))
    .sort()
    .join('&');
  const headers = names.map((name) => `${name}:${String(one.headers[name]).trim()}\n`).join('');
  const canonical = [one.method, path, sorted, headers, names.join(';'), one.headers['x-amz-content-sha256']].join(
    '\n',
  );
  const text = [
    'AWS4-HMAC-SHA256',
    one.headers['x-amz-date'],
    [day, region, service, end].join('/'),
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

it.each(pairs)('%s asks as the client asks', async (_name, ours, theirs) => {
  await ours();
  await theirs();
  const [a, b] = seen as [Seen, Seen];
  const [of_a, of_b] = [a, b].map(({ method, url, body }) => [method, url!.split('?')[0], body]);
  expect(of_a).toEqual(of_b);
  // S3's own reckoning, by hand: it takes the client's signature, and ours.
  expect([reckoned(b), reckoned(a)]).toEqual([signature(b).sign, signature(a).sign]);
  // Control: it does not take ours for another key.
  expect(reckoned({ ...a, url: '/inspection/i_1/2.jpg' })).not.toBe(signature(a).sign);
  expect(signature(a).scope).toBe(signature(b).scope);
  expect(a.headers['x-amz-content-sha256']).toBe(b.headers['x-amz-content-sha256']);
  expect(a.headers['x-amz-security-token']).toBe(b.headers['x-amz-security-token']);
  expect(a.headers['content-type']).toBe(b.headers['content-type']);
});

it('reads back what was put, with its type; nothing where there is none', async () => {
  expect(await files().get(KEY)).toEqual({ bytes: Uint8Array.from(Buffer.from('bytes')), type: 'image/jpeg' });
  answers = [{ status: 404, type: 'application/xml', body: '<Error><Code>NoSuchKey</Code></Error>' }];
  expect(await files().get(KEY)).toBeUndefined();
});

it('takes no wrong bucket for an empty one, and no refusal for absence', async () => {
  for (const [status, code] of [
    [404, 'NoSuchBucket'],
    [403, 'AccessDenied'],
  ] as const) {
    answers = [{ status, type: 'application/xml', body: `<Error><Code>${code}</Code></Error>` }];
    await expect(files().get(KEY)).rejects.toMatchObject({ name: code, status });
  }
  expect(seen).toHaveLength(2);
});

it('tries once more when S3 is busy, not when it says no', async () => {
  answers = [{ status: 503, body: '<Error><Code>SlowDown</Code></Error>' }, { status: 200 }];
  await files().put(KEY, bytes, 'image/jpeg');
  expect(seen).toHaveLength(2);
  answers = [{ status: 500 }, { status: 500 }];
  await expect(files().put(KEY, bytes, 'image/jpeg')).rejects.toMatchObject({ status: 500 });
});

it('takes only keys of ours, and files within the limit', async () => {
  for (const key of ['../x', 'a/../b', '/a/b', 'https://a/b', 'a'])
    await expect(files().get(key)).rejects.toThrow('not a file key');
  await expect(files().put(KEY, new Uint8Array(10 * 1024 * 1024 + 1), 'image/jpeg')).rejects.toThrow('too large');
  expect(seen).toHaveLength(0);
});
