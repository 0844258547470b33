/** What a request may hold has an end, and what is refused is told with the bound or an example. */
import '../support/quiet';
import { allRoutes, openApi } from '../../lib/platform/openapi';
import { PAGE_DEFAULT, PAGE_MAX } from '../../lib/platform/paging';
import { type Api, type Asked, startApi } from './support';
import { DRAFT, drafted, tradesLoaded } from './things';

let api: Api;
const document: any = openApi();
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});
const said = async (operation: string, asked: object) => (await api.call(operation, asked)).body.fields;
const draft = async (change: object) => (await said('draft_class', { body: { ...DRAFT, ...change } }))[0].message;

describe('a field that is refused', () => {
  const CANARY = '530128199001010013';

  it.each<[string, object, string]>([
    ['too short', { site_name: '阜' }, '最少 2 个字'],
    ['too long', { address: '路'.repeat(121) }, '最多 120 个字'],
    ['too small', { capacity: 0 }, '不能小于 1'],
    ['too great', { capacity: 5001 }, '不能大于 5000'],
    ['too many', { groups: Array(21).fill('脱贫劳动力') }, '最多 20 项'],
    ['too few', { first_day: undefined, lessons: [] }, '最少 1 项'],
    ['no whole number', { capacity: 1.5 }, '类型不对，要填整数'],
    ['text for a number', { capacity: CANARY }, '类型不对，要填数字'],
    ['a number for text', { site_name: 17 }, '类型不对，要填文字'],
    ['no list', { groups: CANARY }, '类型不对，要填列表，写在 [ ] 里'],
    ['missing', { site_name: undefined }, '没有填，这一项必须有'],
    ['none of the choices', { pattern: CANARY }, '只能填：weekend、evening、full_time'],
    ['no region', { host_region: CANARY }, '要填六位地区代码，像 530128'],
    ['no day', { first_day: '2025-02-30' }, '要像 2025-07-24 这样的日期'],
    ['no moment', { opens_at: '2025-07-11T09:00:00' }, '要像 2025-07-24T09:00:00+08:00 这样的时刻，带时区'],
    [
      'a moment without end',
      { opens_at: `2025-07-11T09:00:00.${'0'.repeat(99)}Z` },
      '要像 2025-07-24T09:00:00+08:00 这样的时刻，带时区',
    ],
    ['no time of day', { start: '9:00' }, '要像 18:30 这样的钟点'],
    ['no trade', { trade_id: CANARY }, '要像 electrician 这样的工种标识'],
    ['two lines', { title: '甲\n乙' }, '只能写一行，不要换行，也不要看不见的字符'],
  ])('%s: says what is expected', async (_what, change, message) => {
    expect(await draft(change)).toBe(message);
  });

  it('says so of ids, pages and unknown fields too, and never repeats the value', async () => {
    expect(await said('read_class', { params: { class_id: CANARY } })).toEqual([
      { field: 'path.class_id', message: '要像 A17 这样的班号' },
    ]);
    expect(await said('read_worker', { params: { worker_id: CANARY } })).toEqual([
      { field: 'path.worker_id', message: '要像 w_3k9qw7m2c8x4t6ra 这样的编号' },
    ]);
    expect(await said('list_classes', { query: { [CANARY]: CANARY } })).toEqual([
      { field: 'query.…', message: '不认识的字段' },
    ]);
  });

  it('has words for every pattern of every request: none is left with zod’s English', () => {
    const silent: string[] = [];
    for (const [operation, { request }] of Object.entries(allRoutes))
      for (const schema of Object.values(request)) silent.push(...withoutWords(schema, operation));
    expect(silent).toEqual([]);
  });
});

/** Patterns and formats in a schema that would be refused without an example. */
function withoutWords(schema: any, at: string): string[] {
  const def = schema?._zod?.def;
  if (!def) return [];
  const checks = [def, ...(def.checks ?? []).map((check: any) => check._zod.def)];
  const wrong = checks.filter((one) => one.format && one.format !== 'safeint' && !saysChinese(one.error)).map(() => at);
  const inner = [def.innerType, def.element, def.in, def.out, ...(def.options ?? [])].filter(Boolean);
  return [
    ...wrong,
    ...inner.flatMap((one) => withoutWords(one, at)),
    ...Object.entries(def.shape ?? {}).flatMap(([name, one]) => withoutWords(one, `${at}.${name}`)),
  ];
}
const saysChinese = (error: unknown) => /[\u4e00-\u9fff]/.test(String(typeof error === 'function' ? error({}) : ''));

describe('every request has an end', () => {
  const resolved = (schema: any) =>
    schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)] : (schema ?? {});

  /** Anchored at both ends, and nothing in it repeats for ever. */
  const ends = (pattern = '') =>
    /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(pattern.replace(/\\.|\[(?:\\.|[^\]])*\]/g, 'x'));

  /** Where a schema takes text, a list or an object without an end. */
  function endless(given: any, at: string): string[] {
    const schema = resolved(given);
    const found: string[] = [];
    const { type, enum: choices, maxLength, maxItems, pattern, properties = {} } = schema;
    if (type === 'string' && !choices && schema.const === undefined && !(maxLength > 0) && !ends(pattern))
      found.push(at);
    if (type === 'array' && !(maxItems > 0)) found.push(at);
    if (type === 'object' && schema.additionalProperties !== false) found.push(at);
    const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    const known = type || choices || schema.const !== undefined || inner.length > 0;
    return [
      ...found,
      ...(known ? [] : [`${at}: anything`]),
      ...(schema.items ? endless(schema.items, `${at}[]`) : []),
      ...inner.flatMap((one: any) => endless(one, at)),
      ...Object.entries(properties).flatMap(([name, one]) => endless(one, `${at}.${name}`)),
    ];
  }
  const requests = () =>
    Object.values<any>(document.paths).flatMap((methods) =>
      Object.values<any>(methods).flatMap((operation: any) => [
        ...(operation.parameters ?? []).map((one: any) => [`${operation.operationId} ${one.name}`, one.schema]),
        // A file has a size of its own (`max_bytes`).
        ...(operation.requestBody?.content['application/json']
          ? [[`${operation.operationId} body`, operation.requestBody.content['application/json'].schema]]
          : []),
      ]),
    ) as [string, any][];

  it('each text, list and object in it', () => {
    expect(requests().length).toBeGreaterThan(40);
    expect(requests().flatMap(([at, schema]) => endless(schema, at))).toEqual([]);
  });

  it.each([
    ['text', { type: 'string' }],
    ['a pattern that goes on', { type: 'string', pattern: '^[a-z]+$' }],
    ['a pattern open at one end', { type: 'string', pattern: '^[a-z]{2}' }],
    ['a list', { type: 'array', items: { type: 'string', maxLength: 3 } }],
    ['text in a list', { type: 'array', maxItems: 3, items: { type: 'string' } }],
    ['a field', { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } }],
    ['any field', { type: 'object', properties: {} }],
    ['anything', {}],
  ])('would find %s without an end (control)', (_what, schema) => {
    expect(endless(schema, 'x')).toHaveLength(1);
  });
});

describe('every list has an end', () => {
  /** Lists given whole: what bounds them, and the most they hold; nothing where it is data that ships or is loaded by us. */
  const WHOLE: Record<string, [why: string, items_max?: number]> = {
    list_trades: ['the catalogue: some hundred rows, loaded by the office'],
    list_policies: ['packs that ship with the code'],
    list_sessions: ['a class has at most 90 lessons', 90],
    read_marks: ['the enrolled of one class: no more than its largest capacity', 5000],
    list_affected: ['the first hundred classes a closed area holds up; those moved, the next show', 100],
    list_inspections: ['the last fifty draws of one class', 50],
    gateway_lease: ['what was asked for, ten at most', 10],
    gateway_ack: ['one for each ack sent, ten at most', 10],
    pool_wishes: ['one a trade wished at one place, the hundred most wished; all are in list_proposals', 100],
    lead_times: ['a county and its places', 200],
  };
  const lists = Object.entries(allRoutes).filter(
    ([, { response }]) => 'items' in ((response.schema as any).shape ?? {}),
  );
  const paged = lists.map(([operation]) => operation).filter((operation) => !(operation in WHOLE));
  const itemsMax = (operation: string) => {
    const { path, method, response } = allRoutes[operation]!;
    const answer = document.paths[path][method.toLowerCase()].responses[String(response.status)];
    return answer.content['application/json'].schema.properties.items.maxItems;
  };

  it('each is paged, or known to be short', () => {
    expect(paged).toEqual([
      'list_classes',
      'list_scores',
      'list_certificates',
      'list_follow_ups',
      'list_contracts',
      'list_gates',
      'list_stations',
      'list_institutions',
      'list_employers',
      'list_evaluation_agencies',
      'list_villages',
      'list_offices',
      'list_staff',
      'list_broadcasts',
      'list_threads',
      'list_phrases',
      'list_gateway_accounts',
      'list_wishes',
      'list_surveys',
      'list_proposals',
      'list_orders',
    ]);
    expect(lists).toHaveLength(paged.length + Object.keys(WHOLE).length);
  });

  it.each(Object.entries(WHOLE))('%s, given whole, states the most it holds', (operation, [, items_max]) => {
    expect([operation, itemsMax(operation)]).toEqual([operation, items_max]);
  });

  /** What a listing must be asked for besides its page. */
  const asked = async (operation: string): Promise<Asked & { query: Record<string, string> }> => {
    if (operation === 'list_wishes') return { query: { region: '652302' } };
    if (!allRoutes[operation]!.path.includes('{class_id}')) return { query: {} };
    return { params: { class_id: (await drafted(api)).class_id }, query: {} };
  };

  it.each(paged)('%s states its largest page and keeps to it', async (operation) => {
    const { path } = allRoutes[operation]!;
    const { parameters } = document.paths[path].get;
    const { description } = parameters.find((one: any) => one.name === 'limit').schema;
    expect(description).toBe(`一页最多几条：1 到 ${PAGE_MAX}，不填是 ${PAGE_DEFAULT}`);
    expect(itemsMax(operation)).toBe(PAGE_MAX);
    const { query, ...rest } = await asked(operation);
    expect((await api.call(operation, { ...rest, query: { ...query, limit: String(PAGE_MAX) } })).status).toBe(200);
    for (const limit of ['0', '-1', '1.5', String(PAGE_MAX + 1), '1000', 'all', ''])
      expect(await said(operation, { ...rest, query: { ...query, limit } })).toEqual([
        { field: 'query.limit', message: `要填 1 到 ${PAGE_MAX} 的整数` },
      ]);
  });

  it('the size of a page left out is a number as much as one that is given', () => {
    const { query } = allRoutes.list_classes!.request;
    expect([{}, { limit: '3' }].map((given) => (query!.parse(given) as { limit: unknown }).limit)).toEqual([
      PAGE_DEFAULT,
      3,
    ]);
  });

  it('a page holds no more than asked for, and the default when nothing is', async () => {
    const { body } = await api.call('list_classes', { query: { limit: '100' } });
    for (let i = 0; i < PAGE_DEFAULT + 2; i++) await drafted(api);
    const sizes = [];
    const queries: Record<string, string>[] = [{}, { limit: '3' }, { limit: '100' }];
    for (const query of queries) sizes.push((await api.call('list_classes', { query })).body.items.length);
    expect(sizes).toEqual([PAGE_DEFAULT, 3, body.items.length + PAGE_DEFAULT + 2]);
  });
});
