/** The page by itself, against answers the real system would not give. */
import type { Browser, Locator } from 'playwright-core';
import { launch, openPage, shoot, until, type Watched } from './support/browser';
import { Mock } from './support/mock';

const XSS = '<img src=x onerror="document.title=\'broken\';alert(1)"><script>alert(2)</script>';

let browser: Browser;
let mock: Mock;
let watched: Watched;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = await new Mock().start();
  mock.people.push(
    { openid: 'o1', nickname: '阿依', following: true },
    { openid: 'o2', nickname: '小普', following: true },
  );
});
afterEach(async () => {
  const { wrong } = watched;
  await watched.context.close();
  await mock.stop();
  expect(wrong).toEqual([]);
});

async function open(size?: { width: number; height: number }) {
  watched = await openPage(browser, mock.url, size);
  const { page } = watched;
  return { page, phone: (nickname: string) => page.getByRole('region', { name: `${nickname}的手机` }) };
}

test('markup in a message, an answer, a name, a choice, a card or a raw turn stays text', async () => {
  mock.people[0].nickname = `阿依${XSS}`;
  mock.answer = (text) => ({ text: `你说：${text}`, choices: [{ send: '1', label: XSS }] });
  mock.turn = {
    request: XSS,
    decrypted: `<xml><Content><![CDATA[${XSS}]]></Content></xml>`,
    attempts: [],
    rows: [{ kind: 'put', pk: XSS, sk: XSS, why: XSS, event: 'INSERT', after: { [XSS]: XSS } }],
  };
  const { page } = await open();
  await page.getByRole('textbox', { name: /^以阿依/ }).fill(XSS);
  await page.keyboard.press('Enter');
  mock.show('o1', { kind: 'template', text: XSS, template: { name: XSS, fields: { [XSS]: XSS } } });
  await page.getByRole('article').waitFor();
  await page
    .getByRole('button', { name: /^看原文/ })
    .first()
    .click();
  await page.locator('.table-row').click();
  await page.waitForTimeout(300);

  expect(await page.locator('.text', { hasText: '<img src=x' }).count()).toBeGreaterThanOrEqual(2);
  expect(await page.locator('img, body script:not([src])').count()).toBe(0);
  expect(await page.title()).toBe('送训 · 手机');
});

test('the policy of the page forbids what would run if it did get in', async () => {
  const { page } = await open();
  const answer = await page.request.get(mock.url);
  expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/);
  // Negative control: markup put in by force is stopped by the policy, and only by it.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="document.title=\'broken\'">');
  });
  await until('the policy speaks', () => watched.wrong.length > 0);
  expect(watched.wrong.splice(0).join()).toMatch(/Content Security Policy/);
  expect(await page.title()).toBe('送训 · 手机');
});

test('choices of an answer send what they stand for; what only looks like a link stays text', async () => {
  const choices = ['1 电工', '我的课'].map((label) => ({ send: label[0] === '1' ? '1' : label, label }));
  mock.answer = (text) =>
    text === '报名'
      ? { text: '选一个班：\n<a href="javascript:alert(1)">不是链接</a>', choices }
      : { text: `收到 ${text}` };
  const { page, phone } = await open();
  await page.getByRole('textbox', { name: '以阿依的身份写消息' }).fill('报名');
  await page.keyboard.press('Enter');
  await phone('阿依').getByRole('button', { name: '我的课' }).click();
  await phone('阿依').getByText('收到 我的课').waitFor();
  await phone('阿依').getByRole('button', { name: '1 电工' }).click();
  await phone('阿依').getByText('收到 1', { exact: true }).waitFor();
  expect(await phone('阿依').getByText('<a href="javascript:alert(1)">不是链接</a>').count()).toBe(1);
  expect(await page.locator('a').count()).toBe(0);
});

test('an answer she saw come is read: the page opened again marks nothing', async () => {
  mock.answer = (text) => ({ text: `你说：${text}` });
  const { page, phone } = await open();
  await page.getByRole('textbox', { name: /^以阿依/ }).fill('在吗');
  await page.keyboard.press('Enter');
  await phone('阿依').getByText('你说：在吗').waitFor();
  await until('the answer counts as read', () => mock.unread('o1') === 0);
  await page.reload();
  await phone('阿依').getByText('你说：在吗').waitFor();
  expect(await page.locator('.badge').count()).toBe(0);
});

test('pushes count as unread until the phone is touched', async () => {
  const { page, phone } = await open();
  await phone('小普').waitFor();
  await until('her phone is up', () => mock.knows('o2'));
  mock.show('o2', { kind: 'push', text: '有名额了' });
  mock.show('o2', { kind: 'push', text: '再说一次' });
  await phone('小普').getByText('未读2条').waitFor();
  await phone('小普').getByRole('log').click();
  await phone('小普').locator('.badge').waitFor({ state: 'detached' });
  expect(await page.locator('.badge').count()).toBe(0);
});

test('a second answer to one message is shown only when it differs', async () => {
  mock.answer = () => ({ text: '好的' });
  const { page, phone } = await open();
  await page.getByRole('textbox', { name: '以阿依的身份写消息' }).fill('报名');
  await page.keyboard.press('Enter');
  await phone('阿依').getByRole('button', { name: '再发一次：报名' }).click();
  await phone('阿依').getByText('同一条送了 2 次').waitFor();
  await phone('阿依').getByText('答了 2 次，内容一样').waitFor();
  expect(await phone('阿依').getByText('好的', { exact: true }).count()).toBe(1);
  mock.answer = () => ({ text: '另一句' });
  await phone('阿依').getByRole('button', { name: '再发一次：报名' }).click();
  await phone('阿依').getByText('另一句').waitFor();
});

test('at 360 px there is one phone, no sideways scroll, and all is within reach', async () => {
  mock.answer = () => ({
    text: `${'长'.repeat(200)}${'w'.repeat(300)}`,
    choices: [{ send: '1', label: '很长的一个选项，'.repeat(8) }],
  });
  const { page, phone } = await open({ width: 360, height: 640 });
  const input = page.getByRole('textbox', { name: '以阿依的身份写消息' });
  await input.fill('报名');
  await page.keyboard.press('Enter');
  await phone('阿依')
    .getByRole('button', { name: /很长的一个选项/ })
    .waitFor();
  mock.show('o1', { kind: 'template', text: '', template: { name: '上课提醒', fields: { 地点: 'a'.repeat(80) } } });
  await page.getByRole('article').waitFor();
  expect(await phone('小普').isVisible()).toBe(false);
  await noSideways(page);
  await shoot(page, 'narrow-chat');
  await phone('阿依').getByRole('button', { name: '更多', exact: true }).click();
  await noSideways(page);
  await shoot(page, 'narrow-more');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '拨钟' }).click();
  await noSideways(page);
  await page.keyboard.press('Escape');
  await phone('阿依')
    .getByRole('button', { name: /^看原文/ })
    .click();
  await page.getByRole('complementary').waitFor();
  await noSideways(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '小普', exact: true }).click();
  expect(await phone('小普').isVisible()).toBe(true);
});

async function noSideways(page: Watched['page']): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('body, .table, .chat, .drawer-body, .phones, .bar')]
      .filter((e) => e.scrollWidth > e.clientWidth + 1)
      .map((e) => e.className),
  );
  expect(wide).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}

test('everything can be done from the keyboard', async () => {
  mock.answer = (text) => ({ text: `收到 ${text}` });
  const { page, phone } = await open();
  const menu = phone('阿依').getByRole('button', { name: '我的', exact: true });
  await menu.focus();
  await page.keyboard.press('Enter');
  await phone('阿依').getByRole('menuitem', { name: '我的课' }).waitFor();
  await page.keyboard.press('Escape');
  await phone('阿依').getByRole('menuitem').waitFor({ state: 'detached' });
  expect(await menu.getAttribute('aria-expanded')).toBe('false');
  // Focus moves once the page is drawn: it is waited for, and a wrong one ends in a timeout.
  const focused = (text: string) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, text, { timeout: 5000 });
  const hasFocus = async (one: Locator) => {
    const element = await one.elementHandle();
    await page.waitForFunction((wanted) => document.activeElement === wanted, element, { timeout: 5000 });
  };
  await focused('我的');
  const more = phone('阿依').getByRole('button', { name: '阿依的更多操作' });
  await more.focus();
  await page.keyboard.press('Enter');
  await phone('阿依').getByRole('menuitem', { name: '扫二维码' }).waitFor();
  await focused('扫二维码');
  await page.keyboard.press('ArrowUp');
  await focused('收起这台手机');
  await page.keyboard.press('Escape');
  await hasFocus(more);
  await page.getByRole('textbox', { name: '以阿依的身份写消息' }).focus();
  await page.keyboard.type('你好');
  await page.keyboard.press('Enter');
  await phone('阿依').getByText('收到 你好').waitFor();
  const raw = phone('阿依').getByRole('button', { name: '看原文：你好' });
  await raw.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: /阿依 · 第 1 轮/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await hasFocus(raw);
  await page.getByRole('button', { name: '加一个人' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('every button and field says what it is', async () => {
  mock.answer = () => ({ text: '好', choices: [{ send: '1 报名', label: '1 报名' }] });
  const { page, phone } = await open();
  await page.getByRole('textbox', { name: '以阿依的身份写消息' }).fill('报名');
  await page.keyboard.press('Enter');
  await phone('阿依').getByRole('button', { name: '1 报名' }).waitFor();
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input, textarea')]
      .filter((e) => !(e.getAttribute('aria-label') || e.textContent?.trim() || (e as HTMLInputElement).labels?.length))
      .map((e) => e.outerHTML),
  );
  expect(nameless).toEqual([]);
});

test.each([
  [1280, 900],
  [390, 780],
])('every word stands out from its ground, at %i px', async (width, height) => {
  const choices = [{ send: '1 报名', label: '1 报名' }];
  mock.answer = () => ({ text: '好，看 http://127.0.0.1/p/x', choices });
  const { page, phone } = await open({ width, height });
  for (const text of ['报名', '再来']) {
    await page.getByRole('textbox', { name: '以阿依的身份写消息' }).fill(text);
    await page.keyboard.press('Enter');
    await phone('阿依').getByText(text, { exact: true }).waitFor();
  }
  mock.show('o1', { kind: 'push', text: '推送' });
  mock.show('o1', { kind: 'template', text: '', template: { name: '上课提醒', fields: { 地点: '一号楼' } } });
  mock.show('o1', { kind: 'event', direction: 'in', text: '菜单 browse' });
  await phone('阿依').getByText('点了菜单').waitFor();
  await phone('阿依').getByRole('button', { name: '更多', exact: true }).click();
  expect(await faint(page)).toEqual([]);
});

/** Words of less than 4.5 to 1 against what is behind them (WCAG 1.4.3), with what is only decoration left out. */
function faint(page: Watched['page']): Promise<string[]> {
  return page.evaluate(() => {
    const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour: string) => {
      const [r, g, b] = numbers(colour).map((v) =>
        v / 255 <= 0.03928 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const ground = (e: Element | null): string => {
      if (!e) return 'rgb(227, 222, 210)';
      const colour = getComputedStyle(e).backgroundColor;
      const [, , , alpha = 1] = numbers(colour);
      return alpha > 0.9 ? colour : ground(e.parentElement);
    };
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent?.trim()))
      .filter((e) => e.checkVisibility() && !e.closest('[aria-hidden="true"], .sr, :disabled, noscript'))
      .map((e) => {
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
        return { e, ratio: (a! + 0.05) / (b! + 0.05) };
      })
      .filter(({ ratio }) => ratio < 4.5)
      .map(({ e, ratio }) => `${e.className} ${e.textContent?.slice(0, 12)} ${ratio.toFixed(2)}`);
  });
}
