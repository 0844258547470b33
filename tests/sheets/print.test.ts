/** On paper: the signatures never stand alone on the last page. */
import ExcelJS from 'exceljs';
import { signOffLayouts } from '../../lib/sheets/layouts/sign-off';
import { type Printed, pageStarts } from '../../lib/sheets/page-breaks';
import { writeSheet } from '../../lib/sheets/write-sheet';
import { openZip } from '../../lib/sheets/zip';

/** 26 pt to sign in, eight columns: as the sign-off sheet is. */
const printed = (rows: number, set: Partial<Printed> = {}): Printed => ({
  widths: [6, 14, ...Array(8).fill(15)],
  top_pt: 120,
  rows_pt: Array(rows).fill(26),
  foot_pt: 44,
  ...set,
});
const PAGE_PT = 510;

/** Rows of each page. */
function pages(given: Printed): number[] {
  const starts = [0, ...pageStarts(given), given.rows_pt.length];
  return starts.slice(1).map((at, i) => at - starts[i]!);
}

it('what fits on one page stays there, also when it must be a little smaller', () => {
  for (const rows of [0, 1, 12, 14, 16]) expect(pages(printed(rows))).toEqual([rows]);
});

it('whatever the number of people, at least five of them stand over the signatures, and no page is too full', () => {
  for (let rows = 17; rows <= 210; rows++) {
    const of = pages(printed(rows));
    expect(of.length).toBeGreaterThan(1);
    expect(of.reduce((sum, one) => sum + one, 0)).toBe(rows);
    expect([rows, of.at(-1)! >= 5]).toEqual([rows, true]);
    for (const [i, one] of of.entries())
      expect(120 + one * 26 + (i === of.length - 1 ? 44 : 0)).toBeLessThanOrEqual(PAGE_PT);
    // Nor is any but the last two half empty.
    for (const one of of.slice(0, -2)) expect(120 + (one + 1) * 26).toBeGreaterThan(PAGE_PT - 10);
  }
});

it('control: filled from the top alone, the signatures of some classes stand alone', () => {
  const a_page = Math.floor((PAGE_PT - 120) / 26);
  const alone = Array.from({ length: 194 }, (_, i) => 17 + i).filter((rows) => {
    const last = rows % a_page || a_page;
    return last * 26 + 44 > PAGE_PT - 120;
  });
  expect(alone.length).toBeGreaterThan(10);
  for (const rows of alone) expect(pages(printed(rows)).at(-1)).toBeGreaterThanOrEqual(5);
});

it('rows too tall for five of them still go on, one at least with the signatures', () => {
  const of = pages(printed(9, { rows_pt: Array(9).fill(200) }));
  expect(of).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

it('rows of several lines: fewer than five stand over tall signatures, where five would not fit with them', () => {
  const rows_pt = [28, 47, 60, 29, 59, 60, 70, 60];
  const of = pages(printed(0, { widths: [4, 4, 4], top_pt: 77, rows_pt, foot_pt: 200 }));
  expect(of).toEqual([5, 3]);
  const last = rows_pt.slice(5).reduce((sum, one) => sum + one, 0);
  expect(77 + last + 200).toBeLessThanOrEqual(PAGE_PT);
  // Control: with five they go over to a page of their own.
  expect(77 + rows_pt.slice(3).reduce((sum, one) => sum + one, 0) + 200).toBeGreaterThan(PAGE_PT);
});

it('columns wider than the page are shrunk, and more rows fit', () => {
  const wide = printed(60, { widths: Array(14).fill(13) });
  expect(pages(wide)[0]!).toBeGreaterThan(pages(printed(60))[0]!);
});

it.each([1, 12, 80, 200])('the sign-off sheet of %s people turns its pages in the file', async (people) => {
  const c = { class_id: 'A17', title: '电工班', trade_name: '电工', level: '5', units: 16, site_name: '', address: '' };
  const lessons = [8, 14].map((hour, i) => {
    const at = (h: number) => `2025-07-24T${String(h).padStart(2, '0')}:00:00+08:00`;
    return { n: i + 1, starts_at: at(hour), ends_at: at(hour + 3) };
  });
  const dates = { starts_at: '2025-07-24', ends_at: '2025-07-24' };
  const members = Array.from({ length: people }, () => ({ name: '张三' }));
  const [layout] = signOffLayouts({ ...c, ...dates } as any, lessons as any, members as any);
  const bytes = Buffer.from(await writeSheet(layout!));
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as any);
  const sheet = book.worksheets[0]!;
  // What reads the file for us passes page breaks over.
  const xml = openZip(bytes).read('xl/worksheets/sheet1.xml')!.toString();
  const breaks = [...xml.matchAll(/<brk id="(\d+)"/g)].map(([, id]) => Number(id));
  expect(sheet.pageSetup.fitToHeight).toBe(people > 12 ? 0 : 1);
  expect(breaks.length > 0).toBe(people > 12);
  // The last page begins with people, and both rows of the teacher stand there.
  if (breaks.length > 0) expect(sheet.getCell(breaks.at(-1)! + 1, 2).text).toBe('张三');
});
