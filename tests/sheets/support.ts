/** Rosters as offices send them, and files no office would: zips written byte by byte. */
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { findTable } from '../../lib/sheets/find-table';
import type { Table } from '../../lib/sheets/types';
import { readWorkbook } from '../../lib/sheets/workbook';
import { syntheticIdNumber } from '../support/world';

export const HEADERS = ['姓名', '身份证号', '联系电话'];
const NAMES = '一二三四五六七八九十百千万甲乙丙丁戊己庚';

export const phoneOf = (n: number) => `138${String(n).padStart(8, '0')}`;
/** Names without digits: 工人甲一. */
export const nameOf = (n: number) => `工人${NAMES[Math.floor(n / 20) % 20]}${NAMES[n % 20]}`;
export const born = (n: number) => `19${80 + (Math.floor(n / 900) % 20)}0101`;
export const idOf = (n: number) => syntheticIdNumber(n % 900, born(n));
export const person = (n: number): (string | number)[] => [nameOf(n), idOf(n), phoneOf(n)];

/** A workbook as drawn. */
export async function fileOf(draw: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  draw(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** One sheet of these rows. */
export function rosterFile(rows: unknown[][], headers: unknown[] = HEADERS): Promise<Buffer> {
  return fileOf((book) => {
    const sheet = book.addWorksheet('花名册');
    for (const row of [headers, ...rows]) sheet.addRow(row);
  });
}

export const people = (count: number, from = 1) => Array.from({ length: count }, (_, i) => person(from + i));

export interface Entry {
  name: string;
  content: Buffer | string;
  /** What its headers claim, where that is not so. */
  claims?: { bytes?: number };
  flags?: number;
}

/** A zip with these entries, deflated. */
export function zipOf(entries: Entry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims, flags = 0 } of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const bytes = claims?.bytes ?? plain.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** The parts of a small workbook, to be replaced or added to one by one. */
export function workbookParts(sheet: string, how: { more?: Entry[]; type?: string; rels?: string } = {}): Entry[] {
  const rels = how.rels ?? '<Relationship Id="r1" Type="worksheet" Target="worksheets/sheet1.xml"/>';
  return [
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/xl/workbook.xml" ContentType="${how.type ?? MAIN}"/></Types>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${NS} xmlns:r="r"><sheets><sheet name="花名册" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${rels}</Relationships>` },
    { name: 'xl/worksheets/sheet1.xml', content: sheet },
    ...(how.more ?? []),
  ];
}

/** A sheet's XML from rows of raw cell XML. */
export const sheetXml = (rows: string[]) =>
  `<worksheet ${NS}><sheetData>${rows.map((cells, i) => `<row r="${i + 1}">${cells}</row>`).join('')}</sheetData></worksheet>`;
export const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
/** A good header and one good person. */
export const GOOD_ROWS = [
  text('A1', '姓名') + text('B1', '身份证号') + text('C1', '手机'),
  text('A2', nameOf(1)) + text('B2', idOf(1)) + text('C2', phoneOf(1)),
];

/** The roster in a file, or why there is none. */
export function tableOf(bytes: Buffer): Table | Refusal {
  const sheets = readWorkbook(bytes);
  return isRefusal(sheets) ? sheets : findTable(sheets, ['name', 'id_number']);
}

/** The small workbook with this sheet in it. */
export const made = (sheet: string, how: Parameters<typeof workbookParts>[1] = {}) => zipOf(workbookParts(sheet, how));
