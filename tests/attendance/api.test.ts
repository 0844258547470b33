/** Attendance by API: what is shown, what a correction does, and who may. */
import '../support/quiet';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { currentCode } from '../../lib/classes/attendance/code';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { enrol } from '../../lib/classes/enrol';
import { keys } from '../../lib/store/keys';
import { type Api, HOME, startApi } from '../api/support';
import { published, tradesLoaded } from '../api/things';
import { must, newWorker } from '../support/town';

let api: Api;
let class_id: string;
const people: string[] = [];

beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
  ({ class_id } = await published(api, { capacity: 5 }));
  for (let n = 1; n <= 3; n++) {
    const worker = await newWorker(api.world, n);
    await must(api.world, () => enrol(api.world, { class_id, worker, by: 'chat' }));
    people.push(worker.worker_id);
  }
  api.world.clock.set('2025-07-24T08:20:00+08:00');
  const { code } = currentCode(api.world, class_id, 1);
  await must(api.world, () => signIn(api.world, { worker_id: people[0]!, code, sent_ms: api.world.now() }));
  const wrong = String((Number(code) + 5000) % 10_000).padStart(4, '0');
  await must(api.world, () => signIn(api.world, { worker_id: people[1]!, code: wrong, sent_ms: api.world.now() }));
});

describe('D20 attendance by API', () => {
  it('by person and day, only of lessons that are over', async () => {
    expect((await api.call('read_attendance', { params: { class_id } })).body).toMatchObject({
      lessons_held: 0,
      days: [],
    });
    api.world.clock.set('2025-07-24T12:00:00+08:00');
    const { body } = await api.call('read_attendance', { params: { class_id } });
    expect(body).toMatchObject({ lessons_held: 1, units_held: 5, percent_min: 80, day_percent_min: 80 });
    expect(body.people.map((one: any) => [one.percent, one.enough, one.late_times])).toEqual([
      [100, true, 1],
      [0, false, 0],
      [0, false, 0],
    ]);
    expect(body.days).toEqual([{ day: '2025-07-24', units_held: 5, of: 3, present: 1, percent: 33, enough: false }]);
  });

  it('a lesson says of every mark how it was made, and of those without one what was tried', async () => {
    const { body } = await api.call('read_marks', { params: { class_id, lesson: '1' } });
    expect(body.items).toEqual([
      expect.objectContaining({ number: 1, state: 'late', how: 'code', at: '2025-07-24T08:20:00+08:00' }),
      expect.objectContaining({ number: 2, state: 'absent', wrong_codes: 1 }),
      expect.objectContaining({ number: 3, state: 'absent' }),
    ]);
    expect((await api.call('read_marks', { params: { class_id, lesson: '80' } })).body.code).toBe('lesson_unknown');
    expect((await api.call('read_marks', { params: { class_id, lesson: '0' } })).body.code).toBe('input_invalid');
  });

  it('a correction once per key, with its reason, audited', async () => {
    const asked = {
      params: { class_id },
      body: {
        worker_id: people[1],
        lesson: 1,
        to: 'present',
        left_at: '2025-07-24T10:00:00+08:00',
        reason: '手机没电',
      },
      headers: { 'idempotency-key': 'k1' },
    };
    const first = await api.call('correct_mark', asked);
    expect([first.status, first.body]).toEqual([
      200,
      expect.objectContaining({
        state: 'left_early',
        how: 'corrected',
        left_at: '2025-07-24T10:00:00+08:00',
        by: 'officer-1',
      }),
    ]);
    const again = await api.call('correct_mark', asked);
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    const audit = await api.world.table.query({ pk: keys.audit('2025-07-24', '').pk });
    expect(audit.items.filter((row) => row.what === 'correct_mark')).toHaveLength(1);
    const { body } = await api.call('read_attendance', { params: { class_id } });
    expect(body.people[1]).toMatchObject({ units_counted: 2 });
  });

  it('refuses what cannot be: a stranger, a lesson to come, a time outside it, no reason, unknown fields', async () => {
    const call = async (set: object) =>
      (
        await api.call('correct_mark', {
          params: { class_id },
          body: { worker_id: people[2], lesson: 1, to: 'present', reason: '补签', ...set },
        })
      ).body.code;
    expect(await call({ worker_id: 'w_zzzz' })).toBe('not_enrolled');
    expect(await call({ lesson: 9 })).toBe('lesson_not_begun');
    expect(await call({ lesson: 90 })).toBe('lesson_unknown');
    expect(await call({ lesson: 91 })).toBe('input_invalid');
    expect(await call({ left_at: '2025-07-24T18:00:00+08:00' })).toBe('left_time');
    expect(await call({ reason: '' })).toBe('input_invalid');
    expect(await call({ reason: '身份证530128199001010013' })).toBe('input_invalid');
    expect(await call({ how: 'code' })).toBe('input_invalid');
  });

  it('L15 a station of the place may, of another place it is not there', async () => {
    const as = (region: string) => api.token({ role: 'station', region });
    const asked = { params: { class_id } };
    expect((await api.call('read_attendance', { ...asked, token: await as('652302') })).status).toBe(200);
    expect((await api.call('read_attendance', { ...asked, token: await as('310107') })).status).toBe(404);
    expect((await api.call('read_attendance', { ...asked, token: await as(HOME) })).status).toBe(404);
  });
});
