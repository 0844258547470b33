/** 表格, by API: rosters and scores in, sheets out. Wire, call, answer. */
import { readClass } from '../lib/classes/read';
import { linkRoutes } from '../lib/pages/api';
import { importByLink, importOfLink, sheetByLink } from '../lib/pages/link-sheets';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import type { Answer } from '../lib/platform/idempotency';
import { isRefusal, type Refusal, refuse } from '../lib/platform/refusal';
import { isWithin } from '../lib/platform/region';
import type { World } from '../lib/platform/world';
import { sheetRoutes } from '../lib/sheets/api';
import { exportSheet, type InFull } from '../lib/sheets/export';
import { importScores } from '../lib/sheets/import-scores';
import type { SheetName } from '../lib/sheets/names';
import { readResult } from '../lib/sheets/read-result';
import { readImport, runImport } from '../lib/sheets/run-import';
import { importShown, scoresShown } from '../lib/sheets/show';
import { startImport } from '../lib/sheets/start-import';
import type { Import } from '../lib/sheets/types';

/** Roles whose work needs whole numbers. */
const NEED_NUMBERS = ['administrator', 'station'];

export const handler = api({
  routes: { ...sheetRoutes, ...linkRoutes },
  world: deployedWorld,
  regions: {
    class: async (world, { class_id }) => {
      const c = await readClass(world, class_id);
      return c && { home_region: c.home_region, host_region: c.host_region, orgs: [c.institution_id, c.evaluator_id] };
    },
    import: async (world, { import_id }) => readImport(world, import_id),
  },
  operations: {
    import_roster: async ({ world, params, query, file, caller }) => {
      const c = await readClass(world, params.class_id);
      if (!c) return refuse('class_unknown');
      const { class_id, home_region, host_region } = c;
      const may = (one: { class_id: string }) => one.class_id === class_id;
      const command = { bytes: file, class_id, home_region, host_region, ...query, by: caller.subject, may };
      return shown(await startImport(world, command));
    },

    import_people: async ({ world, query, file, caller }) => {
      const { home_region } = world.account;
      const command = { bytes: file, home_region, ...query, by: caller.subject };
      return shown(await startImport(world, { ...command, may: (c) => isWithin(caller, c) }));
    },

    run_import: async ({ world, params }) => shown(await runImport(world, params.import_id)),

    read_import: async ({ world, params }) =>
      shown((await readImport(world, params.import_id)) ?? refuse('import_unknown')),

    import_result: async ({ world, params }) => asFile(await readResult(world, params.import_id)),

    roster_sheet: async ({ world, params, query, caller }) => {
      const { reason } = query;
      if (reason && !NEED_NUMBERS.includes(caller.role)) return refuse('role_not_allowed', { role: caller.role });
      return sheet(world, params.class_id, 'roster', reason ? { reader: caller.subject, reason } : undefined);
    },
    attendance_sheet: ({ world, params }) => sheet(world, params.class_id, 'attendance'),
    sign_off_sheet: ({ world, params }) => sheet(world, params.class_id, 'sign-off'),
    scores_sheet: ({ world, params }) => sheet(world, params.class_id, 'scores'),

    link_import: async ({ world, params, query, file }) =>
      shown(await importByLink(world, params.grant, { bytes: file, ...query })),
    link_run_import: async ({ world, params }) => {
      const head = await importOfLink(world, params.grant, params.import_id);
      return isRefusal(head) ? head : shown(await runImport(world, head.import_id));
    },
    link_import_result: async ({ world, params }) => {
      const head = await importOfLink(world, params.grant, params.import_id);
      return isRefusal(head) ? head : asFile(await readResult(world, head.import_id));
    },
    link_sheet: async ({ world, params }) => asFile(await sheetByLink(world, params.grant, params.sheet)),
    link_full_roster: async ({ world, params, body }) =>
      asFile(await sheetByLink(world, params.grant, 'roster', body.reason)),

    import_scores: async ({ world, params, query, file, caller }) => {
      const done = await importScores(world, { ...params, ...query, bytes: file, by: caller.subject });
      return isRefusal(done) ? done : { body: scoresShown(done) };
    },
  },
});

const shown = (head: Import | Refusal): Answer | Refusal => (isRefusal(head) ? head : { body: importShown(head) });

async function sheet(world: World, class_id: string, name: SheetName, full?: InFull): Promise<Answer | Refusal> {
  return asFile(await exportSheet(world, class_id, name, full));
}

function asFile(file: { name: string; bytes: Uint8Array } | Refusal): Answer | Refusal {
  if (isRefusal(file)) return file;
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  return { body: file.bytes, headers: { 'content-disposition': disposition } };
}
