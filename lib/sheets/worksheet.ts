/** One worksheet's cells, as they stand in the file. */
import type { Cell, Merge, SheetRow } from './types';
import { readXml, TEXT_CHARACTERS_MAX } from './xml';
import { broken, tooBig } from './zip';

/** Columns that may hold anything: A to CV. */
const COLUMNS_MAX = 100;
const ROW_NUMBER_MAX = 1_048_576;
/** Of rows those with something in them; the table's own limit is lower and speaks plainer. */
const MAX: Held = { rows: 20_000, cells: 600_000, characters: 16_000_000 };
const MERGES_MAX = 10_000;

const KINDS: Record<string, Cell['kind']> = { n: 'number', s: 'text', str: 'text', inlineStr: 'text', b: 'truth' };

/** What all sheets of a workbook hold so far: fifty sheets may not hold fifty times what one may. */
export interface Held {
  rows: number;
  cells: number;
  characters: number;
}

/** Rows that hold something, in order, and merged ranges. Counts into `held`. Throws `SheetRefused`. */
export function readSheet(part: Buffer, strings: string[], held: Held): { rows: SheetRow[]; merges: Merge[] } {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  const reading = cellReader(strings);
  let row = 0;
  let hidden = false;
  readXml(part, {
    open(name, attributes) {
      if (name === 'row') {
        row = rowNumber(attributes.r, row);
        hidden = /^(1|true)$/.test(attributes.hidden ?? '');
        reading.newRow();
      }
      if (name === 'c') reading.begin(attributes, row);
      else if (name === 'f') reading.formula();
      else if (name === 'v' || name === 't') reading.listen(name);
      else if (name === 'mergeCell') addMerge(merges, attributes.ref ?? '');
    },
    text: (piece) => reading.hear(piece),
    close(name) {
      if (name === 'v' || name === 't') reading.stop();
      if (name !== 'c') return;
      const made = reading.end();
      if (!made) return;
      if (rows.at(-1)?.row !== row) {
        rows.push({ row, cells: new Map(), ...(hidden && { hidden }) });
        held.rows++;
      }
      held.cells++;
      held.characters += made.cell.text.length;
      for (const what of ['rows', 'cells', 'characters'] as const)
        if (held[what] > MAX[what]) throw tooBig(what, MAX[what]);
      const { cells } = rows.at(-1)!;
      if (cells.has(made.column)) throw broken('cell twice');
      cells.set(made.column, made.cell);
    },
  });
  return { rows, merges };
}

function rowNumber(given: string | undefined, before: number): number {
  const row = given === undefined ? before + 1 : Number(given);
  // Rows out of order could stand twice.
  if (!Number.isInteger(row) || row <= before || row > ROW_NUMBER_MAX) throw broken('row');
  return row;
}

/** Collects one cell at a time. */
function cellReader(strings: string[]) {
  let column = 0;
  let type = 'n';
  let text = '';
  let wanted = false;
  let is_formula = false;
  return {
    newRow() {
      column = 0;
    },
    begin({ r, t = 'n' }: Record<string, string>, row: number) {
      column = r === undefined ? column + 1 : columnOf(r, row);
      [type, text, wanted, is_formula] = [t, '', false, false];
    },
    formula() {
      is_formula = true;
    },
    listen(name: string) {
      wanted = name === (type === 'inlineStr' ? 't' : 'v');
    },
    hear(piece: string) {
      if (wanted) text += piece;
      if (text.length > TEXT_CHARACTERS_MAX) throw tooBig('characters', TEXT_CHARACTERS_MAX);
    },
    stop() {
      wanted = false;
    },
    /** Nothing for a cell that only has a look. */
    end(): { column: number; cell: Cell } | undefined {
      const cell = cellOf(type, text, is_formula, strings);
      if (cell.text === '' && cell.kind !== 'formula') return undefined;
      if (column > COLUMNS_MAX) throw tooBig('columns', COLUMNS_MAX);
      return { column, cell };
    },
  };
}

function cellOf(type: string, text: string, is_formula: boolean, strings: string[]): Cell {
  // What a formula came to when the file was last saved is anybody's claim: it is not read.
  if (is_formula) return { kind: 'formula', text: '' };
  const kind = KINDS[type] ?? 'error';
  if (type !== 's' || text === '')
    return { kind, text: kind === 'text' ? trimmed(text) : kind === 'number' ? digits(text.trim()) : text.trim() };
  const shared = strings[Number(text)];
  if (shared === undefined) throw broken('shared string');
  return { kind, text: trimmed(shared) };
}

/** `1.3800138E10`, as some programs write whole numbers, in digits; what has lost some stays as it is. */
function digits(text: string): string {
  return /e/i.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text;
}

/** Also marks that cannot stand in XML: `_x000D_` is the end of a line (ECMA-376 Part 1, 22.9.2.19). Halves of a pair, and what no text holds, go: no store or sheet takes them. */
function trimmed(raw: string): string {
  const text = raw.replace(/_x([0-9A-F]{4})_/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)).replace(/[\p{Cs}\p{Cn}]|(?!\s)\p{Cc}/u, ''),
  );
  return text.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/gu, '');
}

/** `AB12` → 28; the row in it must be the row it stands in. */
function columnOf(reference: string, row: number): number {
  const found = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!found || Number(found[2]) !== row) throw broken('cell');
  return [...found[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function addMerge(merges: Merge[], reference: string): void {
  const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!found) throw broken('merge');
  const [, left, top, right, bottom] = found as unknown as [string, string, string, string, string];
  const at = { top: Number(top), bottom: Number(bottom) };
  merges.push({ ...at, left: columnOf(left + top, at.top), right: columnOf(right + bottom, at.bottom) });
  if (merges.length > MERGES_MAX) throw tooBig('merges', MERGES_MAX);
}
