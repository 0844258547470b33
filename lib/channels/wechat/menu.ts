/** The menu under the conversation: at most three buttons, each with at most five below it. */
import { type Refusal, refuse } from '../../platform/refusal';
import { type Called, nothingMore, type WechatApi } from './api';

/** A button that sends `key` as a CLICK event. The key is what a person would type for the same, so chat reads both alike. */
export interface MenuButton {
  name: string;
  key: string;
}
export interface Menu {
  buttons: (MenuButton | { name: string; buttons: MenuButton[] })[];
}

export const DEFAULT_MENU: Menu = {
  buttons: [
    {
      name: '找课报名',
      buttons: [
        { name: '附近的课', key: '附近的课' },
        { name: '周末班', key: '周末班' },
        { name: '夜间班', key: '夜间班' },
        { name: '脱产班', key: '脱产班' },
        { name: '登记想学的', key: '登记想学的' },
      ],
    },
    {
      name: '我的',
      buttons: [
        { name: '我的课', key: '我的课' },
        { name: '取消报名', key: '取消报名' },
        { name: '我的资料', key: '我的资料' },
        { name: '通知设置', key: '退订' },
        { name: '删除我的信息', key: '删除我的信息' },
      ],
    },
    {
      name: '上课帮助',
      buttons: [
        { name: '签到', key: '签到' },
        { name: '请假', key: '请假' },
        { name: '成绩和证书', key: '成绩' },
        { name: '怎么用', key: '帮助' },
        { name: '找人帮忙', key: '人工' },
      ],
    },
  ],
};

const BUTTONS_MAX = 3;
const BELOW_MAX = 5;
/** WeChat's limits in bytes: 16 for a button (five Chinese characters), 60 for one below, 128 for a key. */
const NAME_MAX_BYTES = 16;
const NAME_BELOW_MAX_BYTES = 60;
const KEY_MAX_BYTES = 128;

/** What WeChat would refuse in a menu, said before it is asked. Refuses `menu_shape` with the place. */
export function checkMenu(menu: Menu): Refusal<'menu_shape'> | undefined {
  const bytes = (text: string) => Buffer.byteLength(text);
  if (menu.buttons.length < 1 || menu.buttons.length > BUTTONS_MAX)
    return refuse('menu_shape', { at: 'menu', buttons_max: BUTTONS_MAX });
  for (const top of menu.buttons) {
    const below = 'buttons' in top ? top.buttons : [top];
    if (below.length < 1 || below.length > BELOW_MAX)
      return refuse('menu_shape', { at: top.name, buttons_max: BELOW_MAX });
    if (!top.name || bytes(top.name) > NAME_MAX_BYTES)
      return refuse('menu_shape', { at: top.name, bytes_max: NAME_MAX_BYTES });
    for (const { name, key } of below) {
      if (!name || bytes(name) > NAME_BELOW_MAX_BYTES)
        return refuse('menu_shape', { at: name, bytes_max: NAME_BELOW_MAX_BYTES });
      if (!key || bytes(key) > KEY_MAX_BYTES) return refuse('menu_shape', { at: name, key_bytes_max: KEY_MAX_BYTES });
    }
  }
  return undefined;
}

/** Put the menu up in place of the one before. Phones show it after up to a day. */
export async function createMenu(
  api: WechatApi,
  menu: Menu = DEFAULT_MENU,
): Promise<Called<unknown> | Refusal<'menu_shape'>> {
  const wrong = checkMenu(menu);
  if (wrong) return wrong;
  const click = ({ name, key }: MenuButton) => ({ type: 'click', name, key });
  const button = menu.buttons.map((top) =>
    'buttons' in top ? { name: top.name, sub_button: top.buttons.map(click) } : click(top),
  );
  return api.call('/cgi-bin/menu/create', { button }, nothingMore);
}
