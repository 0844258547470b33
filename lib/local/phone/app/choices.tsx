/** Lines that can be tapped instead of typed. Older ones stay tappable, as in WeChat, but step back. */
import type { Choice } from './types';

interface Props {
  choices: Choice[];
  latest: boolean;
  choose(choice: Choice): void;
}

export function Choices({ choices, latest, choose }: Props) {
  return (
    <div class={`choices ${latest ? '' : 'choices-old'}`}>
      {choices.map((choice, i) => (
        <button type="button" class="choice" key={i} onClick={() => choose(choice)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}
