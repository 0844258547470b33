/** One person at her phone, as the page shows it: she taps and types, and sees what comes. */
import type { Locator, Page } from 'playwright-core';

export interface Someone {
  phone: Locator;
  /** Tap the newest choice that reads like this. */
  tap(label: string | RegExp): Promise<void>;
  type(text: string): Promise<void>;
  /** Wait until this stands in the chat. */
  sees(text: string | RegExp): Promise<void>;
  menu(top: string, below: string): Promise<void>;
  scan(scene: string): Promise<void>;
  follow(): Promise<void>;
}

/** Put a new person on the table. */
export async function newPerson(page: Page, nickname: string): Promise<Someone> {
  await page.getByRole('button', { name: '加一个人' }).first().click();
  await page.getByLabel('微信昵称').fill(nickname);
  await page.getByRole('button', { name: '加上' }).click();
  const phone = page.getByRole('region', { name: `${nickname}的手机` });
  await phone.waitFor();
  return atPhone(page, phone, nickname);
}

export function atPhone(page: Page, phone: Locator, nickname: string): Someone {
  return {
    phone,
    async tap(label) {
      const choice = typeof label === 'string' ? new RegExp(`^\\d*\\s*${label}`) : label;
      await phone.locator('.choices:not(.choices-old) .choice').filter({ hasText: choice }).last().click();
    },
    async type(text) {
      await phone.getByRole('textbox', { name: `以${nickname}的身份写消息` }).fill(text);
      await phone.getByRole('button', { name: '发送', exact: true }).click();
    },
    sees: (text) => phone.getByRole('log').getByText(text).last().waitFor(),
    async menu(top, below) {
      await phone.getByRole('navigation').getByRole('button', { name: top, exact: true }).click();
      await phone.getByRole('menuitem', { name: below, exact: true }).click();
    },
    async scan(scene) {
      const more = phone.getByRole('button', { name: '更多', exact: true });
      await more.click();
      await phone.getByRole('button', { name: '扫二维码' }).click();
      await page.getByRole('dialog').getByRole('button', { name: scene }).click();
    },
    async follow() {
      await phone.getByRole('button', { name: '关注公众号' }).click();
      await phone.getByText('已关注').waitFor();
    },
  };
}

export interface Particulars {
  name: string;
  id_number: string;
  phone: string;
}

/** From consent to the confirm page and its yes. */
export async function fillIn(someone: Someone, who: Particulars): Promise<void> {
  await someone.tap('同意');
  await someone.sees(/你叫什么名字/);
  await someone.type(who.name);
  await someone.sees(/身份证号是多少/);
  await someone.type(who.id_number);
  await someone.sees(/手机号是多少/);
  await someone.type(who.phone);
  await someone.sees(/你在哪里上班/);
  await someone.tap('新疆阜康');
  await someone.sees(/在哪个单位/);
  await someone.tap('跳过');
  await someone.sees(/请看看对不对/);
  await someone.tap('都对');
}
