/** L13 looked at: the printed certificate and the verification page, on a small phone, as pictures in dist/screenshots. */
import type { Browser } from 'playwright-core';
import { drawCertificate } from '../../lib/classes/certificates/draw';
import type { Certificate } from '../../lib/classes/certificates/types';
import { verifyPage } from '../../lib/classes/certificates/verify-page';
import { launch, openPage, shoot, until } from './support/browser';

const NUMBER = '2025530128A100001K7QM4XP23';
const CERTIFICATE = {
  number: NUMBER,
  kind: 'skill_level',
  name: '张翠𪚥英',
  id_number_masked: '530128********0013',
  trade_name: '制冷空调系统安装维修工',
  level: '5',
  issuer: '新疆维吾尔自治区职业技能评价中心',
  theory: 85,
  practice: 90,
  issued_on: '2025-08-20',
} as Certificate;
const SHOWN = {
  number: NUMBER,
  kind: '职业技能等级证书',
  trade: '制冷空调系统安装维修工 初级工（五级）',
  name: '张*英',
  issued: '2025年8月20日',
  issuer: '新疆维吾尔自治区职业技能评价中心',
  valid: true,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('L13 the certificate opens as a PDF and is not blank', async () => {
  const { pdf } = await drawCertificate(CERTIFICATE, `https://songxun.example/verify/${NUMBER}`);
  const { page, context } = await openPage(browser, 'about:blank', { width: 1200, height: 900 });
  const source = `data:application/pdf;base64,${Buffer.from(pdf).toString('base64')}`;
  await page.setContent(
    `<body style="margin:0"><embed src="${source}" type="application/pdf" width="1200" height="900"></body>`,
  );
  // A viewer that shows nothing compresses to some 5 KB.
  await until('the certificate is drawn', async () => (await page.screenshot()).length > 40_000);
  await shoot(page, 'certificate');
  await context.close();
});

it.each([
  ['valid', SHOWN],
  ['revoked', { ...SHOWN, valid: false }],
  ['unknown', undefined],
])('L13 the verification page of a %s one fits a phone of 320 pixels', async (name, shown) => {
  const { page, context, wrong } = await openPage(browser, 'about:blank', { width: 320, height: 640 });
  await page.setContent(verifyPage(shown));
  await shoot(page, `verify-${name}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  // Printed for a file, white on colour stays so; whoever listens hears first what it says.
  const state = page.getByRole('heading', { level: 1 });
  expect(await state.evaluate((heading) => getComputedStyle(heading).printColorAdjust)).toBe('exact');
  expect(wrong).toEqual([]);
  await context.close();
});
