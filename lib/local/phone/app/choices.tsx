/** Lines that can be tapped instead of typed. Older ones stay tappable, as in WeChat, but step back. */
import type { Choice } from './types';

/** What is short enough to be the number of the line. */
const NUMBER_CHARS_MAX = 2;

/** The label without the number it may begin with. */
function bare({ send, label }: Choice): string {
  if (send.length > NUMBER_CHARS_MAX || !label.startsWith(send)) return label;
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
          {choice.send.length <= NUMBER_CHARS_MAX && <b>{choice.send}</b>}
          <span>{bare(choice)}</span>
        </button>
      ))}
    </div>
  );
}
