/** Chromium for the browser tests: Debian's own, or the one at CHROMIUM_PATH. A console error fails the test. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Where pictures of the page go; not kept in the repository. */
export const SHOTS = path.join(__dirname, '../../../dist/screenshots');

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS });
}

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Errors on the console, uncaught exceptions, failed requests: must be empty at the end. */
  wrong: string[];
}

export async function openPage(browser: Browser, url: string, size = { width: 1440, height: 900 }): Promise<Watched> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'America/New_York' });
  const wrong: string[] = [];
  // Pages opened by a link are watched as well.
  context.on('page', (page) => watch(page, wrong));
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, wrong };
}

function watch(page: Page, wrong: string[]): void {
  page.setDefaultTimeout(8_000);
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(250);
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}
