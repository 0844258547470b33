/** What is expected of a route, written down by hand, apart from the route table. */
import type { Role } from '../../../lib/platform/auth';
import { type Api, type Asked, EVERY_ROLE } from '../support';

export interface Row {
  /** Roles that may call it. */
  who: readonly Role[];
  /** What a permitted role of another region gets. `same`: what everyone gets; `empty`: a list without items. */
  elsewhere: 'same' | 'empty' | 403 | 404;
  /** A request that must succeed for whoever may: made anew each time, as some can be done only once. */
  ask: () => Promise<Asked>;
  /** No request is good twice (it is signed): a new one for each call. */
  once?: boolean;
  /** Claims of a permitted token besides role and region (`org`), where the thing belongs to an organisation. */
  claims?: (role: Role) => Record<string, string>;
  /** Where this role's own region is not the county: a station's is the host region. */
  own?: Partial<Record<Role, string[]>>;
}
export type Rows = Record<string, Row>;
/** The rows of one room; `api` is there once the tests run. */
export type MakeRows = (api: () => Api) => Rows;

export const ANYONE = EVERY_ROLE;
export const READERS = ['administrator', 'auditor'] as const;
export const WRITERS = ['administrator'] as const;
