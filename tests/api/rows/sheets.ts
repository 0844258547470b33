/** Rows of spreadsheets: rosters and scores in, sheets out. */
import { XLSX } from '../../../lib/sheets/limits';
import { people, rosterFile } from '../../sheets/support';
import type { Api, Asked } from '../support';
import { published } from '../things';
import type { MakeRows, Row } from './row';

/** A class of this institution and evaluator in Fukang. */
export async function sheetClass(api: Api): Promise<{ class_id: string }> {
  const { class_id } = await published(api, { capacity: 10 });
  await api.world.table.write([
    {
      kind: 'update',
      key: { pk: `CLASS#${class_id}`, sk: 'META' },
      set: { institution_id: 'o_school', evaluator_id: 'o_exam' },
      why: 'who trains and who assesses',
    },
  ]);
  return { class_id };
}

export const file = async () => ({ bytes: await rosterFile(people(2)), type: XLSX });
const scores = async () => ({
  bytes: await rosterFile([['张三', '', '']], ['姓名', '理论成绩', '实操成绩']),
  type: XLSX,
});

export const sheetRows: MakeRows = (api) => {
  const own = { station: ['652302', '652300', '650000'] };
  const orgs: Record<string, string> = { institution: 'o_school', evaluator: 'o_exam' };
  const claims = (role: string): Record<string, string> => (orgs[role] ? { org: orgs[role] } : {});
  const all = ['administrator', 'auditor', 'station', 'institution', 'evaluator'] as const;
  const importers = ['administrator', 'station'] as const;
  const watchers = ['administrator', 'auditor', 'station'] as const;
  const ofClass = async (more: Asked = {}): Promise<Asked> => ({ params: { ...(await sheetClass(api())) }, ...more });
  const begun = async () => {
    const asked = await ofClass({ query: { consent: 'paper' }, file: await file() });
    return { params: { import_id: (await api().call('import_roster', asked)).body.import_id as string } };
  };
  const done = async () => {
    const asked = await begun();
    for (let state = ''; state !== 'done'; ) state = (await api().call('run_import', asked)).body.state;
    return asked;
  };
  const sheet: Row = { who: all, elsewhere: 404, own, claims, ask: ofClass };
  return {
    import_roster: {
      who: importers,
      elsewhere: 404,
      own,
      ask: async () => ofClass({ query: { consent: 'paper' }, file: await file() }),
    },
    import_people: {
      who: ['administrator'],
      elsewhere: 403,
      ask: async () => ({ query: { host_region: '652302', consent: 'paper' }, file: await file() }),
    },
    run_import: { who: importers, elsewhere: 404, own, ask: begun },
    read_import: { who: watchers, elsewhere: 404, own, ask: begun },
    import_result: { who: watchers, elsewhere: 404, own, ask: done },
    roster_sheet: sheet,
    attendance_sheet: sheet,
    sign_off_sheet: sheet,
    scores_sheet: sheet,
    import_scores: {
      who: ['administrator', 'evaluator'],
      elsewhere: 404,
      claims,
      ask: async () => ofClass({ query: { assessor_id: 'staff_1' }, file: await scores() }),
    },
  };
};
