/** What the pages say. */
import type { GrantRefusal } from './types';

export const LINK_SAYS: Record<GrantRefusal, [title: string, text: string]> = {
  link_wrong: ['链接不对', '这个链接打不开。可能没有复制全。请在公众号里再要一个。'],
  link_expired: ['链接过期了', '这个链接的时间到了。请在公众号里再要一个。'],
  link_not_yours: ['这个链接不能用了', '当初要链接的人已不在岗，或者这个班不归你管。'],
};
export const OTHER: [string, string] = ['打不开', '现在打不开这一页。请过一会儿再试。'];

/** Why a file or an import is not accepted, and what to do. By refusal. */
export const REFUSED_SAYS: Record<string, string> = {
  file_type: '这不是 .xlsx 文件。请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再传。',
  file_too_large: '文件太大，最多 4 MB。请删掉图片，或分成几个文件。',
  sheet_broken: '文件打不开，可能没有传全。请在 Excel 或 WPS 里打开，另存一份再传。',
  sheet_encrypted: '文件加了密码。请去掉密码再传。',
  sheet_macro: '文件里有宏，不收。请另存为“Excel 工作簿（.xlsx）”再传。',
  sheet_external: '文件里有连到别的文件的链接，不收。请把内容“粘贴为数值”到新表再传。',
  sheet_too_big: '文件里内容太多。请只留花名册这一张表，删掉下面的空行，再传。',
  sheet_no_header: '没找到表头。前 10 行里要有“姓名”和“身份证号”两列。',
  sheet_column_twice: '表头里“姓名”或“身份证号”这样的列出现了两次。请只留一列（另一列可能隐藏着）。',
  sheet_empty: '表头下面没有人。',
  sheet_rows_max: '一次最多 5,000 人。请分成几个文件。',
  class_unknown: '没有这个班，或者这个班不归你管。',
  import_gone: '这次导入已经清掉。请重新传。',
  import_unknown: '这次导入已经清掉。请重新传。',
  link_expired: LINK_SAYS.link_expired[1],
  link_not_yours: LINK_SAYS.link_not_yours[1],
  link_wrong: LINK_SAYS.link_wrong[1],
};
