/**
 * A day at a liaison station, on the phone page, through the real webhook: the officer binds her account, opens a class,
 * fills it, writes to it, moves a lesson, takes a list from Excel, and runs the first lesson with the code and the roll.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { rosterFile } from '../sheets/support';
import { launch, openPage, shoot, type Watched } from './support/browser';
import { syntheticId } from './support/county';
import { fillIn, newPerson, type Someone } from './support/person';
import { type Stack, startStack } from './support/stack';
import { beside, cellsOf, heldForTheBar, hire, openLink, STATION, story } from './support/station';

const OFFICER = '王秀英';
const AYI = { name: '李阿依', id_number: syntheticId('1990-03-12', 24), phone: '13800001111' };
const ZHANG = { name: '张三', id_number: syntheticId('1988-01-02', 11), phone: '13800002222' };
const WANG = { name: '王小妹', id_number: syntheticId('1992-05-06', 26), phone: '13800004444' };
const ONE_WRONG = '530128198801020011';

let browser: Browser;
let stack: Stack;
let watched: Watched;
let folder: string;
let officer: Someone;
let ayi: Someone;
let class_id: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'songxun-station-'));
  [browser, stack] = await Promise.all([launch(), startStack()]);
  await clock('2025-07-12T09:00');
  await stack.call('POST', '/local/seed', { pack: 'luquan-2025' });
  await hire(stack, OFFICER);
  watched = await openPage(browser, stack.url, { width: 1280, height: 900 });
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(watched.wrong.splice(0)).toEqual([]));

async function clock(to: string): Promise<void> {
  await stack.call('POST', '/local/clock', { now: `${to}:00+08:00` });
  await stack.call('POST', '/local/settle', {});
}

const step = story('station', clock, () => watched.page);

step('the officer scans her code, says yes, and sees what she can do', '2025-07-12T09:01', async (page) => {
  officer = await newPerson(page, '秀英');
  await officer.phone.getByRole('button', { name: '扫码关注' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `绑定 ${OFFICER}` })
    .click();
  await officer.sees(`你是“${STATION}”的${OFFICER}吗？`);
  await officer.tap('是我');
  await officer.sees(/绑好了/);
  await officer.tap('菜单');
  await officer.sees(/1 今天　2 班　3 开班/);
  await shoot(page, 'station-1-menu');
  await officer.tap('今天');
  await officer.sees(/7月12日 周六：没有课/);
});

step('she opens a class, asked for one thing at a time', '2025-07-12T09:03', async (page) => {
  await officer.type('开班');
  await officer.sees('什么工种？');
  await officer.tap('电工');
  await officer.sees(/什么班型/);
  await officer.tap('脱产班');
  await officer.sees(/哪天开课/);
  await officer.type('7月24');
  await officer.sees(/7月24日开课。\s*一共多少课时/);
  await officer.type('40');
  await officer.sees(/收多少人/);
  await officer.type('20人');
  await officer.sees(/在什么地方上课/);
  await officer.tap('阜康劳务工作站');
  await officer.sees(/要开：电工脱产班，40课时，收20人/);
  await shoot(page, 'station-2-open-class');
  await officer.tap('确定开班');
  await officer.sees(/开好了：/);
  class_id = /开好了：([A-Z]\d+)/.exec(await officer.phone.getByRole('log').innerText())![1]!;
});

step(
  'a worker signs up herself; the officer puts in three more, one of them wrong',
  '2025-07-12T09:06',
  async (page) => {
    ayi = await newPerson(page, '阿依');
    await ayi.follow();
    await ayi.scan(`（${class_id}）`);
    await ayi.tap('报名');
    await fillIn(ayi, AYI);
    await ayi.sees(/报上了/);
    await officer.tap(`代报名 ${class_id}`);
    await officer.sees(/一行一个人/);
    await officer.type(
      [
        `${ZHANG.name} ${ZHANG.id_number} ${ZHANG.phone}`,
        `李四 ${ONE_WRONG} 13800003333`,
        `${WANG.name} ${WANG.id_number} ${WANG.phone}`,
      ].join('\n'),
    );
    await officer.sees(/✗ 第2行 李四：身份证号有一位不对/);
    await officer.sees(/2人可以报/);
    await shoot(page, 'station-3-three-lines');
    await officer.tap('已征得同意，报名');
    await officer.sees(/报好2人/);
    await officer.tap(`名单 ${class_id}`);
    await officer.sees(/3\/20人/);
    await officer.sees(/张三 138\*{4}2222/);
    const answers = await officer.phone.locator('.row-theirs').allInnerTexts();
    expect(answers.join('\n')).not.toMatch(/\d{15}|138\d{8}/);
  },
);

step('a notice taken back reaches nobody', '2025-07-12T09:08', async (page) => {
  await officer.tap(`通知 ${class_id}`);
  await officer.sees(/把话打出来/);
  await officer.type('停课一天');
  await officer.sees(/其中2人没有微信联系，收不到，要打电话：张三 尾号2222、王小妹 尾号4444/);
  await officer.tap('确定发');
  await officer.sees(/2分钟内回“撤销”可以收回/);
  await officer.tap('撤销');
  await officer.sees(/撤吗/);
  await shoot(page, 'station-4-undo');
  await officer.tap('撤销');
  await officer.sees(/一个人都没有收到/);
});

step('another is sent', '2025-07-12T09:12', async () => {
  await officer.type(`通知 ${class_id} 24号第一天带身份证`);
  await officer.tap('确定发');
  await officer.sees(/好，2分钟后发给/);
});

step('the worker gets it, answers, and asks for a person', '2025-07-12T09:16', async () => {
  await ayi.sees(/24号第一天带身份证/);
  expect(await ayi.phone.getByText('停课一天').count()).toBe(0);
  await ayi.type('收到');
  await ayi.sees(/不客气/);
  await ayi.type('人工');
  await ayi.sees(/给你转工作人员了/);
  await ayi.type('能不能晚半小时到？');
  await ayi.sees(/工作人员会看到/);
});

step('the officer sees that somebody waits, and answers her', '2025-07-12T09:20', async (page) => {
  await officer.type('今天');
  await officer.sees(/1位工友在等回话/);
  await officer.tap('留言');
  await officer.sees(/李阿依：能不能晚半小时到/);
  await officer.type('可以，路上小心');
  await officer.tap('发给本人');
  await ayi.sees(/工作人员：可以，路上小心/);
  await shoot(page, 'station-5-thread');
  await officer.tap('留言 李阿依 结束');
  await officer.tap('结束留言');
  await ayi.sees(/工作人员这边说完了/);
});

step('a lesson moved, with a notice to all; and moved back', '2025-07-12T09:23', async (page) => {
  await officer.type(`改课 ${class_id} 第2节 7月24 下午2点`);
  await officer.sees(/改成：7月24日 周四 下午2点到4点15分/);
  await officer.tap('确定改课');
  await ayi.sees(/第2节课改了.*现在是7月24日 周四 下午2点/);
  await shoot(page, 'station-6-moved');
  await officer.tap('撤销');
  await officer.sees(/要撤销：改课/);
  await officer.tap('撤销');
  await ayi.sees(/第2节课改了.*现在是7月24日 周四 下午1点半/);
});

step('somebody looked for by the end of her phone; leave for another, by name alone', '2025-07-12T09:26', async () => {
  await officer.type('找人 1111');
  await officer.sees(/李阿依 女 138\*{4}1111/);
  await officer.sees(new RegExp(`在读 ${class_id}`));
  await officer.type('请假 张三 7月25 感冒');
  await officer.sees(/给张三请假/);
  await officer.tap('确定请假');
  await officer.sees(/张三请好假了/);
});

step('a list from Excel: sent in, watched, the result taken', '2025-07-12T09:29', async (page) => {
  const rows = [
    ['陈一', syntheticId('1991-01-01', 101), '13800005001'],
    ['陈二', syntheticId('1991-01-01', 102), '13800005002'],
    ['陈三', ONE_WRONG, '13800005003'],
  ];
  const file = path.join(folder, '名单.xlsx');
  writeFileSync(file, await rosterFile(rows));
  await officer.type(`导入名单 ${class_id}`);
  await officer.sees(/点开上传/);
  const tab = await openLink(page, officer);
  await tab.setViewportSize({ width: 360, height: 740 });
  await tab.locator('#file').setInputFiles(file);
  await tab.getByLabel('都签了书面同意').check();
  await shoot(tab, 'station-7-import');
  await heldForTheBar(tab);
  await tab.getByRole('button', { name: '上传' }).click();
  await tab.getByText('导完了').waitFor({ timeout: 20_000 });
  await shoot(tab, 'station-8-imported');
  expect(await tab.locator('#counts').innerText()).toMatch(/报上名\s+2 人/);
  const [result] = await Promise.all([tab.waitForEvent('download'), tab.getByText('下载结果表').click()]);
  expect(await cellsOf(result)).toMatch(/陈三.*身份证号/);
  await tab.close();
});

step('the files of the class', '2025-07-12T09:32', async (page) => {
  await officer.type(`表格 ${class_id}`);
  await officer.sees(/点开下载/);
  const tab = await openLink(page, officer);
  await tab.setViewportSize({ width: 360, height: 740 });
  await shoot(tab, 'station-9-files');
  for (const name of ['实名制花名册', '考勤表', '签到签字表']) {
    const link = tab.getByRole('link', { name });
    const [file] = await Promise.all([tab.waitForEvent('download'), link.click()]);
    expect(await cellsOf(file)).toMatch(/李阿依.*陈二/);
  }
  await tab.close();
});

step('the other hat, and back', '2025-07-12T09:35', async () => {
  await officer.type('我是工友');
  await officer.sees(/现在你是工友/);
  await officer.tap('菜单');
  await officer.sees('找培训班');
  await officer.type('工作台');
  await officer.sees(/回到工作台/);
});

step('the first lesson: who is missing, the code on her phone, a worker types it', '2025-07-24T08:05', async (page) => {
  await officer.type('今天');
  await officer.sees(/应到5人，已到0人/);
  await officer.sees(/李阿依\s1111、张三\s2222/);
  await officer.type('签到码');
  await officer.sees(/签到码：\d{4}/);
  const tab = await openLink(page, officer);
  await tab.setViewportSize({ width: 360, height: 740 });
  expect(await tab.locator('#count').textContent()).toBe('已到 0 人，共 5 人');
  await tab.locator('#qr svg').waitFor();
  const code = (await tab.locator('#code').textContent())!;
  await page.bringToFront();
  await ayi.type(code);
  await ayi.sees(/签到好了/);
  await tab.bringToFront();
  await tab.getByText('已到 1 人，共 5 人').waitFor();
  await shoot(tab, 'station-10-code');
  await officer.type('点名');
  await officer.sees(/到1人，共5人/);
  await shoot(page, 'station-11-roll');
  await officer.type('今天');
  await officer.sees(/应到5人，已到1人/);
  await keepPicture(tab);
  await tab.close();
});

step('the afternoon: no signal, so the roll; the worker confirms', '2025-07-24T13:45', async (page) => {
  await officer.type('点名');
  await officer.sees(/第2节[\s\S]*到0人，共5人/);
  await officer.type('到 李阿依');
  await officer.sees(/记到课（老师点名）1人：\d李阿依/);
  await officer.tap('确定记到课');
  await ayi.sees(/老师点名记你到了/);
  await ayi.tap('去了');
  await ayi.sees(/算你到课/);
  await shoot(page, 'station-12-confirmed');
});

step('the evening: what the day came to', '2025-07-24T18:30', async (page) => {
  await officer.type('考勤');
  await officer.tap(`${class_id} 电工脱产班`);
  await officer.sees(/上了2节，共10节/);
  await officer.sees(/2张三 0%/);
  await shoot(page, 'station-13-attendance');
});

step('all of it on a phone of 360 pixels', '2025-07-24T18:35', async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('navigation', { name: '谁的手机' }).getByRole('button', { name: '秀英' }).click();
  await officer.type('菜单');
  await officer.sees(/24 代退/);
  await shoot(page, 'station-14-narrow-menu');
  await officer.type('今天');
  await officer.sees(/第2节/);
  await shoot(page, 'station-15-narrow-today');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

/** For the README: `npm run picture`. */
async function keepPicture(tab: Page): Promise<void> {
  if (!process.env.PICTURES) return;
  const phone = await officer.phone.locator('.screen').screenshot();
  await beside(browser, phone, await tab.screenshot(), path.resolve(process.env.PICTURES, 'station.png'));
}
