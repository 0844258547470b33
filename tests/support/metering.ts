/** What a journey costs: capacity as the engine reports it, and how often it had to wait for the table. */
import type { Table } from '../../lib/store/table';
import type { TestTable } from './engine';

export interface Cost {
  read: number;
  write: number;
  /** Times the caller waited: requests sent side by side are one. */
  trips: number;
  requests: number;
}

export interface Metered {
  table: Table;
  measure(doing: () => Promise<unknown>): Promise<Cost>;
}

export function metered(test: TestTable): Metered {
  let in_flight = 0;
  let trips = 0;
  const waiting = async <T>(call: Promise<T>): Promise<T> => {
    if (in_flight++ === 0) trips++;
    try {
      return await call;
    } finally {
      in_flight--;
    }
  };
  const inner = test.table;
  return {
    table: {
      get: (key, how) => waiting(inner.get(key, how)),
      getMany: (keys, how) => waiting(inner.getMany(keys, how)),
      query: (request) => waiting(inner.query(request)),
      write: (changes, how) => waiting(inner.write(changes, how)),
    },
    async measure(doing) {
      test.used.reset();
      trips = 0;
      await doing();
      const { read, write, trips: requests } = test.used;
      return { read: round(read), write: round(write), trips, requests };
    },
  };
}

const round = (n: number) => Math.round(n * 100) / 100;
