/** Inspections as stored: the draw, and beside it a row for each inspector's visit, so that two never wait for each other. */
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Item, Key } from '../../store/table';
import { bare } from '../items';
import type { Inspection, Visit } from './types';

export const visitKey = (class_id: string, inspection_id: string, staff_id: string): Key =>
  keys.inspection(class_id, `${inspection_id}#VISIT#${staff_id}`);

export const inspectionOf = (item: Item | undefined): Inspection | undefined => item && bare<Inspection>(item);
export const visitOf = (item: Item | undefined): Visit | undefined => item && bare<Visit>(item);

export interface Inspected {
  inspection: Inspection;
  visits: Visit[];
}

/** All inspections of a class with their visits, the last one drawn first. One query. */
export async function readInspections(
  world: World,
  class_id: string,
  how?: { consistent?: boolean },
): Promise<Inspected[]> {
  const { pk } = keys.class(class_id);
  const { items } = await world.table.query({ pk, prefix: 'INSPECT#', ...how });
  const visits = items.filter((item) => item.sk.includes('#VISIT#')).flatMap((item) => visitOf(item) ?? []);
  return items
    .filter((item) => !item.sk.includes('#VISIT#'))
    .flatMap((item) => inspectionOf(item) ?? [])
    .map((inspection) => ({
      inspection,
      visits: visits.filter((visit) => visit.inspection_id === inspection.inspection_id),
    }))
    .sort((a, b) => (a.inspection.drawn_at < b.inspection.drawn_at ? 1 : -1));
}

/** Where a picture is kept: inspection and number, nothing anybody chose. */
export const pictureFile = (inspection_id: string, n: number): string => `inspection/${inspection_id}/${n}.jpg`;
