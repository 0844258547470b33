/** Rows of organisations and staff. A station's own region is the host region; the others' what their token names (`org`). */
import type { Role } from '../../../lib/platform/auth';
import { syntheticIdNumber } from '../../support/world';
import { type Api, type Asked, HOME } from '../support';
import { type MakeRows, READERS, type Row, type Rows, WRITERS } from './row';

const HOST = '310107';
const OF_STATION = [HOST, '310000'];
const KINDS: [one: string, many: string, own?: Role][] = [
  ['station', 'stations', 'station'],
  ['institution', 'institutions', 'institution'],
  ['employer', 'employers', 'employer'],
  ['evaluation_agency', 'evaluation_agencies', 'evaluator'],
  ['village', 'villages'],
  ['office', 'offices'],
];
let n = 0;

export async function organisation(
  api: Api,
  one = 'station',
  set: object = {},
): Promise<{ org_id: string; rev: number }> {
  const { status, body, text } = await api.call(`create_${one}`, {
    body: { name: `单位${++n}`, home_region: HOME, region: HOST, ...set },
  });
  if (status !== 201) throw new Error(text);
  return body;
}

export async function officer(
  api: Api,
  set: { org_id?: string; duties?: string[]; name?: string; id_number?: string; phone?: string } = {},
): Promise<{ staff_id: string; org_id: string; rev: number }> {
  const org_id = set.org_id ?? (await organisation(api)).org_id;
  const { status, body, text } = await api.call('create_staff', {
    body: { home_region: HOME, name: '李梅', duties: ['station'], ...set, org_id },
  });
  if (status !== 201) throw new Error(text);
  return body;
}

export const organisationRows: MakeRows = (api) => {
  // The institution and so on whose people ask; one for the whole run, as the claims must name it beforehand.
  const held = new Map<string, Promise<{ org_id: string; rev: number }>>();
  const orgs = new Map<string, string>();
  const own = async (one: string) => {
    const org = held.get(one) ?? organisation(api(), one);
    held.set(one, org);
    orgs.set(one, (await org).org_id);
    return org;
  };
  const oneOf = (role: Role) => KINDS.find(([, , of]) => of === role)?.[0] ?? '';
  const claims = (role: Role): Record<string, string> =>
    ['institution', 'employer', 'evaluator'].includes(role) ? { org: orgs.get(oneOf(role)) ?? 'org_none' } : {};

  const ofKind = ([one, many, role]: (typeof KINDS)[number]): Rows => {
    const who = role ? [...READERS, role] : READERS;
    const mine: Partial<Row> = { claims, own: { station: OF_STATION } };
    return {
      [`create_${one}`]: {
        who: WRITERS,
        elsewhere: 403,
        ask: async () => ({ body: { name: `新单位${++n}`, home_region: HOME, region: HOST } }),
      },
      [`list_${many}`]: {
        ...mine,
        who,
        elsewhere: 'empty',
        ask: async () => {
          await own(one);
          return {};
        },
      },
      [`read_${one}`]: {
        ...mine,
        who,
        elsewhere: 404,
        ask: async () => ({ params: { org_id: (await own(one)).org_id } }),
      },
      [`edit_${one}`]: {
        who: WRITERS,
        elsewhere: 404,
        ask: async () => {
          const { org_id, rev } = await organisation(api(), one);
          return { params: { org_id }, headers: { 'if-match': `"${rev}"` }, body: { contact: '办公室' } };
        },
      },
    };
  };

  const ofStaff =
    (more: Asked = {}) =>
    async () => {
      const { staff_id, rev } = await officer(api());
      return { params: { staff_id }, headers: { 'if-match': `"${rev}"` }, ...more };
    };
  return {
    ...Object.assign({}, ...KINDS.map(ofKind)),
    create_staff: {
      who: WRITERS,
      elsewhere: 403,
      ask: async () => ({
        body: {
          home_region: HOME,
          org_id: (await organisation(api(), 'institution')).org_id,
          name: '王老师',
          duties: ['teacher'],
          id_number: syntheticIdNumber(++n + 600),
        },
      }),
    },
    list_staff: {
      who: [...READERS, 'station', 'institution', 'employer', 'evaluator'],
      elsewhere: 'empty',
      own: { station: OF_STATION },
      claims,
      ask: async () => {
        await officer(api());
        return { query: { duty: 'station' } };
      },
    },
    read_staff: {
      who: [...READERS, 'station', 'institution', 'employer', 'evaluator'],
      elsewhere: 404,
      own: { station: OF_STATION },
      // Whoever asks, it is about somebody of her own organisation.
      claims: () => ({ org: orgs.get('read_staff') ?? 'org_none' }),
      ask: async () => {
        const { staff_id, org_id } = await officer(api());
        orgs.set('read_staff', org_id);
        return { params: { staff_id } };
      },
    },
    edit_staff: { who: WRITERS, elsewhere: 404, ask: ofStaff({ body: { name: '李小梅' } }) },
    leave_staff: { who: WRITERS, elsewhere: 404, ask: ofStaff({ query: { reason: '调走了' } }) },
    bind_staff: { who: WRITERS, elsewhere: 404, ask: ofStaff({ body: {} }) },
    unbind_staff: { who: WRITERS, elsewhere: 404, ask: ofStaff() },
  };
};
