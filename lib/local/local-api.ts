/** The tools under /local: phones, clock, jobs, tokens, demonstration data. Never deployed. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { ROLES } from '../platform/auth';
import { millis } from '../platform/clock';
import type { World } from '../platform/world';
import type { MovedClock } from './clock';
import type { Signer } from './keys';
import { scenes } from './scenes';
import { type Schedules, UnknownJob } from './schedules';
import { PACKS, SeedRefused, seed } from './seed';
import { problem } from './server';
import type { Settled } from './settle';
import { NotFollowing, type Simulator } from './wechat-simulator';
import { Fault } from './wechat-simulator/faults';
import { Said } from './wechat-simulator/said';
import { TooManyPeople } from './wechat-simulator/state';

export interface LocalHands {
  world: World;
  clock: MovedClock;
  simulator: Simulator;
  schedules: Schedules;
  signer: Signer;
  settle(): Promise<Settled>;
  /** Event streams that are open. */
  listeners: Set<ServerResponse>;
}

interface Asked {
  hands: LocalHands;
  params: string[];
  query: URLSearchParams;
  body: unknown;
}
type Tool = (asked: Asked) => unknown;

const Openid = z.string().regex(/^[\w-]{1,64}$/, 'letters, digits, _ and -');
const Empty = z.strictObject({}).optional();

/** `{}` matches one part of the path. */
const TOOLS: Record<string, Tool> = {
  'GET /local/people': ({ hands }) => ({ people: listPeople(hands.simulator) }),
  'POST /local/people': ({ hands, body }) => {
    const { nickname } = z.strictObject({ nickname: z.string().trim().min(1).max(32) }).parse(body);
    const { openid, following } = hands.simulator.state.addPerson({ nickname, following: false });
    return { openid, nickname, following, unread: 0 };
  },
  'POST /local/wechat/faults': ({ hands, body }) => {
    for (const fault of z.union([z.array(Fault).max(50), Fault.transform((one) => [one])]).parse(body))
      hands.simulator.faults.add(fault);
    return { faults: hands.simulator.faults.waiting() };
  },
  'GET /local/wechat/faults': ({ hands }) => ({ faults: hands.simulator.faults.waiting() }),
  'DELETE /local/wechat/faults': ({ hands }) => {
    hands.simulator.faults.clear();
    return { faults: [] };
  },
  'POST /local/wechat/{}/send': async ({ hands, params, body }) =>
    await hands.simulator.send(Openid.parse(params[0]), Said.parse(body)),
  'GET /local/wechat/{}/inbox': ({ hands, params, query }) => {
    const after = z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .parse(query.get('after') ?? undefined);
    return { items: hands.simulator.state.inbox(Openid.parse(params[0]), after) };
  },
  'POST /local/wechat/{}/read': ({ hands, params, body }) => {
    Empty.parse(body);
    const person = known(hands, params[0]);
    hands.simulator.state.keep({ ...person, read_n: person.last_n });
    return { unread: 0 };
  },
  'GET /local/wechat/{}/turns': ({ hands, params }) => ({
    turns: (hands.simulator.state.turns.get(known(hands, params[0]).openid) ?? []).map((turn) => ({
      n: turn.n,
      at: turn.at,
      text: turn.text,
      ms: turn.ms,
      attempts: turn.attempts.length,
      rows: turn.rows.length,
    })),
  }),
  'GET /local/wechat/{}/turns/{}': ({ hands, params }) => {
    const turns = hands.simulator.state.turns.get(known(hands, params[0]).openid) ?? [];
    const turn = turns.find((one) => one.n === Number(params[1]));
    if (!turn) throw new NotFound(`no turn ${params[1]}`);
    return turn;
  },
  'GET /local/clock': ({ hands }) => ({ now: hands.clock.show() }),
  'POST /local/clock': async ({ hands, body }) => {
    const { now } = z.strictObject({ now: z.iso.datetime({ offset: true }) }).parse(body);
    const from_ms = hands.clock.now();
    hands.clock.set(millis(now));
    return { now: hands.clock.show(), jobs: await hands.schedules.moved(from_ms, hands.clock.now()) };
  },
  'GET /local/jobs': ({ hands }) => ({ jobs: hands.schedules.names() }),
  'POST /local/jobs/{}': async ({ hands, params, body }) => {
    Empty.parse(body);
    const ran = await hands.schedules.run(params[0]!);
    const failed = ran.find((one) => one.failed);
    if (failed) throw new JobFailed(`${failed.name}: ${failed.failed}`);
    return { ran };
  },
  'POST /local/settle': async ({ hands, body }) => {
    Empty.parse(body);
    const settled = await hands.settle();
    if (!settled.settled) throw new StillBusy(`still busy after ${settled.ms} ms: ${settled.busy.join(', ')}`);
    return settled;
  },
  'POST /local/token': async ({ hands, body }) => {
    const claims = z
      .strictObject({
        role: z.enum(ROLES),
        region: z.string().regex(/^\d{6}$/),
        org: z.string().min(1).max(64).optional(),
      })
      .parse(body);
    return { token: await hands.signer.sign(claims, hands.clock.now()) };
  },
  'POST /local/seed': async ({ hands, body }) => {
    const { pack } = z.strictObject({ pack: z.enum(PACKS) }).parse(body);
    return await seed(hands.world, pack);
  },
  'GET /local/qr': async ({ hands }) => ({
    scenes: await scenes(hands.world, Object.values(hands.simulator.state.account.get('tickets') ?? {})),
  }),
  'GET /local/menu': ({ hands }) => ({
    account: { name: hands.world.account.name },
    menu: hands.simulator.state.account.get('menu') ?? { button: [] },
  }),
};

class NotFound extends Error {}
class JobFailed extends Error {}
class StillBusy extends Error {}

const ROUTES = Object.entries(TOOLS).map(([route, tool]) => {
  const [method, path] = route.split(' ') as [string, string];
  return { method, pattern: new RegExp(`^${path.replaceAll('{}', '([^/]+)')}$`), tool };
});

/** Answer one request under /local. */
export async function localApi(
  hands: LocalHands,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
): Promise<void> {
  if (url.pathname === '/local/events' && request.method === 'GET') return openEvents(hands, request, response);
  const here = ROUTES.filter((route) => route.pattern.test(url.pathname));
  const route = here.find((one) => one.method === request.method);
  if (!route)
    return problem(response, here.length > 0 ? 405 : 404, here.length > 0 ? 'method' : 'not_found', 'No such tool.');
  try {
    const params = (route.pattern.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent);
    const answer = await route.tool({ hands, params, query: url.searchParams, body: readJson(body) });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const [status, code, detail] = refusalOf(error);
  problem(response, status, code, detail);
}

const KNOWN: [new (message: string) => Error, number, string][] = [
  [NotFound, 404, 'not_found'],
  [UnknownJob, 404, 'not_found'],
  [NotFollowing, 409, 'not_following'],
  [TooManyPeople, 409, 'too_many_people'],
  [SeedRefused, 409, 'seed_refused'],
  [JobFailed, 500, 'job_failed'],
  [StillBusy, 503, 'busy'],
];

function refusalOf(error: unknown): [number, string, string] {
  if (error instanceof z.ZodError) {
    const wrong = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return [400, 'invalid', wrong.join('; ')];
  }
  if (error instanceof SyntaxError || error instanceof URIError)
    return [400, 'invalid', 'not JSON, or a broken address'];
  const known = KNOWN.find(([type]) => error instanceof type);
  if (!known) throw error;
  return [known[1], known[2], (error as Error).message];
}

function readJson(body: Buffer): unknown {
  return body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
}

function known(hands: LocalHands, openid: string | undefined) {
  const person = hands.simulator.state.people.get(openid ?? '');
  if (!person) throw new NotFound(`nobody by the openid ${openid}`);
  return person;
}

function listPeople({ state }: Simulator) {
  return [...state.people.values()].map((person) => {
    const items = state.items.get(person.openid) ?? [];
    const unread = items.filter((item) => item.n > person.read_n && item.direction === 'out').length;
    const last = items.at(-1);
    return {
      openid: person.openid,
      nickname: person.nickname,
      following: person.following,
      unread,
      ...(last && { last: { at: last.at, text: last.text.slice(0, 80) } }),
    };
  });
}

/** Server-sent events: something new on a phone, or the clock moved. */
function openEvents(hands: LocalHands, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  hands.listeners.add(response);
  request.once('close', () => hands.listeners.delete(response));
}

/** Tell the open pages that something is new. */
export function tell(listeners: Set<ServerResponse>, event: 'inbox' | 'clock', data: unknown): void {
  for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
