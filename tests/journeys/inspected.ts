/** Inspectors drawn for a class, as a transcript wants them: who was drawn is no matter of chance here. */
import type { Inspection } from '../../lib/classes/inspection/types';
import { instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import type { TestWorld } from '../support/world';

export async function drawnFor(world: TestWorld, class_id: string, who: string[]): Promise<void> {
  const inspection: Inspection = {
    inspection_id: world.id('i'),
    class_id,
    rev: 1,
    home_region: world.account.home_region,
    state: 'drawn',
    candidates: who.map((one) => `s_${one}`),
    excluded: [],
    seed: 'transcript',
    inspectors: who.map((one) => ({ staff_id: `s_${one}`, name: one, org_id: 'o_office', org_name: '人社局' })),
    drawn_at: instant(world.now()),
    drawn_by: 'transcript',
  };
  await world.table.write([
    { kind: 'put', key: keys.inspection(class_id, inspection.inspection_id), item: { ...inspection }, why: 'drawn' },
  ]);
}
