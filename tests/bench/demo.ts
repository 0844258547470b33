/** The demonstration, whole: what each step took. Read from what `npm run demo` prints. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { How } from './parts';
import { table } from './table';

const ROOT = path.join(__dirname, '../..');
const COST = /工友消息 (\d+) 条，指令 (\d+) 条（另回话 (\d+) 句），接口 (\d+) 次，([\d.]+) 秒$/;

/** Throws when the story did not end as meant. */
export async function demoTable({ quick }: How): Promise<string> {
  const out = mkdtempSync(path.join(tmpdir(), 'songxun-bench-demo-'));
  const args = ['--import', 'tsx', 'lib/local/demo.ts', '--out', out, ...(quick ? ['--steps', '4'] : [])];
  try {
    return demoRows(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The steps and their sum, out of what the demonstration printed. Throws when it reads otherwise than expected. */
export function demoRows(told: string): string {
  const lines = told.split('\n');
  const rows = lines.flatMap((line) => {
    const title = /^(?:\d+ )?(.+)：工友消息/.exec(line)?.[1];
    const cost = COST.exec(line)?.slice(1);
    return title && cost ? [[title === '用量' ? '**all**' : title, ...cost]] : [];
  });
  if (rows.at(-1)?.[0] !== '**all**') throw new Error(`the demonstration told no 用量:\n${told.slice(-2000)}`);
  const head = ['step', 'messages of workers', 'commands', 'answers to what they asked', 'API calls', 'seconds'];
  const last = lines.find((line) => line.startsWith('指纹'));
  return `${table(head, rows)}\n\n${last ?? ''}`.trim();
}
