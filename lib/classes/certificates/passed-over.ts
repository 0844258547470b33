import { noticeChange } from '../../notices/write';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { agendaChange, agendaOf, withoutPassed } from '../agenda';
import { shortfall } from '../assessment/attended';
import { readClass } from '../read';
import { tradeAndLevel } from './items';
import { certificateNotYet } from './say';

/**
 * She was told that she passed and that the certificate would come; her attendance was corrected downward since, or she was
 * taken off the roster, and the issue passes her over. She is told what is missing, once, and trade and level are no
 * longer done: without a certificate they bar nothing (L13). Nothing for who never had that promise, or holds one already.
 */
export async function tellPassedOver(world: World, class_id: string, worker_id: string): Promise<Planned<boolean>> {
  const nothing = { changes: [], value: false };
  const c = await readClass(world, class_id, { consistent: true });
  if (!c) return nothing;
  const holds = keys.certificateFor(worker_id, tradeAndLevel(c));
  const [row, held] = await world.table.getMany([keys.agenda(worker_id), holds], { consistent: true });
  const agenda = agendaOf(worker_id, row);
  const after = withoutPassed(agenda, c);
  const short = after === agenda || held ? undefined : await shortfall(world, c, worker_id);
  if (!short) return nothing;
  const notice_id = `passed-over-${world.id('n')}`;
  const told = { notice_id, worker_id, kind: 'certificate' as const, topic: 'service' as const };
  return {
    changes: [
      { kind: 'check', key: holds, when: [{ attr: 'pk', op: 'absent' }], why: 'none was issued meanwhile' },
      agendaChange(agenda, after, 'without a certificate it is not done'),
      noticeChange(world, { ...told, ...certificateNotYet(c, short) }),
    ],
    value: true,
  };
}
