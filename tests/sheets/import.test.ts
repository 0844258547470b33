/** A roster goes in: good rows once, bad rows not at all, each with its reason. */
import ExcelJS from 'exceljs';
import { roster } from '../../lib/classes/roster';
import { maskIdNumber } from '../../lib/people/id-number';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { importOf } from '../../lib/sheets/items';
import { runImport } from '../../lib/sheets/run-import';
import { type StartImport, startImport } from '../../lib/sheets/start-import';
import type { Import } from '../../lib/sheets/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { HEADERS, idOf, nameOf, people, person, phoneOf, rosterFile } from './support';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});

function started(bytes: Buffer, set: Partial<StartImport> = {}): Promise<Import | Refusal> {
  return startImport(world, {
    bytes,
    home_region: '530128',
    host_region: '652302',
    consent: 'paper',
    by: 'officer-1',
    may: () => true,
    ...set,
  });
}

/** From file to result. */
async function through(bytes: Buffer, set: Partial<StartImport> = {}): Promise<Import> {
  let head = await started(bytes, set);
  while (!isRefusal(head) && head.state !== 'done') head = await runImport(world, head.import_id);
  if (isRefusal(head)) throw new Error(`refused: ${head.refused} ${JSON.stringify(head.facts)}`);
  return head;
}

async function resultOf(head: Import): Promise<ExcelJS.Worksheet> {
  const file = await world.files.get(`import/${head.import_id}/result.xlsx`);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(file!.bytes) as any);
  return book.worksheets[0]!;
}

const texts = (sheet: ExcelJS.Worksheet, row: number) =>
  (sheet.getRow(row).values as any[]).slice(1).map((value) => value ?? '');

it('enters good rows, and enrols them where a class is named', async () => {
  const c = await openClass(world, { capacity: 10 });
  const head = await through(await rosterFile(people(3)), { class_id: c.class_id });
  expect(head.counts).toEqual({ entered: 3, known: 0, refused: 0, enrolled: 3, already: 0, not_enrolled: 0 });
  expect((await roster(world, c.class_id)).map((member) => member.name)).toEqual(
    expect.arrayContaining([1, 2, 3].map(nameOf)),
  );
});

it('a second time, everyone is known and nobody enters twice', async () => {
  const c = await openClass(world, { capacity: 10 });
  const file = await rosterFile(people(3));
  await through(file, { class_id: c.class_id });
  const again = await through(file, { class_id: c.class_id });
  expect(again.counts).toEqual({ entered: 0, known: 3, refused: 0, enrolled: 0, already: 3, not_enrolled: 0 });
});

it('marks each bad cell with its reason, and keeps the place of each row', async () => {
  const rows = [
    person(1),
    [nameOf(2), Number(idOf(2)), phoneOf(2)],
    [nameOf(3), idOf(3).replace(/.$/, 'Q'), '1380000'],
    [nameOf(1), idOf(1), phoneOf(1)],
    [{ formula: 'A2' }, idOf(5), phoneOf(5)],
  ];
  const head = await through(await rosterFile(rows));
  expect(head.counts).toMatchObject({ entered: 1, refused: 4 });
  const sheet = await resultOf(head);
  expect(texts(sheet, 1)).toEqual([...HEADERS, '结果', '原因']);
  expect(texts(sheet, 2)).toEqual([nameOf(1), maskIdNumber(idOf(1)), '138****0001', '已录入', '']);
  expect([3, 4, 5, 6].map((row) => texts(sheet, row).slice(3))).toMatchInlineSnapshot(`
[
  [
    "没有录入",
    "身份证号：存成了数字，后几位已经丢了。请把这一列设成“文本”，再照身份证重新填。",
  ],
  [
    "没有录入",
    "身份证号：应是 18 位，这里是 17 位。
联系电话：应是 11 位手机号，这里是 7 位。",
  ],
  [
    "没有录入",
    "身份证号：和第 2 行是同一个身份证号。只录第一次。",
  ],
  [
    "没有录入",
    "姓名：是公式。请改成直接填的内容。",
  ],
]
`);
  expect(sheet.getCell('B3').fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
  expect(sheet.getCell('B3').note).toMatch('存成了数字');
  expect(sheet.getCell('A3').fill).toMatchObject({ pattern: 'none' });
});

it('keeps nothing readable of anybody but in the result, masked', async () => {
  const head = await started(await rosterFile(people(2)));
  const { import_id, data_key } = head as Import;
  const rows = await world.table.get(keys.importRows(import_id, 0));
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${idOf(1)}|${nameOf(1)}|${phoneOf(1)}`));
  expect(data_key).toBeDefined();
  while (importOf(await world.table.get(keys.import(import_id)))!.state !== 'done') await runImport(world, import_id);
  expect(await world.table.get(keys.importRows(import_id, 0))).toBeUndefined();
  expect((await world.table.get(keys.import(import_id)))!.data_key).toBeUndefined();
});
