/** What a station's work consumes, as the engine reports it: a roster by command, scores, certificates, follow-up, the gateway. */
import '../support/quiet';
import { expect, test } from '@jest/globals';
import { answerFollowUp } from '../../lib/classes/after/follow-up';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { verify } from '../../lib/classes/certificates/verify';
import { enrol } from '../../lib/classes/enrol';
import { heldClass, planned } from '../assessment/scene';
import { talker } from '../chat/talk';
import { said, server } from '../gateway/support/gateway';
import { capacityTable } from '../support/capacity';
import { freshTable } from '../support/engine';
import { metered } from '../support/metering';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass } from '../support/town';
import { testWorld } from '../support/world';

const note = capacityTable('at a station');

test('名单 of 50 by command, the whole turn; and 今天', async () => {
  const meter = metered(await freshTable());
  const world = testWorld(meter.table);
  await putOnDuty(world, 's', { region: '652302', duties: ['station'] });
  const { class_id } = await openClass(world, { capacity: 50 });
  for (let n = 1; n <= 50; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  world.clock.set('2025-07-24T09:00:00+08:00');
  const officer = talker(world, 's');
  const roster = await meter.measure(async () =>
    expect(JSON.stringify(await officer.say(`名单 ${class_id}`))).toContain('50'),
  );
  note('a roster of 50 by command (the turn)', { read: 5, write: 1 }, roster);
  const today = await meter.measure(async () => expect(JSON.stringify(await officer.say('今天'))).toContain(class_id));
  note('今天 with a class of 50 (the turn)', { read: 7, write: 1 }, today);
});

test('scores of a class, results out, a certificate, its verification, a follow-up', async () => {
  const meter = metered(await freshTable());
  const world = testWorld(meter.table);
  const s = await heldClass(world, 20, { capacity: 20 });
  await planned(s);
  const { class_id } = s.c;
  const by = s.assessors[0]!.staff_id;
  const scores = s.workers.map(({ worker_id }) => ({ worker_id, theory: 80, practice: 85 }));
  const entered = await meter.measure(() =>
    must(world, () => enterScores(world, { class_id, assessor_id: by, by, scores })),
  );
  note('scores of 20 in one call', { read: 18, write: 56 }, entered);
  const out = await meter.measure(() => must(world, () => publishResults(world, { class_id, by })));
  note('results of 20 out', { read: 17, write: 13 }, out);
  const worker_id = s.workers[0]!.worker_id;
  let number = '';
  const issued = await meter.measure(async () => {
    number = (await must(world, () => issueCertificate(world, { class_id, worker_id, by }))).number;
  });
  note('a certificate', { read: 18, write: 26 }, issued);
  const verified = await meter.measure(async () => expect(await verify(world, number)).toMatchObject({ number }));
  note('a number verified by anyone', { read: 1, write: 0 }, verified);
  world.clock.pass(40 * 24 * 3_600_000);
  const answer = { working: true, post: 'skilled' as const, wage_after_fen: 650_000 };
  const followed = await meter.measure(() =>
    must(world, () => answerFollowUp(world, { class_id, worker_id, month: 1, how: 'phone', by, answer })),
  );
  note('an answer to a follow-up', { read: 4, write: 6 }, followed);
});

test('the gateway: a message with its answer, a lease, an ack', async () => {
  const meter = metered(await freshTable());
  const s = await server(meter.table);
  await s.call('/v1/gateway/messages', said('你好'));
  const message = await meter.measure(async () =>
    expect((await s.call('/v1/gateway/messages', said('帮助'))).status).toBe(200),
  );
  note('a message by the gateway, its answer in the outbox', { read: 4, write: 8 }, message);
  let items: { id: string; attempt: number }[] = [];
  const leased = await meter.measure(async () => {
    items = await s.lease(1);
  });
  note('lease of one', { read: 4, write: 3 }, leased);
  const acks = items.map(({ id, attempt }) => ({ id, attempt, outcome: 'sent' }));
  expect(acks).toHaveLength(1);
  const acked = await meter.measure(async () =>
    expect((await s.call('/v1/gateway/ack', { acks })).body.items).toMatchObject([{ fate: 'sent' }]),
  );
  note('ack of one', { read: 4, write: 8 }, acked);
});
