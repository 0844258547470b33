import { DEFAULT_MENU } from '../../lib/channels/wechat/menu';
import { NO_NAMES } from '../../lib/chat/lexicon';
import { understand } from '../../lib/chat/understand';

const buttons = DEFAULT_MENU.buttons.flatMap((top) => ('buttons' in top ? top.buttons : [top]));

it.each(buttons)('the menu’s $key is something chat understands', ({ key }) => {
  expect(understand(key, NO_NAMES).intent).toBeDefined();
});

// WeChat takes more, and shows the rest as “…”: four characters of a button, seven of one below it.
it('the menu’s names are shown whole', () => {
  for (const top of DEFAULT_MENU.buttons) expect([top.name, [...top.name].length <= 4]).toEqual([top.name, true]);
  for (const { name } of buttons) expect([name, [...name].length <= 7]).toEqual([name, true]);
});
