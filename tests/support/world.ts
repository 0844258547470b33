/** A world for tests: a table, a clock that stands where it is put, predictable chance, local keys. */
import { millis } from '../../lib/platform/clock';
import { memoryFiles } from '../../lib/platform/files';
import { newId } from '../../lib/platform/ids';
import { localMaster, vault } from '../../lib/platform/vault';
import type { World } from '../../lib/platform/world';
import { policyBook } from '../../lib/policy/book';
import type { Table } from '../../lib/store/table';

export interface TestWorld extends World {
  clock: { ms: number; set(at: string): void; pass(ms: number): void };
}

/** `2025-07-10T10:00+08:00`, two weeks before the Fukang classes. */
export const START = '2025-07-10T10:00:00+08:00';

export function testWorld(table: Table, seed = 1): TestWorld {
  const clock = {
    ms: millis(START),
    set(at: string) {
      clock.ms = millis(at);
    },
    pass(ms: number) {
      clock.ms += ms;
    },
  };
  let state = seed >>> 0;
  const random = () => {
    // mulberry32: small, seeded, good enough to spread load.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    table,
    clock,
    now: () => clock.ms,
    random,
    id: newId,
    sleep: async () => {},
    vault: vault(localMaster(Buffer.alloc(32, 7)), Buffer.alloc(32, 9)),
    policies: policyBook(),
    files: memoryFiles(),
    base_url: 'https://songxun.example',
    account: { appid: 'wx0000000000000000', home_region: '530128', name: '禄劝送训' },
  };
}

/** A valid synthetic ID number: region, birth day `YYYYMMDD`, serial; check digit computed. */
export function syntheticIdNumber(serial: number, born = '19900101', region = '530128'): string {
  const head = `${region}${born}${String(serial).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return head + '10X98765432'[sum % 11];
}
