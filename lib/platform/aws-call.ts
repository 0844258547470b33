/**
 * One call to an AWS service that speaks JSON: Secrets Manager and KMS, two operations each at most. Signing is
 * AWS's own (@smithy/signature-v4, in the bundle for DynamoDB anyhow); what is ours is one POST with a time limit
 * and one more try. The clients would add 41 KB to a bundle of 400 (docs/decisions.md); the tests hold this
 * against them, request for request.
 */
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsCall {
  service: 'kms' | 'secretsmanager';
  region: string;
  /** `TrentService.Decrypt` */
  target: string;
  body: Record<string, unknown>;
}

/** The service's own error: `name` is its code, e.g. `InvalidCiphertextException`. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const TRY_MAX_MS = 1500;
const TRIES_MAX = 2;
/** Busy, not wrong. */
const THROTTLED = ['ThrottlingException', 'LimitExceededException', 'RequestLimitExceeded'];

/**
 * The answer's JSON. Throws `AwsError`, or what the network threw, after one more try where another may help:
 * both fit within WeChat's five seconds.
 */
export async function awsCall(call: AwsCall, how: { endpoint?: string } = {}): Promise<Record<string, unknown>> {
  for (let tried = 1; ; tried++) {
    try {
      return await callOnce(call, how.endpoint ?? endpointOf(call));
    } catch (error) {
      const final = error instanceof AwsError && error.status < 500 && !THROTTLED.includes(error.name);
      if (final || tried === TRIES_MAX) throw error;
    }
  }
}

function endpointOf({ service, region }: AwsCall): string {
  return `https://${service}.${domainOf(region)}`;
}

/** Mainland regions have a name of their own; everywhere else it is amazonaws.com. */
export function domainOf(region: string): string {
  return `${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

async function callOnce(
  { service, region, target, body }: AwsCall,
  endpoint: string,
): Promise<Record<string, unknown>> {
  const url = new URL(endpoint);
  const signer = new SignatureV4({ service, region, credentials: credentials(), sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: '/',
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(body),
  });
  const { host: _set_by_fetch, ...headers } = signed.headers;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers,
    body: signed.body,
    redirect: 'error',
    signal: AbortSignal.timeout(TRY_MAX_MS),
  });
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (answer.ok) return said;
  // `com.amazonaws.kms#NotFoundException:http://…` in one service, the bare name in another.
  const code = String(said.__type ?? `Http${answer.status}`);
  throw new AwsError(
    code.slice(code.indexOf('#') + 1).split(':')[0]!,
    answer.status,
    String(said.message ?? said.Message ?? code),
  );
}

/** A Lambda's credentials stand in its environment, renewed by the runtime with each container. */
export function credentials(env: Record<string, string | undefined> = process.env) {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!accessKeyId || !secretAccessKey) throw new Error('no AWS credentials in the environment');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
