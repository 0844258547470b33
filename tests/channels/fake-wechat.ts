/** WeChat's API on loopback, answering what a test tells it to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeCall {
  path: string;
  token: string | null;
  body: any;
}
export interface FakeAnswer {
  json?: unknown;
  text?: string;
  status?: number;
  delay_ms?: number;
  /** Cut the connection instead of answering. */
  cut?: boolean;
}

export async function fakeWechat(answer: (call: FakeCall) => FakeAnswer) {
  const calls: FakeCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://loopback');
    const call = {
      path: url.pathname,
      token: url.searchParams.get('access_token'),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    calls.push(call);
    const { json, text, status = 200, delay_ms = 0, cut } = answer(call);
    if (cut) return void request.socket.destroy();
    if (delay_ms) await new Promise((resolve) => setTimeout(resolve, delay_ms).unref());
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(text ?? JSON.stringify(json ?? { errcode: 0, errmsg: 'ok' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { base, calls, close, to: (path: string) => calls.filter((call) => call.path === path) };
}

/** An address at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const fake = await fakeWechat(() => ({}));
  await fake.close();
  return fake.base;
}
