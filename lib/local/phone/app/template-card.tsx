/** A template message: the card with labelled lines that WeChat shows outside a conversation. */
import { Choices } from './choices';
import { Icon } from './icons';
import { clock } from './times';
import type { Choice, Item } from './types';

interface Props {
  item: Item;
  account: string;
  choose(choice: Choice): void;
}

export function TemplateCard({ item, account, choose }: Props) {
  const { title, fields } = item.template!;
  return (
    <article class="card" data-n={item.n} aria-label={`服务通知：${title}`}>
      <header>
        <span class="card-bell">
          <Icon name="bell" />
        </span>
        <span>{account} · 服务通知</span>
        <time dateTime={item.at}>{clock(Date.parse(item.at))}</time>
      </header>
      <h3>{title}</h3>
      <dl>
        {fields.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {fields.length === 0 && <p class="text">{item.text}</p>}
      {item.choices.length > 0 && <Choices choices={item.choices} latest choose={choose} />}
    </article>
  );
}
