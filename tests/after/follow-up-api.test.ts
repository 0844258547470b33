/** 回访 through the API: its window, what is answered, what is kept in the clear. */
import '../support/quiet';
import { memoryTable } from '../../lib/store/memory';
import { type Api, startApi } from '../api/support';
import { heldClass, type Scene } from '../assessment/scene';

let api: Api;
let s: Scene;
beforeEach(async () => {
  api = await startApi({ table: memoryTable() });
  s = await heldClass(api.world, 1);
});
const params = () => ({ class_id: s.c.class_id, worker_id: s.workers[0]!.worker_id });
const record = (body: object) => api.call('record_follow_up', { params: params(), body });

it('L24 B20 too early is refused with the day from which it counts, and the rule; no month is taken in advance', async () => {
  onDay('2025-08-16');
  for (const [month, from] of [
    [1, '2025-08-17'],
    [6, '2026-01-17'],
  ]) {
    const early = await record({ month, answer: { working: true } });
    expect([early.status, early.body.code]).toEqual([409, 'follow_up_early']);
    expect(early.body).toMatchObject({
      facts: { month, from },
      rule: { assumed: true, why: expect.stringContaining('提前七天') },
    });
  }
  expect((await record({ month: 1, outcome: 'no_answer' })).body.code).toBe('follow_up_early');
  onDay('2025-08-17');
  expect((await record({ month: 1, outcome: 'no_answer' })).status).toBe(201);
});

it('L24 the answer shows the attempt just recorded, as the list does', async () => {
  onDay('2025-08-24');
  const first = await record({ month: 1, outcome: 'no_answer', note: '响了没人接' });
  expect(first.body).toMatchObject({
    answers: {},
    attempts: [{ how: 'phone', outcome: 'no_answer', note: '响了没人接' }],
  });
  const second = await record({ month: 1, answer: { working: true, wage_after_fen: 650_000 } });
  expect(second.body).toMatchObject({
    answers: { 1: { working: true, by: 'officer-1' } },
    attempts: [{ outcome: 'no_answer' }, { outcome: 'answered' }],
  });
  const list = await api.call('list_follow_ups', { params: { class_id: s.c.class_id } });
  expect(list.body.items).toEqual([second.body]);
});

it.each([
  ['record_follow_up', { month: 1, outcome: 'refused', note: '她说打13900000003' }],
  ['record_follow_up', { month: 1, answer: { working: true, employer: '恒力厂 5301 2819 9001 0100 13' } }],
  ['review_class', { went_well: '学得好', to_improve: '找13900000003' }],
  ['add_contract', { kind: 'order', party: '合作社13900000003', signed_on: '2025-08-20' }],
  ['appeal_result', { said: '我是530128199001010013' }],
])('a number of somebody in a free text is refused: %s %j', async (operation, body) => {
  onDay('2025-08-24');
  const asked = operation === 'add_contract' ? { ...body, worker_id: params().worker_id } : body;
  const answer = await api.call(operation, { params: params(), body: asked });
  expect([answer.status, answer.body.code]).toEqual([422, 'input_invalid']);
  expect(answer.text).toContain('不要写证件号、手机号');
});

function onDay(day: string): void {
  api.world.clock.set(`${day}T09:00:00+08:00`);
}
