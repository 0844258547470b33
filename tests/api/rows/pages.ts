/** Rows of pages opened by a link: the link is the right, whoever asks. */
import { grantToken } from '../../../lib/pages/grant';
import type { Opens } from '../../../lib/pages/types';
import { HOUR_MS } from '../../../lib/platform/clock';
import type { Asked } from '../support';
import { ANYONE, type MakeRows, type Row } from './row';
import { file, sheetClass } from './sheets';

export const pageRows: MakeRows = (api) => {
  const link = async (what: Opens): Promise<{ grant: string }> => {
    const { world } = api();
    const staff = {
      staff_id: 'staff_pages',
      home_region: '530128',
      region: '652302',
      org_id: 'o_1',
      org_kind: 'station',
    };
    const item = { ...staff, rev: 1, name: '王站长', duties: ['station'], active: true };
    await world.table.write([
      { kind: 'put', key: { pk: 'STAFF#staff_pages', sk: 'STAFF' }, item, why: 'the station’s officer' },
    ]);
    const { class_id } = await sheetClass(api());
    const until_ms = world.now() + HOUR_MS;
    return { grant: grantToken(world, { what, class_id, lesson: 1, by: 'staff_pages', until_ms }) };
  };
  const row = (ask: () => Promise<Asked>): Row => ({ who: ANYONE, elsewhere: 'same', ask });
  const opens = (what: Opens, more: Asked = {}) =>
    row(async () => ({ ...more, params: { ...(await link(what)), ...more.params } }));
  const begun = async () => {
    const { grant } = await link('import');
    const asked = { params: { grant }, query: { consent: 'paper' }, file: await file() };
    return { params: { grant, import_id: (await api().call('link_import', asked)).body.import_id as string } };
  };
  return {
    open_page: opens('download'),
    sign_in_now: opens('sign_in'),
    link_import: row(async () => ({
      params: await link('import'),
      query: { consent: 'paper' },
      file: await file(),
    })),
    link_run_import: row(begun),
    link_import_result: row(async () => {
      const asked = await begun();
      for (let state = ''; state !== 'done'; ) state = (await api().call('link_run_import', asked)).body.state;
      return asked;
    }),
    link_sheet: opens('download', { params: { sheet: 'roster' } }),
    link_full_roster: opens('download', { body: { reason: '报县人社局' } }),
  };
};
