/** Pages opened by a link: what a link may open, and for whom. */
import type { Staff } from '../people/types';

/** The station's sign-in code, an import, files to take away, the month's printed sheet, a certificate as a file. */
export type Opens = 'sign_in' | 'import' | 'download' | 'monthly_sheet' | 'certificate';

/** What a link says. Ids and codes only: it is passed on, kept in histories and logged by others. */
export interface Grant {
  what: Opens;
  class_id?: string;
  /** The lesson's number. */
  lesson?: number;
  /** A certificate's number. */
  number?: string;
  /** For whom: a staff member. Dead at once when she leaves. Without it, whoever holds the link. */
  by?: string;
  /** When it ends, in milliseconds. */
  until_ms: number;
}

/** A link that was opened: what it says, and who it is for, as she is now. */
export interface Opened extends Grant {
  staff?: Staff;
}

export type GrantRefusal = 'link_wrong' | 'link_expired' | 'link_not_yours';
