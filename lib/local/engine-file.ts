/** The embedded engine's file, looked after at each start: what it keeps of the table's stream never ends by itself. */
import { existsSync } from 'node:fs';

/** The engine reads the last number written before each write, and without an index every earlier record for it. */
const INDEX =
  'CREATE INDEX IF NOT EXISTS stream_records_in_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))';
/** The one dealt with last stays: the engine counts on from it. */
const FORGET = 'DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < ?';
/** The engine may be writing. */
const WAIT_MS = 5000;

/**
 * Give the stream's records an index, and forget those every consumer has dealt with (`before`: the earliest place any
 * of them remembers, as the stream numbers it; without it all are kept). DynamoDB forgets them after 24 hours; the engine
 * never does, and grows slower with each. While the engine runs; nothing when `file` is not there (another engine).
 */
export async function tendStreamRecords(file: string, before: number | undefined): Promise<void> {
  if (!existsSync(file)) return;
  // Only here: nothing else of Songxun knows that the engine keeps its data in SQLite.
  const { default: Database } = await import('libsql');
  const database = new Database(file);
  try {
    database.pragma(`busy_timeout = ${WAIT_MS}`);
    database.exec(INDEX);
    if (before !== undefined) database.prepare(FORGET).run(before);
  } finally {
    database.close();
  }
}
