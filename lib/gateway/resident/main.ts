/** npm run gateway: a WeChat account that carries Songxun's chat. docs/gateway.md says how, and what it risks. */
import * as qr from 'qrcode';
import { NotConfigured, residentConfig } from './config';
import { startResident } from './resident';
import type { Hands } from './types';

const REPORT_MS = 60_000;
const DRAIN_MAX_MS = 20_000;

const hands: Hands = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  // One JSON line each; never a text, a name or an id of anybody.
  log: (message, facts) => console.log(JSON.stringify({ at: new Date().toISOString(), message, ...facts })),
};

/** On the screen itself: no web page gets to see it. */
function show(qrcode: string): void {
  qr.toString(qrcode, { type: 'terminal', small: true }).then(
    (picture) => process.stderr.write(`${picture}\n`),
    () => undefined,
  );
}

async function main(): Promise<void> {
  const config = residentConfig();
  const lost = (why: string) => {
    hands.log('stopping: it cannot go on', { why });
    void stop(1);
  };
  const line =
    config.puppet === 'mock'
      ? await (await import('./terminal')).terminalLine(hands.log)
      : await (await import('./bot')).wechatyLine({ puppet: config.puppet, log: hands.log, show, lost });
  const resident = await startResident({ ...config, line, hands });
  hands.log('the gateway runs', { account: config.account, puppet: config.puppet, waiting: resident.waiting() });
  const report = setInterval(
    () => hands.log('figures', { ...resident.counts, waiting: resident.waiting() }),
    REPORT_MS,
  );
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    clearInterval(report);
    // What is not done by then is in the journal.
    setTimeout(() => process.exit(code), DRAIN_MAX_MS).unref();
    await resident.stop().catch((error: Error) => hands.log('stopped with an error', { error_name: error.name }));
    hands.log('stopped', { ...resident.counts, waiting: resident.waiting() });
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  await resident.ended;
}

main().catch((error: Error) => {
  console.error(error instanceof NotConfigured ? error.message : `${error.name}: ${error.message}`);
  process.exit(1);
});
