/** A stand-in for the simulator, so that the page is tried on answers the real one would not give. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { phoneFile } from '../../../lib/local/phone/page';

type Json = any;

const MENU = {
  button: [
    { name: '找课', type: 'click', key: 'browse' },
    { name: '我的', sub_button: [{ name: '我的课', type: 'click', key: 'mine' }] },
  ],
};

export class Mock {
  url = '';
  readonly items = new Map<string, Json[]>();
  readonly people: Json[] = [];
  /** Up to which line each person has read, as the server keeps it. */
  private readonly read = new Map<string, number>();
  /** Whose chats the page has asked for. */
  private readonly asked = new Set<string>();
  /** What a text is answered with; `undefined` gives no answer. */
  answer: (text: string) => Json | undefined = () => undefined;
  turn: Json = { attempts: [], rows: [] };
  private now_ms = Date.parse('2025-07-20T09:00:00+08:00');
  private readonly streams = new Set<ServerResponse>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) stream.end();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Put a line on someone's phone. */
  show(openid: string, item: Json): void {
    const items = this.items.get(openid) ?? [];
    this.items.set(openid, items);
    const at = new Date(this.now_ms).toISOString();
    items.push({ n: items.length + 1, at, direction: 'out', kind: 'text', text: '', ...item });
    for (const stream of this.streams) stream.write(`event: inbox\ndata: ${JSON.stringify({ openid })}\n\n`);
  }

  private readonly routes: [RegExp, (body: Json, part: string[], url: URL) => Json][] = [
    [
      /^GET \/local\/people$/,
      () => ({ people: this.people.map((one) => ({ ...one, unread: this.unread(one.openid) })) }),
    ],
    [/^GET \/local\/wechat\/([^/]+)\/inbox$/, (_, [openid], url) => ({ items: this.after(openid!, url) })],
    [/^POST \/local\/wechat\/([^/]+)\/send$/, (body, [openid]) => this.sent(openid!, body)],
    [/^POST \/local\/wechat\/([^/]+)\/read$/, (_, [openid]) => this.looked(openid!)],
    [/^GET \/local\/wechat\/([^/]+)\/turns\/(\d+)$/, (_, [, n]) => ({ n: Number(n), ...this.turn })],
    [/^GET \/local\/clock$/, () => ({ now: new Date(this.now_ms).toISOString() })],
    [
      /^POST \/local\/clock$/,
      ({ now }) => {
        this.now_ms = Date.parse(now);
        return { now, jobs: [] };
      },
    ],
    [/^GET \/local\/jobs$/, () => ({ jobs: ['due'] })],
    [/^POST \/local\/(jobs\/\w+|settle)$/, () => ({})],
    [/^GET \/local\/qr$/, () => ({ scenes: [{ scene: 'class:A17', title: '电工周末班' }] })],
    [/^GET \/local\/menu$/, () => ({ account: { name: '禄劝送训' }, menu: MENU })],
  ];

  private after(openid: string, url: URL): Json[] {
    this.asked.add(openid);
    return (this.items.get(openid) ?? []).filter((item) => item.n > Number(url.searchParams.get('after')));
  }

  private looked(openid: string): Json {
    this.read.set(openid, this.items.get(openid)?.length ?? 0);
    return { unread: 0 };
  }

  /** The page has her chat and is told of more: what is shown on her phone from now on is news. */
  knows(openid: string): boolean {
    return this.asked.has(openid) && this.streams.size > 0;
  }

  unread(openid: string): number {
    const items = this.items.get(openid) ?? [];
    return items.filter((item) => item.direction === 'out' && item.n > (this.read.get(openid) ?? 0)).length;
  }

  private sent(openid: string, body: Json): Json {
    const text = body.text ?? body.key ?? `[${body.type}]`;
    const turn = (this.items.get(openid)?.length ?? 0) + 1;
    const kind = body.type ?? (body.event ? 'event' : 'text');
    this.show(openid, { direction: 'in', kind, text, turn, msg_id: body.msgId });
    const answer = this.answer(text);
    if (answer) this.show(openid, { turn, msg_id: body.msgId, ...answer });
    return { replies: answer ? [{ type: 'text', content: answer.text }] : [], attempts: 1 };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://localhost');
    const file = request.method === 'GET' ? await phoneFile(url.pathname) : undefined;
    if (file) return void response.writeHead(200, file.headers).end(file.body);
    if (url.pathname === '/local/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n');
      this.streams.add(response);
      return;
    }
    let text = '';
    for await (const chunk of request) text += chunk;
    for (const [pattern, act] of this.routes) {
      const found = `${request.method} ${url.pathname}`.match(pattern);
      if (!found) continue;
      const answer = act(text ? JSON.parse(text) : {}, found.slice(1).map(decodeURIComponent), url);
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
    response.writeHead(404).end('{}');
  }
}
