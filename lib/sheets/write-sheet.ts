/**
 * A layout as an .xlsx file (exceljs, loaded only here and only when a file is made). Every cell is written as text:
 * what begins with = + - @ stays the text it is, numbers keep their digits, and no formula ever goes out.
 */
import type { Cell, Style, Worksheet } from 'exceljs';
import { FOOTER, type Layout, type LayoutCell, type LayoutColumn, type LayoutRow } from './layouts/types';
import { pageStarts } from './page-breaks';

const FONT = { name: '宋体', size: 10 };
const TITLE_FONT = { name: '宋体', size: 16, bold: true };
const EDGE = { style: 'thin' as const };
const BORDER = { top: EDGE, left: EDGE, bottom: EDGE, right: EDGE };
const FILLS = { wrong: 'FFFFC7CE', head: 'FFF2F2F2' } as const;
const TONES = { good: 'FF006100', bad: 'FF9C0006', warn: 'FF9C5700' } as const;
const A4 = 9;
const INCH = 2.54;
const ROW_PT = 18;
const LINE_PT = 13;
/** A4 landscape within its margins, in widths of a Latin letter. */
const PAGE_CHARACTERS = 142;
const WIDER_MAX = 1.55;
/** Fonts differ between Excel, WPS and LibreOffice: a line is counted a little longer than it is. */
const SAFE = 1.08;

/** The file. */
export async function writeSheet(layouts: Layout | Layout[]): Promise<Uint8Array> {
  const exceljs = await import('exceljs');
  const { Workbook } = exceljs.default ?? exceljs;
  const book = new Workbook();
  book.creator = '送训';
  for (const layout of [layouts].flat()) draw(book.addWorksheet(layout.sheet, page(layout)), layout);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A4, all columns on one page's width, as many pages as it takes. */
function page(layout: Layout) {
  return {
    pageSetup: {
      paperSize: A4,
      orientation: layout.landscape === false ? ('portrait' as const) : ('landscape' as const),
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 1.2 / INCH, right: 1.2 / INCH, top: 1.5 / INCH, bottom: 1.5 / INCH, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: FOOTER },
  };
}

function draw(sheet: Worksheet, layout: Layout): void {
  const wider = layout.fill === false ? 1 : widerBy(layout);
  layout.columns.forEach((column, i) => {
    sheet.getColumn(i + 1).width = Math.round(column.width * wider * 10) / 10;
  });
  const header_row = layout.header_row ?? drawTop(sheet, layout);
  if (layout.groups) drawGroups(sheet, layout.groups, header_row - 1);
  layout.columns.forEach((column, i) => {
    const cell = sheet.getCell(header_row, i + 1);
    cell.value = column.title;
    cell.style = styleOf('center', FILLS.head, undefined, true);
  });
  sheet.getRow(header_row).height = ROW_PT * (layout.columns.some((one) => one.title.includes('\n')) ? 2 : 1.3);
  layout.rows.forEach((row, i) => {
    const at = layout.row_numbers?.[i] ?? header_row + 1 + i;
    row.forEach((given, j) => {
      const cell = typeof given === 'string' ? { text: given } : given;
      write(sheet.getCell(at, j + 1), { align: layout.columns[j]?.align, ...cell });
    });
    if (layout.row_pt) sheet.getRow(at).height = heightOf(row, layout.columns, wider, layout.row_pt);
  });
  drawFoot(sheet, layout, (layout.row_numbers?.at(-1) ?? header_row + layout.rows.length) + 1);
  if (layout.row_pt) turnPages(sheet, layout, header_row);
  sheet.pageSetup.printTitlesRow = `${layout.header_row ?? 1}:${header_row}`;
  sheet.views = [{ state: 'frozen', ySplit: header_row, showGridLines: false }];
}

/** A narrow table is spread over the page's width, up to half as wide again: there is more room to write. */
function widerBy({ columns }: Layout): number {
  const sum = columns.reduce((total, column) => total + column.width, 0);
  return Math.min(WIDER_MAX, Math.max(1, PAGE_CHARACTERS / sum));
}

/** Over how many lines a text runs in so much room. Merged cells, and rows of a set height, grow by themselves in no spreadsheet. */
function linesIn(text: string, room: number): number {
  const wide = [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0);
  return Math.max(1, Math.ceil((wide * SAFE) / room));
}

/** As high as asked for, or as its longest text needs: 阿布都热合曼·买买提 beside 张三. */
function heightOf(row: LayoutRow, columns: LayoutColumn[], wider: number, row_pt: number): number {
  const lines = row.map((cell, j) => {
    const { width = 1 } = columns[j] ?? {};
    return linesIn(typeof cell === 'string' ? cell : cell.text, width * wider);
  });
  return Math.max(row_pt, LINE_PT * Math.max(...lines) + 3);
}

const roomOf = (layout: Layout): number =>
  layout.columns.reduce((total, column) => total + column.width, 0) * (layout.fill === false ? 1 : widerBy(layout));

/** Title and lines, each over the whole width; the header's row comes back. */
function drawTop(sheet: Worksheet, layout: Layout): number {
  let row = 0;
  if (layout.title) {
    const cell = across(sheet, layout, ++row, layout.title);
    cell.font = TITLE_FONT;
    cell.alignment = { horizontal: 'center', vertical: 'middle' };
    sheet.getRow(row).height = 30;
  }
  for (const line of layout.lines ?? []) {
    across(sheet, layout, ++row, line);
    sheet.getRow(row).height = LINE_PT * 1.15 * linesIn(line, roomOf(layout));
  }
  return row + (layout.groups ? 2 : 1);
}

function drawGroups(sheet: Worksheet, groups: [string, number][], row: number): void {
  sheet.getRow(row).height = ROW_PT;
  let column = 1;
  for (const [text, span] of groups) {
    for (let i = 0; i < span; i++) {
      const cell = sheet.getCell(row, column + i);
      cell.value = i === 0 ? text : '';
      cell.style = styleOf('center', FILLS.head, undefined, true);
    }
    if (span > 1) sheet.mergeCells(row, column, row, column + span - 1);
    column += span;
  }
}

function drawFoot(sheet: Worksheet, layout: Layout, row: number): void {
  for (const [i, line] of (layout.foot ?? []).entries()) {
    across(sheet, layout, row + i, line);
    sheet.getRow(row + i).height = LINE_PT * (0.55 + 1.15 * linesIn(line, roomOf(layout)));
  }
}

/** Sheets of which all heights are known: the signatures stay with the last rows. */
function turnPages(sheet: Worksheet, { columns, rows, foot = [] }: Layout, header_row: number): void {
  const heights = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => sheet.getRow(from + i).height ?? ROW_PT);
  const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
  const starts = pageStarts({
    widths: columns.map((_, i) => sheet.getColumn(i + 1).width ?? 0),
    top_pt: sum(heights(1, header_row)),
    rows_pt: heights(header_row + 1, rows.length),
    foot_pt: sum(heights(header_row + 1 + rows.length, foot.length)),
  });
  for (const at of starts) sheet.getRow(header_row + at).addPageBreak();
  if (starts.length === 0) sheet.pageSetup.fitToHeight = 1;
}

function across(sheet: Worksheet, layout: Layout, row: number, text: string): Cell {
  const cell = sheet.getCell(row, 1);
  cell.value = text;
  cell.numFmt = '@';
  cell.font = FONT;
  cell.alignment = { horizontal: 'left', vertical: 'middle', wrapText: true };
  if (layout.columns.length > 1) sheet.mergeCells(row, 1, row, layout.columns.length);
  return cell;
}

function write(cell: Cell, { text, wrong, tone, bold, align = 'center' }: LayoutCell): Cell {
  cell.value = text;
  cell.style = styleOf(align, wrong ? FILLS.wrong : '', tone, bold);
  if (wrong) cell.note = wrong;
  return cell;
}

/** One object for all cells that look alike: 70,000 cells of their own cost 60 MB. */
const styles = new Map<string, Partial<Style>>();
function styleOf(align: 'left' | 'center', argb: string, tone?: LayoutCell['tone'], bold = false): Partial<Style> {
  const name = `${align} ${argb} ${tone} ${bold}`;
  const made = styles.get(name) ?? {
    numFmt: '@',
    font: { ...FONT, bold, ...(tone && { color: { argb: TONES[tone] } }) },
    alignment: { horizontal: align, vertical: 'middle' as const, wrapText: true },
    border: BORDER,
    ...(argb && { fill: solid(argb) }),
  };
  styles.set(name, made);
  return made;
}

const solid = (argb: string) => ({ type: 'pattern' as const, pattern: 'solid' as const, fgColor: { argb } });
