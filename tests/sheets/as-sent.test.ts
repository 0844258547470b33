/** Rosters as they really come: other words for the columns, notes below, several sheets, names that begin like talk. */
import ExcelJS from 'exceljs';
import { maskIdNumber } from '../../lib/people/id-number';
import { maskPhone } from '../../lib/people/read';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { checkRoster } from '../../lib/sheets/check-roster';
import { columnOf } from '../../lib/sheets/columns';
import { runImport } from '../../lib/sheets/run-import';
import { importShown } from '../../lib/sheets/show';
import { startImport } from '../../lib/sheets/start-import';
import type { Import, Table } from '../../lib/sheets/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type TestWorld, testWorld } from '../support/world';
import {
  fileOf,
  GOOD_ROWS,
  HEADERS,
  idOf,
  made,
  nameOf,
  people,
  person,
  phoneOf,
  rosterFile,
  sheetXml,
  tableOf,
  text,
} from './support';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});

/** From file to result. */
async function through(bytes: Buffer): Promise<Import> {
  const place = { home_region: '530128', host_region: '652302' };
  let head: Import | Refusal = await startImport(world, {
    ...place,
    bytes,
    consent: 'paper',
    by: 'officer-1',
    may: () => true,
  });
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

/** Who of one row was entered. */
async function entered(row: unknown[], headers: string[] = [...HEADERS, '工作单位', '务工地点']) {
  const head = await through(await rosterFile([row], headers));
  const done = await world.table.get(keys.importDone(head.import_id, 2));
  const worker = await world.table.get(keys.profile(done!.worker_id));
  return { name: worker?.name, employer: worker?.employer, site: worker?.site_text };
}

it.each([
  ['额尔德尼', '我爱我家物业', '人民路100号'],
  ['是志强', '给力科技有限公司', '来宾市兴宾区'],
  ['那英', '就业服务中心', '到滘镇'],
  ['吉克阿的', '在水一方物业', '在建工地'],
])('%s, of %s, at %s: what a column says is entered as it stands', async (name, employer, site) => {
  expect(await entered([name, idOf(1), phoneOf(1), employer, site])).toEqual({ name, employer, site });
});

it.each<[string, string | undefined]>([
  ['学员联系电话', 'phone'],
  ['本人手机号码', 'phone'],
  ['手机号码/联系电话', 'phone'],
  ['联系手机号', 'phone'],
  ['本人身份证号码', 'id_number'],
  ['身份证号码18位', 'id_number'],
  ['身份证号/证件号码', 'id_number'],
  ['务工人员姓名', 'name'],
  ['用人单位名称', 'employer'],
  ['务工企业', 'employer'],
  // Anybody else's, and what could be either.
  ['紧急联系人手机', undefined],
  ['配偶身份证号', undefined],
  ['姓名/电话', undefined],
  ['本人配偶姓名', undefined],
  ['学员', undefined],
])('the column %s is %s', (label, column) => expect(columnOf(label)).toBe(column));

it('sums, notes and headers of the next page are nobody', async () => {
  const rows = [
    person(1),
    HEADERS,
    person(2),
    ['合 计', '', ''],
    ['总计', '2人', ''],
    ['注：身份证号请填 18 位'],
    ['1、请如实填写'],
    ['填表人：李明'],
  ];
  const table = tableOf(await rosterFile(rows)) as Table;
  expect(checkRoster(table).map((row) => [row.row, row.problems.length])).toEqual([
    [2, 0],
    [4, 0],
  ]);
});

it('control: a person without a number, or called like a note, is still told what is missing', async () => {
  const table = tableOf(await rosterFile([[nameOf(1)], ['单位强', idOf(2)], ['单位强', '', phoneOf(2)]])) as Table;
  expect(checkRoster(table).map((row) => row.problems.map((one) => `${one.column} ${one.why}`))).toEqual([
    ['id_number missing', 'phone missing'],
    ['phone missing'],
    ['id_number missing'],
  ]);
});

it('a column that is not there is said to be not there, not to be empty', async () => {
  const head = await through(await rosterFile([[nameOf(1), idOf(1)]], ['姓名', '身份证号']));
  expect((await resultOf(head)).getCell('D2').text).toBe(
    '联系电话：表里没有这一列，或者表头的写法不认识。请加上这一列。',
  );
});

it('of several sheets with people the first is entered, and the others are named', async () => {
  const file = await fileOf((book) => {
    for (const [i, village] of ['撒营盘', '转龙', '填写说明', '空表'].entries()) {
      const sheet = book.addWorksheet(village);
      if (village === '填写说明') sheet.addRow(['请照样填写']);
      else sheet.addRow(HEADERS);
      if (i < 2) sheet.addRows(people(2, 10 * i));
    }
  });
  const shown = importShown(await through(file));
  expect(shown).toMatchObject({ entered: 2, sheet: '撒营盘', other_sheets: ['转龙'] });
  expect(importShown(await through(await rosterFile(people(1)))).other_sheets).toEqual([]);
});

it('a number that is another person’s is marked in its cell, though only the register knew', async () => {
  await through(await rosterFile([person(1)]));
  const head = await through(await rosterFile([[nameOf(2), idOf(1), phoneOf(1)]]));
  const sheet = await resultOf(head);
  expect(head.counts.refused).toBe(1);
  expect(sheet.getCell('B2').note).toMatch('已用别的姓名登记');
  expect(sheet.getCell('B2').fill).toMatchObject({ fgColor: { argb: 'FFFFC7CE' } });
});

it('a class that was refused is marked where the row names it', async () => {
  const headers = [...HEADERS, '班号'];
  const head = await through(await rosterFile([[...person(1), 'Z999']], headers));
  expect((await resultOf(head)).getCell('D2').note).toMatch('没有这个班');
});

it('a phone written as 1.3800000001E10 is masked in the result', async () => {
  const cells = [text('A2', nameOf(1)), text('B2', idOf(1)), '<c r="C2"><v>1.3800000001E10</v></c>'].join('');
  const head = await through(made(sheetXml([GOOD_ROWS[0]!, cells])));
  expect((await resultOf(head)).getCell('C2').text).toBe('138****0001');
});

it('a roster of ours sent back is told that its numbers are masked, not that digits are missing', async () => {
  const table = tableOf(await rosterFile([[nameOf(1), maskIdNumber(idOf(1)), maskPhone(phoneOf(1))]])) as Table;
  expect(checkRoster(table)[0]?.problems.map((one) => `${one.column} ${one.why}`)).toEqual([
    'id_number number_masked',
    'phone number_masked',
  ]);
});

it('a line’s end that was copied along (_x000D_) is no part of a name, a number or a label', () => {
  const table = tableOf(
    made(
      sheetXml([
        text('A1', '姓_x000D_名') + text('B1', '身份证号') + text('C1', '手机'),
        text('A2', `${nameOf(1)}_x000D_`) + text('B2', `_x000D_${idOf(1)}`) + text('C2', `${phoneOf(1)}_x000D_`),
      ]),
    ),
  ) as Table;
  expect(checkRoster(table)).toEqual([
    { row: 2, name: nameOf(1), id_number: idOf(1), phone: phoneOf(1), problems: [] },
  ]);
});

it('half a pair, and what no text holds, so written in a header or a cell, neither stops an import nor spoils its result', async () => {
  const odd = '_xD83D__x0000__xFFFF__x0001_';
  const head = await through(
    await rosterFile([[`${nameOf(1)}${odd}`, idOf(1), phoneOf(1)]], [...HEADERS, `备注${odd}`]),
  );
  expect(head.counts.entered).toBe(1);
  expect(Object.values(head.labels)).toEqual([...HEADERS, '备注']);
  expect((await resultOf(head)).getCell('A2').text).toBe(nameOf(1));
});
