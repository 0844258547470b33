/** One person's phone: name tag, chat, what she can press. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Avatar, Seal } from './avatar';
import { Chat } from './chat';
import { Composer } from './composer';
import { useDismiss, useMenu, useSession } from './hooks';
import { Icon } from './icons';
import { MenuBar } from './menu-bar';
import { ScanDialog } from './scan-dialog';
import type { Session } from './session';
import { clock } from './times';
import type { Choice, Item, MenuButton, Outgoing } from './types';

interface Props {
  session: Session;
  account: string;
  menu: MenuButton[];
  now_ms: number;
  active: boolean;
  hidden: boolean;
  focus(): void;
  close(): void;
  open(turn: number): void;
}

export function Phone({ session: given, account, menu, now_ms, active, hidden, focus, close, open }: Props) {
  const session = useSession(given);
  const [scanning, setScanning] = useState(false);
  const { person, following } = session;
  const fresh = session.items.length === 0;
  useEffect(() => session.look(active), [session, active]);

  const send = (message: Outgoing, shown?: { text: string; kind: string }) => void session.send(message, shown);
  const repeat = (item: Item) => void session.send({ text: item.text, msgId: item.msg_id! });
  // A code scanned by someone who does not follow yet makes her follow: WeChat sends subscribe with the scene.
  const scan = (scene: string) => send({ event: following ? 'SCAN' : 'subscribe', key: scene });
  const choose = ({ send: text }: Choice) => send({ text }, { text, kind: 'text' });
  const follow = () => send({ event: 'subscribe' });
  const press = (button: MenuButton) => {
    if (button.key) send({ event: 'CLICK', key: button.key });
    else if (button.url && /^https?:\/\//.test(button.url)) window.open(button.url, '_blank', 'noopener,noreferrer');
  };

  return (
    <section
      class={`phone ${active ? 'phone-active' : ''}`}
      aria-label={`${person.nickname}的手机`}
      hidden={hidden}
      onFocusIn={focus}
      onPointerDown={focus}
      data-openid={person.openid}
    >
      <Tag session={session} send={send} scan={() => setScanning(true)} close={close} />
      <div class="screen">
        <div class="status" aria-hidden="true">
          <span>{clock(now_ms)}</span>
          <i />
        </div>
        <header class="title">
          <h2>{session.busy ? '对方正在输入…' : account}</h2>
        </header>
        {(following || !fresh) && (
          <Chat session={session} account={account} menu={menu} now_ms={now_ms} acts={{ choose, open, repeat }} />
        )}
        {!following && session.loaded && (
          <Welcome account={account} whole={fresh} follow={follow} scan={() => setScanning(true)} />
        )}
        {session.trouble && <Toast text={session.trouble} dismiss={() => session.dismissTrouble()} />}
        <div class="dock">
          <Composer
            who={person.nickname}
            disabled={!following}
            repeatable={session.repeatable}
            send={send}
            repeat={repeat}
            scan={() => setScanning(true)}
          />
          <MenuBar buttons={menu} disabled={!following} press={press} />
        </div>
      </div>
      {scanning && <ScanDialog who={person.nickname} close={() => setScanning(false)} scan={scan} />}
    </section>
  );
}

interface TagProps {
  session: Session;
  send(message: Outgoing): void;
  scan(): void;
  close(): void;
}

/** Whose phone it is. */
function Tag({ session, send, scan, close }: TagProps) {
  const { person, following, unread } = session;
  return (
    <div class="tag">
      <Avatar name={person.nickname} size="s" />
      <b>{person.nickname}</b>
      <span class={`state ${following ? 'state-on' : ''}`}>{following ? '已关注' : '未关注'}</span>
      {unread > 0 && <Badge n={unread} />}
      <PhoneMenu
        who={person.nickname}
        following={following}
        follow={() => send({ event: 'subscribe' })}
        unfollow={() => send({ event: 'unsubscribe' })}
        scan={scan}
        close={close}
      />
    </div>
  );
}

function Toast({ text, dismiss }: { text: string; dismiss(): void }) {
  return (
    <p class="toast" role="alert">
      {text}
      <button type="button" class="tool" aria-label="知道了" onClick={dismiss}>
        <Icon name="close" />
      </button>
    </p>
  );
}

export function Badge({ n }: { n: number }) {
  return (
    <b class="badge">
      <span class="sr">未读</span>
      {n > 99 ? '99+' : n}
      <span class="sr">条</span>
    </b>
  );
}

interface WelcomeProps {
  account: string;
  /** Nothing else on the screen. */
  whole: boolean;
  follow(): void;
  scan(): void;
}

function Welcome({ account, whole, follow, scan }: WelcomeProps) {
  return (
    <div class={`welcome ${whole ? 'welcome-whole' : ''}`}>
      <Seal />
      <b>{account}</b>
      <button type="button" class="go" onClick={follow}>
        关注公众号
      </button>
      <button type="button" class="link" onClick={scan}>
        扫码关注
      </button>
    </div>
  );
}

interface MenuProps {
  who: string;
  following: boolean;
  follow(): void;
  unfollow(): void;
  scan(): void;
  close(): void;
}

function PhoneMenu({ who, following, follow, unfollow, scan, close }: MenuProps) {
  const [open, setOpen] = useState(false);
  const shut = useCallback(() => setOpen(false), []);
  const ref = useDismiss<HTMLDivElement>(open, shut);
  const then = (act: () => void) => () => {
    shut();
    act();
  };
  return (
    <div class="phone-menu" ref={ref}>
      <button
        type="button"
        class="tool"
        aria-label={`${who}的更多操作`}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <Popup
          items={[
            ['扫二维码', then(scan)],
            [following ? '取消关注' : '关注公众号', then(following ? unfollow : follow)],
            ['收起这台手机', then(close)],
          ]}
        />
      )}
    </div>
  );
}

function Popup({ items }: { items: [label: string, act: () => void][] }) {
  return (
    <div class="popup" {...useMenu()}>
      {items.map(([label, act]) => (
        <button type="button" role="menuitem" key={label} onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}
