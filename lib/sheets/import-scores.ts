import { enterScores, SCORES_MAX } from '../classes/assessment/enter-scores';
import type { Marks } from '../classes/assessment/types';
import { roster } from '../classes/roster';
import type { Member } from '../classes/types';
import { maskIdNumber } from '../people/id-number';
import { readWrittenName, sameName } from '../people/read';
import { isRefusal, type Refusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { findTable } from './find-table';
import type { Cell, Column, RowProblem, SheetRow, Table } from './types';
import { readWorkbook } from './workbook';

export interface ScoresCommand {
  bytes: Uint8Array;
  class_id: string;
  assessor_id: string;
  by: string;
}
export interface ScoresEntered {
  entered: number;
  /** By row of the sheet. */
  left_out: { row: number; name: string; problem: RowProblem }[];
}

interface Line {
  row: number;
  name: string;
  marks: Marks;
}

/**
 * A 成绩登记表 filled in and sent back: marks by name and ID number (whole, or masked as it went out). Rows without a
 * mark are passed over; each other one is entered or left out with its reason. Refuses a `SheetRefusal`, or what
 * `enterScores` refuses as a whole (then nothing after it is entered).
 */
export async function importScores(world: World, command: ScoresCommand): Promise<ScoresEntered | Refusal> {
  const sheets = readWorkbook(Buffer.from(command.bytes));
  if (isRefusal(sheets)) return sheets;
  const table = findTable(sheets, ['name', 'theory_score', 'practice_score']);
  if (isRefusal(table)) return table;
  const done: ScoresEntered = { entered: 0, left_out: [] };
  const lines = readLines(table, await roster(world, command.class_id), done);
  for (let at = 0; at < lines.length; at += SCORES_MAX) {
    const part = lines.slice(at, at + SCORES_MAX);
    const { class_id, assessor_id, by } = command;
    const scores = part.map((line) => line.marks);
    const entered = await carryOut(world, () => enterScores(world, { class_id, assessor_id, by, scores }));
    if (isRefusal(entered)) return entered;
    done.entered += entered.entered.length;
    for (const { worker_id, refusal } of entered.left_out) {
      const line = part.find((one) => one.marks.worker_id === worker_id)!;
      done.left_out.push({ row: line.row, name: line.name, problem: { why: refusal.refused, facts: refusal.facts } });
    }
  }
  done.left_out.sort((a, b) => a.row - b.row);
  return done;
}

function readLines(table: Table, members: Member[], done: ScoresEntered): Line[] {
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const name = cellIn(row, table, 'name')?.text.slice(0, 30) ?? '';
    const marks = marksIn(row, table);
    if (marks === 'blank') return [];
    const member = 'why' in marks ? undefined : memberOf(row, table, members);
    const problem: RowProblem | undefined =
      'why' in marks ? marks : !member ? { column: 'name', why: 'not_on_roster' } : undefined;
    const twice = member && seen.has(member.worker_id);
    if (problem || twice || !member) {
      done.left_out.push({ row: row.row, name, problem: problem ?? { column: 'name', why: 'member_twice' } });
      return [];
    }
    seen.add(member.worker_id);
    return [{ row: row.row, name, marks: { ...(marks as Omit<Marks, 'worker_id'>), worker_id: member.worker_id } }];
  });
}

const cellIn = ({ cells }: SheetRow, { columns }: Table, column: Column): Cell | undefined =>
  columns[column] === undefined ? undefined : cells.get(columns[column]);

type Read = Omit<Marks, 'worker_id'> | 'blank' | RowProblem;

function marksIn(row: SheetRow, table: Table): Read {
  const says = (column: Column) => /缺考/.test(cellIn(row, table, column)?.text ?? '');
  const absent = says('result') || says('theory_score') || says('practice_score');
  const read: { theory?: number; practice?: number } = {};
  for (const [column, part] of [
    ['theory_score', 'theory'],
    ['practice_score', 'practice'],
  ] as const) {
    const cell = cellIn(row, table, column);
    // Where the mark belongs is where many write it.
    if (!cell || says(column)) continue;
    // `85`, `85.0` or `85分`; a formula's result is nobody's word.
    const found = /^(\d{1,3})(?:\.0+)?分?$/.exec(cell.text.normalize('NFKC').trim());
    if (cell.kind === 'formula' || cell.kind === 'error') return { column, why: cell.kind };
    if (!found || Number(found[1]) > 100) return { column, why: 'mark_format' };
    read[part] = Number(found[1]);
  }
  const blank = read.theory === undefined && read.practice === undefined;
  if (absent && !blank) return { column: 'result', why: 'absent_with_marks' };
  if (!absent && blank) return 'blank';
  if (row.hidden) return { why: 'row_hidden' };
  return absent ? { absent } : read;
}

/** Of two of one name, the one with this number; without a number only who is the only one of her name. */
function memberOf(row: SheetRow, table: Table, members: Member[]): Member | undefined {
  const said = cellIn(row, table, 'name')?.text ?? '';
  const written = readWrittenName(said);
  const name = isRefusal(written) ? said.replace(/\s/g, '') : written;
  const number = cellIn(row, table, 'id_number')?.text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const masked = number && (number.includes('*') ? number : maskIdNumber(number));
  const found = members.filter(
    (member) => sameName(member.name, name) && (!masked || member.id_number_masked === masked),
  );
  return found.length === 1 ? found[0] : undefined;
}
