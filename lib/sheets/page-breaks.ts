/** Where a printed sheet turns the page: signatures never stand alone on the last one. Pure. */

/** A4 landscape within its margins (write-sheet.ts), in points. */
const PAGE_WIDTH_PT = 773;
const PAGE_HEIGHT_PT = 510;
/** What is left free, as programs round heights differently. */
const SPARE_PT = 8;
/** So many rows of people stay with the signatures. */
const LAST_ROWS_MIN = 5;
/** Rather a page shrunk so far than a second one for a few rows: there is still room to sign. */
const SHRUNK_MIN = 0.85;

export interface Printed {
  /** Of the columns, in letters. */
  widths: number[];
  /** Title, lines and header: repeated on each page. */
  top_pt: number;
  rows_pt: number[];
  /** Legend and signatures: once, at the end. */
  foot_pt: number;
}

/**
 * Rows (by index) that begin a new page; nothing when all of it goes on one. Each page has the top above its rows; the
 * last one also holds the foot, together with at least five rows where the page has room for them.
 */
export function pageStarts({ widths, top_pt, rows_pt, foot_pt }: Printed): number[] {
  const room = roomOf_pt(widths) - top_pt;
  const tall = (from: number, to = rows_pt.length) => rows_pt.slice(from, to).reduce((sum, pt) => sum + pt, 0);
  if ((top_pt + tall(0) + foot_pt) * SHRUNK_MIN <= room + top_pt) return [];
  const starts: number[] = [];
  let start = 0;
  for (let i = 1; i < rows_pt.length; i++) {
    if (tall(start, i + 1) <= room) continue;
    start = i;
    starts.push(i);
  }
  const few = rows_pt.length - LAST_ROWS_MIN;
  // The foot would go over to the next page: the last rows go with it.
  if (tall(start) + foot_pt > room) {
    let at = Math.max(start + 1, few);
    while (at < rows_pt.length - 1 && tall(at) + foot_pt > room) at++;
    starts.push(at);
  }
  // Few rows on the last page: some of the page before join them.
  else if (start > few && tall(few) + foot_pt <= room) starts[starts.length - 1] = few;
  return starts.filter((at) => at < rows_pt.length);
}

/**
 * How much of a sheet one page takes, in the sheet's own points: all columns are shrunk to one page's width, never
 * enlarged. Columns are counted as wide as with Excel's narrowest usual font (7 dots a letter, 5 between): where they
 * are wider, they are shrunk more, and more rows fit than are counted on.
 */
function roomOf_pt(widths: number[]): number {
  const wide_pt = widths.reduce((sum, width) => sum + (7 * width + 5) * 0.75, 0);
  return PAGE_HEIGHT_PT / Math.min(1, PAGE_WIDTH_PT / wide_pt) - SPARE_PT;
}
