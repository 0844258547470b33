/** How many of some phrases are read rightly, how many are asked about, and whether a deed is taken for another. */
import { named } from '../../lib/chat/commands/names';
import { type Phrase, type Reading, reading, wrongIn } from './reading';

export interface Accuracy {
  phrases: number;
  /** Shares of 1: the command, the command with everything said with it, asked with the right one offered, another command. */
  command: number;
  whole: number;
  asked: number;
  another: number;
  /** A deed where another deed was meant: must be empty. */
  deeds: string[];
}

export async function accuracyOf(phrases: Phrase[]): Promise<Accuracy> {
  const read = await Promise.all(phrases.map(async (phrase) => ({ phrase, got: await reading(phrase.say) })));
  const share = (wanted: (one: { phrase: Phrase; got: Reading }) => boolean) =>
    read.filter(wanted).length / read.length;
  const another = ({ phrase, got }: { phrase: Phrase; got: Reading }) =>
    got.command !== undefined && got.command !== phrase.is;
  return {
    phrases: read.length,
    command: share(({ phrase, got }) => got.command === phrase.is),
    whole: share(({ phrase, got }) => wrongIn(phrase, got).length === 0),
    asked: share(({ phrase, got }) => !got.command && got.maybe.includes(phrase.is)),
    another: share(another),
    deeds: read
      .filter((one) => another(one) && named(one.phrase.is)?.acts && named(one.got.command ?? '')?.acts)
      .map(({ phrase, got }) => `${phrase.say}: ${got.command}`),
  };
}

/** In words, shares in per cent. */
export function accuracySaid({ phrases, command, whole, asked, another }: Accuracy): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return `${phrases} phrases: command right ${percent(command)} (class, people, days and times too ${percent(whole)}), asked, the right one among the choices ${percent(asked)}, another command ${percent(another)}`;
}
