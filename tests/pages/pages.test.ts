/** What a link opens, and for whom: through the handlers, as deployed. */
import '../support/quiet';
import { grantToken } from '../../lib/pages/grant';
import { REFUSED_SAYS } from '../../lib/pages/say';
import type { Grant } from '../../lib/pages/types';
import { findWorker } from '../../lib/people/find';
import { HOUR_MS } from '../../lib/platform/clock';
import { useWechatSettings } from '../../lib/platform/deployed-world';
import { allRoutes } from '../../lib/platform/openapi';
import { XLSX } from '../../lib/sheets/limits';
import { keys } from '../../lib/store/keys';
import { type Api, type Asked, invoke, startApi } from '../api/support';
import { published, tradesLoaded } from '../api/things';
import { people, rosterFile } from '../sheets/support';

let api: Api;
let class_id: string;
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
  ({ class_id } = await published(api, { capacity: 10 }));
});
beforeEach(() => staff({}));
afterAll(() => useWechatSettings(undefined));

const staff = (set: object) => {
  const item = {
    ...{ staff_id: 'staff_wang', rev: 1, name: '王站长', org_id: 'o_1', org_kind: 'station', org_name: '阜康站' },
    ...{ home_region: '530128', region: '652302', duties: ['station'], active: true, ...set },
  };
  return api.world.table.write([{ kind: 'put', key: keys.staff('staff_wang'), item, why: 'staff' }]);
};
const link = (what: Grant['what'], set: Partial<Grant> = {}) =>
  grantToken(api.world, { what, class_id, lesson: 1, by: 'staff_wang', until_ms: api.world.now() + HOUR_MS, ...set });
const open = (grant: string, operation = 'open_page', more: Asked = {}) =>
  invoke(allRoutes[operation]!, { ...more, params: { grant, ...more.params } });

it('a page lets in nothing from elsewhere, is kept by nobody, and names no address it came from', async () => {
  for (const what of ['sign_in', 'import', 'download', 'monthly_sheet'] as const) {
    const { status, headers, text } = await open(link(what));
    expect([what, status]).toEqual([what, 200]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http|\*/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    // Addresses stand only in names of XML languages, and in what is drawn as a code.
    expect(text).not.toMatch(/(?:src|href|action)\s*=\s*"(?:https?:)?\/\//);
    expect(text).not.toMatch(/\son\w+=/);
  }
});

it('what the page of a class says of a sheet is what can be done from there: scores are entered by chat, not sent in', async () => {
  const { text } = await open(link('download'));
  expect(text).toContain('考评员再发“成绩”');
  expect(text).not.toContain('再导入');
});

it('each reason a file or a number is refused by a link is said in words of ours, and none that cannot be', () => {
  const operations = ['link_import', 'link_run_import', 'link_import_result', 'link_full_roster'];
  const at_the_door = ['file_type', 'file_too_large'];
  const can = [...at_the_door, ...operations.flatMap((operation) => allRoutes[operation]!.refusals ?? [])];
  // Said where a title says enough: the page tries again by itself, or never asks so early.
  const by_title = ['busy', 'import_not_done'];
  expect(Object.keys(REFUSED_SAYS).sort()).toEqual([...new Set(can)].filter((one) => !by_title.includes(one)).sort());
});

it.each<[string, number, string, () => string]>([
  ['a wrong link', 404, '链接不对', () => 'nothing'],
  ['a changed one', 404, '链接不对', () => link('download').replace(class_id, 'A99')],
  ['one that is over', 410, '过期', () => link('download', { until_ms: api.world.now() })],
  ['one without its class', 404, '链接不对', () => link('download', { class_id: 'Z99' })],
])('%s says so in words', async (_name, status, says, token) => {
  const answer = await open(token());
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
  expect(answer.text).toContain(says);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
});

it.each<[string, object]>([
  ['left', { active: false }],
  ['moved to another area', { region: '310107' }],
])('when she has %s, every use of her link ends at once', async (_name, set) => {
  await staff(set);
  const uses: [string, Grant['what'], Asked][] = [
    ['open_page', 'download', {}],
    ['open_page', 'sign_in', {}],
    ['sign_in_now', 'sign_in', {}],
    ['link_sheet', 'download', { params: { sheet: 'roster' } }],
    ['link_full_roster', 'download', { body: { reason: '报县人社局' } }],
  ];
  for (const [operation, what, more] of uses)
    expect([operation, (await open(link(what), operation, more)).status]).toEqual([operation, 403]);
  const file = { bytes: await rosterFile(people(1)), type: XLSX };
  const sent = await open(link('import'), 'link_import', { query: { consent: 'paper' }, file });
  expect([403, 404]).toContain(sent.status);
});

it('a link opens what it was made for, nothing else', async () => {
  expect((await open(link('download'), 'sign_in_now')).status).toBe(404);
  expect((await open(link('sign_in'), 'link_sheet', { params: { sheet: 'roster' } })).status).toBe(404);
  const file = { bytes: await rosterFile(people(1)), type: XLSX };
  expect((await open(link('download'), 'link_import', { query: { consent: 'paper' }, file })).status).toBe(404);
});

it('whole numbers are for stations and the office: a teacher’s link gives the masked roster only', async () => {
  await api.world.table.write([
    { kind: 'update', key: keys.class(class_id), set: { institution_id: 'o_1' }, why: 'her institution trains' },
  ]);
  await staff({ duties: ['teacher'], org_kind: 'institution' });
  expect((await open(link('download'), 'link_sheet', { params: { sheet: 'roster' } })).status).toBe(200);
  expect((await open(link('download'), 'link_full_roster', { body: { reason: '自己看看' } })).status).toBe(403);
  expect((await open(link('download'))).text).not.toContain('完整证件号');
});

it('an import by link is whose it is: another’s link does not run it', async () => {
  const file = { bytes: await rosterFile(people(2)), type: XLSX };
  const { body } = await open(link('import'), 'link_import', { query: { consent: 'paper' }, file });
  const params = { import_id: body.import_id };
  const hers = { ...(await api.world.table.get(keys.staff('staff_wang'))), staff_id: 'staff_li' } as any;
  await api.world.table.write([
    { kind: 'put', key: keys.staff('staff_li'), item: { ...hers, pk: undefined, sk: undefined }, why: 'x' },
  ]);
  expect((await open(link('import', { by: 'staff_li' }), 'link_run_import', { params })).status).toBe(404);
  expect((await open(link('import'), 'link_run_import', { params })).body).toMatchObject({ rows_done: 2, enrolled: 2 });
});

it('whoever is brought in by an office works where the class is, and is found there', async () => {
  await staff({ duties: ['office'], region: '530128', org_kind: 'department' });
  const file = { bytes: await rosterFile(people(1, 40)), type: XLSX };
  const { body } = await open(link('import'), 'link_import', { query: { consent: 'paper' }, file });
  await open(link('import'), 'link_run_import', { params: { import_id: body.import_id } });
  const [done] = (await api.world.table.query({ pk: `IMPORT#${body.import_id}`, prefix: 'DONE#' })).items;
  const worker = await findWorker(api.world, done!.worker_id);
  const c = await api.world.table.get(keys.class(class_id));
  expect([worker?.site_region, worker?.home_region]).toEqual([c!.host_region, '530128']);
  expect(worker?.site_region).not.toBe('530128');
});

it('a link for importing opens for those who may import', async () => {
  await staff({ duties: ['teacher'], org_kind: 'institution' });
  expect((await open(link('import'))).status).toBe(403);
});

it('a link that names nobody opens nothing but a certificate', async () => {
  for (const what of ['sign_in', 'import', 'download', 'monthly_sheet'] as const)
    expect([what, (await open(link(what, { by: undefined }))).status]).toEqual([what, 404]);
});

it('a file is judged before anything of it is kept', async () => {
  const send = (file: Asked['file'], query: Record<string, string> = { consent: 'paper' }) =>
    open(link('import'), 'link_import', { query, file });
  expect((await send({ bytes: Buffer.from('x'), type: 'text/plain' })).body.code).toBe('file_type');
  expect((await send({ bytes: Buffer.alloc(4 * 1024 * 1024 + 1), type: XLSX })).body.code).toBe('file_too_large');
  expect((await send({ bytes: Buffer.from('not a zip'), type: XLSX })).body.code).toBe('file_type');
  const good = { bytes: await rosterFile(people(1)), type: XLSX };
  expect((await send(good, {})).body.code).toBe('input_invalid');
  expect((await send(good, { consent: 'paper', class_id: 'A99' })).body.code).toBe('class_unknown');
});

it('the code stands on the page whether WeChat can be reached or not', async () => {
  const { body } = await open(link('sign_in'), 'sign_in_now');
  expect(body).toMatchObject({ code: expect.stringMatching(/^\d{4}$/), present: 0, qr_signs_in: false });
  expect(body.qr).toMatch(/^<svg/);
});
