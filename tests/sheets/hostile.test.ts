/** Files no office would send, and files that only look wrong: each refused with its reason, each with its control. */
import { randomBytes } from 'node:crypto';
import { isRefusal } from '../../lib/platform/refusal';
import { checkRoster } from '../../lib/sheets/check-roster';
import type { Table } from '../../lib/sheets/types';
import { ENTRIES_MAX } from '../../lib/sheets/zip';
import {
  type Entry,
  fileOf,
  GOOD_ROWS,
  idOf,
  made,
  nameOf,
  person,
  phoneOf,
  rosterFile,
  sheetXml,
  tableOf,
  text,
  workbookParts,
  zipOf,
} from './support';

const MB = 1024 * 1024;

const why = (bytes: Buffer) => {
  const read = tableOf(bytes);
  return isRefusal(read) ? read.refused : 'read';
};
const good = sheetXml(GOOD_ROWS);
const attributes = (count: number) => Array.from({ length: count }, (_, i) => `a${i}=""`).join(' ');
const cell = (value: string) => `<c t="str"><v>${value}</v></c>`;
/** Chance that is the same each time. */
let state = 1;
const fraction = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};

it('reads the small workbook that all the others are made from (control)', () => {
  const table = tableOf(made(good)) as Table;
  expect(checkRoster(table)).toEqual([
    { row: 2, name: nameOf(1), id_number: idOf(1), phone: phoneOf(1), problems: [] },
  ]);
});

describe('zip', () => {
  const zeros = Buffer.alloc(30 * MB);

  it('a bomb that says how large it is, is not inflated', () => {
    const bomb = made(good, { more: [{ name: 'xl/media/1.png', content: zeros }] });
    expect(bomb.length).toBeLessThan(60_000);
    expect(tableOf(bomb)).toEqual({ refused: 'sheet_too_big', facts: { what: 'ratio', max: 200 } });
  });

  it('a bomb that says it is small is stopped where it says it ends', () => {
    const parts = workbookParts(good).map((part) =>
      part.name.endsWith('sheet1.xml') ? { ...part, content: zeros, claims: { bytes: 4000 } } : part,
    );
    const bomb = zipOf(parts);
    const from = process.memoryUsage().arrayBuffers;
    expect(why(bomb)).toBe('sheet_too_big');
    expect(process.memoryUsage().arrayBuffers - from).toBeLessThan(5 * MB);
  });

  it('control: without the limit thirty megabytes come out of thirty kilobytes', () => {
    const { inflateRawSync } = jest.requireActual('node:zlib');
    const bomb = zipOf([{ name: 'x', content: zeros }]);
    const packed = bomb.subarray(31, bomb.length - 22 - 47);
    expect(inflateRawSync(packed).length).toBe(zeros.length);
  });

  it('many files that are each small enough are too much together', () => {
    // Each within the ratio: 64 KB of noise that says it is 8 MB.
    const noise = randomBytes(64 * 1024);
    const more = Array.from(
      { length: 9 },
      (_, i): Entry => ({ name: `m/${i}`, content: noise, claims: { bytes: 8 * MB } }),
    );
    expect(why(made(good, { more }))).toBe('sheet_too_big');
  });

  it('more entries than a workbook has', () => {
    const more = Array.from({ length: ENTRIES_MAX }, (_, i): Entry => ({ name: `a/${i}`, content: '' }));
    expect(tableOf(made(good, { more }))).toMatchObject({ refused: 'sheet_too_big', facts: { what: 'entries' } });
  });

  it('two entries of one name, of which one would be read and the other shown', () => {
    expect(why(made(good, { more: [{ name: 'xl/worksheets/sheet1.xml', content: good }] }))).toBe('sheet_broken');
  });

  it('an encrypted entry', () => {
    expect(why(made(good, { more: [{ name: 'x', content: 'x', flags: 1 }] }))).toBe('sheet_encrypted');
  });

  it('cut off, or with something behind it, at every place', () => {
    const whole = made(good);
    for (let cut = 0; cut < whole.length; cut += 7) expect(why(whole.subarray(0, cut))).not.toBe('read');
    expect(why(Buffer.concat([whole, Buffer.from('more')]))).toBe('sheet_broken');
    expect(why(whole)).toBe('read');
  });

  it('any byte changed: read, or refused; never thrown', () => {
    const whole = made(good);
    for (let at = 0; at < whole.length; at += 2) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 0x55;
      expect([
        'read',
        'file_type',
        'sheet_broken',
        'sheet_too_big',
        'sheet_encrypted',
        'sheet_no_header',
        'sheet_empty',
      ]).toContain(why(changed));
    }
  });

  it('a local name that differs from the directory’s is not looked at', () => {
    const two_names = made(good);
    two_names.write('xl/w', two_names.indexOf('xl/worksheets/sheet1.xml'));
    two_names.write('zz/z', two_names.indexOf('xl/worksheets/sheet1.xml'));
    expect(two_names.indexOf('zz/z')).toBeLessThan(two_names.indexOf('xl/worksheets/sheet1.xml'));
    expect(why(two_names)).toBe('read');
  });
});

describe('what it is', () => {
  it.each<[string, Buffer]>([
    ['a .csv with the right name', Buffer.from('\ufeff姓名,身份证号,手机\n王小妹,530128199001010013,13800000001\n')],
    ['a web page that calls itself .xls', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>')],
    ['an empty file', Buffer.alloc(0)],
    ['an old .xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    ['a zip that is no workbook', zipOf([{ name: 'a.txt', content: 'a' }])],
    [
      'a Word document',
      made(good, { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml' }),
    ],
  ])('%s', (_name, bytes) => expect(why(bytes)).toBe('file_type'));

  it('a workbook with a password', () => {
    const bytes = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(why(bytes)).toBe('sheet_encrypted');
  });

  it.each<[string, Parameters<typeof workbookParts>[1]]>([
    ['by its type', { type: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' }],
    ['by what it carries', { more: [{ name: 'xl/vbaProject.bin', content: 'x' }] }],
    ['of the old kind', { more: [{ name: 'xl/macrosheets/sheet1.xml', content: '<a/>' }] }],
  ])('macros, known %s', (_name, how) => expect(why(made(good, how))).toBe('sheet_macro'));

  it.each<[string, Parameters<typeof workbookParts>[1]]>([
    ['links to other files', { more: [{ name: 'xl/externalLinks/externalLink1.xml', content: '<a/>' }] }],
    ['connections', { more: [{ name: 'xl/connections.xml', content: '<a/>' }] }],
    [
      'a sheet that lies elsewhere',
      { rels: '<Relationship Id="r1" Target="http://example.org/" TargetMode="External"/>' },
    ],
  ])('what reaches outside: %s', (_name, how) => expect(why(made(good, how))).toBe('sheet_external'));
});

describe('XML', () => {
  const inFront = (start: string) => `${start}${good.replace(nameOf(1), '&a;')}`;
  it.each<[string, string]>([
    ['entities that blow up', inFront('<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>')],
    ['an entity that reads a file', inFront('<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>')],
    ['an entity nobody defined', good.replace(nameOf(1), '&lol;')],
    ['a document type alone', `<!DOCTYPE w>${good}`],
    ['not closed', good.slice(0, -30)],
    ['a row that stands twice', good.replace('r="2"', 'r="1"')],
    ['a cell that says it stands elsewhere', good.replace('r="B2"', 'r="B3"')],
    ['a cell that stands twice', good.replace('r="C2"', 'r="B2"')],
    ['a string that is not there', good.replace(/<c r="A2".*?<\/c>/, '<c r="A2" t="s"><v>99</v></c>')],
  ])('%s', (_name, sheet) => expect(why(made(sheet))).toBe('sheet_broken'));

  it.each<[string, string]>([
    ['a cell of a million characters', good.replace(nameOf(1), 'a'.repeat(MB))],
    ['nested without end', good.replace('<sheetData>', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}<sheetData>`)],
    ['a column beyond all others', good.replace('</row></sheetData>', `${text('XFD2', 'x')}</row></sheetData>`)],
    ['an element of a thousand attributes', good.replace('<sheetData', `<sheetData ${attributes(1000)}`)],
  ])('%s', (_name, sheet) => expect(why(made(sheet))).toBe('sheet_too_big'));

  it('sheets that are each small enough are too much together; one part under fifty names is no workbook', () => {
    const noise = () => Math.floor(1e9 * fraction()).toString(36);
    const cells = Array.from({ length: 12_000 }, () => [noise(), noise(), noise()].map(cell).join(''));
    const sheets = (count: number, target: (n: number) => string) => {
      const rels = Array.from({ length: count }, (_, n) => `<Relationship Id="r${n}" Target="${target(n)}"/>`).join('');
      const names = Array.from({ length: count }, (_, n) => `<sheet name="s${n}" sheetId="${n + 1}" r:id="r${n}"/>`);
      const more = Array.from(
        { length: count - 1 },
        (_, n): Entry => ({
          name: `xl/worksheets/sheet${n + 2}.xml`,
          content: sheetXml(cells),
        }),
      );
      return zipOf(
        workbookParts(sheetXml(cells), { rels, more }).map((part) =>
          part.name === 'xl/workbook.xml'
            ? { ...part, content: `<workbook xmlns:r="r"><sheets>${names.join('')}</sheets></workbook>` }
            : part,
        ),
      );
    };
    expect(tableOf(sheets(1, () => 'worksheets/sheet1.xml'))).toMatchObject({ refused: 'sheet_no_header' });
    expect(tableOf(sheets(2, (n) => `worksheets/sheet${n + 1}.xml`))).toEqual({
      refused: 'sheet_too_big',
      facts: { what: 'rows', max: 20_000 },
    });
    expect(why(sheets(2, () => 'worksheets/sheet1.xml'))).toBe('sheet_broken');
  });

  it('reads sheets whose elements have a prefix', () => {
    const prefixed = good.replace(/<(\/?)(?=[a-z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
    expect(why(made(prefixed))).toBe('read');
  });
});

describe('too many, or none', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => text(`A${i + 2}`, '王') + text(`B${i + 2}`, 'x'));
  const sheet = (count: number) => sheetXml([GOOD_ROWS[0]!, ...rows(count)]);
  it('5,001 rows', () => {
    expect(tableOf(made(sheet(5001)))).toEqual({ refused: 'sheet_rows_max', facts: { rows: 5001, rows_max: 5000 } });
    expect(why(made(sheet(5000)))).toBe('read');
  });
  it('a header and nobody', () => expect(why(made(sheet(0)))).toBe('sheet_empty'));
  it('no header', async () => expect(why(await rosterFile([person(1)], ['甲', '乙', '丙']))).toBe('sheet_no_header'));
  it('two columns of ID numbers', async () =>
    expect(why(await rosterFile([], ['姓名', '身份证号', '证件号码']))).toBe('sheet_column_twice'));
});

it('a million empty rows below are none', () => {
  const empty = Array.from({ length: 1_048_574 }, (_, i) => `<row r="${i + 3}"/>`).join('');
  const table = tableOf(made(good.replace('</sheetData>', `${empty}</sheetData>`))) as Table;
  expect(table.rows).toHaveLength(1);
});

it('a million strings that no cell asks for', () => {
  const strings = (count: number, one: () => string) =>
    made(good, {
      more: [{ name: 'xl/sharedStrings.xml', content: `<sst>${Array.from({ length: count }, one).join('')}</sst>` }],
    });
  expect(tableOf(strings(1_000_000, () => '<si/>'))).toMatchObject({ facts: { what: 'ratio' } });
  const text_of = () => `<si><t>${Math.floor(1e9 * fraction()).toString(36)}</t></si>`;
  expect(tableOf(strings(200_001, text_of))).toMatchObject({ facts: { what: 'strings' } });
  expect(why(strings(1000, text_of))).toBe('read');
});

it('reads many thousand styled empty rows below as none', async () => {
  const file = await fileOf((book) => {
    const sheet = book.addWorksheet('花名册');
    sheet.addRow(['姓名', '身份证号', '手机']);
    sheet.addRow(person(1));
    for (let row = 3; row < 3000; row++) sheet.getCell(row, 2).border = { top: { style: 'thin' } };
  });
  expect((tableOf(file) as Table).rows).toHaveLength(1);
});
