/** `npm run bench`: turns, the rush, bundles; prints markdown. `--write` puts it between the marks of docs/performance.md. */
import '../support/quiet';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { bundles } from './bundles';
import { rush } from './rush';
import { benchSheets } from './sheets';
import { signInRush } from './sign-in-rush';
import { benchTurns, type TurnsRun } from './turns';

const PAGE = path.join(__dirname, '../../docs/performance.md');
const MARKS = ['<!-- bench -->', '<!-- /bench -->'] as const;

const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const one = (n: number) => n.toFixed(1);
const two = (n: number) => n.toFixed(2);

function turnsTable(runs: TurnsRun[]): string {
  const [real, memory, bare] = runs as [TurnsRun, TurnsRun, TurnsRun];
  const rows = runs.map((r) => [r.what, r.turns, Math.round(r.per_s), two(r.cpu_ms), one(r.p50_ms), one(r.p99_ms)]);
  const share = `Of ${two(real.cpu_ms)} ms CPU a turn, ${two(memory.cpu_ms)} ms are ours and ${two(real.cpu_ms - memory.cpu_ms)} ms the SDK's and the connection's; the bare commands alone take ${two(bare.cpu_ms)} ms.`;
  return `${table(['turns', 'n', 'per second', 'CPU ms a turn', 'p50 ms', 'p99 ms'], rows)}\n\n${share}`;
}

async function rushTable(): Promise<string> {
  const runs = [await rush(50), await rush(5000), await rush(5000, { blocks: 1 })];
  const rows = runs.map((r) => [
    r.seats,
    r.blocks,
    r.sold,
    r.sold_out_s === undefined ? 'not' : one(r.sold_out_s),
    r.refused,
    r.waiting,
    r.unanswered,
    r.resent,
    Math.round(r.p50_ms),
    Math.round(r.p99_ms),
    r.conflicts,
    two(r.requests_per_arrival),
  ]);
  return table(
    [
      'seats',
      'blocks',
      'sold',
      'sold out after s',
      'told full',
      'waiting',
      'never through',
      '“busy” answers',
      'p50 ms',
      'p99 ms',
      'conflicts',
      'requests an arrival',
    ],
    rows,
  );
}

async function signInTable(): Promise<string> {
  const runs = [await signInRush(1000), await signInRush(1000, { minute_ms: 1000 })];
  const within = ['a minute', 'a second'];
  const rows = runs.map((r, i) => [
    r.people,
    within[i] as string,
    r.signed,
    r.told_old,
    r.marks,
    two(r.wcu_a_turn),
    r.wcu_max,
    two(r.requests_a_turn),
    Math.round(r.p50_ms),
    Math.round(r.p99_ms),
    r.conflicts,
  ]);
  const head = [
    'people',
    'within',
    'signed in',
    'code too old',
    'marks',
    'WCU a turn',
    'WCU at most',
    'requests a turn',
    'p50 ms',
    'p99 ms',
    'conflicts',
  ];
  return table(head, rows);
}

async function bundleTable(): Promise<string> {
  const rows = (await bundles()).map((b) => [
    b.name,
    Math.round(b.kib),
    Math.round(b.import_ms),
    Math.round(b.import_min_ms),
  ]);
  return table(['function', 'KiB minified', 'import ms (median of 7)', 'fastest'], rows);
}

function sheetsTable(): string {
  const runs = [300, 5000].map(benchSheets);
  const rows = runs.map((r) => [
    r.rows,
    r.file_kb,
    two(r.read_s),
    one(r.entered_s),
    one(r.result_s),
    r.memory_mb,
    r.result_kb,
  ]);
  const head = ['rows', 'file KB', 'read and judged after s', 'all entered after s', 'result after s', 'MB at most'];
  return table([...head, 'result KB'], rows);
}

async function main(): Promise<void> {
  const people = Number(process.env.BENCH_PEOPLE ?? 100);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}-${process.arch}; ${new Date().toISOString().slice(0, 10)}`;
  const parts = [
    `Machine: ${machine}.`,
    '### A turn, through the webhook\n',
    turnsTable(await benchTurns(people)),
    '\n### The rush: 10,000 arrivals in one second\n',
    await rushTable(),
    '\n### The rush at a lesson’s start: sign-ins\n',
    await signInTable(),
    '\n### A roster in Excel, from the file to its result\n',
    sheetsTable(),
    '\n### Bundles\n',
    await bundleTable(),
  ];
  const text = parts.join('\n');
  console.log(text);
  if (!process.argv.includes('--write')) return;
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = MARKS.map((mark) => page.indexOf(mark)) as [number, number];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no marks ${MARKS.join(' … ')}`);
  writeFileSync(PAGE, `${page.slice(0, from + MARKS[0].length)}\n${text}\n${page.slice(to)}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
