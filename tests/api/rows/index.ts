/** All rows. A room's are in a file of their own. */
import type { Api } from '../support';
import { assessmentRows } from './assessments';
import { attendanceRows } from './attendance';
import { deliveryRows } from './delivery';
import { firstRows } from './first';
import { gatewayRows } from './gateway';
import { organisationRows } from './organisations';
import { pageRows } from './pages';
import type { Rows } from './row';
import { sheetRows } from './sheets';
import { wishRows } from './wishes';

/** Each part is asked in a test file of its own (`matrix-<part>.test.ts`). */
export const PARTS = {
  assessments: [assessmentRows],
  classes: [firstRows, attendanceRows, deliveryRows],
  people: [organisationRows, gatewayRows, wishRows],
  papers: [sheetRows, pageRows],
};
export type Part = keyof typeof PARTS;

/** The rows of one part; of all, when none is named. */
export function rowsOf(api: () => Api, part?: Part): Rows {
  const rooms = part ? PARTS[part] : Object.values(PARTS).flat();
  return Object.assign({}, ...rooms.map((make) => make(api)));
}
