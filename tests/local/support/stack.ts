/** The local stack inside the test's own process, on a free port and a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Stack, type StackOptions, startStack } from '../../../lib/local/stack';

export interface TestStack extends Stack {
  said: string[];
  call(
    method: string,
    at: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: any }>;
  send(openid: string, said: object): Promise<any>;
}

export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'songxun-local-'));
}
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What a first message would load: through jest, on a busy machine, that takes longer than WeChat waits. */
const loaded = () =>
  Promise.all([
    import('../../../handlers/wechat'),
    import('../../../lib/chat/later'),
    import('../../../lib/chat/near/later'),
  ]);

export async function testStack(folder: string, more: Partial<StackOptions> = {}): Promise<TestStack> {
  await loaded();
  const said: string[] = [];
  const stack = await startStack({ port: 0, folder, report: (line) => said.push(line), ...more });
  const call: TestStack['call'] = async (method, at, body, headers = {}) => {
    const response = await fetch(stack.url + at, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  };
  const send = async (openid: string, message: object) => {
    const { status, body } = await call('POST', `/local/wechat/${openid}/send`, message);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  return { ...stack, said, call, send };
}
