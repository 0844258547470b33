/** What an inspector was drawn for (D11): the draw, and not her office, says which classes are her business. */
import { takesPicture } from '../../classes/inspection/further-picture';
import { readInspections } from '../../classes/inspection/items';
import type { TrainingClass } from '../../classes/types';
import type { OnDuty } from '../types';
import { myClasses } from './area';
import type { AtWork } from './types';

/** Her office inspects, and does nothing else. */
export const onlyInspects = ({ duties }: Pick<OnDuty, 'duties'>): boolean =>
  duties.every((duty) => duty === 'inspector');

/** Classes of her county for which she is drawn and has not handed in, or where a picture of her visit is still wanted. */
export async function drawnForHer(context: AtWork): Promise<TrainingClass[]> {
  const classes = await myClasses(context);
  const all = await Promise.all(classes.map((c) => readInspections(context.world, c.class_id)));
  const { staff_id } = context.staff;
  return classes.filter((c, i) =>
    all[i]?.some(({ inspection, visits }) => {
      const hers = visits.find((visit) => visit.staff_id === staff_id);
      const named = inspection.inspectors.some((one) => one.staff_id === staff_id);
      if (!named || inspection.state === 'dropped') return false;
      return hers?.state === 'finished' ? takesPicture(context.world, c, hers) : inspection.state === 'drawn';
    }),
  );
}
