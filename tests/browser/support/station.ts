/** A liaison station as the office sets it up, and what its officer does besides typing. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import type { Browser, Download, Page } from 'playwright-core';
import { shoot } from './browser';
import { COUNTY } from './county';
import type { Someone } from './person';
import type { Stack } from './stack';

export const STATION = '阜康工作站';

/** A station at Fukang and its officer, through the API; her one-time code stands among those to scan. */
export async function hire(stack: Stack, name: string): Promise<void> {
  const { token } = await stack.call('POST', '/local/token', { role: 'administrator', region: COUNTY });
  const as = { authorization: `Bearer ${token}` };
  const keyed = () => ({ ...as, 'idempotency-key': `hire-${Math.random()}` });
  const where = { home_region: COUNTY, region: '652302' };
  const { org_id } = await stack.call('POST', '/v1/stations', { name: STATION, ...where }, keyed());
  const person = { home_region: COUNTY, org_id, name, duties: ['station'] };
  const { staff_id } = await stack.call('POST', '/v1/staff', person, keyed());
  await stack.call('POST', `/v1/staff/${staff_id}/binding`, {}, as);
}

/** Tap the last address in her chat: it opens in a tab of its own. */
export async function openLink(page: Page, someone: Someone): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await someone.phone.locator('.bubble a').last().click();
  const tab = await opened;
  await tab.waitForLoadState('load');
  return tab;
}

/** An import goes on only once its bar was seen: a few rows are over at once. */
export function heldForTheBar(tab: Page): Promise<unknown> {
  const bar = tab.locator('#doing progress');
  return tab.route('**/imports/*/run', (route) => bar.waitFor().then(() => route.continue()));
}

/** The text of the first sheet, cell by cell. */
export async function cellsOf(download: Download): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(await download.path());
  const cells: string[] = [];
  book.worksheets[0]?.eachRow((row) => row.eachCell((cell) => void cells.push(String(cell.text ?? ''))));
  return cells.join(' ');
}

/** Two screens side by side, for the documentation. */
export async function beside(browser: Browser, left: Buffer, right: Buffer, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const page = await browser.newPage({ viewport: { width: 860, height: 860 } });
  const picture = (png: Buffer) => `<img src="data:image/png;base64,${png.toString('base64')}">`;
  await page.setContent(
    `<style>body{margin:0;padding:20px;background:#e9ecf0;display:flex;gap:24px;align-items:flex-start;justify-content:center}
     img{height:820px;border-radius:18px;box-shadow:0 2px 12px #0003}</style>${picture(left)}${picture(right)}`,
  );
  await page.screenshot({ path: file });
  await page.close();
}

/** Steps of one story, each at its own time: after one that failed the rest say so at once instead of waiting in vain. */
export function story(name: string, clock: (to: string) => Promise<void>, page: () => Page) {
  let failed = '';
  return (what: string, at: string, run: (page: Page) => Promise<void>): void => {
    test(`${at.slice(5).replace('T', ' ')} ${what}`, async () => {
      if (failed) throw new Error(`not tried, since this failed: ${failed}`);
      try {
        await clock(at);
        await run(page());
      } catch (error) {
        failed = what;
        await shoot(page(), `${name}-failed`);
        throw error;
      }
    });
  };
}
