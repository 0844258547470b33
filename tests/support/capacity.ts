/**
 * What journeys cost against their gates, one table a test file: printed at its end, and kept for `npm run bench`
 * where `BENCH_ROWS` names a file. A journey past its gate fails.
 */
import { appendFileSync } from 'node:fs';
import { afterAll, expect } from '@jest/globals';
import type { Cost } from './metering';

export interface Gate {
  /** Units of reading, of writing; waits for the table. */
  read?: number;
  write?: number;
  trips?: number;
}

export interface CapacityRows {
  what: string;
  head: string[];
  rows: string[][];
}

const HEAD = ['journey', 'floor', 'gate', 'measured', 'round trips (gate)', 'requests'];

/** `floor` is what the rows alone would cost. */
export type Note = (journey: string, gate: Gate, cost: Cost, floor?: string) => void;

/** The table of this test file. */
export function capacityTable(what: string): Note {
  const rows: string[][] = [];
  afterAll(() => {
    console.info([HEAD, HEAD.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
    const file = process.env.BENCH_ROWS;
    if (file) appendFileSync(file, `${JSON.stringify({ what, head: HEAD, rows } satisfies CapacityRows)}\n`);
  });
  return (journey, gate, cost, floor = '—') => {
    rows.push([
      journey,
      floor,
      units(gate) || '—',
      units(cost) || '0',
      gate.trips === undefined ? String(cost.trips) : `${cost.trips} (${gate.trips})`,
      String(cost.requests),
    ]);
    for (const what of ['read', 'write', 'trips'] as const) {
      const most = gate[what];
      if (most !== undefined)
        expect([journey, what, cost[what] <= most, cost[what]]).toEqual([journey, what, true, cost[what]]);
    }
  };
}

function units({ read, write }: Gate): string {
  return [write && `${write} WCU`, read && `${read} RCU`].filter(Boolean).join(' + ');
}
