/** Where in a workbook the table stands: title rows above it, headers merged over two rows, other sheets beside it. Pure. */
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import { columnOf } from './columns';
import type { Column, Merge, Sheet, SheetRefusal, SheetRow, Table } from './types';

/** A header stands within the first rows. */
const HEADER_ROWS_MAX = 10;
const TABLE_ROWS_MAX = 5000;
/** Values of a merged range count for all of it up to this size: a range over the whole sheet says nothing. */
const MERGE_CELLS_MAX = 20_000;
/** One person's number or name is never another's, whatever is merged. */
const NEVER_SHARED: readonly Column[] = ['name', 'id_number', 'phone', 'serial', 'signature'];

interface Header {
  row: number;
  columns: Partial<Record<Column, number>>;
  labels: Record<number, string>;
  twice?: Column;
}

/**
 * The table with the columns `needed`, from the first sheet that has one. Refuses `sheet_no_header` {sheet, rows},
 * `sheet_column_twice` {label}, `sheet_empty`, `sheet_rows_max` {rows, rows_max}.
 */
export function findTable(sheets: Sheet[], needed: readonly Column[]): Table | Refusal<SheetRefusal> {
  for (const [i, sheet] of sheets.entries()) {
    const header = headerIn(sheet, needed);
    if (!header) continue;
    if (header.twice)
      return refuse('sheet_column_twice', { label: header.labels[header.columns[header.twice]!] ?? header.twice });
    const table = tableBelow(sheet, header);
    if (isRefusal(table)) return table;
    return { ...table, others: sheets.slice(i + 1).flatMap((one) => (holdsTable(one, needed) ? [one.name] : [])) };
  }
  return refuse('sheet_no_header', { rows: HEADER_ROWS_MAX, sheets: sheets.length });
}

function holdsTable(sheet: Sheet, needed: readonly Column[]): boolean {
  const header = headerIn(sheet, needed);
  return header !== undefined && sheet.rows.some((one) => one.row > header.row && isOfPerson(one, header.columns));
}

/**
 * Of the first rows, the one that names the most columns; the lower of two that name as many (a header over two rows).
 * Below the first person there is no header any more: one that is repeated there is only repeated.
 */
function headerIn(sheet: Sheet, needed: readonly Column[]): Header | undefined {
  let best: Header | undefined;
  const top = new Map(sheet.rows.filter((one) => one.row <= HEADER_ROWS_MAX).map((one) => [one.row, one]));
  for (let row = 1; row <= HEADER_ROWS_MAX; row++) {
    const below = top.get(row);
    if (best && below && isOfPerson(below, best.columns)) return best;
    const header = headerAt(row, labelsAt(row, top, sheet.merges));
    const count = (one: Header) => Object.keys(one.columns).length;
    if (needed.every((column) => header.columns[column]) && count(header) >= (best ? count(best) : 1)) best = header;
  }
  return best;
}

/** Labels of a row, those of merged ranges that cover it included. */
function labelsAt(row: number, top: Map<number, SheetRow>, merges: Merge[]): Record<number, string> {
  const labels: Record<number, string> = {};
  for (const merge of merges) {
    const text = merge.top <= row && row <= merge.bottom ? top.get(merge.top)?.cells.get(merge.left)?.text : undefined;
    // A title over many columns is no label of any; one over several rows is.
    if (text && merge.left === merge.right) labels[merge.left] = text;
  }
  for (const [column, cell] of top.get(row)?.cells ?? []) if (cell.kind === 'text') labels[column] = cell.text;
  return labels;
}

function headerAt(row: number, labels: Record<number, string>): Header {
  const header: Header = { row, columns: {}, labels };
  for (const [at, label] of Object.entries(labels)) {
    const column = columnOf(label);
    if (!column) continue;
    // Two serial numbers or remarks harm nobody; two ID numbers could be anyone's.
    if (header.columns[column] === undefined) header.columns[column] = Number(at);
    else if (NEVER_SHARED.includes(column) && column !== 'serial' && column !== 'signature') header.twice = column;
  }
  return header;
}

function tableBelow(sheet: Sheet, header: Header): Omit<Table, 'others'> | Refusal<SheetRefusal> {
  const known = new Set(Object.values(header.columns));
  const below = sheet.rows.filter((one) => one.row > header.row);
  fillMerged(below, sheet.merges, header);
  const rows = below.filter((one) => isOfPerson(one, header.columns));
  if (rows.length === 0) return refuse('sheet_empty');
  if (rows.length > TABLE_ROWS_MAX) return refuse('sheet_rows_max', { rows: rows.length, rows_max: TABLE_ROWS_MAX });
  return {
    sheet: sheet.name,
    header_row: header.row,
    columns: header.columns,
    labels: header.labels,
    unknown: Object.entries(header.labels)
      .filter(([at]) => !known.has(Number(at)))
      .map(([, label]) => label),
    rows,
  };
}

/** How sums, notes and signature lines below a table begin. */
const NOTE =
  /^(?:合计|总计|小计|共计|共\d|平均|备注|说明|注[:：意]|[(（]?\d+[、.．)）]|填表|填报|制表|审核|审批|经办|负责人|联系人|单位|日期|以[上下]|[此本]表|[※★*＊])/u;

/** A row of a person has her name or number; a sum, a note or a signature line has not, nor has a header repeated below. */
function isOfPerson({ cells }: SheetRow, { name, id_number, phone }: Header['columns']): boolean {
  const at = (column: number | undefined) => (column === undefined ? undefined : cells.get(column));
  const [named, numbered] = [at(name), at(id_number)];
  if (!named && !numbered) return false;
  if (columnOf(named?.text ?? '') === 'name' || columnOf(numbered?.text ?? '') === 'id_number') return false;
  // Where no column is for numbers, nobody has one and each row is somebody (成绩登记表).
  const could_be_note = id_number !== undefined && !/\d{6}/.test(numbered?.text ?? '') && !at(phone);
  return !(could_be_note && NOTE.test((named?.text ?? '').replace(/\s/g, '')));
}

/** One value merged over several rows (a firm, a village) holds for each of them. */
function fillMerged(rows: SheetRow[], merges: Merge[], header: Header): void {
  const shared = new Set(
    Object.entries(header.columns)
      .filter(([column]) => !NEVER_SHARED.includes(column as Column))
      .map(([, at]) => at),
  );
  const by_row = new Map(rows.map((one) => [one.row, one]));
  let cells = 0;
  for (const { top, left, bottom } of merges) {
    const value = by_row.get(top)?.cells.get(left);
    if (!value || !shared.has(left) || top <= header.row) continue;
    for (let row = top + 1; row <= bottom && ++cells <= MERGE_CELLS_MAX; row++) by_row.get(row)?.cells.set(left, value);
  }
}
