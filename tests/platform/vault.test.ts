/** Sealed: bound to one person and one field, never the same twice, and gone with the key. */
import { localMaster, type MasterKey, vault } from '../../lib/platform/vault';

const MASTER = Buffer.alloc(32, 7);
const PEPPER = Buffer.alloc(32, 9);
const ours = () => vault(localMaster(MASTER), PEPPER);
const NUMBER = '530128199001010013';

it('opens for the same person and field only, in another process too', async () => {
  const one = ours();
  const [key, other] = [await one.newKey('w_1'), await one.newKey('w_2')];
  const sealed = await one.seal('w_1', key, 'id_number', NUMBER);
  const later = ours();
  expect(await later.open('w_1', key, 'id_number', sealed)).toBe(NUMBER);
  const wrong: [string, string, string][] = [
    ['w_1', key, 'phone'],
    ['w_2', key, 'id_number'],
    ['w_1', other, 'id_number'],
    ['w_2', other, 'id_number'],
    // A key moved to another person's row: the wrapping is bound to whose it is.
    ['w_1', other, 'phone'],
    // Erased.
    ['w_1', '', 'id_number'],
  ];
  for (const [person, wrapped, field] of wrong)
    await expect(later.open(person, wrapped, field, sealed)).rejects.toThrow(
      expect.objectContaining({ name: 'Unreadable' }),
    );
});

it('no bit of what is sealed, nor of the wrapped key, can be changed', async () => {
  const one = ours();
  const key = await one.newKey('w_1');
  const sealed = await one.seal('w_1', key, 'phone', '13800000013');
  const flipped = (text: string, at: number) => {
    const raw = Buffer.from(text, 'base64');
    raw[at]! ^= 1;
    return raw.toString('base64');
  };
  for (let at = 0; at < Buffer.from(sealed, 'base64').length; at++)
    await expect(one.open('w_1', key, 'phone', flipped(sealed, at))).rejects.toThrow('sealed text');
  for (const at of [0, 12, 28, 59]) await expect(one.open('w_1', flipped(key, at), 'phone', sealed)).rejects.toThrow();
  for (const short of ['', 'AAAA', sealed.slice(0, 36)])
    await expect(one.open('w_1', key, 'phone', short)).rejects.toThrow();
});

it('the same text is sealed differently each time: a thousand times, a thousand nonces', async () => {
  const one = ours();
  const key = await one.newKey('w_1');
  const nonces = new Set<string>();
  for (let n = 0; n < 1000; n++) nonces.add((await one.seal('w_1', key, 'phone', '13800000013')).slice(0, 16));
  expect(nonces.size).toBe(1000);
});

it('a fingerprint says nothing without the pepper, and no two kinds share one', () => {
  const other = vault(localMaster(MASTER), Buffer.alloc(32, 1));
  const mine = ours().fingerprint('id_number', NUMBER);
  expect(mine).toMatch(/^[\w-]{22}$/);
  expect(ours().fingerprint('id_number', NUMBER)).toBe(mine);
  expect(ours().fingerprint('phone', NUMBER)).not.toBe(mine);
  expect(other.fingerprint('id_number', NUMBER)).not.toBe(mine);
});

it('control: a master that does not bind the key to the person lets it be moved to another', async () => {
  const loose: MasterKey = {
    generate: async () => ({ plain: Buffer.alloc(32, 3), wrapped: 'k' }),
    unwrap: async () => Buffer.alloc(32, 3),
  };
  const one = vault(loose, PEPPER);
  expect(await one.open('w_1', 'k', 'phone', await one.seal('w_1', 'k', 'phone', '1'))).toBe('1');
  expect(await one.open('w_2', 'k', 'phone', await one.seal('w_2', 'k', 'phone', '1'))).toBe('1');
  // Even so the field and the person are in what is sealed.
  await expect(one.open('w_2', 'k', 'phone', await one.seal('w_1', 'k', 'phone', '1'))).rejects.toThrow();
});
