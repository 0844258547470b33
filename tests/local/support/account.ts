/** An account for the simulated WeChat to call: the real door (lib/channels/wechat), with an answer of the test's choosing. */
import { createServer, type Server } from 'node:http';
import type { Message, Reply } from '../../../lib/channels/types';
import { type WechatConfig, wechatConfig } from '../../../lib/channels/wechat/config';
import { readCallback } from '../../../lib/channels/wechat/read-callback';
import { Simulator } from '../../../lib/local/wechat-simulator';
import type { Account, Mode } from '../../../lib/local/wechat-simulator/types';

export const START_MS = Date.parse('2025-07-10T10:00:00+08:00');

export const ACCOUNT: Account = {
  appid: 'wx0000000000000000',
  secret: 'not-a-real-secret',
  original_id: 'gh_songxun00001',
  token: 'songxun_test',
  aes_key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  mode: 'secure',
  templates: {
    'tmpl-general': { title: '服务通知', labels: { thing1: '事项' } },
    'tmpl-lesson': { title: '上课提醒', labels: { time2: '时间', thing1: '课程' } },
  },
};

/** What the account does with one call: a reply, raw text, an HTTP status, or silence for some time. */
export type Behaviour = (
  message: Message,
  call: number,
) => Reply | undefined | { raw: string } | { status: number } | { wait_ms: number };

export interface Bench {
  simulator: Simulator;
  /** Messages that passed the door, in order. */
  heard: Message[];
  /** Calls the door refused. */
  refused: string[];
  clock: { ms: number };
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

export async function bench(
  how: {
    mode?: Mode;
    timeout_ms?: number;
    sleep?: () => Promise<void>;
    file?: string;
    template_daily_max?: number;
  } = {},
): Promise<Bench> {
  const account = { ...ACCOUNT, mode: how.mode ?? 'secure' };
  const config = wechatConfig({
    appid: account.appid,
    secret: account.secret,
    token: account.token,
    encoding_aes_key: account.aes_key,
    mode: account.mode,
  });
  const clock = { ms: START_MS };
  const heard: Message[] = [];
  const refused: string[] = [];
  let behaviour: Behaviour = () => ({ text: '好' });
  const server = await webhook(config, clock, heard, refused, (message) => behaviour(message, heard.length));
  const { port } = server.address() as { port: number };
  const simulator = new Simulator({
    account,
    webhook: `http://127.0.0.1:${port}/wechat`,
    now: () => clock.ms,
    timeout_ms: how.timeout_ms ?? 5000,
    ...(how.sleep && { sleep: how.sleep }),
    ...(how.file && { file: how.file }),
    ...(how.template_daily_max && { quotas: { template_daily_max: how.template_daily_max } }),
  });
  return {
    simulator,
    heard,
    refused,
    clock,
    behave(given) {
      behaviour = given;
    },
    async stop() {
      simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function webhook(
  config: WechatConfig,
  clock: { ms: number },
  heard: Message[],
  refused: string[],
  behave: (message: Message) => ReturnType<Behaviour>,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://local');
    const query = Object.fromEntries(url.searchParams);
    const call = readCallback(config, { method: 'POST', query, body: Buffer.concat(chunks), now_ms: clock.ms });
    if (call.kind !== 'message') {
      refused.push(call.kind === 'refused' ? call.why : call.kind);
      return void response.writeHead(403).end();
    }
    heard.push(call.message);
    const does = behave(call.message);
    if (does && 'status' in does) return void response.writeHead(does.status).end();
    if (does && 'wait_ms' in does) await new Promise((resolve) => setTimeout(resolve, does.wait_ms));
    const body = does && 'raw' in does ? does.raw : call.reply(does && 'text' in does ? does : undefined);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Calls the simulated API as an account would. */
export function api(simulator: Simulator) {
  let token = '';
  const call = async (path: string, body: unknown, given = token) => {
    const answer = await simulator.api({
      method: body === undefined ? 'GET' : 'POST',
      path: path.split('?')[0]!,
      query: new URLSearchParams(`${path.split('?')[1] ?? ''}&access_token=${given}`),
      body: JSON.stringify(body),
    });
    return JSON.parse(answer.body.toString());
  };
  return {
    call,
    async renew(force_refresh = false) {
      const { appid, secret } = ACCOUNT;
      const got = await call('/cgi-bin/stable_token', {
        grant_type: 'client_credential',
        appid,
        secret,
        force_refresh,
      });
      if (got.access_token) token = got.access_token;
      return got;
    },
    say: (touser: string, content: string) =>
      call('/cgi-bin/message/custom/send', { touser, msgtype: 'text', text: { content } }),
    template: (touser: string, client_msg_id?: string, template_id = 'tmpl-general') =>
      call('/cgi-bin/message/template/send', {
        touser,
        template_id,
        data: { thing1: { value: '开课' } },
        ...(client_msg_id && { client_msg_id }),
      }),
    notice: (touser: string) =>
      call('/cgi-bin/message/subscribe/bizsend', {
        touser,
        template_id: 'tmpl-general',
        data: { thing1: { value: '开课' } },
      }),
  };
}
