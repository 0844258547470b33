/** How officers say the commands, and how each is read. */
import doubtful from './doubtful.json';
import phrases from './phrases.json';
import { type Phrase, reading, wrongIn } from './reading';

describe('commands as officers say them', () => {
  it('knows at least 150 ways, and every one of the 26 commands', () => {
    expect(phrases.length).toBeGreaterThanOrEqual(150);
    expect(new Set(phrases.map((one) => one.is)).size).toBe(26);
  });

  it.each((phrases as Phrase[]).map((one) => [one.say, one] as const))('%s', async (_say, phrase) => {
    expect(wrongIn(phrase, await reading(phrase.say))).toEqual([]);
  });

  it.each(doubtful.doubtful as [string, string][])('asks about “%s”, and does nothing', async (text, likely) => {
    const { command, maybe } = await reading(text);
    expect(command).toBeUndefined();
    expect(maybe).toContain(likely);
  });

  it.each(doubtful.nothing)('makes nothing of “%s”', async (text) => {
    const { command } = await reading(text);
    expect(command).toBeUndefined();
  });
});
