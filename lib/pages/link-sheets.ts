/** What may be done with files by a link: whose import it is, whose class. */

import { readClass } from '../classes/read';
import { inArea } from '../people/on-duty';
import { reachedAt } from '../people/staff-rules';
import type { Staff } from '../people/types';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { exportSheet, type SheetFile } from '../sheets/export';
import type { SheetName } from '../sheets/names';
import { readImport } from '../sheets/run-import';
import { startImport } from '../sheets/start-import';
import type { Import } from '../sheets/types';
import { classOfLink, mayHaveNumbers } from './class-of-link';
import { openGrant } from './grant';
import type { Opened } from './types';

/** A link for importing, and the staff member it was made for. Refuses `link_*`. */
async function forImport(world: World, token: string): Promise<(Opened & { staff: Staff }) | Refusal> {
  const opened = await openGrant(world, token, ['import']);
  if (isRefusal(opened)) return opened;
  const { staff } = opened;
  return staff && mayHaveNumbers(staff) ? { ...opened, staff } : refuse('link_not_yours');
}

/**
 * A roster by link: into the class the link names, or the one chosen if it is hers. Its people then work where the
 * class is; without one, where she looks after people. Refuses `link_*`, `class_unknown`, or a `SheetRefusal`.
 */
export async function importByLink(
  world: World,
  token: string,
  given: { bytes: Uint8Array; consent: 'paper' | 'spoken'; class_id?: string },
): Promise<Import | Refusal> {
  const opened = await forImport(world, token);
  if (isRefusal(opened)) return opened;
  const { staff } = opened;
  if (opened.class_id && given.class_id && given.class_id !== opened.class_id) return refuse('class_unknown');
  const class_id = opened.class_id ?? given.class_id;
  const c = class_id ? await readClass(world, class_id) : undefined;
  if (class_id && (!c || inArea(staff, c))) return refuse('class_unknown');
  return startImport(world, {
    bytes: given.bytes,
    consent: given.consent,
    home_region: staff.home_region,
    host_region: c?.host_region ?? staff.region,
    ...(class_id && { class_id }),
    by: staff.staff_id,
    may: (one) => !inArea(staff, one),
  });
}

/** An import this person began; another's is not there. Refuses `link_*`, `import_unknown`. */
export async function importOfLink(world: World, token: string, import_id: string): Promise<Import | Refusal> {
  const opened = await forImport(world, token);
  if (isRefusal(opened)) return opened;
  const head = await readImport(world, import_id);
  return head?.by === opened.staff.staff_id ? head : refuse('import_unknown');
}

/** A sheet of the link's class; with a reason the roster in full. */
export async function sheetByLink(
  world: World,
  token: string,
  sheet: SheetName,
  reason?: string,
): Promise<SheetFile | Refusal> {
  const opened = await openGrant(world, token, ['download']);
  if (isRefusal(opened)) return opened;
  const c = await classOfLink(world, opened);
  if (isRefusal(c)) return c;
  if (reason === undefined) return exportSheet(world, c.class_id, sheet);
  const { staff } = opened;
  if (!staff || !mayHaveNumbers(staff)) return refuse('link_not_yours');
  const tell = reachedAt(staff);
  return exportSheet(world, c.class_id, sheet, { reader: staff.staff_id, reason, via: 'link', ...(tell && { tell }) });
}
