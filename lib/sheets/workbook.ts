/** An .xlsx opened: what may not be in it, its visible sheets, its shared strings. */
import { type Refusal, refuse } from '../platform/refusal';
import type { Sheet, SheetRefusal } from './types';
import { type Held, readSheet } from './worksheet';
import { readXml, TEXT_CHARACTERS_MAX } from './xml';
import { broken, openZip, SheetRefused, tooBig, type Zip } from './zip';

const SHEETS_MAX = 50;
const STRINGS_MAX = 200_000;
const STRINGS_CHARACTERS_MAX = 16_000_000;
/** Main parts by content type. */
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const MACROS = /macroEnabled|vbaProject|ms-office\.vba/i;
/** Where macros, and what reaches out of the file, live. */
const MACRO_PARTS = /^xl\/(vbaProject|macrosheets\/|dialogsheets\/|activeX\/)/i;
const OUTSIDE_PARTS = /^xl\/(externalLinks\/|connections\.xml|queryTables\/|webextensions\/)/i;

/**
 * The visible sheets of a file, first to last. Refuses `file_type` (not an .xlsx by its content, whatever it is called),
 * `sheet_encrypted`, `sheet_macro`, `sheet_external`, `sheet_too_big`, `sheet_broken`.
 */
export function readWorkbook(bytes: Buffer): Sheet[] | Refusal<SheetRefusal> {
  try {
    if (bytes.length < 2 || bytes.readUInt16LE(0) !== 0x4b50) throw notXlsx(bytes);
    const zip = openZip(bytes);
    checkParts(zip);
    const strings = sharedStrings(zip);
    const held: Held = { rows: 0, cells: 0, characters: 0 };
    return visibleSheets(zip).map(({ name, part }) => ({ name, ...readSheet(part, strings, held) }));
  } catch (error) {
    if (error instanceof SheetRefused) return error.refusal;
    // A length that points beyond the end.
    if (/^ERR_(BUFFER_OUT_OF_BOUNDS|OUT_OF_RANGE)$/.test((error as NodeJS.ErrnoException).code ?? ''))
      return refuse('sheet_broken', { why: 'cut off' });
    throw error;
  }
}

/** Password-protected files and the old .xls are containers of another kind. */
function notXlsx(bytes: Buffer): SheetRefused {
  const container = bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0;
  const encrypted = container && bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return new SheetRefused(refuse(encrypted ? 'sheet_encrypted' : 'file_type', container ? { found: 'xls' } : {}));
}

function checkParts(zip: Zip): void {
  const types: string[] = [];
  const content_types = zip.read('[Content_Types].xml');
  if (!content_types) throw new SheetRefused(refuse('file_type', { found: 'zip' }));
  readXml(content_types, {
    open(_name, { ContentType }) {
      if (ContentType) types.push(ContentType);
    },
  });
  if (types.some((type) => MACROS.test(type)) || zip.names.some((name) => MACRO_PARTS.test(name)))
    throw new SheetRefused(refuse('sheet_macro'));
  if (zip.names.some((name) => OUTSIDE_PARTS.test(name))) throw new SheetRefused(refuse('sheet_external'));
  if (!types.includes(WORKBOOK)) throw new SheetRefused(refuse('file_type', { found: 'other' }));
}

function sharedStrings(zip: Zip): string[] {
  const part = zip.read('xl/sharedStrings.xml');
  const strings: string[] = [];
  if (!part) return strings;
  let text = '';
  let wanted = false;
  let phonetic = 0;
  let characters = 0;
  readXml(part, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic++;
      wanted = name === 't' && phonetic === 0;
    },
    text(piece) {
      if (wanted) text += piece;
    },
    close(name) {
      if (name === 'rPh') phonetic--;
      wanted = false;
      if (name !== 'si') return;
      characters += text.length;
      if (strings.push(text) > STRINGS_MAX) throw tooBig('strings', STRINGS_MAX);
      if (text.length > TEXT_CHARACTERS_MAX) throw tooBig('characters', TEXT_CHARACTERS_MAX);
      if (characters > STRINGS_CHARACTERS_MAX) throw tooBig('characters', STRINGS_CHARACTERS_MAX);
    },
  });
  return strings;
}

function visibleSheets(zip: Zip): { name: string; part: Buffer }[] {
  const targets = new Map<string, string>();
  readXml(zip.read('xl/_rels/workbook.xml.rels') ?? nothing('workbook.xml.rels'), {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Target) return;
      if (TargetMode === 'External') throw new SheetRefused(refuse('sheet_external'));
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: { name: string; part: Buffer }[] = [];
  const read = new Set<string>();
  let seen = 0;
  readXml(zip.read('xl/workbook.xml') ?? nothing('workbook.xml'), {
    open(tag, attributes) {
      if (tag !== 'sheet') return;
      if (++seen > SHEETS_MAX) throw tooBig('sheets', SHEETS_MAX);
      const { name = '', state = 'visible' } = attributes;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key) && key !== 'sheetId')?.[1];
      const target = targets.get(id ?? '') ?? '';
      // Charts are sheets without cells.
      if (state !== 'visible' || !/worksheets?\//.test(target)) return;
      // One part under two names: read once, it would stand for both.
      if (read.has(target)) throw broken('sheet twice');
      read.add(target);
      const part = zip.read(target);
      if (part) sheets.push({ name, part });
    },
  });
  return sheets;
}

function nothing(part: string): never {
  throw broken(part);
}
