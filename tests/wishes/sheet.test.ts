/** P5: the monthly sheet holds what is open, and nothing else; in chat and on paper. */
import qrcode from 'qrcode';
import { loadTrades } from '../../lib/catalogue/load-trades';
import trades from '../../lib/catalogue/trades.json';
import type { Trade } from '../../lib/catalogue/types';
import { textContent } from '../../lib/channels/wechat/content';
import { pageOf } from '../../lib/chat/commands/pages';
import { cancelClass } from '../../lib/classes/cancel-class';
import { saveCode } from '../../lib/classes/class-code';
import { enrol } from '../../lib/classes/enrol';
import { closeOrder, takeOrder } from '../../lib/demand/job-orders';
import { millis } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import { readSheet, SHEET_ITEMS_MAX, sheetOf, sheetText } from '../../lib/wishes/sheet';
import { sheetPages, sheetSvg } from '../../lib/wishes/sheet-picture';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME } from './support';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
beforeEach(() => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
});

const ORDER = {
  home_region: HOME,
  region: FUKANG_REGION,
  employer_name: '阜康天池管业',
  trade_id: 'welder',
  heads: 12,
  place: '产业园二期',
  wage_from_fen: 500_000,
  wage_to_fen: 650_000,
  by_day: '2025-08-15',
  source: 'station' as const,
  by: 's_1',
};
const sheet = (month?: string, regions?: string[]) => readSheet(world, { home_region: HOME, month, regions });

it('P5 open classes with seats and open vacancies only', async () => {
  const open = await openClass(world, { units: 8, capacity: 3, first_day: '2025-07-26', pattern: 'weekend' });
  const full = await openClass(world, { units: 8, capacity: 1, first_day: '2025-07-28' });
  const off = await openClass(world, { units: 8, capacity: 3, first_day: '2025-07-29' });
  const september = await openClass(world, {
    units: 8,
    first_day: '2025-09-06',
    opens_at: '2025-09-01T08:00:00+08:00',
  });
  // To sign up for it is possible now, and no more when its month begins.
  const early = await openClass(world, { units: 8, first_day: '2025-09-13', closes_at: '2025-08-20T18:00:00+08:00' });
  await must(world, async () =>
    saveCode({ class_id: open.class_id, url: 'http://weixin.qq.com/q/abc', picture_url: 'x' }),
  );
  const worker = await newWorker(world, 1);
  await must(world, () => enrol(world, { class_id: full.class_id, worker, by: 'chat' }));
  await must(world, () => cancelClass(world, { class_id: off.class_id, by: 'li', reason: '老师病了' }));
  await settle(world, recordingSender().sender, written);
  const order = await must(world, () => takeOrder(world, ORDER));
  const closed = await must(world, () => takeOrder(world, { ...ORDER, trade_id: 'electrician' }));
  await must(world, () => closeOrder(world, { job_order_id: closed.job_order_id, by: 'li', reason: '招满了' }));

  const july = await sheet();
  expect(july.classes.map((c) => c.class_id)).toEqual([open.class_id, early.class_id]);
  expect(july.classes[0]).toMatchObject({ room: '还剩3个名额', url: 'http://weixin.qq.com/q/abc', seats_left: 3 });
  expect(july.jobs).toMatchObject([
    { job_order_id: order.job_order_id, heads: 12, wage: '5000–6500元/月', until: '8月15日前' },
  ]);
  expect((await sheet('2025-09')).classes.map((c) => c.class_id)).toEqual([september.class_id]);
  expect((await sheet('2025-09')).jobs).toEqual([]);
  expect((await sheet(undefined, ['310107'])).classes).toEqual([]);
  expect(sheetText(july)).toContain(open.class_id);
  // A class that has begun is not open any more.
  world.clock.set('2025-07-26T12:00:00+08:00');
  expect((await sheet()).classes.map((c) => c.class_id)).toEqual([early.class_id]);
});

const long = (classes: number, jobs: number) => {
  const card = {
    class_id: 'A17',
    title: '制冷空调系统安装维修工初级夜间班',
    trade_id: 'refrigeration_repairer',
    trade_name: '制冷空调系统安装维修工',
    level: '5' as const,
    pattern: 'evening' as const,
    host_region: FUKANG_REGION,
    home_region: HOME,
    site_name: '新疆阜康市职业技术培训中心实训楼三层',
    starts_at: '2025-08-04T18:30:00+08:00',
    ends_at: '2025-08-30T21:00:00+08:00',
    opens_at: '2025-07-01T08:00:00+08:00',
    closes_at: '2025-08-03T18:00:00+08:00',
    seats_left: 12,
    waiting: 0,
  };
  const order = {
    ...ORDER,
    job_order_id: 'j_1',
    rev: 1,
    trade_name: '焊工',
    state: 'open' as const,
    created_at: '2025-07-01T08:00:00+08:00',
  };
  return sheetOf({
    account: '禄劝送训',
    month: '2025-07',
    where: '新疆阜康',
    cards: Array.from({ length: classes }, (_, n) => ({ ...card, class_id: `A${10 + n}` })),
    urls: { A10: 'http://weixin.qq.com/q/A10' },
    orders: Array.from({ length: jobs }, (_, n) => ({ ...order, job_order_id: `j_${n}` })),
    place_names: { [FUKANG_REGION]: '新疆阜康' },
    now_ms: millis('2025-07-10T10:00:00+08:00'),
  });
};

it('P5 the wage of a vacancy as it was given: from and to, from, to, neither', async () => {
  const wages = [
    { wage_from_fen: 500_000, wage_to_fen: 650_000 },
    { wage_from_fen: 500_000, wage_to_fen: 500_000 },
    { wage_from_fen: 500_000, wage_to_fen: undefined },
    { wage_from_fen: undefined, wage_to_fen: 650_000 },
    { wage_from_fen: undefined, wage_to_fen: undefined },
  ];
  await must(world, () => loadTrades(world, trades as Trade[]));
  const said = new Map<string, string>();
  for (const [n, wage] of wages.entries()) {
    const order = await must(world, () => takeOrder(world, { ...ORDER, ...wage }));
    said.set(order.job_order_id, String(n));
  }
  const { jobs } = await sheet();
  expect(jobs.map((job) => [said.get(job.job_order_id), job.wage]).sort()).toEqual([
    ['0', '5000–6500元/月'],
    ['1', '5000元/月'],
    ['2', '5000元/月'],
    ['3', '最高6500元/月'],
    ['4', '工资面议'],
  ]);
});

it('P5 as chat text each page fits into one message', () => {
  const text = sheetText(long(20, 20));
  const pages = pageOf(text, 1).pages;
  expect(pages).toBeGreaterThan(1);
  for (let page = 1; page <= pages; page++) {
    const shown = pageOf(text, page).text;
    expect(
      Buffer.byteLength(textContent({ text: shown, choices: [{ send: '更多', label: '更多' }] })),
    ).toBeLessThanOrEqual(2048);
    expect(shown).not.toContain('undefined');
  }
});

it('P5 a full sheet keeps room for vacancies and says how many are not on it, in the text and on paper', async () => {
  const [full, fits] = [long(100, 100), long(30, 30)];
  expect([full.classes.length, full.jobs.length, full.left_out]).toEqual([45, 15, 140]);
  expect(sheetText(full)).toContain('还有140条没列');
  expect(await sheetSvg(sheetPages(full).at(-1)!)).toContain('还有140条没列');
  expect([long(70, 3).classes.length, long(70, 3).jobs.length]).toEqual([57, 3]);
  expect(fits.left_out).toBe(0);
  expect(sheetText(fits)).not.toContain('没列');
});

it('P5 the printed page: A4, a code to scan per class, several pages when there is much', async () => {
  expect(long(100, 100).classes.length + long(100, 100).jobs.length).toBe(SHEET_ITEMS_MAX);
  const data = long(13, 9);
  for (const c of data.classes.slice(0, 12)) c.url = `http://weixin.qq.com/q/${c.class_id}`;
  const pages = sheetPages(data);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flatMap((page) => page.classes)).toHaveLength(13);
  expect(pages.flatMap((page) => page.jobs)).toHaveLength(9);
  for (const page of pages) {
    const svg = await sheetSvg(page);
    expect(svg).toMatch(/^<svg [^>]*width="210mm" height="297mm"/);
    expect(svg).not.toMatch(/undefined|NaN|<script|href=/);
    // Each class carries its own code; the last has none yet.
    const codes = await Promise.all(page.classes.flatMap((c) => (c.url ? [modulesOf(c.url)] : [])));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(svg).toContain(code);
    expect(svg.split('扫码报名')).toHaveLength(codes.length + 1);
  }
});

/** The dark modules of a code, as its path is written. */
async function modulesOf(content: string): Promise<string> {
  const svg = await qrcode.toString(content, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
  return / d="(M[^"]+)"\/><\/svg>/.exec(svg)![1]!;
}

it('what an employer wrote cannot break out of the picture', async () => {
  const data = long(1, 1);
  data.jobs[0]!.title = '<script>alert(1)</script>&"';
  const svg = await sheetSvg(data);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
});
