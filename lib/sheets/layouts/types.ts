/** A sheet to be written, as data: text only, and how it is to be printed. Pure. */

export interface LayoutColumn {
  title: string;
  /** Widths as Excel counts them: about one Latin letter; a Chinese character is two. */
  width: number;
  align?: 'left' | 'center';
}

export interface LayoutCell {
  text: string;
  /** Something is wrong here: coloured, with this note. */
  wrong?: string;
  /** Good news or bad, for the result column. */
  tone?: 'good' | 'bad' | 'warn';
  bold?: boolean;
  align?: 'left' | 'center';
}
export type LayoutRow = (LayoutCell | string)[];

export interface Layout {
  sheet: string;
  /** Over all columns. */
  title?: string;
  /** Lines below the title: class, place, dates. */
  lines?: string[];
  columns: LayoutColumn[];
  /** A row over the header that spans groups of columns: [text, how many]. */
  groups?: [text: string, span: number][];
  rows: LayoutRow[];
  /** Lines below the table: legend, signatures. */
  foot?: string[];
  /** Row height in points; rows to be signed are higher. */
  row_pt?: number;
  landscape?: boolean;
  /** `false`: columns keep their widths on a page that is wider. */
  fill?: boolean;
  /** Where the header stands, when it must stand where it stood in another file. */
  header_row?: number;
  /** Number in the sheet of each row, likewise. */
  row_numbers?: number[];
}

/** What a print has at the foot of each page. */
export const FOOTER = '&C第 &P 页，共 &N 页';
