/** A spreadsheet as a page, to be looked at: its own widths, heights, merges, borders, fills and fonts, on the paper it asks for. */
import ExcelJS from 'exceljs';

const PX_A_CHARACTER = 7.2;
const PX_A_POINT = 96 / 72;
/** A4 within its margins, landscape, in pixels. */
const PAPER = { landscape: { width: 1123, height: 794 }, portrait: { width: 794, height: 1123 } };

export async function sheetHtml(bytes: Uint8Array): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as any);
  const sheets = book.worksheets.map((sheet) => {
    const { orientation = 'portrait', printTitlesRow } = sheet.pageSetup;
    const paper = PAPER[orientation];
    return `<section style="width:${paper.width}px;min-height:${paper.height}px"><p class="about">${sheet.name} · A4 ${orientation} · 每页重复第 ${printTitlesRow} 行 · ${sheet.headerFooter.oddFooter}</p>${tableOf(sheet, paper.width - 90)}</section>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>body{background:#bbb;margin:0}section{background:#fff;margin:12px;padding:45px;box-sizing:border-box;font-family:"Noto Serif CJK SC",serif}table{border-collapse:collapse;table-layout:fixed}td{overflow:hidden;padding:1px 3px;white-space:pre-wrap;line-height:1.15}.about{color:#888;font:12px sans-serif;margin:-30px 0 10px}</style>${sheets.join('')}`;
}

function tableOf(sheet: ExcelJS.Worksheet, width_px: number): string {
  const widths = Array.from(
    { length: sheet.columnCount },
    (_, i) => (sheet.getColumn(i + 1).width ?? 9) * PX_A_CHARACTER + 5,
  );
  const sum = widths.reduce((a, b) => a + b, 0);
  // Fit to one page's width, as the sheet asks: never larger than as it is.
  const scale = Math.min(1, width_px / sum);
  const rows: string[] = [];
  for (let r = 1; r <= sheet.rowCount; r++) rows.push(rowOf(sheet, r));
  const columns = widths.map((width) => `<col style="width:${width}px">`).join('');
  return `<div style="zoom:${scale}"><table style="width:${sum}px"><colgroup>${columns}</colgroup>${rows.join('')}</table></div>`;
}

function rowOf(sheet: ExcelJS.Worksheet, r: number): string {
  const row = sheet.getRow(r);
  const cells: string[] = [];
  for (let c = 1; c <= sheet.columnCount; c++) {
    const cell = row.getCell(c);
    if (cell.isMerged && cell.master.address !== cell.address) continue;
    let span = 1;
    while (
      cell.isMerged &&
      sheet.getCell(r, c + span).isMerged &&
      sheet.getCell(r, c + span).master.address === cell.address
    )
      span++;
    const { font, fill, border, alignment } = cell;
    const colour = (fill as any)?.fgColor?.argb;
    const style = [
      `font-size:${(font?.size ?? 11) * PX_A_POINT}px`,
      font?.bold ? 'font-weight:700' : '',
      font?.color?.argb ? `color:#${font.color.argb.slice(2)}` : '',
      colour ? `background:#${colour.slice(2)}` : '',
      border?.top ? 'border:1px solid #000' : '',
      `text-align:${alignment?.horizontal ?? 'left'};vertical-align:middle`,
    ].filter(Boolean);
    const text = String(cell.text ?? '').replace(/[&<]/g, (one) => (one === '&' ? '&amp;' : '&lt;'));
    cells.push(
      `<td colspan="${span}" style="${style.join(';')}"${cell.note ? ` title="${String(cell.note)}"` : ''}>${text}</td>`,
    );
  }
  return `<tr style="height:${(row.height ?? 15) * PX_A_POINT}px">${cells.join('')}</tr>`;
}
