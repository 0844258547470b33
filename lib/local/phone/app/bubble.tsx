/** One line of the chat. Everything a person or the account wrote is rendered as text nodes. */
import { Avatar, Seal } from './avatar';
import { Choices } from './choices';
import { Icon } from './icons';
import { Picture, Place, Sticker } from './pictures';
import { TemplateCard } from './template-card';
import { cutAddresses } from './text';
import type { Choice, Item, Person } from './types';

/** What can be done with a line of the chat. */
export interface Acts {
  choose(choice: Choice): void;
  /** Look at what a turn was on the wire. */
  open(turn: number): void;
  /** Send the same message again, under the same MsgId. */
  repeat(item: Item): void;
}

interface Props {
  item: Item;
  person: Person;
  account: string;
  /** The newest word of the account: its choices stand out. */
  latest: boolean;
  acts: Acts;
}

/** The grey line that events of hers and WeChat's own notes leave in the chat; `undefined` for what is said. */
export function eventText(item: Item, menuName: (key: string) => string): string | undefined {
  if (item.kind === 'trouble') return item.text;
  if (item.kind !== 'event') return undefined;
  const key = item.text.match(/^菜单 (.+)$/)?.[1];
  return key ? `点了菜单「${menuName(key)}」` : item.text;
}

export function Bubble(props: Props) {
  const { item, person, account } = props;
  const mine = item.side === 'mine';
  const who = mine ? person.nickname : account;
  if (item.template) {
    return (
      <div class="row row-card">
        <TemplateCard item={item} account={account} choose={props.acts.choose} />
      </div>
    );
  }
  return (
    <div class={`row ${mine ? 'row-mine' : 'row-theirs'}`} data-n={item.n}>
      {mine ? <Avatar name={person.nickname} /> : <Seal />}
      <div class={`said ${item.choices.length ? 'said-wide' : ''}`}>
        <span class="sr">{`${who}：`}</span>
        <div class={`bubble bubble-${bodyKind(item.kind)}`}>
          <Body item={item} />
          {item.choices.length > 0 && (
            <Choices choices={item.choices} latest={props.latest} choose={props.acts.choose} />
          )}
        </div>
        {item.pushed && <span class="note">主动推送</span>}
        {item.times > 1 && (
          <span class="note">{mine ? `同一条送了 ${item.times} 次` : `答了 ${item.times} 次，内容一样`}</span>
        )}
      </div>
      {mine && <Tools {...props} />}
    </div>
  );
}

function Tools({ item, acts: { open, repeat } }: Props) {
  return (
    <div class="tools">
      {item.kind === 'text' && item.msg_id && (
        <button
          type="button"
          class="tool"
          onClick={() => repeat(item)}
          aria-label={`再发一次：${item.text}`}
          title="再发一次（同一个 MsgId）"
        >
          <Icon name="again" />
        </button>
      )}
      {item.turn !== undefined && (
        <button
          type="button"
          class="tool"
          onClick={() => open(item.turn!)}
          aria-label={`看原文：${item.text || item.kind}`}
          title="看这一轮的原文"
        >
          <Icon name="code" />
        </button>
      )}
    </div>
  );
}

const bodyKind = (kind: string) => (['image', 'voice', 'location', 'sticker'].includes(kind) ? kind : 'text');

function Body({ item }: { item: Item }) {
  switch (item.kind) {
    case 'image':
      return <Picture />;
    case 'voice':
      return (
        <>
          <span class="voice">
            <Icon name="voice" /> 3″
          </span>
          {item.text && !item.text.startsWith('[') && <span class="heard">听成：{item.text}</span>}
        </>
      );
    case 'location':
      return (
        <>
          <span class="place-name">{item.text.replace(/^\[位置\]\s*/, '') || '我的位置'}</span>
          <Place />
        </>
      );
    case 'sticker':
      return <Sticker />;
    default:
      return <Text text={item.text} />;
  }
}

function Text({ text }: { text: string }) {
  return (
    <span class="text">
      {cutAddresses(text).map((part, i) =>
        i % 2 === 1 ? (
          <a key={part} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}
