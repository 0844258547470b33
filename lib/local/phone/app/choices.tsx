/** Lines that can be tapped instead of typed. Older ones stay tappable, as in WeChat, but step back. */
import type { Choice } from './types';

/** A choice sent by its number shows that number; 撤销 and 留言 are words, however short. */
const NUMBER = /^\d{1,2}$/;

/** The label without the number it may begin with. */
function bare({ send, label }: Choice): string {
  if (!NUMBER.test(send) || !label.startsWith(send)) return label;
  return label.slice(send.length).replace(/^[\s.、．:：]+/, '') || label;
}

export function Choices({
  choices,
  latest,
  choose,
}: {
  choices: Choice[];
  latest: boolean;
  choose(choice: Choice): void;
}) {
  return (
    <div class={`choices ${latest ? '' : 'choices-old'}`}>
      {choices.map((choice, i) => (
        <button type="button" class="choice" key={i} onClick={() => choose(choice)}>
          {NUMBER.test(choice.send) && <b>{choice.send}</b>}
          <span>{bare(choice)}</span>
        </button>
      ))}
    </div>
  );
}
