/** Which rows a turn wrote: the table as handlers see it, with a note of each write under the turn's name. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Change, ConditionFailed, Conflict, type Table } from '../store/table';
import type { WrittenRow } from './wechat-simulator/types';

const TURNS_MAX = 500;
const WAITING_MAX = 20_000;

export interface Recorder {
  /** The table to give to handlers. */
  table: Table;
  /** Run a callback's work under the turn's name. */
  during<T>(turn: string, work: () => Promise<T>): Promise<T>;
  /** What was written under this name; hands it out once. The rows still gain before and after from the stream. */
  rowsOf(turn: string): WrittenRow[];
  /** A record from the stream: completes the row it belongs to. */
  streamed(record: {
    event: WrittenRow['event'];
    pk: string;
    sk: string;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  }): void;
  /** Transactions written since the start. */
  writes(): number;
}

/** Per key, the rows written but not yet seen in the stream, in order; `undefined` for writes of no turn. */
type Waiting = Map<string, (WrittenRow | undefined)[]>;

/** The table, remembering the rows each turn wrote, for the drawer of the phone page. */
export function recorder(table: Table, wrote: () => void): Recorder {
  const running = new AsyncLocalStorage<string>();
  const turns = new Map<string, { rows: WrittenRow[]; transactions: number }>();
  const waiting: Waiting = new Map();
  let writes = 0;

  /** Noted before the write: the stream may be quicker than the answer. */
  const begin = (changes: Change[]): (WrittenRow | undefined)[] => {
    const turn = running.getStore();
    const held = turn === undefined ? undefined : turns.get(turn);
    const transaction = held ? ++held.transactions : 0;
    if (waiting.size > WAITING_MAX) waiting.clear();
    return changes.map((change) => {
      const row = held && rowOf(change, transaction);
      if (row) held?.rows.push(row);
      if (change.kind !== 'check') {
        const key = `${change.key.pk}\n${change.key.sk}`;
        waiting.set(key, [...(waiting.get(key) ?? []), row]);
      }
      return row;
    });
  };
  return {
    table: {
      get: table.get.bind(table),
      getMany: table.getMany.bind(table),
      query: table.query.bind(table),
      async write(changes, how) {
        const rows = begin(changes);
        try {
          await table.write(changes, how);
        } catch (error) {
          noteFailure(waiting, changes, rows, error);
          throw error;
        } finally {
          writes += 1;
          wrote();
        }
      },
    },
    async during(turn, work) {
      if (!turns.has(turn)) turns.set(turn, { rows: [], transactions: 0 });
      if (turns.size > TURNS_MAX) turns.delete(turns.keys().next().value as string);
      return await running.run(turn, work);
    },
    rowsOf(turn) {
      const rows = turns.get(turn)?.rows ?? [];
      turns.delete(turn);
      return rows;
    },
    streamed({ event, pk, sk, before, after }) {
      const key = `${pk}\n${sk}`;
      const list = waiting.get(key);
      const row = list?.shift();
      if (list?.length === 0) waiting.delete(key);
      if (row) Object.assign(row, { event, ...(before && { before }), ...(after && { after }) });
    },
    writes: () => writes,
  };
}

function rowOf(change: Change, transaction: number): WrittenRow {
  const { kind, key, why, when } = change;
  return { transaction, kind, pk: key.pk, sk: key.sk, why, ...(when && { when }), outcome: 'written' };
}

/** The write did not happen (or nobody knows): the rows say so, and wait for no stream record. */
function noteFailure(waiting: Waiting, changes: Change[], rows: (WrittenRow | undefined)[], error: unknown): void {
  const broken = error instanceof ConditionFailed ? new Set(error.failed.map((one) => one.change)) : undefined;
  for (const [i, change] of changes.entries()) {
    const row = rows[i];
    if (row && error instanceof Conflict) row.outcome = 'conflict';
    else if (row) row.outcome = broken?.has(change) ? 'condition_failed' : broken ? 'not_written' : 'unknown';
    const key = `${change.key.pk}\n${change.key.sk}`;
    const list = waiting.get(key) ?? [];
    const at = list.indexOf(row);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) waiting.delete(key);
  }
}
