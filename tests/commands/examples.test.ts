/** What the help teaches is what is understood. */
import { COMMANDS, DEEDS } from '../../lib/chat/commands';
import { COMMAND_NAMES } from '../../lib/chat/commands/names';
import { reading } from './reading';

describe('the commands as they teach themselves', () => {
  it.each(COMMANDS.map((command) => [command.title, command] as const))('%s', async (_title, command) => {
    const called = COMMAND_NAMES.find((one) => one.name === command.name);
    expect(called).toMatchObject({ number: command.number, title: command.title });
    expect(command.examples.length).toBeGreaterThan(0);
    const read = await Promise.all(
      command.examples.map(async (text) => [text, (await reading(text)).command] as const),
    );
    expect(read.filter(([, name]) => name !== command.name)).toEqual([]);
  });

  it.each(COMMANDS.map((command) => [command.title, command] as const))(
    '%s, by all its names',
    async (_title, command) => {
      const words = [command.title, ...command.words];
      const read = await Promise.all(words.map(async (word) => [word, await reading(`${word} A17`)] as const));
      const other = read.filter(
        ([, { command: name, maybe }]) => name !== command.name && !maybe.includes(command.name),
      );
      expect(other.map(([word, { command: name }]) => `${word}: ${name}`)).toEqual([]);
    },
  );

  it('each number and each name stands for one command', () => {
    expect(new Set(COMMANDS.map((one) => one.number)).size).toBe(COMMANDS.length);
    expect(new Set(COMMANDS.map((one) => one.name)).size).toBe(COMMANDS.length);
    expect(Object.keys(DEEDS).length).toBeGreaterThan(0);
  });
});
