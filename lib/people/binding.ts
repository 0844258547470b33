/** Binding a staff member's account by a one-time code. Only its keyed hash is stored. */
import type { Channel } from '../channels/types';
import { instant, MINUTE_MS } from '../platform/clock';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { findStaff } from './find-staff';
import { staffChange } from './staff-items';
import { accountsOf, mayHoldHere, slotOf } from './staff-rules';
import type { OrgRefusal, Staff } from './types';

/**
 * Eight characters of base 32 without i, l, o, u: 40 bits. At most one code per person counts, for 30 minutes. An
 * account may send 20 messages a minute, so it makes 600 guesses in that time: against 100 codes at once it hits one
 * with a chance of 600 × 100 / 2^40 = 5 in 100 million; a thousand accounts at it, once in 18,000 such half hours.
 */
export const CODE_CHARACTERS = 8;
export const BINDING_MINUTES = 30;
/** A used or expired code is known as such for a day, so that she is told what is wrong with it. */
const KEPT_S = 24 * 3600;

export interface Binding {
  code: string;
  expires_at: string;
  staff: Staff;
}

/**
 * A new code for someone not bound on this channel; an earlier one of hers no longer counts. The code itself is in the
 * answer only.
 * Refuses `staff_unknown`, `staff_left`, `staff_bound`.
 */
export async function makeBinding(
  world: World,
  command: { staff_id: string; minutes?: number; channel?: Channel },
): Promise<Planned<Binding>> {
  const before = await findStaff(world, command.staff_id, { consistent: true });
  if (!before) return refuse<OrgRefusal>('staff_unknown');
  if (!before.active) return refuse<OrgRefusal>('staff_left');
  if (before[slotOf(`${command.channel ?? 'wechat'}:`)]) return refuse<OrgRefusal>('staff_bound');
  const code = world.id('bind').slice(-CODE_CHARACTERS).toUpperCase();
  const binding_hash = world.vault.fingerprint('binding', code);
  const until_ms = world.now() + (command.minutes ?? BINDING_MINUTES) * MINUTE_MS;
  const staff: Staff = { ...before, binding_hash, rev: before.rev + 1, updated_at: instant(world.now()) };
  const expires_at = instant(until_ms);
  return {
    changes: [
      staffChange(before, staff, 'this code may bind her'),
      {
        kind: 'put',
        key: keys.binding(binding_hash),
        item: { staff_id: staff.staff_id, expires_at, expires_at_s: Math.floor(until_ms / 1000) + KEPT_S },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a new code',
      },
    ],
    value: { code, expires_at, staff },
  };
}

/** The keyed hash of a code as someone typed it: o is 0, i and l are 1, capitals or not. */
export function bindingHash(world: Pick<World, 'vault'>, typed: string): string {
  const code = typed.normalize('NFKC').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return world.vault.fingerprint('binding', code);
}

/**
 * Whom this code would bind, as things stand, to an account like this one. Refuses `binding_unknown`, `binding_used`, `binding_expired`,
 * `staff_left`, `staff_bound`, `binding_elsewhere` (the account is another county's: what a conversation shows is its own).
 */
export async function readBinding(
  world: World,
  binding_hash: string,
  chat: string,
): Promise<{ staff: Staff } | Refusal<OrgRefusal>> {
  const binding = await world.table.get(keys.binding(binding_hash), { consistent: true });
  if (!binding) return refuse('binding_unknown');
  if (binding.used_at) return refuse('binding_used');
  if (binding.expires_at <= instant(world.now())) return refuse('binding_expired');
  const staff = await findStaff(world, binding.staff_id, { consistent: true });
  if (!staff) return refuse('binding_unknown');
  if (!staff.active) return refuse('staff_left');
  if (!mayHoldHere(staff, world.account.home_region)) return refuse('binding_elsewhere');
  if (staff[slotOf(chat)]) return refuse('staff_bound');
  // A newer code was made, or the office unbound her since.
  return staff.binding_hash === binding_hash ? { staff } : refuse('binding_expired');
}

/**
 * Bind this account to whom the code stands for: the code is used up and she is bound in one transaction, with the
 * conversation that carries her office (the caller's). Refuses as `readBinding`, and `account_bound` when the account
 * speaks for somebody already.
 */
export async function bind(
  world: World,
  command: { binding_hash: string; chat: string; bound_to?: string },
): Promise<Planned<{ staff: Staff }>> {
  const { binding_hash, chat, bound_to } = command;
  const read = await readBinding(world, binding_hash, chat);
  if ('refused' in read) return read;
  if (bound_to && bound_to !== read.staff.staff_id) return refuse<OrgRefusal>('account_bound');
  const now = instant(world.now());
  const { binding_hash: _code, ...before } = read.staff;
  const slot = slotOf(chat);
  const staff: Staff = { ...before, [slot]: chat, bound_at: now, rev: before.rev + 1, updated_at: now };
  return { changes: [codeUsed(binding_hash, now), bound(staff, slot, binding_hash)], value: { staff } };
}

function codeUsed(binding_hash: string, now: string): Change {
  return {
    kind: 'update',
    key: keys.binding(binding_hash),
    set: { used_at: now },
    when: [
      { attr: 'pk', op: 'exists' },
      { attr: 'used_at', op: 'absent' },
    ],
    why: 'the code is used once',
  };
}

function bound(staff: Staff, slot: 'chat' | 'gateway_chat', binding_hash: string): Change {
  const { staff_id, bound_at, rev, updated_at } = staff;
  return {
    kind: 'update',
    key: keys.staff(staff_id),
    set: { [slot]: staff[slot], bound_at, rev, updated_at },
    remove: ['binding_hash'],
    when: [
      { attr: 'rev', op: '=', value: rev - 1 },
      { attr: 'active', op: '=', value: true },
      { attr: slot, op: 'absent' },
      { attr: 'binding_hash', op: '=', value: binding_hash },
    ],
    why: 'she is bound to this account',
  };
}

/**
 * Her accounts no longer speak for her: lost, or changed hands; a code still out counts no more. With `chat` only that
 * account is meant (it unfollowed), and codes stay. Nothing happens when there is nothing to undo. `accounts` are those
 * that were unbound. Refuses `staff_unknown`.
 */
export async function unbind(
  world: World,
  command: { staff_id: string; chat?: string },
): Promise<Planned<{ staff: Staff; accounts: string[] }>> {
  const before = await findStaff(world, command.staff_id, { consistent: true });
  if (!before) return refuse<OrgRefusal>('staff_unknown');
  const { chat } = command;
  const accounts = accountsOf(before).filter((account) => !chat || account === chat);
  if (accounts.length === 0 && (chat || !before.binding_hash))
    return { changes: [], value: { staff: before, accounts } };
  const staff: Staff = { ...before, rev: before.rev + 1, updated_at: instant(world.now()) };
  for (const account of accounts) delete staff[slotOf(account)];
  if (!chat) delete staff.binding_hash;
  if (accountsOf(staff).length === 0) delete staff.bound_at;
  return { changes: [staffChange(before, staff, 'her account is unbound')], value: { staff, accounts } };
}
