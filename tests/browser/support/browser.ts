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
/** How long anything is waited for: on a machine busy with other things it takes several times as long. */
const WAIT_MAX_MS = 20_000;
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
  page.setDefaultTimeout(WAIT_MAX_MS);
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** Waits for what no page shows: asked again and again, for as long as the page itself would be waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WAIT_MAX_MS; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.waitForTimeout(250);
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}
