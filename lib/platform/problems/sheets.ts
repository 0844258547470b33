/** Refusals about links, spreadsheets and imports. */
import type { ProblemRow } from './row';

export const SHEET_PROBLEMS = {
  link_wrong: { status: 404, title: '链接不对' },
  link_expired: { status: 410, title: '链接过期了' },
  link_not_yours: { status: 403, title: '这个链接不能用了' },
  file_type: { status: 415, title: '只收 .xlsx 文件' },
  file_too_large: { status: 413, title: '文件太大' },
  sheet_broken: { status: 422, title: '表格打不开' },
  sheet_macro: { status: 422, title: '表格里有宏，不收' },
  sheet_external: { status: 422, title: '表格里有外部链接，不收' },
  sheet_encrypted: { status: 422, title: '表格加了密码，不收' },
  sheet_too_big: { status: 422, title: '表格内容太多' },
  sheet_no_header: { status: 422, title: '没找到表头' },
  sheet_column_twice: { status: 422, title: '表头里有一列出现两次' },
  sheet_empty: { status: 422, title: '表里没有人' },
  sheet_rows_max: { status: 422, title: '行数超过上限' },
  import_unknown: { status: 404, title: '没有这次导入' },
  import_not_done: { status: 409, title: '还没有导完' },
  import_gone: { status: 410, title: '这次导入已经清掉' },
} as const satisfies Record<string, ProblemRow>;
