/** A class of an institution, and inspectors of the county with and without a tie to it. */
import { draftClass } from '../../lib/classes/draft-class';
import { publishClass } from '../../lib/classes/publish-class';
import type { TrainingClass } from '../../lib/classes/types';
import type { Organisation, Staff } from '../../lib/people/types';
import { type County, county, type Parties, parties } from '../delivery/things';
import { newOrganisation, newStaff } from '../people/office';
import { FUKANG, must, openClass } from '../support/town';
import { syntheticIdNumber } from '../support/world';

export interface Scene extends County {
  of: Parties;
  office: Organisation;
  c: TrainingClass;
  /** An inspector of the county's office; `n` is who she is. */
  inspector(n: number, name: string, org?: Organisation): Promise<Staff>;
}

export async function scene(): Promise<Scene> {
  const at = await county();
  const { world } = at;
  await openClass(world);
  const of = await parties(world);
  const office = await newOrganisation(world, { kind: 'office', name: '禄劝县人社局', region: '530128' });
  const { class_id } = (
    await must(world, () =>
      draftClass(world, {
        ...FUKANG,
        units: 24,
        capacity: 10,
        institution_id: of.institution.org_id,
        evaluator_id: of.evaluator.org_id,
      }),
    )
  ).training_class;
  const c = (await must(world, () => publishClass(world, { class_id, by: 'li', quietly: true }))).training_class;
  const inspector: Scene['inspector'] = (n, name, org = office) =>
    newStaff(world, org, { name, duties: ['inspector'], id_number: syntheticIdNumber(n) });
  return { ...at, of, office, c, inspector };
}
