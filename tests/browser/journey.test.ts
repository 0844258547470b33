/**
 * Two workers and one seat, on the phone page, through the real webhook: the first signs up, the second
 * waits, the first cancels, the second is offered the seat and takes it; each hears what she should.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, openPage, shoot, type Watched } from './support/browser';
import { type OpenClass, openClass, syntheticId } from './support/county';
import { fillIn, newPerson, type Someone } from './support/person';
import { type Stack, startStack } from './support/stack';

const AYI = { name: '李阿依', id_number: syntheticId('1990-03-12', 24), phone: '13800001111' };
const XIAOPU = { name: '普小龙', id_number: syntheticId('1988-11-02', 17), phone: '13900002222' };

let browser: Browser;
let stack: Stack;
let watched: Watched;
let opened: OpenClass;
let ayi: Someone;
let xiaopu: Someone;

beforeAll(async () => {
  [browser, stack] = await Promise.all([launch(), startStack()]);
  await stack.call('POST', '/local/clock', { now: '2025-07-20T09:00:00+08:00' });
  await stack.call('POST', '/local/seed', { pack: 'luquan-2025' });
  opened = await openClass(stack, { capacity: 1 });
  await stack.call('POST', '/local/settle', {});
  watched = await openPage(browser, stack.url, { width: 1280, height: 900 });
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});
afterEach(() => expect(watched.wrong.splice(0)).toEqual([]));

/** Steps of one story: after one that failed the rest say so at once instead of waiting in vain. */
let failed = '';
function step(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    if (failed) throw new Error(`not tried, since this failed: ${failed}`);
    try {
      await run();
    } catch (error) {
      failed = name;
      await shoot(watched.page, 'journey-failed');
      throw error;
    }
  });
}

const settle = () => stack.call('POST', '/local/settle', {});

step('following says in two lines what this is, and offers what to do', async () => {
  const { page } = watched;
  ayi = await newPerson(page, '阿依');
  xiaopu = await newPerson(page, '小普');
  await ayi.follow();
  await ayi.phone.locator('.bubble .choice').first().waitFor();
  await shoot(page, 'journey-1-greeting');
});

step('a new worker scans the class’s code and signs up', async () => {
  await ayi.scan(opened.class_id);
  await ayi.sees(opened.title);
  await shoot(watched.page, 'journey-2-card');
  await ayi.tap('报名');
  await fillIn(ayi, AYI);
  await ayi.sees(/报上了/);
  await shoot(watched.page, 'journey-3-enrolled');
});

step('the same message twice has one effect and one answer, shown once', async () => {
  await ayi.type('我的课');
  await ayi.sees(/下次上课/);
  const answers = () => ayi.phone.locator('.row-theirs').count();
  await ayi.phone.getByRole('button', { name: '再发一次：我的课' }).waitFor();
  const before = await answers();
  await ayi.phone.getByRole('button', { name: '再发一次：我的课' }).click();
  await ayi.phone.getByText('同一条送了 2 次').waitFor();
  await settle();
  expect(await answers()).toBe(before);
});

step('the drawer shows the XML and the rows of a turn', async () => {
  const { page } = watched;
  await ayi.phone
    .getByRole('button', { name: /^看原文：1 都对/ })
    .last()
    .click();
  const drawer = page.getByRole('complementary');
  await drawer.getByText('<MsgType>').first().waitFor();
  expect(await drawer.getByText(/<!\[CDATA\[text\]\]>/).count()).toBeGreaterThan(0);
  await drawer.locator('.table-row', { hasText: 'MEMBER#' }).click();
  await drawer
    .locator('.table-row', { hasText: `CLASS#${opened.class_id}` })
    .first()
    .waitFor();
  await shoot(page, 'journey-4-drawer');
  const shown = await drawer.innerText();
  expect(shown).not.toContain(AYI.id_number);
  expect(shown).not.toContain(AYI.phone);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

step('a second worker waits in line', async () => {
  await xiaopu.phone.getByRole('button', { name: '扫码关注' }).click();
  await watched.page.getByRole('dialog').getByRole('button', { name: opened.class_id }).click();
  await xiaopu.sees(opened.title);
  await xiaopu.tap(/排队/);
  await fillIn(xiaopu, XIAOPU);
  await xiaopu.sees(/第1位/);
  await shoot(watched.page, 'journey-5-waiting');
});

step('the first cancels; the second is offered the seat, and takes it', async () => {
  await ayi.menu('我的', '取消报名');
  await shoot(watched.page, 'journey-6-cancel');
  await ayi.tap('确定不上了');
  await settle();
  await xiaopu.phone.locator('.tag .badge').waitFor();
  await shoot(watched.page, 'journey-7-offered');
  await xiaopu.tap('要这个名额');
  await xiaopu.sees(/名额是你的了/);
  await settle();
  await shoot(watched.page, 'journey-8-taken');
  const { token } = await stack.call('POST', '/local/token', { role: 'auditor', region: '530128' });
  const roster = await stack.call('GET', `/v1/classes/${opened.class_id}/roster`, undefined, {
    authorization: `Bearer ${token}`,
  });
  expect(roster.members.map((member: { name: string }) => member.name)).toEqual([XIAOPU.name]);
  expect(roster.line).toEqual([]);
});

step('moving the clock to the evening before brings the reminder, to her alone', async () => {
  const { page } = watched;
  const pushes = (someone: Someone) => someone.phone.locator('.card, .row-theirs:has(.note)');
  const [hers, others] = [await pushes(xiaopu).count(), await pushes(ayi).count()];
  await page.getByLabel('拨到（北京时间）').fill('2025-07-25T19:30');
  await page.getByRole('button', { name: '拨到', exact: true }).click();
  await page.getByText('2025年7月25日 周五').waitFor();
  await settle();
  // One more than there were: cards of earlier steps lie there already.
  await pushes(xiaopu).nth(hers).waitFor();
  await shoot(page, 'journey-9-reminder');
  await keepPicture();
  expect(await pushes(xiaopu).count()).toBe(hers + 1);
  expect(await pushes(ayi).count()).toBe(others);
});

step('voice, picture, location and sticker get an answer that fits', async () => {
  const { phone } = xiaopu;
  const theirs = () => phone.locator('.row-theirs').count();
  const after = async (act: () => Promise<void>) => {
    const before = await theirs();
    await act();
    await phone.locator('.row-theirs').nth(before).waitFor();
  };
  await after(() => phone.getByRole('button', { name: '发表情' }).click());
  await after(async () => {
    await phone.getByRole('button', { name: '发语音', exact: true }).first().click();
    await phone.locator('.voice-form .go').click();
  });
  await after(async () => {
    await phone.getByRole('button', { name: '更多', exact: true }).click();
    await phone.getByRole('button', { name: '图片' }).click();
  });
  await after(async () => {
    await phone.getByRole('button', { name: '更多', exact: true }).click();
    await phone.getByRole('button', { name: '位置' }).click();
    await phone.getByRole('button', { name: '新疆阜康市' }).click();
  });
  await shoot(watched.page, 'journey-10-kinds');
});

step('markup typed by a worker stays text, all the way round', async () => {
  await ayi.type('<img src=x onerror="document.title=1">');
  await ayi.sees('<img src=x onerror="document.title=1">');
  await settle();
  expect(await watched.page.locator('img').count()).toBe(0);
  expect(await watched.page.title()).toBe('送训 · 手机');
});

/** For the README: `npm run picture`. */
async function keepPicture(): Promise<void> {
  if (!process.env.PICTURES) return;
  const file = path.resolve(process.env.PICTURES, 'phone.png');
  mkdirSync(path.dirname(file), { recursive: true });
  await watched.page.screenshot({ path: file });
}
