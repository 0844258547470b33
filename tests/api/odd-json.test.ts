/**
 * Every route that takes a body, given JSON nobody means: other types at every place, names of Object’s own, nesting without
 * end, numbers beyond numbers, text that is no text. All of it is refused naming the field, and nothing is written. What may
 * pass (keys twice, -0, joined emoji) never ends in a 5xx. In memory: the engine is not asked anything here.
 */
import '../support/quiet';
import './draw-once';
import { signedHeaders } from '../../lib/gateway/sign';
import { api as makeApi } from '../../lib/platform/http';
import { allRoutes } from '../../lib/platform/openapi';
import { memoryTable } from '../../lib/store/memory';
import { rowsOf } from './rows';
import { type Api, type Asked, eventOf, invoke, startApi } from './support';
import { tradesLoaded } from './things';

let api: Api;
let secret: string;
/** Partition keys written since the last look. */
const written: string[] = [];
const ROWS = rowsOf(() => api);

beforeAll(async () => {
  const table = memoryTable();
  api = await startApi({ table });
  table.subscribe(({ key }) => written.push(`${key.pk} ${key.sk}`));
  await tradesLoaded(api);
  secret = (await api.call('create_gateway_account', { body: { account: 'odd', name: '测试号' } })).body.secret;
});

const WITH_BODY = Object.keys(ROWS).filter((operation) => allRoutes[operation]!.request.body);
type Path = (string | number)[];

const DEEP = `${'['.repeat(5000)}${']'.repeat(5000)}`;
/** Never right, whatever should stand there. */
const NEVER: [what: string, json: string][] = [
  ['null', 'null'],
  ['an empty object', '{}'],
  ['an object of Object’s own names', '{"__proto__":{"a":1},"constructor":{"prototype":{}},"length":1}'],
  ['lists in lists', '[[[["x"]]]]'],
  ['nesting without end', DEEP],
  ['a number beyond numbers', '1e309'],
  ['one below them', '-1e309'],
  ['a NUL', '"a\\u0000b"'],
  ['half a sign', '"\\ud83d"'],
  ['the other half', '"开班\\udc67"'],
];
/** A person's own words, as she typed them in a chat: no text of hers is wrong (tests/chat/turn-anything.test.ts). */
const HER_WORDS = ['gateway_message body.text'];
/** May pass where it is not wrong; must not break anything. */
const ODD: [what: string, json: string][] = [
  ['-0', '-0'],
  ['a number too small', '1e-400'],
  ['a number too long', '9007199254740993'],
  ['joined emoji', '"👩‍👧‍👦开班👩🏽‍🔧"'],
  ['marks of direction', '"\\u202e班开\\u2066x\\u2028"'],
  ['the name of a method', '"__proto__"'],
  ['another', '"constructor"'],
];

/** Every place in a body, at any depth; of a long list the first two. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (Array.isArray(value)) return [at, ...value.slice(0, 2).flatMap((one, i) => placesIn(one, [...at, i]))];
  if (typeof value === 'object' && value !== null)
    return [at, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...at, name]))];
  return [at];
}

const MARK = '\u{f0000}here';
/** The body as text, with this JSON at that place. */
function withAt(body: unknown, path: Path, json: string): string {
  const put = (value: any, [next, ...rest]: Path): unknown => {
    if (next === undefined) return MARK;
    if (Array.isArray(value)) return value.map((one, i) => (i === next ? put(one, rest) : one));
    return { ...value, [next]: put(value[next], rest) };
  };
  return JSON.stringify(put(body, path)).replace(JSON.stringify(MARK), () => json);
}
const nameOf = (path: Path): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), 'body');
/** The object at this place with one more field, first and last. */
const withField = (body: unknown, path: Path, name: string): string[] => {
  const inner = JSON.stringify(path.reduce<any>((value, part) => value[part], body));
  const more = `"${name}":{"administrator":true}`;
  const rest = inner.slice(1, -1);
  const texts = rest === '' ? [`{${more}}`] : [`{${more},${rest}}`, `{${rest},${more}}`];
  return texts.map((text) => withAt(body, path, text));
};
const isObjectAt = (body: unknown, path: Path): boolean => {
  const value = path.reduce<any>((held, part) => held[part], body);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};

function sent(operation: string, asked: Asked, raw: string): Promise<Awaited<ReturnType<Api['call']>>> {
  const { body: _body, ...rest } = asked;
  const route = allRoutes[operation]!;
  if (!route.signed) return api.call(operation, { ...rest, raw });
  const timestamp_s = Math.floor(api.world.now() / 1000);
  const headers = signedHeaders(secret, {
    method: route.method,
    path: route.path,
    account: 'odd',
    timestamp_s,
    body: raw,
  });
  return api.call(operation, { ...rest, raw, headers });
}
const pageOr = (operation: string) => allRoutes[operation]!.response.media === 'text/html';

describe.each(WITH_BODY)('%s', (operation) => {
  let asked: Asked;
  let body: unknown;
  beforeAll(async () => {
    asked = await ROWS[operation]!.ask();
    body = asked.raw ? JSON.parse(asked.raw) : (asked.body ?? {});
  });

  /** Refused for what it is, at or above the place, and without a trace. */
  async function refused(what: string, raw: string, field: string): Promise<void> {
    written.length = 0;
    const { status, body: said, text } = await sent(operation, asked, raw);
    const names = (said.fields ?? []) as { field: string; message: string }[];
    const named = names.some((one) => field.startsWith(one.field) || one.field.startsWith(field));
    expect([what, status, said.code, named || text]).toEqual([what, 422, 'input_invalid', true]);
    // A signed request is noted down as come, before it is read.
    expect([what, written.filter((row) => !/^GATEWAY#odd NONCE#/.test(row))]).toEqual([what, []]);
  }

  it('refuses, naming the field, what can stand nowhere', async () => {
    for (const path of placesIn(body))
      for (const [what, json] of NEVER) {
        const raw = withAt(body, path, json);
        // Where every field may be left out.
        if (json === '{}' && allRoutes[operation]!.request.body!.safeParse(JSON.parse(raw)).success) continue;
        if (json.startsWith('"') && HER_WORDS.includes(`${operation} ${nameOf(path)}`)) {
          expect((await sent(operation, asked, raw)).status).toBe(200);
          continue;
        }
        await refused(`${what} at ${nameOf(path)}`, raw, nameOf(path));
      }
  });

  it('refuses fields named like Object’s own, at every depth', async () => {
    for (const path of placesIn(body).filter((one) => isObjectAt(body, one)))
      for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
        for (const raw of withField(body, path, name)) await refused(`${name} in ${nameOf(path)}`, raw, nameOf(path));
    expect(({} as Record<string, unknown>).administrator).toBeUndefined();
  });

  it('takes or refuses what is only odd, and never breaks', async () => {
    for (const path of placesIn(body))
      for (const [what, json] of ODD) {
        const { status, text } = await sent(operation, asked, withAt(body, path, json));
        expect([what, nameOf(path), status < 500 || text]).toEqual([what, nameOf(path), true]);
      }
    const twice = JSON.stringify(body).replace(/^\{"(\w+)":/, '{"$1":{"a":[]},"$1":');
    for (const raw of [twice, `\ufeff${JSON.stringify(body)}`, '{"a":', '', ' ', 'NaN', "{'a':1}", `[${DEEP}`])
      expect([raw.slice(0, 60), (await sent(operation, asked, raw)).status < 500]).toEqual([raw.slice(0, 60), true]);
  });
});

describe('paths and queries', () => {
  const WORDS = ['__proto__', 'constructor', 'toString', 'a\u0000b', '\ufffd', '../../x', '%00', '-0', 'null', ' '];
  const named = Object.keys(ROWS).filter((operation) => {
    const { params, query } = allRoutes[operation]!.request;
    return params || query;
  });
  it.each(named)('%s: words of Object’s own, NUL and half signs break nothing', async (operation) => {
    const asked = await ROWS[operation]!.ask();
    const { params = {}, query = {} } = asked;
    const send = (one: Asked) => (pageOr(operation) ? invoke(allRoutes[operation]!, one) : api.call(operation, one));
    for (const word of WORDS)
      for (const one of [
        ...Object.keys(params).map((name) => ({ ...asked, params: { ...params, [name]: word } })),
        ...Object.keys(query).map((name) => ({ ...asked, query: { ...query, [name]: word } })),
        { ...asked, query: Object.fromEntries([...Object.entries(query), [word, 'x']]) },
        { ...asked, query: JSON.parse(`{"__proto__":"${'x'.repeat(9)}"}`) as Record<string, string> },
      ]) {
        const { status } = await send(one);
        expect([operation, word, status < 500]).toEqual([operation, word, true]);
      }
  });
});

it('control: a route whose schema takes anything would write, or break', async () => {
  const route = { ...allRoutes.preview_broadcast!, request: {} };
  const odd = makeApi({
    routes: {
      odd: { ...route, request: { body: { safeParse: (data: unknown) => ({ success: true, data }) } as never } },
    },
    world: async () => api.world,
    operations: { odd: async ({ body }: { body: any }) => ({ body: body.segment.regions.map(String) }) as never },
  } as never);
  const token = await api.token();
  const raw = '{"home_region":"530128","segment":{"regions":{}}}';
  expect((await odd(eventOf(route, { raw, token }), {} as never)).statusCode).toBe(500);
});
