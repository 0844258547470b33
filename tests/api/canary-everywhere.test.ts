/**
 * Every route there is, given an ID number, a phone and a name in every place of its request where they do not belong, and
 * once more with a table that fails naming them: none of it comes back in a refusal, and none stands in the log.
 */
import '../support/loud';
import './draw-once';
import { allRoutes } from '../../lib/platform/openapi';
import { memoryTable } from '../../lib/store/memory';
import { capturedOutput } from '../support/output';
import { syntheticIdNumber } from '../support/world';
import { rowsOf } from './rows';
import { type Api, type Asked, invoke, startApi } from './support';
import { tradesLoaded } from './things';

const CANARIES = [syntheticIdNumber(733), '13800007733', '吉克阿依莫'];
let api: Api;
let printed: ReturnType<typeof capturedOutput>;
const ROWS = rowsOf(() => api);

beforeAll(async () => {
  api = await startApi({ table: memoryTable() });
  printed = capturedOutput();
  await tradesLoaded(api);
});
afterAll(() => printed.release());

/** The request again and again, each time with the canary in another place. */
function spoilt(asked: Asked, canary: string): Asked[] {
  const { params = {}, query = {} } = asked;
  const body = asked.body as Record<string, unknown> | undefined;
  return [
    ...Object.keys(params).map((name) => ({ ...asked, params: { ...params, [name]: canary } })),
    ...Object.keys(query).map((name) => ({ ...asked, query: { ...query, [name]: canary } })),
    { ...asked, query: { ...query, [canary]: canary } },
    { ...asked, headers: { ...asked.headers, 'if-match': `"${encodeURIComponent(canary)}"` } },
    ...(body ? placesIn(body).map((put) => ({ ...asked, body: put(canary) })) : []),
    ...(body
      ? [
          { ...asked, body: { ...body, [canary]: canary } },
          { ...asked, raw: `{"a":"${canary}",` },
        ]
      : []),
    ...(asked.file ? [{ ...asked, file: { ...asked.file, bytes: Buffer.from(`PK ${canary}`) } }] : []),
  ];
}

/** Every value of a body, at any depth, replaced; of a long list the first three, as the others are read alike. */
function placesIn(value: unknown): ((canary: string) => unknown)[] {
  if (Array.isArray(value))
    return value
      .slice(0, 3)
      .flatMap((one, i) =>
        placesIn(one).map((put) => (canary: string) => value.map((held, j) => (i === j ? put(canary) : held))),
      );
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, one]) =>
      placesIn(one).map((put) => (canary: string) => ({ ...value, [name]: put(canary) })),
    );
  return [(canary) => canary];
}

/** A page's refusal is a page, not a problem. */
async function send(operation: string, asked: Asked) {
  const route = allRoutes[operation]!;
  return route.response.media === 'text/html' ? invoke(route, asked) : api.call(operation, asked);
}

it.each(Object.keys(ROWS))('%s', async (operation) => {
  const asked = await ROWS[operation]!.ask();
  let refused = 0;
  for (const canary of CANARIES)
    for (const one of spoilt(asked, canary)) {
      const { status, text, headers } = await send(operation, one);
      // What is taken and shown again is hers to read; a refusal repeats nothing.
      if (status < 400) continue;
      refused++;
      expect([operation, status, CANARIES.some((c) => `${text}${JSON.stringify(headers)}`.includes(c))]).toEqual([
        operation,
        status,
        false,
      ]);
    }
  expect([operation, refused > 0 || allRoutes[operation]!.roles === 'public']).toEqual([operation, true]);
  const again = ROWS[operation]!.once ? await ROWS[operation]!.ask() : asked;
  const { table } = api.world;
  const fails = () => Promise.reject(Object.assign(new Error(CANARIES.join(' ')), { cause: CANARIES }));
  api.world.table = { get: fails, getMany: fails, query: fails, write: fails };
  try {
    const { status, text } = await send(operation, again);
    expect([
      operation,
      status < 400 || status >= 500 || status === 404 || status === 401,
      CANARIES.some((c) => text.includes(c)),
    ]).toEqual([operation, true, false]);
  } finally {
    api.world.table = table;
  }
  for (const canary of CANARIES)
    expect([operation, canary, printed.text().includes(canary)]).toEqual([operation, canary, false]);
});

it('control: the log was written, and the watch sees what stands in it', () => {
  expect(printed.text()).toContain('"refused":"internal"');
  process.stdout.write(`${CANARIES[2]}\n`);
  expect(printed.text()).toContain(CANARIES[2]);
});
