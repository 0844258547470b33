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

const ROOMS = [
  assessmentRows,
  firstRows,
  organisationRows,
  gatewayRows,
  attendanceRows,
  deliveryRows,
  wishRows,
  sheetRows,
  pageRows,
];

export const rowsOf = (api: () => Api): Rows => Object.assign({}, ...ROOMS.map((make) => make(api)));
