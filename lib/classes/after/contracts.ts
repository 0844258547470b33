import { ERASED_NAME } from '../../people/erase-records';
import { dayOf, instant } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { classOf, memberOf } from '../items';
import type { AfterRefusal, Contract } from './types';

export interface ContractCommand {
  class_id: string;
  worker_id: string;
  kind: Contract['kind'];
  party: string;
  signed_on: string;
  note?: string;
  by: string;
}

/**
 * B13: what a member signed after the class, kept with it: a figure of contracts opens down to class and person. Refuses
 * `not_followed` (not on the roster, or erased), `contract_early` (signed before the class began), `contract_future` (what is not
 * signed yet is no contract).
 */
export async function addContract(world: World, command: ContractCommand): Promise<Planned<Contract>> {
  const { class_id, worker_id, kind, party, signed_on, note, by } = command;
  const [item, row] = await world.table.getMany([keys.class(class_id), keys.member(class_id, worker_id)], {
    consistent: true,
  });
  const c = classOf(item);
  if (!c) return refuse('class_unknown', { class_id });
  const member = row && memberOf(row);
  if (member?.status !== 'enrolled' || member.name === ERASED_NAME)
    return refuse<AfterRefusal>('not_followed', { title: c.title });
  if (signed_on < c.starts_at.slice(0, 10)) return refuse<AfterRefusal>('contract_early', { starts_at: c.starts_at });
  const today = dayOf(world.now());
  if (signed_on > today) return refuse<AfterRefusal>('contract_future', { today });
  const contract: Contract = {
    contract_id: world.id('k'),
    class_id,
    worker_id,
    name: member.name,
    kind,
    party,
    signed_on,
    ...(note && { note }),
    by,
    at: instant(world.now()),
  };
  return {
    changes: [
      {
        kind: 'put',
        key: keys.contract(class_id, contract.contract_id),
        item: { ...contract },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a contract after the class',
      },
    ],
    value: contract,
  };
}

/** A contract entered by mistake is taken off. */
export async function removeContract(
  world: World,
  command: { class_id: string; contract_id: string },
): Promise<Planned<{ contract_id: string }>> {
  const key = keys.contract(command.class_id, command.contract_id);
  const found = await world.table.get(key, { consistent: true });
  if (!found) return refuse<AfterRefusal>('contract_unknown');
  const { contract_id } = command;
  const when = [{ attr: 'pk', op: 'exists' as const }];
  return { changes: [{ kind: 'delete', key, when, why: 'entered by mistake' }], value: { contract_id } };
}
