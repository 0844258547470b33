/** Random histories under contention and faults, as `npm run simulate` tells them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { How } from './parts';

const SEED = 7_000_000;
const HISTORIES = 6000;
const ROOT = path.join(__dirname, '../..');

/** Throws when a rule was broken. */
export async function faultsSaid({ quick }: How): Promise<string> {
  const given = ['--seed', String(SEED), '--histories', String(quick ? 20 : HISTORIES)];
  const script = path.join(ROOT, 'tests/model/simulate.ts');
  const out = execFileSync(process.execPath, ['--import', 'tsx', script, ...given], { cwd: ROOT, encoding: 'utf8' });
  const lines = out
    .trim()
    .split('\n')
    .filter((line) => !/^(seed|refusals)/.test(line));
  return [`\`npm run simulate -- ${given.join(' ')}\`:`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}
