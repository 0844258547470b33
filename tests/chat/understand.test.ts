import type { IntentName, Understanding } from '../../lib/chat/types';
import { understand } from '../../lib/chat/understand';
import { lexicon } from './lexicon';
import phrases from './phrases.json';

const read = (text: string) => understand(text, lexicon);

describe('what a worker types is read', () => {
  for (const [intent, texts] of Object.entries(phrases.sure)) {
    it.each(texts)(`${intent}: %s`, (text) => {
      expect(read(text)).toMatchObject({ intent });
    });
  }

  for (const [intent, texts] of Object.entries(phrases.doubtful)) {
    it.each(texts)(`asks whether ${intent}: %s`, (text) => {
      const said = read(text);
      expect(said.intent).toBeUndefined();
      expect(said.maybe).toContain(intent as IntentName);
      expect(said.maybe.length).toBeLessThanOrEqual(3);
    });
  }

  it.each(phrases.nothing)('makes nothing of: %s', (text) => {
    expect(read(text)).toMatchObject({ maybe: [], trades: [] });
    expect(read(text).intent).toBeUndefined();
  });

  it.each(phrases.named)('finds what is named: $text', ({ text, ...expected }) => {
    const said = read(text);
    for (const [field, value] of Object.entries(expected)) {
      expect([field, said[field as keyof Understanding] ?? null]).toEqual([field, value]);
    }
  });

  it('has a table of at least 200 phrases, none twice', () => {
    const all = [
      ...Object.values(phrases.sure).flat(),
      ...Object.values(phrases.doubtful).flat(),
      ...phrases.nothing,
      ...phrases.named.map((n) => n.text),
    ];
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(new Set(all).size).toBe(all.length);
  });
});
