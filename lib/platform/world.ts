import type { PolicyBook } from '../policy/types';
import type { Table } from '../store/table';
import type { Files } from './files';
import type { Vault } from './vault';

/**
 * What an operation may touch besides its command: the table, the time, chance, secrets and the
 * dated rules. Handlers and the local stack build one; tests build their own. Nothing else is global.
 */
export interface World {
  table: Table;
  /** Milliseconds since the epoch. */
  now(): number;
  /** 0 ≤ x < 1; for spreading load and backing off, never for secrets. */
  random(): number;
  /** A new unguessable id, e.g. `id('w')` → `w_3k9…` (16 characters of base 32 after the prefix). */
  id(prefix: string): string;
  sleep(ms: number): Promise<void>;
  vault: Vault;
  policies: PolicyBook;
  files: Files;
  /** Where people reach this installation's pages, without a slash at the end: `https://songxun.example.cn`. */
  base_url: string;
  /** The public account people talk to, and the county it belongs to. */
  account: { appid: string; home_region: string; name: string };
}
