/** Rows of delivery: single lessons, closed areas, inspections, readiness. */
import { createOrganisation } from '../../../lib/people/create-organisation';
import { createStaff } from '../../../lib/people/create-staff';
import { must } from '../../support/must';
import { syntheticIdNumber } from '../../support/world';
import { type Api, HOME } from '../support';
import { drafted, published } from '../things';
import { type MakeRows, READERS, WRITERS } from './row';

let n = 400;

/** Two inspectors of the county; more do no harm. */
async function inspectors(api: Api): Promise<void> {
  const { world } = api;
  const { organisation } = await must(world, () =>
    createOrganisation(world, { kind: 'office', name: `巡查科${++n}`, home_region: HOME, region: HOME }),
  );
  for (const name of ['钱一', '钱二'])
    await must(world, () =>
      createStaff(world, {
        home_region: HOME,
        org_id: organisation.org_id,
        name,
        duties: ['inspector'],
        id_number: syntheticIdNumber(++n),
      }),
    );
}

/** A class of this institution. */
async function ofSchool(api: Api, make = drafted): Promise<string> {
  const { class_id } = await make(api);
  await api.world.table.write([
    {
      kind: 'update',
      key: { pk: `CLASS#${class_id}`, sk: 'META' },
      set: { institution_id: 'o_school' },
      why: 'the institution of the class',
    },
  ]);
  return class_id;
}

export const deliveryRows: MakeRows = (api) => {
  const own = { station: ['652302', '652300', '650000'] };
  const claims = (role: string): Record<string, string> => (role === 'institution' ? { org: 'o_school' } : {});
  const ofClass = async () => ({ params: { class_id: (await published(api())).class_id } });
  const area = { home_region: HOME, region: '652302', what: 'practice', from: '2030-01-01', reason: '疫情防控' };
  const drawn = async () => {
    await inspectors(api());
    const { params } = await ofClass();
    const { body } = await api().call('draw_inspection', { params, body: {} });
    return { ...params, inspection_id: body.inspection_id as string };
  };
  return {
    edit_session: {
      who: ['administrator', 'institution'],
      elsewhere: 404,
      claims,
      ask: async () => ({ params: { class_id: await ofSchool(api()), lesson: '1' }, body: { content: '安全用电' } }),
    },
    move_session: {
      who: ['administrator', 'station'],
      elsewhere: 404,
      own,
      ask: async () => ({ params: { ...(await ofClass()).params, lesson: '1' }, body: { place: '二号车间' } }),
    },
    list_gates: { who: READERS, elsewhere: 403, ask: async () => ({}) },
    close_area: { who: WRITERS, elsewhere: 403, ask: async () => ({ body: area }) },
    list_affected: {
      who: READERS,
      elsewhere: 404,
      ask: async () => {
        const { body } = await api().call('close_area', { body: area });
        return { params: { gate_id: body.gate_id } };
      },
    },
    reopen_area: {
      who: WRITERS,
      elsewhere: 404,
      ask: async () => {
        const { body } = await api().call('close_area', { body: area });
        return { params: { gate_id: body.gate_id }, query: { from: '2030-02-01', reason: '可控' } };
      },
    },
    draw_inspection: {
      who: WRITERS,
      elsewhere: 404,
      ask: async () => {
        await inspectors(api());
        return { ...(await ofClass()), body: {} };
      },
    },
    list_inspections: { who: READERS, elsewhere: 404, ask: ofClass },
    read_inspection: { who: READERS, elsewhere: 404, ask: async () => ({ params: await drawn() }) },
    read_picture: {
      who: READERS,
      elsewhere: 404,
      ask: async () => {
        const { class_id, inspection_id } = await drawn();
        await api().world.files.put(`inspection/${inspection_id}/1.jpg`, Buffer.alloc(100), 'image/png');
        await api().world.table.write([
          {
            kind: 'put',
            key: { pk: `CLASS#${class_id}`, sk: `INSPECT#${inspection_id}#VISIT#s` },
            item: { inspection_id, class_id, staff_id: 's', pictures: { 1: { n: 1, state: 'kept' } } },
            why: 'a visit with a picture',
          },
        ]);
        return { params: { class_id, inspection_id, picture: '1' } };
      },
    },
    read_readiness: {
      who: ['administrator', 'auditor', 'station', 'institution'],
      elsewhere: 404,
      own,
      claims,
      ask: async () => ({ params: { class_id: await ofSchool(api(), published) } }),
    },
  };
};
