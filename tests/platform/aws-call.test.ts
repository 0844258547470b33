/** Our one POST against AWS's own clients, request for request, and what it does when the service fails. */
import '../support/quiet';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsError, awsCall } from '../../lib/platform/aws-call';
import { kmsMaster } from '../../lib/platform/kms';
import { awsSecrets } from '../../lib/platform/secrets';
import { Unreadable } from '../../lib/platform/vault';

interface Seen {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
  body: any;
}
let server: Server;
let endpoint: string;
let seen: Seen[] = [];
let answers: { status: number; body: unknown }[] = [];
const given = { ...process.env };

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: JSON.parse(text) });
      const answer = answers.shift() ?? { status: 200, body: {} };
      response
        .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'synthetic',
    AWS_SESSION_TOKEN: 'session',
  });
});
beforeEach(() => {
  seen = [];
  answers = [];
});
afterAll(async () => {
  process.env = given;
  await new Promise((resolve) => server.close(resolve));
});

const region = 'cn-northwest-1';
const send = (call: Parameters<typeof awsCall>[0]) => awsCall(call, { endpoint });
const key = 'arn:aws-cn:kms:cn-northwest-1:111122223333:key/1';
const client = () => ({
  region,
  endpoint,
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'synthetic', sessionToken: 'session' },
});
const wrapped = Buffer.from('wrapped').toString('base64');

const pairs: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'GenerateDataKey',
    () => kmsMaster(key, region, send).generate('w_1'),
    () =>
      new KMSClient(client()).send(
        new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256', EncryptionContext: { person: 'w_1' } }),
      ),
  ],
  [
    'Decrypt',
    () => kmsMaster(key, region, send).unwrap('w_1', wrapped),
    () =>
      new KMSClient(client()).send(
        new DecryptCommand({
          KeyId: key,
          CiphertextBlob: Buffer.from('wrapped'),
          EncryptionContext: { person: 'w_1' },
        }),
      ),
  ],
  [
    'GetSecretValue',
    () => awsSecrets(region, send).read('arn:secret'),
    () => new SecretsManagerClient(client()).send(new GetSecretValueCommand({ SecretId: 'arn:secret' })),
  ],
];

it.each(pairs)('asks for %s as AWS’s own client does', async (_operation, ours, theirs) => {
  const body = { Plaintext: Buffer.alloc(32, 1).toString('base64'), CiphertextBlob: wrapped, SecretString: '{}' };
  answers = [
    { status: 200, body },
    { status: 200, body },
  ];
  await theirs();
  await ours();
  const [their, our] = seen as [Seen, Seen];
  expect({ method: our.method, url: our.url, body: our.body }).toEqual({
    method: their.method,
    url: their.url,
    body: their.body,
  });
  for (const name of ['content-type', 'x-amz-target', 'host', 'x-amz-security-token'])
    expect([name, our.headers[name]]).toEqual([name, their.headers[name]]);
  const scope = (one: Seen) => /Credential=([^,]+)/.exec(one.headers.authorization!)?.[1];
  expect(scope(our)).toBe(scope(their));
  expect(our.headers.authorization).toMatch(
    /SignedHeaders=[^,]*content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target/,
  );
  expect(our.headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
});

const decrypt = () => kmsMaster(key, region, send).unwrap('w_1', wrapped);

it('tries once more when the service is busy or broken, and no more', async () => {
  answers = [
    { status: 500, body: { __type: 'KMSInternalException' } },
    { status: 200, body: { Plaintext: Buffer.alloc(32, 5).toString('base64') } },
  ];
  expect(await decrypt()).toEqual(Buffer.alloc(32, 5));
  answers = Array.from({ length: 3 }, () => ({ status: 400, body: { __type: 'ThrottlingException' } }));
  await expect(decrypt()).rejects.toMatchObject({ name: 'ThrottlingException', status: 400 });
  expect(seen).toHaveLength(4);
});

it('takes an answer that is final as final', async () => {
  answers = [{ status: 400, body: { __type: 'com.amazonaws.kms#AccessDeniedException', message: 'no' } }];
  await expect(decrypt()).rejects.toBeInstanceOf(AwsError);
  expect(seen).toHaveLength(1);
});

it('says Unreadable when the wrapped key is another person’s', async () => {
  answers = [{ status: 400, body: { __type: 'InvalidCiphertextException' } }];
  await expect(decrypt()).rejects.toBeInstanceOf(Unreadable);
});

it('goes to the mainland’s own name in a mainland region', async () => {
  const asked: string[] = [];
  const spy = jest.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    asked.push(String(url));
    return new Response('{}');
  });
  await awsCall({ service: 'kms', region, target: 'x', body: {} });
  await awsCall({ service: 'secretsmanager', region: 'eu-central-1', target: 'x', body: {} });
  spy.mockRestore();
  expect(asked).toEqual([
    'https://kms.cn-northwest-1.amazonaws.com.cn',
    'https://secretsmanager.eu-central-1.amazonaws.com',
  ]);
});
