/** 表格: spreadsheets read and written, and what an import makes of one. */
import type { Instant } from '../platform/clock';

export type SheetRefusal =
  | 'sheet_broken'
  | 'sheet_macro'
  | 'sheet_external'
  | 'sheet_encrypted'
  | 'sheet_too_big'
  | 'sheet_no_header'
  | 'sheet_column_twice'
  | 'sheet_empty'
  | 'sheet_rows_max'
  | 'file_type'
  | 'import_unknown'
  | 'import_not_done'
  | 'import_gone';

/** What a cell holds. Numbers keep the text that stands in the file; a formula's remembered value is not read. */
export interface Cell {
  kind: 'text' | 'number' | 'formula' | 'error' | 'truth';
  text: string;
}

/** A row that holds something: its number in the sheet, and its cells by column (1 is A). */
export interface SheetRow {
  row: number;
  cells: Map<number, Cell>;
  /** Nobody who looks at the sheet sees it: filtered, folded, or hidden by hand. */
  hidden?: true;
}

/** A merged range, inclusive. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
  merges: Merge[];
}

/** Columns that are understood; those of `KEPT` are taken over, the others only checked or passed over. */
export type Column =
  | 'serial'
  | 'name'
  | 'id_number'
  | 'phone'
  | 'sex'
  | 'employer'
  | 'site'
  | 'groups'
  | 'class_id'
  | 'trade'
  | 'level'
  | 'ethnicity'
  | 'education'
  | 'household'
  | 'id_valid'
  | 'credit_code'
  | 'sector'
  | 'prior_certificate'
  | 'years_in_trade'
  | 'bank_card'
  | 'theory_score'
  | 'practice_score'
  | 'score'
  | 'result'
  | 'signature'
  | 'remark';

/** A table found in a sheet: where its header stands, which column is what, and the rows below. */
export interface Table {
  sheet: string;
  header_row: number;
  /** Column number by what it is. */
  columns: Partial<Record<Column, number>>;
  /** Labels as they stand, by column number. */
  labels: Record<number, string>;
  /** Labels nobody understood. */
  unknown: string[];
  rows: SheetRow[];
  /** Sheets after this one that hold such a table, too: they are not read. */
  others: string[];
}

/** Why a row, or one cell of it, is not taken over. */
export interface RowProblem {
  /** The cell; the whole row when absent. */
  column?: Column;
  /** A code of say.ts, or a refusal's. */
  why: string;
  facts?: Record<string, string | number>;
}

/** A cell as the result shows it: long numbers masked. */
export type Shown = Record<number, string>;

/** One person of a roster, read. What was wrong stands in `problems`; then nothing of it is entered. */
export interface RosterRow {
  row: number;
  name: string;
  id_number: string;
  phone: string;
  employer?: string;
  site?: string;
  groups?: string[];
  /** 班号: the class to enrol in. */
  class_id?: string;
  /** All labelled cells of the row, for the result. */
  shown: Shown;
  problems: RowProblem[];
}

/** Entered anew; was there already; refused. What became of the enrolment stands beside it. */
export type RowOutcome = 'entered' | 'known' | 'refused';
export type SeatOutcome = 'enrolled' | 'already' | 'refused';

/** What became of a row; written in the transaction that enters it. */
export interface RowDone {
  row: number;
  outcome: RowOutcome;
  worker_id?: string;
  why?: string;
  seat?: SeatOutcome;
  seat_why?: string;
}

export interface Counts {
  entered: number;
  known: number;
  refused: number;
  enrolled: number;
  already: number;
  /** Entered or known, but not enrolled. */
  not_enrolled: number;
}

/** An import: its head. `cleared` is what is left of it after a day, or once its result was made. */
export interface Import {
  import_id: string;
  rev: number;
  state: 'running' | 'done' | 'cleared';
  home_region: string;
  host_region: string;
  /** Where they work, in words, for rows that do not say. */
  site_text: string;
  class_id?: string;
  /** How the people on it agreed (PIPL Art. 13, 29), by the word of who brought it in. */
  consent: 'paper' | 'spoken';
  by: string;
  rows: number;
  pages: number;
  /** The page to do next. */
  page: number;
  counts: Counts;
  /** Labels that were not taken over. */
  passed_over: string[];
  /** Other sheets with people on them, which were not read. */
  other_sheets?: string[];
  /** Where the table stood. */
  sheet: string;
  header_row: number;
  columns: Partial<Record<Column, number>>;
  labels: Record<number, string>;
  /** Wrapped key of its rows; gone once they are. */
  data_key?: string;
  created_at: Instant;
  expires_at_s: number;
}
