/** An import as it is shown: how far it is, and how many of what. */

import type { ScoresEntered } from './import-scores';
import { ROWS_PER_PAGE } from './items';
import { problemSays } from './say';
import type { Import } from './types';

export function importShown(head: Import) {
  const { import_id, state, class_id, rows, counts, passed_over, sheet, other_sheets, header_row, created_at } = head;
  return {
    import_id,
    state,
    ...(class_id && { class_id }),
    rows,
    rows_done: state === 'done' ? rows : Math.min(rows, head.page * ROWS_PER_PAGE),
    ...counts,
    sheet,
    other_sheets: other_sheets ?? [],
    header_row,
    passed_over,
    created_at,
  };
}

export function scoresShown({ entered, left_out }: ScoresEntered) {
  return {
    entered,
    left_out: left_out.map(({ row, name, problem }) => ({ row, name, why: problemSays(problem) })),
  };
}
