import { DEFAULT_MENU } from '../../lib/channels/wechat/menu';
import { NO_NAMES } from '../../lib/chat/lexicon';
import { understand } from '../../lib/chat/understand';

const buttons = DEFAULT_MENU.buttons.flatMap((top) => ('buttons' in top ? top.buttons : [top]));

it.each(buttons)('the menu’s $key is something chat understands', ({ key }) => {
  expect(understand(key, NO_NAMES).intent).toBeDefined();
});
