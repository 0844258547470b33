import { startEngine } from '../../lib/local/engine';

/** One engine, in memory, for the whole run; each test file makes a table of its own. */
export default async function start(): Promise<void> {
  const engine = await startEngine();
  process.env.TEST_DYNAMODB_ENDPOINT = engine.endpoint;
  (globalThis as any).songxunEngine = engine;
}
