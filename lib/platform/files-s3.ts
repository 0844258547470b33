/**
 * Files in S3: one signed PUT, GET or DELETE each. As in aws-call.ts the signing is AWS's own, and the client's 300 KB
 * stay out of the bundles; the tests hold each request against the client's (docs/decisions.md).
 */
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsError, credentials, domainOf } from './aws-call';
import { checkFile, type Files } from './files';

export interface Bucket {
  name: string;
  region: string;
}
/** Another address than the bucket's own: tests. */
interface Where {
  endpoint?: string;
}
interface Asked {
  method: 'PUT' | 'GET' | 'DELETE';
  key: string;
  body?: Uint8Array;
  type?: string;
}

/** Ten megabytes over a slow minute; a function's own time ends it anyway. */
const TRY_MAX_MS = 8000;
const TRIES_MAX = 2;

/** Throws `AwsError` (its name S3's own code), or what the network threw, after one more try where another may help. */
export function s3Files(bucket: Bucket, where: Where = {}): Files {
  return {
    async put(key, bytes, type) {
      checkFile(key, bytes);
      await sent(bucket, where, { method: 'PUT', key, body: bytes, type });
    },
    async get(key) {
      checkFile(key);
      const answer = await sent(bucket, where, { method: 'GET', key });
      if (!answer) return undefined;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return { bytes, type: answer.headers.get('content-type') ?? 'application/octet-stream' };
    },
    async remove(key) {
      checkFile(key);
      await sent(bucket, where, { method: 'DELETE', key });
    },
  };
}

/** Nothing for a key there is nothing under. A PUT or DELETE sent twice is the same as once. */
async function sent(bucket: Bucket, where: Where, asked: Asked): Promise<Response | undefined> {
  for (let tried = 1; ; tried++) {
    try {
      const answer = await once(bucket, where, asked);
      if (answer.ok) return answer;
      const said = await answer.text();
      const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? `Http${answer.status}`;
      if (answer.status === 404 && code === 'NoSuchKey' && asked.method === 'GET') return undefined;
      throw new AwsError(code, answer.status, code);
    } catch (error) {
      const final = error instanceof AwsError && error.status < 500 && error.name !== 'SlowDown';
      if (final || tried === TRIES_MAX) throw error;
    }
  }
}

async function once({ name, region }: Bucket, where: Where, asked: Asked): Promise<Response> {
  const endpoint = new URL(where.endpoint ?? `https://${name}.s3.${domainOf(region)}`);
  const body = asked.body && Buffer.from(asked.body);
  // S3 signs a path as it is sent, once escaped.
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: credentials(),
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
  const path = `/${asked.key.split('/').map(encodeURIComponent).join('/')}`;
  const signed = await signer.sign({
    method: asked.method,
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port && { port: Number(endpoint.port) }),
    path,
    query: {},
    headers: { host: endpoint.host, ...(asked.type && { 'content-type': asked.type }) },
    body,
  });
  const { host: _set_by_fetch, ...headers } = signed.headers;
  return fetch(new URL(path, endpoint), {
    method: asked.method,
    headers,
    ...(body && { body }),
    redirect: 'error',
    signal: AbortSignal.timeout(TRY_MAX_MS),
  });
}
