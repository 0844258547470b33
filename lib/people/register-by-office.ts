import { type Instant, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { maskIdNumber, readIdNumber } from './id-number';
import { workerOf } from './items';
import { maskPhone, readPhone, readWrittenName, readWrittenText, sameName } from './read';
import type { PeopleRefusal, Worker } from './types';

export interface RegisterByOffice {
  /** As written on a sheet or typed by an officer; all of it is checked here. */
  name: string;
  id_number: string;
  phone: string;
  site_region: string;
  site_text: string;
  employer?: string;
  groups?: string[];
  /** What she was read or signed, when, and how (PIPL Art. 13, 14 and 29: consent, for sensitive data apart). */
  consent: { version: string; at: Instant; basis: 'paper' | 'spoken' };
  /** Who registers her: an officer's subject or a staff member's id. */
  by: string;
}

export type Registered = { worker: Worker; was: 'new' | 'known' };

/**
 * A worker without an account, registered by a station or from a list. Who is known by her ID number is not entered a
 * second time, and nothing about her is changed; under another name she is refused (`id_number_taken`), and never told
 * whose number it is. Whose place it is to register her is the caller's to check (`inArea`). Refuses what is wrong with
 * a number, `name_format`, `phone_format`, `text_format`. `look`: only what would come of it; nothing is sealed, so it
 * costs no key, and there is nothing to write.
 */
export async function registerByOffice(
  world: World,
  command: RegisterByOffice,
  how: { look?: boolean } = {},
): Promise<Planned<Registered>> {
  const read = readIdNumber(command.id_number);
  if (isRefusal(read)) return read;
  const name = readWrittenName(command.name);
  if (isRefusal(name)) return name;
  const phone = readPhone(command.phone);
  if (isRefusal(phone)) return phone;
  const site_text = readWrittenText(command.site_text);
  if (isRefusal(site_text)) return site_text;
  const employer = command.employer ? readWrittenText(command.employer) : undefined;
  if (isRefusal(employer)) return employer;
  const id_number_hash = world.vault.fingerprint('id_number', read.id_number);
  const claim = await world.table.get(keys.idNumber(id_number_hash), { consistent: true });
  if (claim) {
    const known = workerOf(await world.table.get(keys.profile(claim.worker_id), { consistent: true }));
    if (!known || !sameName(known.name, name)) return refuse<PeopleRefusal>('id_number_taken');
    return { changes: [], value: { worker: known, was: 'known' } };
  }
  const worker_id = world.id('w');
  const now = instant(world.now());
  const worker: Worker = {
    worker_id,
    rev: 1,
    name,
    sex: read.sex,
    birth_day: read.birth_day,
    ...(await sealed(how.look ? undefined : world, worker_id, { id_number: read.id_number, phone })),
    id_number_hash,
    id_number_masked: maskIdNumber(read.id_number),
    phone_masked: maskPhone(phone),
    phone_hash: world.vault.fingerprint('phone', phone),
    site_region: command.site_region,
    site_text,
    ...(employer && { employer }),
    home_region: world.account.home_region,
    ...(command.groups?.length && { groups: command.groups }),
    consent: { ...command.consent, by: command.by },
    created_at: now,
    updated_at: now,
  };
  if (how.look) return { changes: [], value: { worker, was: 'new' } };
  return {
    changes: [
      {
        kind: 'put',
        key: keys.idNumber(id_number_hash),
        item: { worker_id },
        // No refusal: whoever was faster may be entering the very same person, and is then found.
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'one person, one record',
      },
      {
        kind: 'put',
        key: keys.profile(worker_id),
        item: { ...worker },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a new worker, registered by the office',
      },
    ],
    value: { worker, was: 'new' },
  };
}

/** Her numbers under a key of her own; empty without a vault to make one. */
async function sealed(
  world: World | undefined,
  worker_id: string,
  { id_number, phone }: { id_number: string; phone: string },
): Promise<Pick<Worker, 'data_key' | 'id_number_sealed' | 'phone_sealed'>> {
  if (!world) return { data_key: '', id_number_sealed: '', phone_sealed: '' };
  const data_key = await world.vault.newKey(worker_id);
  return {
    data_key,
    id_number_sealed: await world.vault.seal(worker_id, data_key, 'id_number', id_number),
    phone_sealed: await world.vault.seal(worker_id, data_key, 'phone', phone),
  };
}
