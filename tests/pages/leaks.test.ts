/** A link is a right: it is kept by no cache, sent on to nobody, stands in no log; and what it opened is written down. */
import '../support/loud';
import { enrol } from '../../lib/classes/enrol';
import { grantToken } from '../../lib/pages/grant';
import type { Grant } from '../../lib/pages/types';
import { dayOf, HOUR_MS } from '../../lib/platform/clock';
import { useWechatSettings } from '../../lib/platform/deployed-world';
import { allRoutes } from '../../lib/platform/openapi';
import { XLSX } from '../../lib/sheets/limits';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type Api, type Asked, invoke, startApi } from '../api/support';
import { published, tradesLoaded } from '../api/things';
import { idOf, nameOf, people, phoneOf, rosterFile } from '../sheets/support';
import { capturedOutput } from '../support/output';
import { must, newWorker } from '../support/town';

let api: Api;
let class_id: string;
let printed: ReturnType<typeof capturedOutput>;
beforeAll(async () => {
  printed = capturedOutput();
  api = await startApi({ table: memoryTable() });
  await tradesLoaded(api);
  ({ class_id } = await published(api, { capacity: 10 }));
  const worker = await newWorker(api.world, 77);
  await must(api.world, () => enrol(api.world, { class_id, worker, by: 'chat' }));
  const item = {
    ...{ staff_id: 'staff_wang', rev: 1, name: '王站长', org_id: 'o_1', org_kind: 'station', org_name: '阜康站' },
    ...{ home_region: '530128', region: '652302', duties: ['station'], active: true },
  };
  await api.world.table.write([{ kind: 'put', key: keys.staff('staff_wang'), item, why: 'staff' }]);
});
afterAll(() => {
  printed.release();
  useWechatSettings(undefined);
});

const link = (what: Grant['what'], set: Partial<Grant> = {}) =>
  grantToken(api.world, { what, class_id, lesson: 1, by: 'staff_wang', until_ms: api.world.now() + HOUR_MS, ...set });
const file = async () => ({ bytes: await rosterFile(people(1)), type: XLSX });

it('every answer to a link is kept by nobody, also a refusal and a file; pages send no address on', async () => {
  const sent = await invoke(allRoutes.link_import!, {
    params: { grant: link('import') },
    query: { consent: 'paper' },
    file: await file(),
  });
  const params = { import_id: sent.body.import_id };
  const over = { until_ms: api.world.now() - 1 };
  const uses: [string, string, Asked?][] = [
    ['open_page', link('download')],
    ['open_page', link('sign_in')],
    ['open_page', link('sign_in', over)],
    ['open_page', 'nothing'],
    ['sign_in_now', link('sign_in')],
    ['sign_in_now', link('sign_in', over)],
    ['link_sheet', link('download'), { params: { sheet: 'roster' } }],
    ['link_sheet', link('download', over), { params: { sheet: 'roster' } }],
    ['link_full_roster', link('download'), { body: { reason: '报县人社局' } }],
    ['link_run_import', link('import'), { params }],
    ['link_run_import', link('import'), { params }],
    ['link_import_result', link('import'), { params }],
  ];
  for (const [operation, grant, more = {}] of uses) {
    const { headers, text } = await invoke(allRoutes[operation]!, { ...more, params: { grant, ...more.params } });
    expect([operation, headers['cache-control'], headers['x-content-type-options']]).toEqual([
      operation,
      'no-store',
      'nosniff',
    ]);
    if (operation === 'open_page') expect(text).toContain('<meta name="referrer" content="no-referrer">');
  }
  const log = printed.text();
  // The log was on, and knows what was asked; neither the right nor anybody it opened stands there.
  expect(log).toContain('"operation":"link_full_roster"');
  for (const { 1: grant } of uses.filter(({ 1: one }) => one !== 'nothing')) expect(log).not.toContain(grant);
  for (const word of ['staff_wang', nameOf(1), idOf(1), phoneOf(1), '报县人社局']) expect(log).not.toContain(word);
});

it('an address says what it opens by ids alone', () => {
  for (const what of ['sign_in', 'import', 'download', 'monthly_sheet'] as const)
    expect(link(what)).toMatch(/^[a-z]\.c[A-Z]\d+\.bstaff_wang\.l1\.u[0-9a-z]+\.[\w-]{22}$/);
});

it('numbers opened by a link are written down as such: it may have been passed on', async () => {
  await invoke(allRoutes.link_full_roster!, { params: { grant: link('download') }, body: { reason: '报省厅' } });
  const { items } = await api.world.table.query({ pk: keys.audit(dayOf(api.world.now()), '').pk });
  expect(items.find((one) => one.reason === '报省厅')).toMatchObject({ reader: 'staff_wang', via: 'link', people: 2 });
});

it('whose link it was hears that it opened numbers: a stranger who was sent it does not go unnoticed', async () => {
  const chat = 'wechat:o_wang';
  const told = async () => (await api.world.table.query({ pk: keys.notice(chat, '').pk })).items;
  const bound = { kind: 'update', key: keys.staff('staff_wang'), set: { chat }, why: 'bound' } as const;
  await api.world.table.write([bound]);
  // Control: what is masked is nobody's to hear of.
  await invoke(allRoutes.link_sheet!, { params: { grant: link('download'), sheet: 'roster' } });
  expect(await told()).toEqual([]);
  await invoke(allRoutes.link_full_roster!, { params: { grant: link('download') }, body: { reason: '报省厅' } });
  const [notice, ...more] = await told();
  expect([notice?.kind, notice?.urgent, more]).toEqual(['numbers_opened', true, []]);
  expect(notice?.text).toContain('2人的证件号和电话');
  const { items } = await api.world.table.query({ pk: keys.audit(dayOf(api.world.now()), '').pk });
  expect(JSON.stringify(items)).not.toContain(chat);
});

it('used again after she left, or held against another class, it opens nothing', async () => {
  const grant = link('download');
  const other = await published(api, { capacity: 10 });
  const moved = grant.replace(class_id, other.class_id);
  const use = (token: string) => invoke(allRoutes.link_sheet!, { params: { grant: token, sheet: 'roster' } });
  expect([(await use(grant)).status, (await use(moved)).status]).toEqual([200, 404]);
  const leaves = { kind: 'update', key: keys.staff('staff_wang'), set: { active: false }, why: 'she left' } as const;
  await api.world.table.write([leaves]);
  expect((await use(grant)).status).toBe(403);
});
