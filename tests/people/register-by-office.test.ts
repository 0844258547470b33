/** A worker whom an office registered, and who comes by chat herself one day: she is known, and nobody else for her. */
import { turn } from '../../lib/chat/turn';
import { correct } from '../../lib/people/correct';
import { findWorker } from '../../lib/people/find';
import { register } from '../../lib/people/register';
import { type RegisterByOffice, registerByOffice } from '../../lib/people/register-by-office';
import type { Registration, Worker } from '../../lib/people/types';
import { instant } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { talker } from '../chat/talk';
import { freshTable } from '../support/engine';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { must, run } from './office';

const ID_NUMBER = syntheticIdNumber(41);
const PHONE = '13800000041';

let world: TestWorld;
beforeEach(async () => {
  world = testWorld((await freshTable()).table);
});

const given = (set: Partial<RegisterByOffice> = {}): RegisterByOffice => ({
  name: '王小妹',
  id_number: ID_NUMBER,
  phone: PHONE,
  site_region: '310107',
  site_text: '恒力纺织厂',
  consent: { version: '1', at: instant(world.now()), basis: 'paper' },
  by: 'staff_1',
  ...set,
});
const byOffice = (set: Partial<RegisterByOffice> = {}) => must(world, () => registerByOffice(world, given(set)));

/** What sign-up by chat would have collected of someone who says so. */
async function collected(set: { name?: string; phone?: string } = {}): Promise<Registration> {
  const worker_id = world.id('w');
  const data_key = await world.vault.newKey(worker_id);
  return {
    worker_id,
    data_key,
    consent: { version: '1', at: instant(world.now()) },
    name: set.name ?? '王小妹',
    sex: 'male',
    birth_day: '1990-01-01',
    id_number_sealed: await world.vault.seal(worker_id, data_key, 'id_number', ID_NUMBER),
    id_number_hash: world.vault.fingerprint('id_number', ID_NUMBER),
    id_number_masked: 'masked',
    phone_sealed: await world.vault.seal(worker_id, data_key, 'phone', set.phone ?? PHONE),
    phone_masked: 'masked',
    site_region: '340210',
    site_text: '湾沚',
  };
}
const byChat = async (chat: string, set: { name?: string; phone?: string } = {}) => {
  const registration = await collected(set);
  return run(world, () => register(world, { registration, chat }, { fresh: true }));
};

describe('by the office', () => {
  it('a worker is entered as by chat: sealed, masked, found by a keyed hash, with what she agreed to and before whom', async () => {
    const { worker, was } = await byOffice({ groups: ['脱贫劳动力'], employer: '恒力' });
    expect(was).toBe('new');
    const stored = (await findWorker(world, worker.worker_id)) as Worker;
    expect(stored).toEqual(worker);
    expect(stored).toMatchObject({
      sex: 'male',
      birth_day: '1990-01-01',
      phone_masked: '138****0041',
      consent: { basis: 'paper', by: 'staff_1' },
      groups: ['脱贫劳动力'],
      home_region: '530128',
    });
    expect(stored.chat).toBeUndefined();
    for (const number of [ID_NUMBER, PHONE]) expect(JSON.stringify(stored)).not.toContain(number);
    const open = (field: string, sealed: string) => world.vault.open(stored.worker_id, stored.data_key, field, sealed);
    expect(await open('id_number', stored.id_number_sealed)).toBe(ID_NUMBER);
    expect(await open('phone', stored.phone_sealed)).toBe(PHONE);
  });

  it('a second time she is known, and nothing about her is changed', async () => {
    const { worker } = await byOffice();
    const again = await byOffice({ phone: '13900000000', id_number: ID_NUMBER.toLowerCase(), site_text: '别处' });
    expect(again).toEqual({ was: 'known', worker });
  });

  it('a name without its dots is the same name', async () => {
    const { worker } = await byOffice({ name: '买买提·艾力' });
    expect(await byOffice({ name: '买买提艾力' })).toMatchObject({ was: 'known', worker: { name: '买买提·艾力' } });
    expect(await byChat('wechat:oher', { name: '买买提艾力' })).toMatchObject({ worker_id: worker.worker_id });
  });

  it('her number under another name is refused, and not whose it is', async () => {
    const { worker } = await byOffice();
    const refused = await run(world, () => registerByOffice(world, given({ name: '李四' })));
    expect(refused).toEqual({ refused: 'id_number_taken' });
    expect(JSON.stringify(refused)).not.toContain(worker.name);
  });

  it('entered by two at once she is there once; without the condition there would be two of her (control)', async () => {
    const both = await Promise.all([byOffice(), byOffice()]);
    expect(both.map(({ was }) => was).sort()).toEqual(['known', 'new']);
    expect(both[0].worker.worker_id).toBe(both[1].worker.worker_id);
    const careless = async () => {
      const planned = await registerByOffice(world, given({ id_number: syntheticIdNumber(42) }));
      if (isRefusal(planned)) throw new Error(planned.refused);
      return { ...planned, changes: planned.changes.map(({ when: _when, ...change }) => change as typeof change) };
    };
    const [a, b] = await Promise.all([careless(), careless()]);
    await world.table.write(a.changes as never);
    await world.table.write(b.changes as never);
    expect(a.value.worker.worker_id).not.toBe(b.value.worker.worker_id);
  });

  it.each([
    ['a digit of the ID number wrong', { id_number: `${ID_NUMBER.slice(0, 17)}Y` }, 'id_number_format'],
    [
      'the wrong last character',
      { id_number: ID_NUMBER.slice(0, 17) + (ID_NUMBER[17] === '0' ? '1' : '0') },
      'id_number_checksum',
    ],
    ['half a phone', { phone: '1380000' }, 'phone_format'],
    ['a number for a name', { name: '13800000041' }, 'name_format'],
    ['a phone for a place', { site_text: '13800000041' }, 'text_format'],
  ])('refuses %s', async (_, set, refused) => {
    expect(await run(world, () => registerByOffice(world, given(set)))).toMatchObject({ refused });
  });
});

describe('she comes by chat herself', () => {
  it('with the same name and phone she is linked to her record: one person, one record', async () => {
    const { worker } = await byOffice();
    const linked = await byChat('wechat:oher');
    expect(linked).toMatchObject({ worker_id: worker.worker_id, chat: 'wechat:oher' });
    const stored = await findWorker(world, worker.worker_id);
    expect(stored).toMatchObject({ chat: 'wechat:oher', site_region: '340210', rev: 2 });
    expect(stored?.consent).not.toHaveProperty('basis');
    const sealed = stored as Worker;
    expect(await world.vault.open(sealed.worker_id, sealed.data_key, 'phone', sealed.phone_sealed)).toBe(PHONE);
  });

  it.each([
    ['another phone', { phone: '13900000001' }],
    ['another name', { name: '李四' }],
    ['both', { name: '李四', phone: '13900000001' }],
  ])('a stranger with her ID number and %s does not get her record', async (_, set) => {
    const { worker } = await byOffice();
    expect(await byChat('wechat:ostranger', set)).toMatchObject({ refused: 'id_number_taken' });
    expect(await findWorker(world, worker.worker_id)).toEqual(worker);
  });

  it('control: were the phone not asked for, the stranger would have it', async () => {
    const { worker } = await byOffice();
    const honest = world.vault;
    world.vault = { ...honest, fingerprint: (kind, value) => honest.fingerprint(kind, kind === 'phone' ? '' : value) };
    await world.table.write([
      {
        kind: 'update',
        key: keys.profile(worker.worker_id),
        set: { phone_hash: world.vault.fingerprint('phone', PHONE) },
        why: 'a hash that says nothing',
      },
    ]);
    expect(await byChat('wechat:ostranger', { phone: '13900000001' })).toMatchObject({ worker_id: worker.worker_id });
  });

  it('once linked, name and phone open nothing any more: only her own account does', async () => {
    const { worker } = await byOffice();
    await byChat('wechat:oher');
    expect(await byChat('wechat:oother')).toMatchObject({ refused: 'id_number_taken' });
    // She unfollows: the address goes, its hash stays.
    await world.table.write([
      { kind: 'update', key: keys.profile(worker.worker_id), remove: ['chat'], why: 'she unfollowed' },
    ]);
    expect(await byChat('wechat:oother')).toMatchObject({ refused: 'id_number_taken' });
    expect(await byChat('wechat:oher')).toMatchObject({ worker_id: worker.worker_id });
  });

  it('back on her account with another phone, she is known by that one from then on', async () => {
    const { worker } = await byOffice();
    await byChat('wechat:oher');
    const gone = {
      kind: 'update' as const,
      key: keys.profile(worker.worker_id),
      remove: ['chat'],
      why: 'she unfollowed',
    };
    await world.table.write([gone]);
    await byChat('wechat:oher', { phone: '13900000001' });
    const { phone_hash } = (await findWorker(world, worker.worker_id)) as Worker;
    expect(phone_hash).toBe(world.vault.fingerprint('phone', '13900000001'));
  });

  it('one who registered by chat first is linked by her account alone, never by name and phone', async () => {
    await byChat('wechat:oher');
    const { worker } = await byOffice();
    await world.table.write([
      { kind: 'update', key: keys.profile(worker.worker_id), remove: ['chat'], why: 'she unfollowed' },
    ]);
    expect(await byChat('wechat:oother')).toMatchObject({ refused: 'id_number_taken' });
  });

  it('a phone the office corrected is the one she is known by', async () => {
    const { worker } = await byOffice();
    await must(world, () => correct(world, { worker_id: worker.worker_id, phone: '13900000002' }));
    expect(await byChat('wechat:oold')).toMatchObject({ refused: 'id_number_taken' });
    expect(await byChat('wechat:onew', { phone: '13900000002' })).toMatchObject({ worker_id: worker.worker_id });
  });

  it.each([
    ['she herself', '王小妹', PHONE, true],
    ['a stranger', '李小花', '13900000001', false],
  ])('in the conversation: %s', async (_, name, phone, known) => {
    world = testWorld(memoryTable());
    const { worker } = await byOffice();
    const one = talker(world, 'her');
    await turn(world, one.event('follow'));
    await one.say('我的资料');
    for (const said of ['同意', name, ID_NUMBER, phone, '3', '恒力纺织厂']) await one.say(said);
    const { reply } = await one.say('1');
    const talk = await world.table.get(keys.conversation(one.chat));
    if (known) {
      expect(talk?.worker_id).toBe(worker.worker_id);
      expect((await findWorker(world, worker.worker_id))?.chat).toBe(one.chat);
    } else {
      expect(talk?.worker_id).toBeUndefined();
      expect(reply?.text).not.toContain('王小妹');
      expect(await findWorker(world, worker.worker_id)).toEqual(worker);
    }
  });
});
