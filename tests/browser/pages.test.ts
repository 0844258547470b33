/** Pages opened by a link, in Chromium on a small phone, from the local stack; the files they give, looked at. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { enrolByOffice } from '../../lib/classes/enrol-by-office';
import { readLessons } from '../../lib/classes/read';
import { roster } from '../../lib/classes/roster';
import type { TrainingClass } from '../../lib/classes/types';
import { grantLink } from '../../lib/pages/grant';
import type { Grant } from '../../lib/pages/types';
import { HOUR_MS } from '../../lib/platform/clock';
import { attendanceLayout } from '../../lib/sheets/layouts/attendance';
import { writeSheet } from '../../lib/sheets/write-sheet';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { newFolder, removeFolder, type TestStack, testStack } from '../local/support/stack';
import { idOf, nameOf, people, person, phoneOf, rosterFile } from '../sheets/support';
import { newWorker, openClass } from '../support/town';
import { launch, openPage, SHOTS, shoot } from './support/browser';
import { sheetHtml } from './support/sheet-html';

const PHONE = { width: 360, height: 640 };
let browser: Browser;
let stack: TestStack;
let folder: string;
let c: TrainingClass;
let files: string;

beforeAll(async () => {
  files = mkdtempSync(path.join(tmpdir(), 'songxun-files-'));
  folder = newFolder();
  [browser, stack] = await Promise.all([launch(), testStack(folder)]);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
  const { world } = stack;
  c = await openClass(world, { capacity: 40 });
  const staff = { staff_id: 'staff_wang', org_id: 'o_1', org_kind: 'station', org_name: '阜康工作站' };
  const place = { home_region: '530128', region: '652302', duties: ['station'] };
  await world.table.write([
    {
      kind: 'put',
      key: keys.staff('staff_wang'),
      item: { ...staff, ...place, rev: 1, name: '王站长', active: true },
      why: 'the station’s officer',
    },
  ]);
  for (let n = 501; n <= 512; n++) {
    const { worker_id } = await newWorker(world, n);
    await carryOut(world, () => enrolByOffice(world, { class_id: c.class_id, worker_id, by: 'x', reason: '本人要求' }));
  }
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  removeFolder(folder);
  rmSync(files, { recursive: true, force: true });
});

const link = (set: Partial<Grant> & Pick<Grant, 'what'>) => {
  const { world } = stack;
  return grantLink(world, { class_id: c.class_id, by: 'staff_wang', until_ms: world.now() + HOUR_MS, ...set });
};
/** What a thumb would miss: under 44 pixels, the label of a choice counted as the choice. */
const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('a,button,select,textarea,input[type=file],.choice')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => one.textContent),
  );
const kept = (name: string, bytes: Buffer) => {
  const file = path.join(files, name);
  writeFileSync(file, bytes);
  return file;
};

it('shows the sign-in code, large, with a code to scan, and counts on', async () => {
  const { page, wrong, context } = await openPage(browser, link({ what: 'sign_in', lesson: 1 }), PHONE);
  await expect(page.locator('#code').textContent()).resolves.toMatch(/^\d{4}$/);
  await page.locator('#qr svg').waitFor();
  expect(await page.locator('#count').textContent()).toBe('已到 0 人，共 12 人');
  // Between two codes it says so for a moment.
  await page.locator('#left', { hasText: /还有 \d+ 秒/ }).waitFor();
  await shoot(page, 'page-sign-in');
  const before = await page.locator('#code').textContent();
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:05:00+08:00' });
  await page.waitForFunction((code) => document.getElementById('code')!.textContent !== code, before);
  // Out of reach of the server an old code is greyed, to scan as well.
  const shade = () => page.locator('#qr').evaluate((qr) => Number(getComputedStyle(qr).opacity));
  expect(await shade()).toBe(1);
  await context.setOffline(true);
  await page.clock.setFixedTime(Date.now() + 120_000);
  await page.locator('#code.old').waitFor();
  expect(await shade()).toBeLessThan(0.3);
  // Nothing wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  expect(wrong.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await context.close();
});

it('a roster is sent in, with a bar, and the result comes back marked', async () => {
  const rows: unknown[][] = [...people(130), [nameOf(140), Number(idOf(140)), phoneOf(140)], person(1)];
  const file = kept('名单.xlsx', await rosterFile(rows));
  const { page, wrong, context } = await openPage(browser, link({ what: 'import', class_id: undefined }), PHONE);
  await shoot(page, 'page-import');
  await page.locator('#file').setInputFiles(file);
  await page.getByLabel('都签了书面同意').check();
  // The second hundred is held back until she has closed the page: on a quick machine the bar would be over at once.
  let runs = 0;
  await page.route('**/imports/*/run', (route) => (++runs === 2 ? undefined : route.continue()));
  await page.getByRole('button', { name: '上传' }).click();
  await page.getByText('已办 100 / 132 行').waitFor({ timeout: 30_000 });
  await shoot(page, 'page-import-running');
  // Closed, and the same link opened again from the chat, it goes on by itself.
  const at = page.url().replace(/#.*/, '');
  await page.goto('about:blank');
  await page.goto(at);
  await page.getByText('导完了').waitFor({ timeout: 30_000 });
  await shoot(page, 'page-import-done');
  expect(await page.locator('#counts').innerText()).toMatch(/新登记\s+130 人[\s\S]*没有录入\s+2 人/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('下载结果表').click()]);
  expect(download.suggestedFilename()).toBe('导入结果.xlsx');
  const picture = await browser.newPage({ viewport: { width: 1160, height: 830 } });
  await picture.setContent(await sheetHtml(readFileSync(await download.path())));
  await picture.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await shoot(picture, 'sheet-result');
  await picture.close();
  expect(wrong).toEqual([]);
  await context.close();
});

it('says in words what is wrong with a file', async () => {
  const { page, context } = await openPage(browser, link({ what: 'import' }), PHONE);
  await page.locator('#file').setInputFiles(kept('假的.xlsx', Buffer.from('not a spreadsheet')));
  await page.getByRole('button', { name: '上传' }).click();
  await page.getByText('请选名单上的人是怎样同意的').waitFor();
  await page.getByLabel('当面说明后').check();
  await page.getByRole('button', { name: '上传' }).click();
  await page.getByText('这不是 .xlsx 文件').waitFor();
  await shoot(page, 'page-import-refused');
  await context.close();
});

it('gives the files of a class; whole numbers only with a reason', async () => {
  const { page, wrong, context } = await openPage(browser, link({ what: 'download' }), PHONE);
  await shoot(page, 'page-download');
  const [masked] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '实名制花名册' }).click(),
  ]);
  expect(masked.suggestedFilename()).toBe(`${c.class_id}实名制花名册.xlsx`);
  await page.getByRole('button', { name: '下载完整花名册' }).click();
  await page.getByText('请写明用途').waitFor();
  await page.locator('#reason').fill('报县人社局开班审核');
  const [whole] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载完整花名册' }).click(),
  ]);
  expect(whole.suggestedFilename()).toBe(`${c.class_id}实名制花名册（完整）.xlsx`);
  expect(wrong).toEqual([]);
  await context.close();
});

it('a download that does not get through says so in her words, and can be tried again', async () => {
  const { page, context } = await openPage(browser, link({ what: 'download' }), PHONE);
  const give = page.getByRole('button', { name: '下载完整花名册' });
  await page.locator('#reason').fill('报县人社局开班审核');
  await context.setOffline(true);
  await give.click();
  await page.getByText('网络断了，没有下载。请再试。').waitFor();
  await context.setOffline(false);
  await page.route('**/sheets/roster', (route) => route.fulfill({ status: 503, body: '<html>' }), { times: 1 });
  await give.click();
  await page.getByText('没有办成，请再试一次。').waitFor();
  await Promise.all([page.waitForEvent('download'), give.click()]);
  await context.close();
});

it('says so when a link is wrong or over, and when a certificate is not there', async () => {
  for (const [at, says, name] of [
    [link({ what: 'sign_in', lesson: 1, until_ms: 1 }), '链接过期了', 'page-expired'],
    [`${stack.url}/p/wrong`, '链接不对', 'page-wrong'],
    [`${stack.url}/verify/LQ2025000017X`, '没有查到', 'page-verify-none'],
  ] as const) {
    const { page, context } = await openPage(browser, at, PHONE);
    await page.getByText(says).first().waitFor();
    await shoot(page, name);
    await context.close();
  }
});

it('the month’s sheet, to be printed', async () => {
  const at = link({ what: 'monthly_sheet', class_id: undefined });
  const { page, wrong, context } = await openPage(browser, at, { width: 900, height: 1100 });
  await page.locator('.sheet svg').first().waitFor();
  await shoot(page, 'page-monthly');
  // On paper: one A4 page a sheet, and no button.
  const sheets = await page.locator('.sheet').count();
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(sheets);
  expect(wrong).toEqual([]);
  await context.close();
});

it.each([
  ['phone', PHONE],
  ['desk', { width: 1280, height: 800 }],
] as const)('nothing is wider than the screen: %s', async (name, size) => {
  for (const what of ['sign_in', 'import', 'download', 'monthly_sheet'] as const) {
    const at = link({ what, ...(what === 'sign_in' && { lesson: 1 }) });
    const { page, wrong, context } = await openPage(browser, at, size);
    await page.locator('main').waitFor();
    expect([what, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([what, size.width]);
    expect([what, await tooSmall(page)]).toEqual([what, []]);
    // What stands at the door is seen whole, without scrolling.
    if (what === 'sign_in')
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(size.height);
    await page.screenshot({ path: path.join(SHOTS, `page-${what}-${name}.png`), fullPage: true });
    expect(wrong).toEqual([]);
    await context.close();
  }
});

it('a code page whose officer leaves goes dark, and says why', async () => {
  const { page, context } = await openPage(browser, link({ what: 'sign_in', lesson: 1 }), PHONE);
  await page.locator('#qr svg').waitFor();
  const staff = (active: boolean) =>
    stack.world.table.write([{ kind: 'update', key: keys.staff('staff_wang'), set: { active }, why: 'she left' }]);
  await staff(false);
  await page.getByText('这个链接不能用了').waitFor();
  expect(await page.locator('#code').textContent()).toBe('----');
  for (const part of ['#qr', '#how', '#left']) expect(await page.locator(part).innerHTML()).toBe('');
  await shoot(page, 'page-sign-in-over');
  await staff(true);
  await context.close();
});

it('an attendance sheet with marks of every kind, as a picture', async () => {
  const { world } = stack;
  const lessons = await readLessons(world, c);
  const states = [
    'present',
    'late',
    'left_early',
    'made_up',
    'list_unconfirmed',
    'disputed',
    'leave',
    'absent',
  ] as const;
  const members = (await roster(world, c.class_id)).map((member, i) => ({
    worker_id: member.worker_id,
    name: member.name,
    status: 'enrolled' as const,
    ...{ units_held: 40, units_counted: 40 - i * 2, units_leave: 0, units_unconfirmed: 0, units_disputed: 0 },
    ...{ by_kind: { theory: 0, practice: 40, online: 0, workplace: 0 }, units_made_up: 0, late_times: 0 },
    ...{ left_early_times: 0, percent: 100 - i * 5, enough: i < 5 },
    lessons: lessons.slice(0, 9).map(({ n }) => ({ n, state: states[(n * i) % 8]!, held: 4, counted: 4 })),
  }));
  const days = [...new Set(lessons.map((lesson) => lesson.starts_at.slice(0, 10)))].slice(0, 4);
  const layout = attendanceLayout(c, lessons, {
    ...{ class_id: c.class_id, title: c.title, lessons_held: 9, lessons_in_all: lessons.length, units_held: 40 },
    ...{ percent_min: 80, day_percent_min: 80, people: members },
    days: days.map((day, i) => ({ day, units_held: 8, of: 12, present: 12 - i, percent: 96 - i * 8, enough: i < 2 })),
  });
  const page = await browser.newPage({ viewport: { width: 1160, height: 830 } });
  await page.setContent(await sheetHtml(await writeSheet(layout)));
  await shoot(page, 'sheet-attendance-marked');
  await page.close();
});

it('each sheet, as a picture', async () => {
  const { body } = await stack.call('POST', '/local/token', { role: 'administrator', region: '530128' });
  for (const sheet of ['roster', 'attendance', 'sign-off', 'scores']) {
    const answer = await fetch(`${stack.url}/v1/classes/${c.class_id}/${sheet}.xlsx`, {
      headers: { authorization: `Bearer ${body.token}` },
    });
    expect(answer.status).toBe(200);
    const html = await sheetHtml(new Uint8Array(await answer.arrayBuffer()));
    const page = await browser.newPage({ viewport: { width: 1160, height: 830 } });
    await page.setContent(html);
    await shoot(page, `sheet-${sheet}`);
    await page.close();
  }
});
