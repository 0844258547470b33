/** Rows of wishes, surveys, proposals and job orders. Stations act at their own place, employers on their own orders. */
import type { Role } from '../../../lib/platform/auth';
import { keys } from '../../../lib/store/keys';
import { makeWish } from '../../../lib/wishes/make-wish';
import { poolPlace } from '../../../lib/wishes/pool';
import { startSurvey } from '../../../lib/wishes/surveys';
import type { Wisher } from '../../../lib/wishes/types';
import { must, newWorker } from '../../support/town';
import { type Asked, HOME } from '../support';
import type { MakeRows } from './row';

let n = 500;
const PLACE = '652302';
const LOOK = ['administrator', 'auditor', 'station'] as const;
const ACT = ['administrator', 'station'] as const;
const READERS = ['administrator', 'auditor'] as const;
/** A station's region is the host's. */
const own = { station: [PLACE, '652300', '650000'] };
const claims = (role: Role): Record<string, string> => (role === 'employer' ? { org: 'o_works' } : {});

export const wishRows: MakeRows = (api) => {
  const nothing = async () => ({});
  const worker = async () => (await newWorker(api().world, ++n, { site: PLACE })).worker_id;
  const wish = (wisher: Wisher) => ({
    home_region: HOME,
    region: PLACE,
    trade_id: 'welder',
    wisher,
    free: ['weekend_day' as const],
    channel: 'chat' as const,
    by: 'chat',
  });
  const wished = async () => {
    const a = api();
    const worker_id = await worker();
    await must(a.world, () => makeWish(a.world, wish({ worker_id })));
    return `${PLACE}.welder.${worker_id}`;
  };
  const survey = async () => {
    const a = api();
    await worker();
    const started = await must(a.world, () =>
      startSurvey(a.world, { home_region: HOME, regions: [PLACE], by: 'test' }),
    );
    return { params: { survey_id: started.survey_id } };
  };
  const proposal = async () => {
    const a = api();
    // One declined before would put the next off for a month.
    await a.world.table.write([{ kind: 'delete', key: keys.wishPool(PLACE, HOME, 'welder'), why: 'test' }]);
    for (let i = 0; i < 30; i++) {
      const wisher = { name: '王小妹', phone: `139${String(++n).padStart(8, '0')}` };
      await must(a.world, () => makeWish(a.world, wish(wisher)));
    }
    const pooled = await poolPlace(a.world, { home_region: HOME, region: PLACE, trade_id: 'welder' });
    if ('refused' in pooled) throw new Error(pooled.refused);
    return { params: { proposal_id: pooled.proposals[0]!.proposal_id } };
  };
  const ORDER = {
    home_region: HOME,
    region: PLACE,
    employer_name: '阜康某厂',
    trade_id: 'welder',
    heads: 12,
    place: '工业园',
    by_day: '2025-09-30',
    org_id: 'o_works',
  };
  const order = async (more: Asked = {}) => {
    const { body } = await api().call('take_order', { body: ORDER });
    return { params: { job_order_id: body.job_order_id }, ...more };
  };

  return {
    make_wish: {
      who: ACT,
      own,
      elsewhere: 403,
      ask: async () => ({
        body: { home_region: HOME, region: PLACE, trade_id: 'welder', worker_id: await worker(), free: ['full_time'] },
      }),
    },
    list_wishes: { who: LOOK, own, elsewhere: 'empty', ask: async () => ({ query: { region: PLACE } }) },
    drop_wish: {
      who: ACT,
      own,
      elsewhere: 404,
      ask: async () => ({ params: { wish_id: await wished() }, query: { reason: '本人要求' } }),
    },
    start_survey: {
      who: ACT,
      own,
      elsewhere: 403,
      ask: async () => {
        await worker();
        return { body: { home_region: HOME, region: PLACE, regions: [PLACE] } };
      },
    },
    list_surveys: { who: LOOK, own, elsewhere: 'empty', ask: nothing },
    read_survey: { who: LOOK, own, elsewhere: 404, ask: survey },
    close_survey: { who: ACT, own, elsewhere: 404, ask: survey },
    pool_wishes: { who: ACT, own, elsewhere: 403, ask: async () => ({ body: { home_region: HOME, region: PLACE } }) },
    list_proposals: { who: LOOK, own, elsewhere: 'empty', ask: nothing },
    accept_proposal: { who: ACT, own, elsewhere: 404, ask: proposal },
    decline_proposal: {
      who: ACT,
      own,
      elsewhere: 404,
      ask: async () => ({ ...(await proposal()), body: { reason: '没有场地' } }),
    },
    monthly_sheet: { who: LOOK, own, elsewhere: 'same', ask: nothing },
    lead_times: { who: READERS, elsewhere: 'empty', ask: nothing },
    take_order: {
      who: [...ACT, 'employer'],
      own: { ...own, employer: [PLACE] },
      claims,
      elsewhere: 403,
      ask: async () => ({ body: ORDER }),
    },
    list_orders: {
      who: [...LOOK, 'employer'],
      own: { ...own, employer: [PLACE] },
      claims,
      elsewhere: 'empty',
      ask: nothing,
    },
    read_order: { who: [...LOOK, 'employer'], own: { ...own, employer: [PLACE] }, claims, elsewhere: 404, ask: order },
    close_order: {
      who: [...ACT, 'employer'],
      own: { ...own, employer: [PLACE] },
      claims,
      elsewhere: 404,
      ask: () => order({ body: { reason: '招满了' } }),
    },
  };
};
