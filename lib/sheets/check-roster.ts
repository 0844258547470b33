/** Each row of a roster read and judged: what is good, and why what is not is not. Pure. */
import { readIdNumber } from '../people/id-number';
import { readPhone, readWrittenName, readWrittenText } from '../people/read';
import { isRefusal } from '../platform/refusal';
import type { Cell, Column, RosterRow, RowProblem, SheetRow, Table } from './types';

const SEX: Record<string, 'male' | 'female'> = { 男: 'male', 女: 'female', 男性: 'male', 女性: 'female' };
const GROUPS_MAX = 5;
const GROUP_CHARACTERS_MAX = 20;
/** A roster of ours, sent back as it came. */
const MASKED = /[*＊]{2}/;

/** Rows in the order of the sheet. A number that stands twice is good once: in the first row that is good. */
export function checkRoster(table: Table): Checked[] {
  const first_row = new Map<string, number>();
  return table.rows.map((one) => {
    const row = checkRow(one, table.columns);
    const before = first_row.get(row.id_number);
    if (before !== undefined) row.problems.push({ column: 'id_number', why: 'id_twice', facts: { row: before } });
    else if (row.id_number && row.problems.length === 0) first_row.set(row.id_number, row.row);
    return row;
  });
}

type Columns = Table['columns'];
/** Without how the row looks. */
export type Checked = Omit<RosterRow, 'shown'>;

function checkRow({ row, cells, hidden }: SheetRow, columns: Columns): Checked {
  // Whoever sends the file says that these people agreed: she says it of those she sees.
  const problems: RowProblem[] = hidden ? [{ why: 'row_hidden' }] : [];
  const cell = (column: Column): Cell | undefined => {
    const found = columns[column] === undefined ? undefined : cells.get(columns[column]);
    if (found?.kind === 'formula' || found?.kind === 'error') {
      problems.push({ column, why: found.kind });
      return undefined;
    }
    return found;
  };
  const read = <T>(column: Column, reads: (text: string) => T): Exclude<T, { refused: string }> | undefined => {
    const found = cell(column);
    if (!found) return undefined;
    const value = reads(found.text);
    if (!isRefusal(value)) return value as Exclude<T, { refused: string }>;
    problems.push({ column, why: value.refused, ...(value.facts && { facts: value.facts }) });
    return undefined;
  };
  const needed = (column: Column) => {
    if (columns[column] === undefined) problems.push({ column, why: 'no_column' });
    else if (!cells.has(columns[column])) problems.push({ column, why: 'missing' });
  };

  for (const column of ['name', 'id_number', 'phone'] as const) needed(column);
  const name = read('name', readWrittenName) ?? '';
  const { id_number, sex } = idNumber(cell('id_number'), problems);
  const phone = phoneNumber(cell('phone'), problems);
  const told = SEX[cell('sex')?.text ?? ''];
  if (sex && told && sex !== told) problems.push({ column: 'sex', why: 'sex_differs' });
  const employer = read('employer', readWrittenText);
  const site = read('site', readWrittenText);
  const groups = groupsIn(cell('groups'), problems);
  const class_id = classIn(cell('class_id'), problems);
  return {
    row,
    name,
    id_number,
    phone,
    ...(employer && { employer }),
    ...(site && { site }),
    ...(groups.length > 0 && { groups }),
    ...(class_id && { class_id }),
    problems,
  };
}

/**
 * A number stored as a number keeps 15 digits: the last three of the 18 are gone, and what stands there instead is made
 * up (Excel shows 000). It is refused, not guessed, also where the digits look whole: other programs fill them in.
 */
function idNumber(cell: Cell | undefined, problems: RowProblem[]) {
  if (!cell) return { id_number: '', sex: undefined };
  if (cell.kind !== 'text') {
    problems.push({ column: 'id_number', why: 'id_as_number' });
    return { id_number: '', sex: undefined };
  }
  // As text, but it was a number once: 5.30128E+17.
  if (/^\d(\.\d+)?E\+?\d+$/i.test(cell.text)) {
    problems.push({ column: 'id_number', why: 'id_as_number' });
    return { id_number: '', sex: undefined };
  }
  const read = readIdNumber(cell.text);
  if (!isRefusal(read)) return read;
  if (MASKED.test(cell.text)) {
    problems.push({ column: 'id_number', why: 'number_masked' });
    return { id_number: '', sex: undefined };
  }
  // Eighteen digits that end in 000 and do not add up: lost before they became text.
  const lost = read.refused === 'id_number_checksum' && /000$/.test(cell.text);
  problems.push({
    column: 'id_number',
    why: lost ? 'id_digits_lost' : read.refused,
    ...(read.facts && { facts: read.facts }),
  });
  return { id_number: '', sex: undefined };
}

/** Eleven digits survive as a number (worksheet.ts). */
function phoneNumber(cell: Cell | undefined, problems: RowProblem[]): string {
  if (!cell) return '';
  const read = readPhone(cell.text);
  if (!isRefusal(read)) return read;
  const masked = MASKED.test(cell.text);
  problems.push({
    column: 'phone',
    why: masked ? 'number_masked' : read.refused,
    ...(read.facts && { facts: read.facts }),
  });
  return '';
}

function groupsIn(cell: Cell | undefined, problems: RowProblem[]): string[] {
  const groups = (cell?.text ?? '').split(/[、,，;；/\s]+/u).filter(Boolean);
  if (
    groups.length <= GROUPS_MAX &&
    groups.every((one) => /^[\p{Script=Han}()（）\w-]+$/u.test(one) && one.length <= GROUP_CHARACTERS_MAX)
  )
    return groups;
  problems.push({ column: 'groups', why: 'text_format', facts: { length_max: GROUP_CHARACTERS_MAX } });
  return [];
}

function classIn(cell: Cell | undefined, problems: RowProblem[]): string | undefined {
  const text = (cell?.text ?? '').normalize('NFKC').toUpperCase().replace(/班$/u, '');
  if (text === '' || /^[A-Z]\d{1,7}$/.test(text)) return text || undefined;
  problems.push({ column: 'class_id', why: 'class_format' });
  return undefined;
}
