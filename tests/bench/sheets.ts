/**
 * A roster of 5,000 rows, from the bytes of the file to its result, against the embedded engine: how long, and how much
 * memory this process ever held. Run in a process of its own (`tsx tests/bench/sheets.ts [rows]`): what others needed
 * before would count. The file is made by another, and read from disk.
 */
import '../support/quiet';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEngine } from '../../lib/local/engine';
import { isRefusal } from '../../lib/platform/refusal';
import { runImport } from '../../lib/sheets/run-import';
import { startImport } from '../../lib/sheets/start-import';
import type { How } from './parts';
import { one, table, two } from './table';

interface SheetsRun {
  rows: number;
  file_kb: number;
  read_s: number;
  entered_s: number;
  result_s: number;
  memory_mb: number;
  result_kb: number;
}

const MB = 1024 * 1024;

/** In a process of its own. */
function benchSheets(rows = 5000): SheetsRun {
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-sheets-'));
  const file = path.join(folder, 'roster.xlsx');
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--import', 'tsx', __filename, ...args], { encoding: 'utf8' });
  try {
    run('make', file, String(rows));
    return JSON.parse(run('read', file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EXTRA = ['序号', '性别', '民族', '文化程度', '户籍地址', '工种', '等级', '工作单位', '人员类别', '备注'];

async function make(file: string, rows: number): Promise<void> {
  const { HEADERS, person, rosterFile } = await import('../sheets/support');
  const made = Array.from({ length: rows }, (_, n) => [
    ...person(n),
    ...[n + 1, n % 2 ? '男' : '女', '彝族', '初中', `云南省昆明市禄劝县屏山街道${n}号`],
    ...['电工', '五级', `新疆某某建筑劳务有限公司第${n % 40}分公司`, '农村转移就业劳动者', ''],
  ]);
  // The sex in the column is checked against the number: leave it to the number.
  for (const row of made) row[4] = Number(String(row[1])[16]) % 2 ? '男' : '女';
  writeFileSync(file, await rosterFile(made, [...HEADERS, ...EXTRA]));
}

async function read(file: string): Promise<SheetsRun> {
  const { testWorld } = await import('../support/world');
  const { createTable } = await import('../../lib/local/create-table');
  const { dynamoClient, dynamoTable } = await import('../../lib/store/dynamo');
  const engine = await startEngine();
  const client = dynamoClient({ region: 'cn-north-1', endpoint: engine.endpoint });
  await createTable(client, 'bench', { stream: false });
  const world = testWorld(dynamoTable({ table: 'bench', client }));
  const bytes = readFileSync(file);
  const from = performance.now();
  const since = (ms: number) => Math.round(performance.now() - ms) / 1000;
  const how = { home_region: '530128', host_region: '652302', consent: 'paper', by: 'bench', may: () => true } as const;
  let head = await startImport(world, { bytes, ...how });
  const read_s = since(from);
  while (!isRefusal(head) && head.page < head.pages) head = await runImport(world, head.import_id);
  const entered_s = since(from);
  while (!isRefusal(head) && head.state !== 'done') head = await runImport(world, head.import_id);
  if (isRefusal(head)) throw new Error(JSON.stringify(head));
  const result = await world.files.get(`import/${head.import_id}/result.xlsx`);
  const memory_mb = Math.round((process.resourceUsage().maxRSS * 1024) / MB);
  if (head.counts.entered !== head.rows) throw new Error(JSON.stringify(head.counts));
  await engine.stop();
  return {
    rows: head.rows,
    file_kb: Math.round(bytes.length / 1024),
    read_s,
    entered_s,
    result_s: since(from),
    memory_mb,
    result_kb: Math.round(result!.bytes.length / 1024),
  };
}

const HEAD = [
  'rows',
  'file KB',
  'read and judged after s',
  'all entered after s',
  'result after s',
  'MB at most',
  'result KB',
];

export async function sheetsTable({ quick }: How): Promise<string> {
  const runs = (quick ? [20] : [300, 5000]).map(benchSheets);
  const rows = runs.map((r) => [
    r.rows,
    r.file_kb,
    two(r.read_s),
    one(r.entered_s),
    one(r.result_s),
    r.memory_mb,
    r.result_kb,
  ]);
  return table(HEAD, rows);
}

if (require.main === module) {
  const [what, file = '', rows] = process.argv.slice(2);
  if (what === 'make') void make(file, Number(rows));
  else if (what === 'read') void read(file).then((run) => console.log(JSON.stringify(run)));
  else console.log(benchSheets(Number(what ?? 5000)));
}
