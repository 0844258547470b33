/**
 * Things that go wrong between a process and its table, by seeded chance. `flaky` wraps a Table,
 * `flakyClient` the SDK client under the real one. A process that was stopped never reaches the
 * table again, whatever its code does with the error.
 */
import { Conflict, type Table, Unavailable } from '../../lib/store/table';
import type { Chance } from './chance';

/** The process was killed here. */
export class Stopped extends Error {
  override name = 'Stopped';
}

export type Fault =
  | 'throttle' // refused at the door; nothing happened
  | 'conflict' // another transaction was in the way; nothing happened
  | 'lost' // the request never arrived; the caller waits, then gives up
  | 'unheard' // done, but the answer never came
  | 'late' // the caller gives up, and it is done after that
  | 'stop_before' // killed before sending
  | 'stop_after'; // killed after it was done, before the answer

/** Share of writes (and, for those that can strike a read, of reads) that each fault befalls. */
export type Rates = Partial<Record<Fault, number>>;

export const CALM: Rates = {};
export const ROUGH: Rates = {
  throttle: 0.03,
  conflict: 0.05,
  lost: 0.03,
  unheard: 0.05,
  late: 0.03,
  stop_before: 0.02,
  stop_after: 0.02,
};

const ON_READS: ReadonlySet<Fault> = new Set(['throttle', 'lost', 'stop_before', 'stop_after']);

export interface FlakyOptions {
  chance: Chance;
  rates: Rates;
  pause(ms: number): Promise<void>;
  /** Told of every fault, for counting. */
  struck?: (fault: Fault) => void;
  timeout_ms?: number;
  /** Given what comes `late`, for who must wait until nothing is under way. */
  late?: (done: Promise<unknown>) => void;
}

function draw({ chance, rates, struck }: FlakyOptions, reading: boolean): Fault | undefined {
  let x = chance.random();
  for (const [fault, rate] of Object.entries(rates) as [Fault, number][]) {
    x -= rate;
    if (x >= 0) continue;
    if (reading && !ON_READS.has(fault)) return undefined;
    struck?.(fault);
    return fault;
  }
  return undefined;
}

/** The table as one process sees it. */
export function flaky(table: Table, options: FlakyOptions): Table {
  const { chance, pause, timeout_ms = 1500 } = options;
  let stopped = false;
  const stop = (): never => {
    stopped = true;
    throw new Stopped('killed');
  };
  const call = async <T>(reading: boolean, doing: () => Promise<T>): Promise<T> => {
    if (stopped) stop();
    switch (draw(options, reading)) {
      case 'throttle':
        throw new Unavailable('throttled');
      case 'conflict':
        throw new Conflict('transaction conflict');
      case 'lost':
        await pause(timeout_ms);
        throw new Unavailable('timed out');
      case 'unheard':
        await doing();
        await pause(timeout_ms);
        throw new Unavailable('timed out');
      case 'late':
        void pause(timeout_ms + chance.random() * 200).then(() => doing().catch(() => undefined));
        await pause(timeout_ms);
        throw new Unavailable('timed out');
      case 'stop_before':
        return stop();
      case 'stop_after':
        await doing();
        return stop();
    }
    const answer = await doing();
    if (stopped) stop();
    return answer;
  };
  return {
    get: (key, how) => call(true, () => table.get(key, how)),
    getMany: (keys, how) => call(true, () => table.getMany(keys, how)),
    query: (request) => call(true, () => table.query(request)),
    write: (changes, how) => call(false, () => table.write(changes, how)),
  };
}

interface Client {
  send(command: any): Promise<any>;
}

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);

/** The SDK's client with the same faults, as the SDK raises them. */
export function flakyClient(client: Client, options: FlakyOptions): Client {
  const { chance, pause, timeout_ms = 5 } = options;
  let stopped = false;
  const stop = (): never => {
    stopped = true;
    throw new Stopped('killed');
  };
  return {
    async send(command) {
      if (stopped) stop();
      const writes: unknown[] | undefined = command.input.TransactItems;
      const writing = writes !== undefined || /^(Put|Update|Delete)Item/.test(command.constructor.name);
      switch (draw(options, !writing)) {
        case 'throttle':
          throw named('ThrottlingException');
        case 'conflict': {
          if (!writes) throw named('TransactionConflictException');
          const at = chance.between(0, writes.length - 1);
          const CancellationReasons = writes.map((_, i) => ({ Code: i === at ? 'TransactionConflict' : 'None' }));
          throw named('TransactionCanceledException', { CancellationReasons });
        }
        case 'lost':
          throw named('TimeoutError');
        case 'unheard':
          await client.send(command);
          throw named('TimeoutError');
        case 'late': {
          const done = pause(timeout_ms).then(() => client.send(command).catch(() => undefined));
          options.late?.(done);
          throw named('TimeoutError');
        }
        case 'stop_before':
          return stop();
        case 'stop_after':
          await client.send(command);
          return stop();
      }
      const answer = await client.send(command);
      if (stopped) stop();
      return answer;
    },
  };
}
