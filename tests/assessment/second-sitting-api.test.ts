/** 补考 and a closed agency, as the administration meets them: through the API, with the way named where it is refused. */
import '../support/quiet';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { type Api, startApi } from '../api/support';
import { heldClass, present, type Scene } from './scene';

let api: Api;
let s: Scene;
beforeEach(async () => {
  api = await startApi({ table: memoryTable() });
  s = await heldClass(api.world, 2);
});
const params = () => ({ class_id: s.c.class_id });
const plan = () =>
  api.call('plan_assessment', {
    params: params(),
    body: { evaluator_id: s.evaluator.org_id, assessor_ids: [s.assessors[0]!.staff_id], at: s.c.ends_at },
  });
const enter = (i: number) =>
  api.call('enter_scores', {
    params: params(),
    body: {
      assessor_id: s.assessors[0]!.staff_id,
      scores: [{ worker_id: s.workers[i]!.worker_id, theory: 80, practice: 80 }],
    },
  });
const publish = () => api.call('publish_results', { params: params(), body: {} });

it('L13 planned, marked, published; the second sitting is told from the first', async () => {
  const { worker_id } = s.workers[1]!;
  await api.world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, worker_id), why: 'never there' }]);
  expect((await plan()).status).toBe(201);
  await enter(0);
  expect((await publish()).body).toMatchObject({ passed: 1, not_assessable: 1 });
  expect([(await plan()).body.code, (await enter(1)).body.code]).toEqual(['nobody_to_examine', 'results_published']);
  await present(api.world, s.c, s.workers[1]!);
  const second = await plan();
  expect([second.status, second.body.sitting, second.body.state]).toEqual([201, 2, 'planned']);
  expect((await enter(1)).body).toMatchObject({ entered: [{ worker_id, sitting: 2 }], left_out: [] });
  expect((await enter(0)).body).toMatchObject({ entered: [], left_out: [{ code: 'results_published' }] });
  expect((await publish()).body).toMatchObject({ passed: 1, assessment: { sitting: 2, state: 'published' } });
  const { items } = (await api.call('list_scores', { params: params() })).body;
  expect(items.map((one: { sitting?: number }) => one.sitting ?? 1).sort()).toEqual([1, 2]);
  expect((await api.call('preview_certificates', { params: params() })).body.get).toHaveLength(2);
});

it('B13 a contract signed tomorrow is refused with the day that is the last one possible', async () => {
  const body = { worker_id: s.workers[0]!.worker_id, kind: 'employment', party: '恒力厂', signed_on: '2025-07-25' };
  const refused = await api.call('add_contract', { params: params(), body });
  expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
    422,
    'contract_future',
    { today: '2025-07-24' },
  ]);
  const today = { ...body, signed_on: '2025-07-24' };
  expect((await api.call('add_contract', { params: params(), body: today })).status).toBe(201);
});
