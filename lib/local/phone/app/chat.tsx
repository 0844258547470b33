/** The chat itself: bubbles by time, newest at the bottom. */
import type { ComponentChildren } from 'preact';
import { type Acts, Bubble, eventText } from './bubble';
import { useStayAtEnd } from './hooks';
import { Icon } from './icons';
import type { Pending, Session } from './session';
import { stamp } from './times';
import type { Item, MenuButton } from './types';

/** WeChat writes the time anew after five minutes of silence. */
const MINUTES_APART_MAX = 5;

interface Props {
  session: Session;
  account: string;
  menu: MenuButton[];
  now_ms: number;
  acts: Acts;
}

export function Chat({ session, account, menu, now_ms, acts }: Props) {
  const { person, items, pending } = session;
  const { box, below, toEnd, scrolled } = useStayAtEnd(items.at(-1)?.n, pending.length > 0);
  const latest = items.findLast((item) => item.side === 'theirs' && !item.template)?.n;
  const menuName = (key: string) => nameOf(menu, key) ?? key;
  const bubble = (item: Item) => (
    <Bubble item={item} person={person} account={account} latest={item.n === latest} acts={acts} />
  );
  return (
    <div class="chat-frame">
      <div
        class="chat"
        role="log"
        aria-live="polite"
        aria-label={`${person.nickname}与${account}的聊天`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        ref={box}
        onScroll={scrolled}
      >
        <div>
          {items.map((item, i) => {
            const line = eventText(item, menuName);
            return (
              <Line key={item.n} item={item} before={items[i - 1]} now_ms={now_ms}>
                {line === undefined ? bubble(item) : <EventLine line={line} turn={item.turn} open={acts.open} />}
              </Line>
            );
          })}
          {pending.map((entry) => (
            <div class="sending" key={entry.id}>
              {bubble(unsent(entry))}
            </div>
          ))}
        </div>
      </div>
      {below && (
        <button type="button" class="below" onClick={toEnd}>
          <Icon name="down" /> 新消息
        </button>
      )}
    </div>
  );
}

const unsent = ({ kind, text }: Pending): Item => ({
  n: -1,
  at: '',
  side: 'mine',
  kind,
  text,
  choices: [],
  pushed: false,
  times: 1,
});

function EventLine({ line, turn, open }: { line: string; turn: number | undefined; open(turn: number): void }) {
  return (
    <p class="event">
      {line}
      {turn !== undefined && (
        <button
          type="button"
          class="tool"
          aria-label={`看原文：${line}`}
          title="看这一轮的原文"
          onClick={() => open(turn)}
        >
          <Icon name="code" />
        </button>
      )}
    </p>
  );
}

interface LineProps {
  item: Item;
  before: Item | undefined;
  now_ms: number;
  children: ComponentChildren;
}

/** A line of the chat, under the time when a while has passed since the one before. */
function Line({ item, before, now_ms, children }: LineProps) {
  const at_ms = Date.parse(item.at);
  const apart_ms = before ? Math.abs(at_ms - Date.parse(before.at)) : Number.POSITIVE_INFINITY;
  return (
    <>
      {apart_ms > MINUTES_APART_MAX * 60_000 && (
        <p class="stamp">
          <time dateTime={item.at}>{stamp(at_ms, now_ms)}</time>
        </p>
      )}
      {children}
    </>
  );
}

function nameOf(menu: MenuButton[], key: string): string | undefined {
  for (const button of menu) {
    if (button.key === key) return button.name;
    const below = nameOf(button.sub, key);
    if (below) return below;
  }
  return undefined;
}
