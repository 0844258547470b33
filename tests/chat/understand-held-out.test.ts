import type { IntentName } from '../../lib/chat/types';
import { IRREVERSIBLE, understand } from '../../lib/chat/understand';
import { lexicon } from './lexicon';
import heldOut from './phrases-held-out.json';

/** The share read right when the set was written; words may only get better than that. */
const RIGHT_MIN = 0.75;
/** The share where the wish is read, or at least among what would be asked. */
const OFFERED_MIN = 0.8;

interface Judged {
  text: string;
  want: string;
  got: string;
  right: boolean;
  /** The wish is at least among what would be asked. */
  offered: boolean;
  harm: boolean;
}

function judge(): Judged[] {
  const judged: Judged[] = [];
  const look = (text: string, want: string, sure: boolean) => {
    const said = understand(text, lexicon);
    const offered = said.intent === want || said.maybe.includes(want as IntentName);
    const right = want === 'nothing' ? !said.intent : sure ? said.intent === want : !said.intent && offered;
    const harm = said.intent !== undefined && IRREVERSIBLE.has(said.intent) && !(sure && said.intent === want);
    judged.push({
      text,
      want,
      got: said.intent ?? `? ${said.maybe.join(' ')}`,
      right,
      offered: offered || right,
      harm,
    });
  };
  for (const [want, texts] of Object.entries(heldOut.sure)) for (const text of texts) look(text, want, true);
  for (const [want, texts] of Object.entries(heldOut.asked)) for (const text of texts) look(text, want, false);
  for (const text of heldOut.nothing) look(text, 'nothing', false);
  return judged;
}

describe('phrases the words were not written for', () => {
  const judged = judge();
  const share = (of: (j: Judged) => boolean) => judged.filter(of).length / judged.length;

  it('are at least 80', () => expect(judged.length).toBeGreaterThanOrEqual(80));

  it('are mostly read right; the figures', () => {
    const percent = (n: number) => `${(100 * n).toFixed(1)} %`;
    const missed = judged.filter((j) => !j.right).map((j) => `${j.text} → ${j.got} (${j.want})`);
    process.stdout.write(
      `held-out phrases: ${judged.length}, read right ${percent(share((j) => j.right))}, right or offered ${percent(share((j) => j.offered))}\n${missed.join('\n')}\n`,
    );
    expect(share((j) => j.right)).toBeGreaterThanOrEqual(RIGHT_MIN);
    expect(share((j) => j.offered)).toBeGreaterThanOrEqual(OFFERED_MIN);
  });

  it('never lead to an irreversible order she did not give', () => {
    expect(judged.filter((j) => j.harm)).toEqual([]);
  });
});
