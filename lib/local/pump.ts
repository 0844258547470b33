/**
 * The stream consumer: what Lambda's event source mapping does, in this process. Reads the table's
 * stream, hands batches to the stream function, retries from the first record that failed, puts a
 * record aside that fails too often, and remembers how far it came.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DeployedStream } from './deployed';
import { passes } from './filter';
import { lambdaRecord, type Place, type StreamReader, type StreamRecord, streamReader } from './stream-reader';

const IDLE_MIN_MS = 50;
const IDLE_MAX_MS = 250;
/** After a wake-up, so that writes close together come in one batch. */
const GATHER_MS = 4;
const RETRY_BASE_MS = 200;
const RETRY_MAX_MS = 10_000;
const READ_ERROR_WAIT_MS = 500;

export interface PumpOptions {
  client: DynamoDBStreamsClient;
  /** ARN of the table's stream. */
  stream: string;
  consumer: DeployedStream;
  /** Calls the function; throws when it failed as a whole. */
  invoke(event: { Records: any[] }): Promise<any>;
  /** How far it came, kept here over a restart. */
  checkpoint?: string;
  /** Records that failed too often, one line of JSON each. */
  failed_file?: string;
  /** Sees each record once, before the function does. */
  observe?(record: StreamRecord): void;
  report?(line: string): void;
  retry_base_ms?: number;
}

export class Pump {
  private readonly reader: StreamReader;
  private readonly running: Promise<void>;
  private stopping = false;
  private wanted = false;
  private empty_since = 0;
  private wrong: string | undefined;
  private wakeUp: (() => void) | undefined;
  private stopWaiting: (() => void) | undefined;

  constructor(private readonly options: PumpOptions) {
    this.reader = streamReader(options.client, options.stream, readPlace(options.checkpoint));
    this.running = this.run();
  }

  /** There is something new: look at once. */
  wake(): void {
    this.wanted = true;
    this.wakeUp?.();
  }

  /** When (performance.now) the last read began that found nothing left to do; 0 if none yet. */
  emptySince(): number {
    return this.empty_since;
  }

  /** What is wrong, while something is. */
  trouble(): string | undefined {
    return this.wrong;
  }

  /** Ends after the batch in hand; what was not dealt with comes again at the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.stopWaiting?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let idle_ms = IDLE_MIN_MS;
    while (!this.stopping) {
      const began = performance.now();
      this.wanted = false;
      try {
        const { shard, records } = await this.reader.read(this.options.consumer.batch_size);
        if (records.length > 0) {
          for (const record of records) this.options.observe?.(record);
          await this.deal(shard, records);
          idle_ms = IDLE_MIN_MS;
          continue;
        }
        this.empty_since = began;
        this.wrong = undefined;
      } catch (error) {
        this.wrong = `reading the stream failed: ${(error as Error).message}`;
        await this.wait(READ_ERROR_WAIT_MS, false);
        continue;
      }
      await this.wait(idle_ms, true);
      idle_ms = this.wanted ? IDLE_MIN_MS : Math.min(IDLE_MAX_MS, idle_ms * 1.5);
      if (this.wanted) await this.wait(GATHER_MS, false);
    }
  }

  /** Until every record was dealt with or put aside. */
  private async deal(shard: string, records: StreamRecord[]): Promise<void> {
    let from = 0;
    let attempts = 0;
    let size = records.length;
    while (from < records.length && !this.stopping) {
      const batch = records.slice(from, from + size);
      const { done, why, whole } = await this.tryBatch(batch);
      // It cannot be told which record did it: one at a time from here on, so that only that one is put aside.
      if (whole && batch.length > 1) {
        size = 1;
        continue;
      }
      if (done === 0 && ++attempts < this.options.consumer.attempts_max) {
        this.wrong = `record ${batch[0]!.dynamodb?.SequenceNumber} failed ${attempts} time(s): ${why}`;
        const base_ms = this.options.retry_base_ms ?? RETRY_BASE_MS;
        await this.wait(Math.min(RETRY_MAX_MS, base_ms * 2 ** (attempts - 1)), false);
        continue;
      }
      if (done === 0) this.putAside(batch[0]!, why);
      from += Math.max(done, 1);
      attempts = 0;
      this.wrong = undefined;
      this.keepPlace(shard, records[from - 1]!.dynamodb!.SequenceNumber!);
    }
  }

  /** How many records from the front were dealt with; `whole` when the function failed without saying where. */
  private async tryBatch(batch: StreamRecord[]): Promise<{ done: number; why: string; whole?: boolean }> {
    const { consumer, stream, invoke } = this.options;
    const events = batch.map((record) => lambdaRecord(record, stream));
    const chosen = events.filter(
      (one) => consumer.filters.length === 0 || consumer.filters.some((f) => passes(f, one)),
    );
    if (chosen.length === 0) return { done: batch.length, why: '' };
    try {
      const result = await invoke({ Records: chosen });
      const failures: any[] = (consumer.reports_failures && result?.batchItemFailures) || [];
      if (failures.length === 0) return { done: batch.length, why: '' };
      const failed = new Set(failures.map((one) => one.itemIdentifier));
      // An identifier that is none of ours (or empty) means that all failed.
      const first = events.findIndex((one) => failed.has(one.dynamodb.SequenceNumber));
      return { done: Math.max(first, 0), why: 'reported as failed' };
    } catch (error) {
      return { done: 0, why: String((error as Error)?.message ?? error), whole: true };
    }
  }

  private putAside(record: StreamRecord, why: string): void {
    const { report, failed_file, consumer, stream } = this.options;
    report?.(`Stream record ${record.dynamodb?.SequenceNumber} failed too often and was put aside: ${why}`);
    if (!failed_file) return;
    const line = { why, function: consumer.function.name, record: lambdaRecord(record, stream) };
    appendFileSync(failed_file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  private keepPlace(shard: string, sequence: string): void {
    const file = this.options.checkpoint;
    if (!file) return;
    const place: Place = { stream: this.options.stream, shard, sequence };
    writeFileSync(`${file}.new`, JSON.stringify(place));
    renameSync(`${file}.new`, file);
  }

  private async wait(ms: number, until_woken: boolean): Promise<void> {
    if (this.stopping || (until_woken && this.wanted)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const now = () => {
        clearTimeout(timer);
        resolve();
      };
      this.stopWaiting = now;
      this.wakeUp = until_woken ? now : undefined;
    });
    this.wakeUp = undefined;
  }
}

/** The last record dealt with, as kept in `file`; nothing when there is no such file or it is damaged. */
export function readPlace(file: string | undefined): Place | undefined {
  if (!file || !existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
