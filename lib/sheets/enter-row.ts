/**
 * One row of an import, at most once. What becomes of it is a row of its own (`DONE#`), written only if there is none,
 * in the transaction that enters the person: two runs at once, or one after a kill, find it and leave her alone.
 *
 *   register ── {worker, DONE: entered}          killed here: the next run finds DONE and goes on below
 *   enrol    ── {seat, agenda …, DONE: + seat}   killed here: it finds both, and does nothing
 */
import { enrolByOffice } from '../classes/enrol-by-office';
import { registerByOffice } from '../people/register-by-office';
import { isRefusal, type Refusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { doneOf, nowS, ROWS_KEPT_S } from './items';
import type { Import, RosterRow, RowDone } from './types';

/** What the office told the people on a list, and they agreed to: the paper's version. */
const CONSENT_VERSION = '1';
const REASON = '名单导入';

/** The person, if she is not there yet. `busy` means: try this row again later. */
export function registerRow(world: World, head: Import, row: RosterRow): Promise<RowDone | Refusal> {
  return carryOut(world, async ({ number }) => {
    if (number > 0) {
      const before = await world.table.get(keys.importDone(head.import_id, row.row), { consistent: true });
      if (before) return { changes: [], value: doneOf(before) };
    }
    const planned = await registerByOffice(world, {
      ...row,
      site_region: head.host_region,
      site_text: row.site ?? head.site_text,
      consent: { version: CONSENT_VERSION, at: head.created_at, basis: head.consent },
      by: head.by,
    });
    const done: RowDone = isRefusal(planned)
      ? { row: row.row, outcome: 'refused', why: planned.refused }
      : {
          row: row.row,
          outcome: planned.value.was === 'new' ? 'entered' : 'known',
          worker_id: planned.value.worker.worker_id,
        };
    const changes = isRefusal(planned) ? [] : planned.changes;
    return { changes: [...changes, first(world, head, done)], value: done };
  });
}

/** Her seat, where the row has a class. */
export function enrolRow(world: World, head: Import, row: RosterRow, done: RowDone): Promise<RowDone | Refusal> {
  const { class_id } = row;
  const { worker_id } = done;
  if (!class_id || !worker_id || done.seat) return Promise.resolve(done);
  return carryOut(world, async ({ number }) => {
    if (number > 0) {
      const before = await world.table.get(keys.importDone(head.import_id, row.row), { consistent: true });
      if (before?.seat) return { changes: [], value: doneOf(before) };
    }
    const planned = await enrolByOffice(world, { class_id, worker_id, by: head.by, order: row.row, reason: REASON });
    const seated: RowDone = !isRefusal(planned)
      ? { ...done, seat: 'enrolled' }
      : planned.refused === 'already_enrolled'
        ? { ...done, seat: 'already' }
        : { ...done, seat: 'refused', seat_why: planned.refused };
    return { changes: [...(isRefusal(planned) ? [] : planned.changes), seat(head, seated)], value: seated };
  });
}

function first(world: World, head: Import, done: RowDone): Change {
  return {
    kind: 'put',
    key: keys.importDone(head.import_id, done.row),
    item: { ...done, expires_at_s: nowS(world) + ROWS_KEPT_S },
    when: [{ attr: 'pk', op: 'absent' }],
    why: 'this row was not entered before',
  };
}

function seat(head: Import, done: RowDone): Change {
  return {
    kind: 'update',
    key: keys.importDone(head.import_id, done.row),
    set: { seat: done.seat, seat_why: done.seat_why },
    when: [
      { attr: 'pk', op: 'exists' },
      { attr: 'seat', op: 'absent' },
    ],
    why: 'this row was not enrolled before',
  };
}
