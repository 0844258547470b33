/** The transcripts beside this file, each on the engine and in memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { play, type Transcript } from './play';

const transcripts = readdirSync(__dirname)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file): Transcript[] => JSON.parse(readFileSync(join(__dirname, file), 'utf8')));

describe.each(transcripts.map((t) => [t.name, t] as const))('%s', (_name, transcript) => {
  it('reads as written, on the engine', async () => {
    const { table } = await freshTable();
    await play(table, transcript, memoryTable());
  });

  it('reads as written, in memory, and keeps no number in the clear', async () => {
    const table = memoryTable();
    const { heard } = await play(table, transcript);
    if (process.env.SHOW) process.stdout.write(`\n=== ${transcript.name}\n${heard.join('\n')}\n`);
    for (const row of table.all()) {
      const text = JSON.stringify(row, (_key, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      const found = /(?<!\d)[1-9]\d{16}[\dX](?!\d)|(?<!\d)138\d{8}(?!\d)/.exec(text);
      if (found) throw new Error(`${row.pk} ${row.sk} holds ${found[0]}`);
    }
  });
});
