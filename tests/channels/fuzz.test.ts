/**
 * 100,000 spoiled callbacks at the door: no crash, nothing slow, and nothing believed that was not signed.
 * `FUZZ_SEED=7 FUZZ_INPUTS=1000000` for other and more.
 */
import { type Callback, readCallback } from '../../lib/channels/wechat/read-callback';
import { replays } from '../../lib/channels/wechat/replays';
import { field, readXml } from '../../lib/channels/wechat/xml';
import { type Mode, testConfig } from './callbacks';
import { type Made, seeded, spoiled } from './mutate';

const SEED = Number(process.env.FUZZ_SEED ?? 20250710);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 100_000);
const SLOW_MS = 50;
/** From here on an input is run again, to tell the input from a pause of the machine. */
const AGAIN_MS = 5;
const MODES: Mode[] = ['plain', 'compatible', 'secure'];
const configs = Object.fromEntries(MODES.map((mode) => [mode, testConfig({ mode })])) as Record<
  Mode,
  ReturnType<typeof testConfig>
>;

function timed(made: Made): { callback: Callback; took_ms: number } {
  const before = performance.now();
  const callback = readCallback(configs[made.mode], made.request, replays());
  if (callback.kind === 'message') callback.reply({ text: '好的' });
  return { callback, took_ms: performance.now() - before };
}

/** What a believed message must equal: the one that was signed. In plain mode only the address line is signed. */
function isForged({ mode, signed, request }: Made, callback: Callback): boolean {
  if (callback.kind !== 'message' || mode === 'plain') return false;
  const honest = readCallback(configs[mode], signed, replays());
  if (honest.kind !== 'message') throw new Error('the honest callback is refused');
  const same_signed_text =
    field(readXml(Buffer.from(request.body ?? '').toString()), 'Encrypt') === field(readXml(signed.body), 'Encrypt');
  return !same_signed_text || JSON.stringify(callback.message) !== JSON.stringify(honest.message);
}

it(`survives ${INPUTS.toLocaleString('en')} spoiled inputs`, () => {
  const chance = seeded(SEED);
  const outcomes: Record<string, number> = {};
  let slowest_ms = 0;
  let door_ms = 0;
  let repeated = 0;
  let unchanged = 0;
  const began = performance.now();
  for (let n = 0; n < INPUTS; n++) {
    const mode = MODES[n % 3]!;
    const made = spoiled(chance, mode);
    let { callback, took_ms } = timed(made);
    door_ms += took_ms;
    // What is slow by its input is slow again.
    for (let again = 0; took_ms > AGAIN_MS && again < 3; again++) {
      repeated++;
      took_ms = Math.min(took_ms, timed(made).took_ms);
    }
    if (took_ms > SLOW_MS) throw new Error(`input ${n} (${made.how}) of seed ${SEED} took ${took_ms} ms`);
    slowest_ms = Math.max(slowest_ms, took_ms);
    if (isForged(made, callback))
      throw new Error(`input ${n} (${made.how}) of seed ${SEED} was believed in mode ${mode}`);
    if (mode !== 'plain' && callback.kind === 'message') unchanged++;
    const outcome = callback.kind === 'refused' ? callback.why : callback.kind;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const took_s = (performance.now() - began) / 1000;
  console.log(
    [
      `${INPUTS} spoiled inputs, seed ${SEED}, ${took_s.toFixed(1)} s: no crash, no forgery`,
      `slowest ${slowest_ms.toFixed(1)} ms (limit ${SLOW_MS}; ${repeated} runs repeated to tell input from pause), mean ${((door_ms / INPUTS) * 1000).toFixed(0)} µs`,
      `signed text untouched and therefore believed: ${unchanged} of ${Math.round((INPUTS * 2) / 3)} in compatible and secure mode`,
      Object.entries(outcomes)
        .sort((a, b) => b[1] - a[1])
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    ].join('\n'),
  );
  expect(({} as any).polluted).toBeUndefined();
  // The spoils must reach every part of the door, or the run would prove little.
  for (const reached of [
    'message',
    'signature',
    'query',
    'stale',
    'not_xml',
    'fields',
    'method',
    'too_large',
    'encryption_required',
    'echo',
  ].slice(0, INPUTS < 50_000 ? 5 : 9))
    expect(outcomes[reached] ?? 0).toBeGreaterThan(0);
}, 120_000);

it('negative control: where the signature is not checked the same inputs bring forgeries', () => {
  let lax: typeof readCallback | undefined;
  jest.isolateModules(() => {
    const path = '../../lib/channels/wechat/signature';
    jest.doMock(path, () => ({ ...jest.requireActual(path), isSigned: () => true }));
    lax = require('../../lib/channels/wechat/read-callback').readCallback;
    jest.dontMock(path);
  });
  const chance = seeded(SEED);
  let forged = 0;
  for (let n = 0; n < 3_000; n++) {
    const made = spoiled(chance, 'plain');
    const callback = lax!(configs.plain, made.request, replays());
    if (callback.kind === 'message' && callback.message.address === 'oVictim') forged++;
  }
  expect(forged).toBeGreaterThan(50);
});
