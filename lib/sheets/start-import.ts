import { readClass } from '../classes/read';
import { maskIdNumber } from '../people/id-number';
import { maskPhone } from '../people/read';
import { dayOf, instant } from '../platform/clock';
import { hasLongNumber, maskLongNumbers } from '../platform/long-number';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import { carryOut } from '../store/commit';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import { checkRoster } from './check-roster';
import { KEPT } from './columns';
import { findTable } from './find-table';
import { HEAD_KEPT_S, KEPT_MS, nowS, pagePut, ROWS_PER_PAGE } from './items';
import type { Column, Import, RosterRow, SheetRow, Shown, Table } from './types';
import { readWorkbook } from './workbook';

export interface StartImport {
  bytes: Uint8Array;
  home_region: string;
  /** Where these people work. */
  host_region: string;
  /** Enrol them here, too. */
  class_id?: string;
  consent: 'paper' | 'spoken';
  /** Whoever signed the token, or a staff id. */
  by: string;
  /** May this caller enrol in that class? Asked for classes that the rows name. */
  may(place: { class_id: string; home_region: string; host_region: string }): boolean;
}

const NEEDED: Column[] = ['name', 'id_number'];
const CLASSES_MAX = 20;
const SHOWN_CHARACTERS_MAX = 60;
/** A page of rows must fit into one item (400 KB, sealed). */
const SHOWN_ROW_CHARACTERS_MAX = 500;

/**
 * A roster read whole and judged row by row, before anything is entered. The file itself is not kept: its rows are,
 * sealed with a key of the import's own that goes with them. Refuses a `SheetRefusal`, or `class_unknown`.
 */
export async function startImport(world: World, command: StartImport): Promise<Import | Refusal> {
  const sheets = readWorkbook(Buffer.from(command.bytes));
  if (isRefusal(sheets)) return sheets;
  const table = findTable(sheets, NEEDED);
  if (isRefusal(table)) return table;
  const checked = checkRoster(table).map((row, i) => ({ ...row, shown: shownOf(table.rows[i]!, table) }));
  const wrong = await checkClasses(world, command, checked);
  if (wrong) return wrong;
  const head = await newHead(world, command, table, checked.length);
  for (let page = 0; page < head.pages; page++) {
    const rows = checked.slice(page * ROWS_PER_PAGE, (page + 1) * ROWS_PER_PAGE);
    const put = await pagePut(world, head, page, rows);
    const done = await carryOut(world, async () => ({ changes: [put], value: true }));
    if (isRefusal(done)) return done;
  }
  return carryOut(world, async () => ({ changes: [headPut(world, head), audited(world, head)], value: head }));
}

/** The class to enrol in is the import's; a row may name another only when the import names none. */
async function checkClasses(world: World, command: StartImport, rows: RosterRow[]): Promise<Refusal | undefined> {
  const named = [...new Set(rows.flatMap((row) => row.class_id ?? []))];
  if (named.length > CLASSES_MAX) return refuse('sheet_too_big', { what: 'classes', max: CLASSES_MAX });
  const asked = command.class_id ? [command.class_id] : named;
  const good = new Set<string>();
  for (const class_id of asked) {
    const c = await readClass(world, class_id);
    if (c && command.may(c)) good.add(class_id);
  }
  if (command.class_id && !good.has(command.class_id)) return refuse('class_unknown');
  for (const row of rows) {
    if (row.class_id && !good.has(row.class_id))
      row.problems.push({ column: 'class_id', why: command.class_id ? 'class_other' : 'class_unknown' });
    if (command.class_id) row.class_id = command.class_id;
  }
  return undefined;
}

async function newHead(world: World, command: StartImport, table: Table, rows: number): Promise<Import> {
  const import_id = world.id('im');
  const kept = new Set(KEPT.flatMap((column) => table.columns[column] ?? []));
  return {
    import_id,
    rev: 1,
    state: 'running',
    home_region: command.home_region,
    host_region: command.host_region,
    site_text: siteText(world, command),
    consent: command.consent,
    ...(command.class_id && { class_id: command.class_id }),
    by: command.by,
    rows,
    pages: Math.ceil(rows / ROWS_PER_PAGE),
    page: 0,
    counts: { entered: 0, known: 0, refused: 0, enrolled: 0, already: 0, not_enrolled: 0 },
    passed_over: Object.entries(table.labels)
      .filter(([at]) => !kept.has(Number(at)))
      .map(([, label]) => maskLongNumbers(label.slice(0, SHOWN_CHARACTERS_MAX))),
    sheet: shortName(table.sheet),
    ...(table.others.length > 0 && { other_sheets: table.others.map(shortName) }),
    header_row: table.header_row,
    columns: table.columns,
    labels: shortened(table.labels),
    data_key: await world.vault.newKey(import_id),
    created_at: instant(world.now()),
    expires_at_s: nowS(world) + HEAD_KEPT_S,
  };
}

const shortName = (sheet: string): string => maskLongNumbers(sheet.slice(0, SHOWN_CHARACTERS_MAX));

/** The place's name, or its code. */
function siteText(world: World, { home_region, host_region }: StartImport): string {
  const policy = world.policies.of(home_region, dayOf(world.now()));
  return placeByRegion(policy, host_region)?.name ?? host_region;
}

function headPut(world: World, head: Import): Change {
  const key = keys.import(head.import_id);
  return {
    kind: 'put',
    key,
    item: { ...head, due_shard: dueShard(key), due_at: instant(world.now() + KEPT_MS) },
    when: [{ attr: 'pk', op: 'absent' }],
    why: 'a new import',
  };
}

function audited(world: World, { import_id, by, class_id, rows }: Import): Change {
  return {
    kind: 'put',
    key: keys.audit(dayOf(world.now()), world.id('read')),
    item: { what: 'import', import_id, reader: by, ...(class_id && { class_id }), rows, at: instant(world.now()) },
    why: 'who brought in whose data',
  };
}

/** What the result shows of a row: as it stood, its long numbers masked. */
function shownOf({ cells }: SheetRow, { columns, labels }: Table): Shown {
  const shown: Shown = {};
  let left = SHOWN_ROW_CHARACTERS_MAX;
  for (const at of Object.keys(labels).map(Number)) {
    const text = cells.get(at)?.text.slice(0, Math.min(left, SHOWN_CHARACTERS_MAX));
    left -= text?.length ?? 0;
    if (text) shown[at] = at === columns.bank_card ? '******' : maskedText(text);
  }
  return shown;
}

function maskedText(text: string): string {
  if (/^\d{11}$/.test(text)) return maskPhone(text);
  if (/^\d{17}[\dXx]$/.test(text)) return maskIdNumber(text);
  return hasLongNumber(text) ? text.replace(/\d/g, '*') : text;
}

function shortened(labels: Record<number, string>): Record<number, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([at, label]) => [at, maskLongNumbers(label.slice(0, SHOWN_CHARACTERS_MAX))]),
  );
}
