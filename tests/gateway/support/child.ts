/**
 * A resident process for real, to be killed for real: its account is a file of what is said (one JSON a line) and a file
 * of what arrived. KILL_AT=`point:n`, e.g. `send:after:1`: SIGKILL the n-th time it comes there.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { LIMITS } from '../../../lib/gateway/resident/pace';
import { startResident } from '../../../lib/gateway/resident/resident';

const { URL_OF_SERVER = '', SECRET = '', FOLDER = '', KILL_AT = '' } = process.env;
const [, point, nth] = /^(.+):(\d+)$/.exec(KILL_AT) ?? [];
let times = 0;

async function main(): Promise<void> {
  const resident = await startResident({
    url: URL_OF_SERVER,
    account: 'putuo',
    secret: SECRET,
    folder: FOLDER,
    limits: { ...LIMITS, jitter_ms: [1, 2], per_minute_max: 60_000, burst_max: 100 },
    hands: {
      now: Date.now,
      random: Math.random,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 100))),
      log: () => undefined,
      async at(here) {
        if (here === point && ++times === Number(nth)) process.kill(process.pid, 'SIGKILL');
      },
    },
    line: {
      async start(heard) {
        const file = `${FOLDER}/said.jsonl`;
        const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
        // As a puppet does that tells again what was not taken.
        for (const line of lines) void heard(JSON.parse(line));
      },
      async send({ to, text }) {
        appendFileSync(`${FOLDER}/arrived.jsonl`, `${JSON.stringify({ to, text })}\n`);
      },
      async stop() {},
    },
  });
  process.on('SIGTERM', () => void resident.stop().then(() => process.exit(0)));
  // Signals are heeded from here on.
  process.send?.('up');
  await resident.ended;
}

void main();
