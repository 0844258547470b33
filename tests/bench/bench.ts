/**
 * `npm run bench`: all that docs/performance.md tells, measured again and printed. `-- --write` renews the page, each
 * part as soon as it is measured; `-- --only turns,rush` these alone; `-- --quick` tries whether they run, on a small
 * scale, and never writes.
 */
import '../support/quiet';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { putInto } from './page';
import { PARTS } from './parts';

const PAGE = path.join(__dirname, '../../docs/performance.md');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  const { quick = false, write = false } = values;
  const names = values.only?.split(',') ?? Object.keys(PARTS);
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are: ${Object.keys(PARTS).join(', ')}`);
  if (quick && write) throw new Error('figures of --quick are none: nothing to --write');
  for (const name of names) {
    const under = machine();
    const text = `${await PARTS[name]!({ quick })}\n\n${under}`;
    console.log(`\n## ${name}\n\n${text}`);
    if (write) writeFileSync(PAGE, putInto(readFileSync(PAGE, 'utf8'), name, text));
  }
}

/** On what it was measured, and how busy that was before: said with each part, as they may be measured apart. */
function machine(): string {
  const model = cpus()[0]?.model.trim();
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  return `<sub>${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}-${process.arch}, load before ${busy}</sub>`;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
