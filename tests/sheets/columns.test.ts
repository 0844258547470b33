/** Tables as offices draw them: any order, their own words, titles above, headers merged, sheets hidden. */
import { isRefusal } from '../../lib/platform/refusal';
import { checkRoster } from '../../lib/sheets/check-roster';
import { columnOf } from '../../lib/sheets/columns';
import { fileOf, GOOD_ROWS, idOf, made, nameOf, person, phoneOf, rosterFile, sheetXml, tableOf, text } from './support';

function readRows(bytes: Buffer) {
  const table = tableOf(bytes);
  if (isRefusal(table)) throw new Error(JSON.stringify(table));
  return { table, rows: checkRoster(table) };
}
const problemsOf = (rows: ReturnType<typeof checkRoster>) =>
  rows.map((row) => row.problems.map((one) => [one.column, one.why]));
const one = (cells: string) => readRows(made(sheetXml([GOOD_ROWS[0]!, cells]))).rows[0]!;
const [NAME, PHONE] = [text('A2', nameOf(1)), text('C2', phoneOf(1))];

it.each<[string, string]>([
  ['学员姓名', 'name'],
  [' 姓 名 ', 'name'],
  ['*身份证号码（必填）', 'id_number'],
  ['公民身份号码', 'id_number'],
  ['证件号码', 'id_number'],
  ['联系电话：', 'phone'],
  ['手机号', 'phone'],
  ['现务工地', 'site'],
  ['用工企业', 'employer'],
  ['人员类别', 'groups'],
  ['培训工种', 'trade'],
  ['学历', 'education'],
  ['户籍所在地', 'household'],
])('%s is the %s', (label, column) => expect(columnOf(label)).toBe(column));

it('does not guess at labels it does not know', () => {
  for (const label of ['父亲姓名', '紧急联系人电话', '配偶身份证号', '姓名拼音', ''])
    expect(columnOf(label)).toBeUndefined();
});

it('columns in another order, with others between', async () => {
  const file = await rosterFile(
    [[1, phoneOf(1), '彝族', idOf(1), nameOf(1), '建筑公司', '农民工、脱贫户']],
    ['序号', '手机', '民族', '身份证号码', '学员姓名', '工作单位', '人员类别'],
  );
  expect(readRows(file).rows).toEqual([
    {
      row: 2,
      name: nameOf(1),
      id_number: idOf(1),
      phone: phoneOf(1),
      employer: '建筑公司',
      groups: ['农民工', '脱贫户'],
      problems: [],
    },
  ]);
});

it('title rows above, headers merged over two rows, a signature line below', async () => {
  const file = await fileOf((book) => {
    const sheet = book.addWorksheet('花名册');
    sheet.addRow(['2025年禄劝县电工培训学员实名制花名册']);
    sheet.mergeCells('A1:F1');
    sheet.addRow(['单位：阜康工作站']);
    sheet.addRow(['序号', '姓名', '身份证号', '培训信息', '', '联系电话']);
    sheet.addRow(['', '', '', '工种', '等级', '']);
    for (const range of ['A3:A4', 'B3:B4', 'C3:C4', 'D3:E3', 'F3:F4']) sheet.mergeCells(range);
    sheet.addRow([1, nameOf(1), idOf(1), '电工', '五级', phoneOf(1)]);
    sheet.addRow([2, nameOf(2), idOf(2), '电工', '五级', phoneOf(2)]);
    sheet.addRow([]);
    sheet.addRow(['填表人：', '', '', '日期：']);
  });
  const { table, rows } = readRows(file);
  expect([table.header_row, table.columns]).toEqual([
    4,
    { serial: 1, name: 2, id_number: 3, trade: 4, level: 5, phone: 6 },
  ]);
  expect(problemsOf(rows)).toEqual([[], []]);
});

it('a hidden sheet is not read, the first visible one with a header is', async () => {
  const file = await fileOf((book) => {
    const hidden = book.addWorksheet('旧名单', { state: 'hidden' });
    hidden.addRow(['姓名', '身份证号', '手机']);
    hidden.addRow(person(9));
    book.addWorksheet('说明').addRow(['请照样填写']);
    const sheet = book.addWorksheet('名单');
    sheet.addRow(['姓名', '身份证号', '手机']);
    sheet.addRow(person(1));
  });
  const { table, rows } = readRows(file);
  expect([table.sheet, rows.map((row) => row.name)]).toEqual(['名单', [nameOf(1)]]);
});

it('who is filtered away is not entered: whoever sends the file answers for those she sees', async () => {
  const file = await fileOf((book) => {
    const sheet = book.addWorksheet('花名册');
    for (const row of [['姓名', '身份证号', '手机'], person(1), person(2), person(3)]) sheet.addRow(row);
    sheet.getRow(3).hidden = true;
  });
  expect(problemsOf(readRows(file).rows)).toEqual([[], [[undefined, 'row_hidden']], []]);
});

it('a number that stands twice is good where it is right: a first row that is wrong takes nothing from the second', async () => {
  const file = await rosterFile([[nameOf(1), idOf(1), '1380000'], person(1), person(1)]);
  expect(problemsOf(readRows(file).rows)).toEqual([[['phone', 'phone_format']], [], [['id_number', 'id_twice']]]);
});

it('a person in the last row there is', () => {
  const last = `<row r="1048576">${[text('A1048576', nameOf(2)), text('B1048576', idOf(2)), text('C1048576', phoneOf(2))].join('')}</row>`;
  const { rows } = readRows(made(sheetXml(GOOD_ROWS).replace('</sheetData>', `${last}</sheetData>`)));
  expect(rows.map((row) => [row.row, row.problems])).toEqual([
    [2, []],
    [1_048_576, []],
  ]);
});

it('a firm merged over several people is the firm of each; a number merged is nobody’s else', async () => {
  const file = await fileOf((book) => {
    const sheet = book.addWorksheet('花名册');
    sheet.addRow(['姓名', '身份证号', '手机', '单位']);
    sheet.addRow([...person(1), '建筑公司']);
    sheet.addRow([...person(2)]);
    sheet.addRow([...person(3)]);
    sheet.mergeCells('D2:D4');
    sheet.mergeCells('C2:C3');
  });
  const { rows } = readRows(file);
  expect(rows.map((row) => row.employer)).toEqual(['建筑公司', '建筑公司', '建筑公司']);
  expect(problemsOf(rows)).toEqual([[], [['phone', 'missing']], []]);
});

describe('身份证号', () => {
  it('as text, however it is spaced, with a small x or full-width', () => {
    const spaced = idOf(1).replace(/^(.{6})(.{8})/, '$1 $2 ');
    expect(one(NAME + text('B2', spaced) + PHONE).id_number).toBe(idOf(1));
    const wide = [...idOf(1)].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
    expect(one(NAME + text('B2', wide) + PHONE).id_number).toBe(idOf(1));
  });

  it.each<[string, string, string]>([
    ['a number, as Excel keeps it', '<c r="B2"><v>5.30128199001010E+17</v></c>', 'id_as_number'],
    ['a number whose digits look whole', `<c r="B2"><v>${idOf(7)}</v></c>`, 'id_as_number'],
    ['a number that a program filled in', '<c r="B2"><v>530128199001010048</v></c>', 'id_as_number'],
    ['text that was a number once', text('B2', '5.30128E+17'), 'id_as_number'],
    ['text whose last digits are gone', text('B2', '530128199001010000'), 'id_digits_lost'],
    ['a date', '<c r="B2" t="d"><v>1990-01-01T00:00:00</v></c>', 'error'],
    ['a date as a number', '<c r="B2" s="1"><v>32874</v></c>', 'id_as_number'],
    ['a formula with a good number remembered', `<c r="B2" t="str"><f>A1</f><v>${idOf(1)}</v></c>`, 'formula'],
    ['an error', '<c r="B2" t="e"><v>#REF!</v></c>', 'error'],
    ['yes or no', '<c r="B2" t="b"><v>1</v></c>', 'id_as_number'],
    ['seventeen digits', text('B2', idOf(1).slice(0, 17)), 'id_number_format'],
    ['the old fifteen', text('B2', '530128900101001'), 'id_number_format'],
    [
      'one digit wrong',
      text(
        'B2',
        idOf(1).replace(/.$/, (c) => (c === '1' ? '2' : '1')),
      ),
      'id_number_checksum',
    ],
    ['a birthday that cannot be', text('B2', '530128199013010013'), 'id_number_date'],
  ])('%s is refused, not guessed', (_name, cell, why) => {
    const row = one(NAME + cell + PHONE);
    expect(row.problems).toContainEqual(expect.objectContaining({ column: 'id_number', why }));
    expect(row.id_number).toBe('');
  });
});

it('a phone as a number is a phone; its eleven digits survive', () => {
  const withPhone = (value: string) => one([NAME, text('B2', idOf(1)), `<c r="C2"><v>${value}</v></c>`].join(''));
  expect(withPhone(phoneOf(1)).phone).toBe(phoneOf(1));
  expect(withPhone('1.3800000001E10').phone).toBe(phoneOf(1));
  expect(withPhone('138000000').problems).toMatchObject([{ why: 'phone_format' }]);
});

it('what begins like a formula is text, and no name', () => {
  for (const text_like of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', "=cmd|'/c calc'!A1"])
    expect(one(text('A2', text_like.replace(/'/g, '&apos;')) + text('B2', idOf(1)) + PHONE).problems).toMatchObject([
      { column: 'name', why: 'name_format' },
    ]);
});

it('sex is held against the number', () => {
  const odd = Number(idOf(1)[16]) % 2;
  const [right, wrong] = odd ? ['男', '女'] : ['女', '男'];
  const sheet = (sex: string) =>
    readRows(made(sheetXml([GOOD_ROWS[0]! + text('D1', '性别'), GOOD_ROWS[1]! + text('D2', sex)]))).rows;
  expect(problemsOf(sheet(right!))).toEqual([[]]);
  expect(problemsOf(sheet(wrong!))).toEqual([[['sex', 'sex_differs']]]);
});
