/** The result of an import: the same rows under the same headers, what was wrong marked, what became of each beside it. Pure. */

import { doneSays, problemSays } from '../say';
import type { Column, Import, RosterRow, RowDone, RowProblem } from '../types';
import type { Layout, LayoutCell, LayoutRow } from './types';

const WIDTH_MIN = 8;
const WIDTH_MAX = 28;
const RESULT_WIDTH = 18;
const WHY_WIDTH = 60;
const COLUMNS: Record<string, Column> = { id_number_taken: 'id_number' };

export function resultLayout(head: Import, rows: RosterRow[], done: Map<number, RowDone>): Layout {
  const at = Object.keys(head.labels)
    .map(Number)
    .sort((a, b) => a - b);
  return {
    sheet: '导入结果',
    columns: [
      ...at.map((column) => ({ title: head.labels[column]!, width: widthOf(column, head, rows) })),
      { title: '结果', width: RESULT_WIDTH },
      { title: '原因', width: WHY_WIDTH, align: 'left' as const },
    ],
    rows: rows.map((row) => rowOf(row, done.get(row.row), at, head)),
    fill: false,
    header_row: head.header_row,
    row_numbers: rows.map((row) => row.row),
  };
}

function rowOf(row: RosterRow, done: RowDone | undefined, at: number[], head: Import): LayoutRow {
  const wrong = new Map<number, string>();
  for (const problem of [...row.problems, ...refusedAfter(done)]) {
    const column = problem.column && head.columns[problem.column];
    if (column) wrong.set(column, [wrong.get(column), problemSays(problem)].filter(Boolean).join('\n'));
  }
  const { result, why } = doneSays(row.problems, done);
  const cells: LayoutCell[] = at.map((column) => ({
    text: row.shown[column] ?? '',
    ...(wrong.has(column) && { wrong: wrong.get(column) }),
  }));
  const bad = result === '没有录入';
  return [...cells, { text: result, tone: bad ? 'bad' : why ? 'warn' : 'good' }, why];
}

/** What only the register or the class knew was wrong, by the cell it is in. */
function refusedAfter(done: RowDone | undefined): RowProblem[] {
  const column = COLUMNS[done?.why ?? ''];
  return [
    ...(column && done?.why ? [{ column, why: done.why }] : []),
    ...(done?.seat_why ? [{ column: 'class_id' as const, why: done.seat_why }] : []),
  ];
}

/** Wide enough for what stands in it; a Chinese character is two letters wide. */
function widthOf(column: number, head: Import, rows: RosterRow[]): number {
  const wide = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 2);
  const most = rows
    .slice(0, 200)
    .reduce((max, row) => Math.max(max, wide(row.shown[column] ?? '')), wide(head.labels[column]!));
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, most));
}
