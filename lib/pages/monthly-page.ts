/** The month's sheet, to be printed: A4 pages, as they come out of the printer. Pure. */
import { escaped } from '../platform/escaped';
import { type Page, page } from './html';

const STYLE = `
body{padding:8px}
main{max-width:820px;padding:0;border:0;background:none}
.sheet{margin:0 0 12px;background:#fff;border:1px solid #dde3e9}
.sheet svg{display:block;width:100%;height:auto}
.tools{padding:0 4px 8px}
@page{size:A4;margin:0}
@media print{body{padding:0;background:#fff}.tools{display:none}.sheet{margin:0;border:0;break-after:page}.sheet:last-child{break-after:auto}.sheet svg{width:210mm;height:296mm}}
`;

/** `pages` are SVG of ours. */
export function monthlyPage(title: string, pages: string[]): Page {
  const tools = `<div class="tools"><p class="quiet">${escaped(title)}，共 ${pages.length} 页。</p><button id="print" type="button">打印</button></div>`;
  const body = tools + pages.map((svg) => `<div class="sheet">${svg}</div>`).join('');
  const script = "document.getElementById('print').onclick=function(){window.print()};";
  return page({ title, body, more: STYLE, script });
}
