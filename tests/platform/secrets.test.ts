/** Secrets: held, renewed, and never lost to an outage once had. */
import '../support/quiet';
import { HOLD_MS, RENEW_MIN_MS, secretsFrom } from '../../lib/platform/secrets';

function source(first = '{"token":"a"}') {
  const state = { text: first as string | Error, calls: 0, ms: 1000 };
  const secrets = secretsFrom(
    async () => {
      state.calls++;
      await Promise.resolve();
      if (state.text instanceof Error) throw state.text;
      return state.text;
    },
    () => state.ms,
  );
  return { state, secrets };
}

it('asks once for many who ask together, and again when the hold is over', async () => {
  const { state, secrets } = source();
  expect(await Promise.all([secrets.read('x'), secrets.read('x')])).toEqual([{ token: 'a' }, { token: 'a' }]);
  state.text = '{"token":"b"}';
  expect(await secrets.read('x')).toEqual({ token: 'a' });
  expect(state.calls).toBe(1);
  state.ms += HOLD_MS;
  expect(await secrets.read('x')).toEqual({ token: 'b' });
  expect(state.calls).toBe(2);
});

it('goes on with what it has when the service is away, and asks no more than once a hold', async () => {
  const { state, secrets } = source();
  await secrets.read('x');
  state.text = new Error('away');
  state.ms += HOLD_MS;
  expect(await secrets.read('x')).toEqual({ token: 'a' });
  expect(await secrets.read('x')).toEqual({ token: 'a' });
  expect(state.calls).toBe(2);
});

it('fails when it never had the secret', async () => {
  const { state, secrets } = source();
  state.text = new Error('away');
  await expect(secrets.read('x')).rejects.toThrow('away');
  state.text = '{"token":"a"}';
  expect(await secrets.read('x')).toEqual({ token: 'a' });
});

it('renews at once when what is held no longer fits, but forged messages cannot make it ask without end', async () => {
  const { state, secrets } = source();
  await secrets.read('x');
  state.text = '{"token":"b"}';
  expect(await secrets.renew('x')).toBe(false);
  state.ms += RENEW_MIN_MS;
  expect(await secrets.renew('x')).toBe(true);
  expect(await secrets.read('x')).toEqual({ token: 'b' });
  for (let forged = 0; forged < 1000; forged++) await secrets.renew('x');
  expect(state.calls).toBe(2);
  state.ms += RENEW_MIN_MS;
  expect(await secrets.renew('x')).toBe(false);
});

it.each(['not json 530128199001010013', '[]', '"text"', 'null'])('refuses %p without quoting it', async (text) => {
  const { secrets } = source(text);
  await expect(secrets.read('x')).rejects.toThrow(/^a secret is not a JSON object$/);
});
