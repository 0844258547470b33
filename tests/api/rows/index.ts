/** All rows. A room's are in a file of their own. */
import type { Api } from '../support';
import { firstRows } from './first';
import type { Rows } from './row';

const ROOMS = [firstRows];

export const rowsOf = (api: () => Api): Rows => Object.assign({}, ...ROOMS.map((make) => make(api)));
