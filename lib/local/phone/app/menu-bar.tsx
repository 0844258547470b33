/** The account's menu along the bottom of the chat: up to three buttons, each with up to five below it. */
import { useState } from 'preact/hooks';
import { useDismiss, useMenu } from './hooks';
import { Icon } from './icons';
import type { MenuButton } from './types';

interface Props {
  buttons: MenuButton[];
  disabled: boolean;
  press(button: MenuButton): void;
}

export function MenuBar({ buttons, disabled, press }: Props) {
  const [open, setOpen] = useState<number>();
  const ref = useDismiss<HTMLElement>(open !== undefined, () => setOpen(undefined));
  if (!buttons.length) return null;
  return (
    <nav class="menu-bar" aria-label="公众号菜单" ref={ref}>
      {buttons.map((button, i) => (
        <div class="menu-slot" key={button.name}>
          {open === i && (
            <SubMenu
              buttons={button.sub}
              press={(sub) => {
                setOpen(undefined);
                press(sub);
              }}
            />
          )}
          <button
            type="button"
            class="menu-button"
            disabled={disabled}
            {...(button.sub.length > 0 && { 'aria-haspopup': 'menu' as const, 'aria-expanded': open === i })}
            onClick={() => (button.sub.length ? setOpen(open === i ? undefined : i) : press(button))}
          >
            {button.sub.length > 0 && <Icon name="menu" />}
            {button.name}
          </button>
        </div>
      ))}
    </nav>
  );
}

function SubMenu({ buttons, press }: { buttons: MenuButton[]; press(button: MenuButton): void }) {
  return (
    <div class="submenu" {...useMenu()}>
      {buttons.map((button) => (
        <button type="button" role="menuitem" key={button.name} onClick={() => press(button)}>
          {button.name}
        </button>
      ))}
    </div>
  );
}
