/** What each journey consumes: the tables the capacity tests print, with their gates. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CapacityRows } from '../support/capacity';
import type { How } from './parts';
import { table } from './table';

const ROOT = path.join(__dirname, '../..');
const JEST = require.resolve('jest/bin/jest');

/** Throws when a journey is past its gate: jest says which. */
export async function capacityTables({ quick }: How): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-capacity-'));
  const rows_file = path.join(folder, 'rows.jsonl');
  try {
    execFileSync(process.execPath, [JEST, quick ? 'tests/capacity/sign-in' : 'tests/capacity'], {
      cwd: ROOT,
      env: { ...process.env, BENCH_ROWS: rows_file },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const files = readFileSync(rows_file, 'utf8').trim().split('\n');
    return files
      .map((line): CapacityRows => JSON.parse(line))
      .sort((a, b) => (a.what < b.what ? -1 : 1))
      .map(({ what, head, rows }) => `${what[0]!.toUpperCase()}${what.slice(1)}:\n\n${table(head, rows)}`)
      .join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
