import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { workerOf } from './items';
import { sameName } from './read';
import type { Registration, Worker } from './types';

/**
 * A new worker from what she told us and consented to. One person, one record: her ID number's keyed
 * hash may be claimed once. At first nothing is read; `fresh` (a later attempt) looks up who holds the
 * number. If it is she herself, back on the account she once unfollowed, or come for the first time after an office
 * registered her (by the same name and phone), she is linked; anyone else is refused with `id_number_taken`, and is
 * never told whose it is.
 */
export async function register(
  world: World,
  command: { registration: Registration; chat: string },
  how: { fresh?: boolean } = {},
): Promise<Planned<Worker>> {
  const { registration, chat } = command;
  if (how.fresh) {
    const claim = await world.table.get(keys.idNumber(registration.id_number_hash), { consistent: true });
    if (claim && claim.worker_id !== registration.worker_id) return relink(world, claim.worker_id, registration, chat);
  }
  const now = instant(world.now());
  const worker: Worker = {
    ...registration,
    rev: 1,
    home_region: world.account.home_region,
    chat,
    chat_hash: world.vault.fingerprint('chat', chat),
    created_at: now,
    updated_at: now,
  };
  const changes: Change[] = [
    {
      kind: 'put',
      key: keys.idNumber(registration.id_number_hash),
      item: { worker_id: worker.worker_id },
      when: [
        {
          any: [
            { attr: 'pk', op: 'absent' },
            { attr: 'worker_id', op: '=', value: worker.worker_id },
          ],
        },
      ],
      why: 'one person, one record',
    },
    {
      kind: 'put',
      key: keys.profile(worker.worker_id),
      item: { ...worker },
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'a new worker',
    },
  ];
  return { changes, value: worker };
}

async function relink(
  world: World,
  worker_id: string,
  registration: Registration,
  chat: string,
): Promise<Planned<Worker>> {
  const known = workerOf(await world.table.get(keys.profile(worker_id), { consistent: true }));
  if (!known || known.chat) return refuse('id_number_taken');
  const phone = await world.vault.open(
    registration.worker_id,
    registration.data_key,
    'phone',
    registration.phone_sealed,
  );
  const chat_hash = world.vault.fingerprint('chat', chat);
  // Who once had an account is known by that account alone: a name and a phone are easier to come by.
  const herself =
    known.chat_hash === undefined
      ? sameName(known.name, registration.name) && known.phone_hash === world.vault.fingerprint('phone', phone)
      : known.chat_hash === chat_hash;
  if (!herself) return refuse('id_number_taken');
  const set = {
    chat,
    chat_hash,
    phone_sealed: await world.vault.seal(worker_id, known.data_key, 'phone', phone),
    phone_masked: registration.phone_masked,
    phone_hash: world.vault.fingerprint('phone', phone),
    site_region: registration.site_region,
    site_text: registration.site_text,
    consent: registration.consent,
    updated_at: instant(world.now()),
  };
  return {
    changes: [
      {
        kind: 'update',
        key: keys.profile(worker_id),
        set: { ...set, rev: known.rev + 1 },
        when: [{ attr: 'rev', op: '=', value: known.rev }],
        why: 'the same person is back',
      },
    ],
    value: { ...known, ...set, rev: known.rev + 1 },
  };
}
