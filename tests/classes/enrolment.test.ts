import { checkEnrol } from '../../lib/classes/check-enrol';
import { draftClass } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { acceptOffer, declineOffer, expireOffer } from '../../lib/classes/offers';
import { listCards, readAgenda } from '../../lib/classes/read';
import { roster, waitingList } from '../../lib/classes/roster';
import { withdraw } from '../../lib/classes/withdraw';
import type { Worker } from '../../lib/people/types';
import type { Table } from '../../lib/store/table';
import { FUKANG, minute, must, openClass, run, settle } from '../support/town';
import { post, signUp, someone, wait, world, written } from './fresh-town';

const leave = (class_id: string, worker: Worker) =>
  run(world, () => withdraw(world, { class_id, worker_id: worker.worker_id, by: 'chat' }));
const take = (class_id: string, worker: Worker) =>
  run(world, () => acceptOffer(world, { class_id, worker_id: worker.worker_id }));

describe('a seat', () => {
  it('is taken once, stands on roster and agenda, and shows on the card', async () => {
    const c = await openClass(world, { host_region: '310107' });
    const worker = await someone();
    expect(await signUp(c.class_id, worker)).toMatchObject({ training_class: { class_id: c.class_id } });
    expect(await signUp(c.class_id, worker)).toMatchObject({ refused: 'already_enrolled' });
    expect(await roster(world, c.class_id)).toMatchObject([
      { worker_id: worker.worker_id, status: 'enrolled', by: 'chat' },
    ]);
    expect((await readAgenda(world, worker.worker_id)).classes[c.class_id]).toMatchObject({
      status: 'enrolled',
      slots: c.slots,
    });
    await settle(world, post.sender, written);
    expect(await listCards(world, { region: '310107', trade_id: 'electrician' })).toMatchObject([
      { class_id: c.class_id, seats_left: 1, waiting: 0 },
    ]);
  });

  it('goes to as many as there are, whoever comes at once', async () => {
    const c = await openClass(world, { capacity: 3 });
    const crowd = await Promise.all(Array.from({ length: 12 }, () => someone()));
    const answers = await Promise.all(crowd.map((worker) => signUp(c.class_id, worker)));
    expect(answers.filter((answer) => !('refused' in answer))).toHaveLength(3);
    expect(await roster(world, c.class_id)).toHaveLength(3);
  });

  it('negative control: without the condition on the counter, a crowd oversells', async () => {
    const c = await openClass(world, { capacity: 1 });
    const crowd = await Promise.all(Array.from({ length: 6 }, () => someone()));
    const careless: Table = {
      ...world.table,
      write: (changes, how) =>
        world.table.write(
          changes.map((change) => (change.why === 'a seat left' ? { ...change, when: undefined } : change)),
          how,
        ),
    };
    const held = await Promise.all(crowd.map((worker) => checkEnrol(world, { class_id: c.class_id, worker })));
    for (const [i, worker] of crowd.entries()) {
      const facts = held[i];
      if (!facts || 'refused' in facts) throw new Error('expected facts');
      await run({ ...world, table: careless }, () =>
        enrol({ ...world, table: careless }, { class_id: c.class_id, worker, by: 'chat', held: facts }),
      );
    }
    expect((await roster(world, c.class_id)).length).toBeGreaterThan(1);
  });
});

describe('the waiting list', () => {
  it('keeps a freed seat for the first in line, then for the next', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [first, second, third] = [await someone(), await someone(), await someone()];
    await signUp(c.class_id, first);
    expect(await signUp(c.class_id, second)).toMatchObject({ refused: 'class_full', facts: { line: 0 } });
    expect(await wait(c.class_id, second)).toMatchObject({ position: 1 });
    expect(await wait(c.class_id, third)).toMatchObject({ position: 2 });
    expect(await wait(c.class_id, third)).toMatchObject({ refused: 'already_waiting' });

    expect(await leave(c.class_id, first)).toMatchObject({ was: 'enrolled', offered_to: second.worker_id });
    await settle(world, post.sender, written);
    expect(post.sent.map((one) => [one.address, one.push.template.name])).toEqual([
      [`o${second.worker_id}`, 'seat_offered'],
    ]);
    expect(await take(c.class_id, third)).toMatchObject({ refused: 'no_offer' });
    // Nobody passes the line while a seat is kept.
    expect(await signUp(c.class_id, await someone())).toMatchObject({ refused: 'class_full' });

    const [offer] = await waitingList(world, c.class_id);
    expect(offer).toMatchObject({ status: 'offered', worker_id: second.worker_id });
    world.clock.set(offer?.offered_until as string);
    world.clock.pass(1000);
    expect(await take(c.class_id, second)).toMatchObject({ refused: 'offer_expired' });
    await minute(world, post.sender, written);
    world.clock.set('2025-07-11T09:00:00+08:00');
    await minute(world, post.sender, written);
    expect(await take(c.class_id, third)).toMatchObject({ training_class: { class_id: c.class_id } });
    expect(await roster(world, c.class_id)).toMatchObject([{ worker_id: third.worker_id }]);
    expect(await waitingList(world, c.class_id)).toEqual([]);
    expect(
      post.sent
        .map((one) => one.address)
        .slice(1)
        .sort(),
    ).toEqual([`o${second.worker_id}`, `o${third.worker_id}`]);
  });

  it('passes a declined seat on, and back when nobody waits', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [first, second] = [await someone(), await someone()];
    await signUp(c.class_id, first);
    await wait(c.class_id, second);
    await leave(c.class_id, first);
    expect(
      await run(world, () => declineOffer(world, { class_id: c.class_id, worker_id: second.worker_id })),
    ).toMatchObject({
      training_class: { class_id: c.class_id },
    });
    expect(await signUp(c.class_id, first)).toMatchObject({ training_class: { class_id: c.class_id } });
  });

  it('has an end', async () => {
    const c = await openClass(world, { capacity: 1, waiting_max: 1 });
    await signUp(c.class_id, await someone());
    await wait(c.class_id, await someone());
    expect(await wait(c.class_id, await someone())).toMatchObject({
      refused: 'waiting_full',
      facts: { waiting_max: 1 },
    });
  });

  it('an offer made at night runs from the morning', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [first, second] = [await someone(), await someone()];
    await signUp(c.class_id, first);
    await wait(c.class_id, second);
    world.clock.set('2025-07-11T02:00:00+08:00');
    await leave(c.class_id, first);
    await settle(world, post.sender, written);
    expect(post.sent).toEqual([]);
    const [offer] = await waitingList(world, c.class_id);
    expect((offer?.offered_until ?? '') > '2025-07-11T07:00:00+08:00').toBe(true);
    world.clock.set('2025-07-11T09:00:00+08:00');
    await minute(world, post.sender, written);
    expect(post.sent.map((one) => one.address)).toEqual([`o${second.worker_id}`]);
  });

  it('expires nothing before its time', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [first, second] = [await someone(), await someone()];
    await signUp(c.class_id, first);
    await wait(c.class_id, second);
    await leave(c.class_id, first);
    const [offer] = await waitingList(world, c.class_id);
    const early = () =>
      expireOffer(world, { class_id: c.class_id, worker_id: second.worker_id, joined_ms: offer?.joined_ms ?? 0 });
    expect(await run(world, early)).toMatchObject({ expired: false });
    expect(await take(c.class_id, second)).toMatchObject({ training_class: {} });
  });
});

describe('refusals', () => {
  it('a class not open yet, closed, begun, in draft, unknown', async () => {
    const worker = await someone();
    const later = await openClass(world, {
      opens_at: '2025-07-12T08:00:00+08:00',
      closes_at: '2025-07-20T18:00:00+08:00',
    });
    expect(await signUp(later.class_id, worker)).toMatchObject({ refused: 'class_not_yet_open' });
    world.clock.set('2025-07-20T18:00:00+08:00');
    expect(await signUp(later.class_id, worker)).toMatchObject({ refused: 'class_closed' });
    world.clock.set('2025-07-25T09:00:00+08:00');
    expect(await signUp(later.class_id, worker)).toMatchObject({ refused: 'class_started' });
    world.clock.set('2025-07-10T10:00:00+08:00');
    const { training_class: draft } = await must(world, () => draftClass(world, FUKANG));
    expect(await signUp(draft.class_id, worker)).toMatchObject({ refused: 'class_draft' });
    expect(await signUp('Z999', worker)).toMatchObject({ refused: 'class_unknown' });
  });

  it('age is counted on the first day, with the rule it rests on', async () => {
    const c = await openClass(world);
    expect(await signUp(c.class_id, await someone({ born: '20090725' }))).toMatchObject({
      refused: 'too_young',
      facts: { age: 15, limit: 16 },
      rule: { source: expect.any(String), clause: expect.any(String) },
    });
    expect(await signUp(c.class_id, await someone({ born: '20090724' }))).not.toMatchObject({ refused: 'too_young' });
    expect(await signUp(c.class_id, await someone({ born: '19400101' }))).toMatchObject({ refused: 'too_old' });
  });

  it('a clash with another of her classes names it', async () => {
    const a = await openClass(world, { trade_id: 'electrician' });
    const b = await openClass(world, { trade_id: 'welder' });
    const worker = await someone();
    await signUp(a.class_id, worker);
    expect(await signUp(b.class_id, worker)).toMatchObject({ refused: 'clash', facts: { other: a.title } });
  });

  it('the same trade and level is taught once; the year has a limit', async () => {
    const worker = await someone();
    const days = ['2025-08-04', '2025-09-01', '2025-10-06', '2025-11-03'];
    const trades = ['electrician', 'welder', 'refrigeration_repairer', 'crop_protector'];
    const answers: any[] = [];
    for (const [i, first_day] of days.entries()) {
      const c = await openClass(world, { first_day, trade_id: trades[i] as string, units: 8, off_list_reason: '测试' });
      answers.push(await signUp(c.class_id, worker));
    }
    const refused = answers.filter((answer) => answer.refused);
    expect(refused.map((answer) => answer.refused)).toEqual(refused.map(() => 'limit_year'));
    expect(refused.length).toBeGreaterThan(0);
    const other = await someone();
    const one = await openClass(world, { first_day: '2025-08-04', units: 8 });
    const same = await openClass(world, { first_day: '2025-09-01', units: 8 });
    await signUp(one.class_id, other);
    expect(await signUp(same.class_id, other)).toMatchObject({
      refused: 'same_trade_done',
      rule: { source: expect.any(String) },
    });
  });

  it('leaving too late is for the office', async () => {
    const c = await openClass(world);
    const worker = await someone();
    await signUp(c.class_id, worker);
    world.clock.set('2025-07-24T08:55:00+08:00');
    expect(await leave(c.class_id, worker)).toMatchObject({ refused: 'too_late_to_cancel' });
    const by_office = () =>
      withdraw(world, { class_id: c.class_id, worker_id: worker.worker_id, by: 'zhang', reason: '生病', office: true });
    expect(await run(world, by_office)).toMatchObject({ was: 'enrolled' });
    expect(await roster(world, c.class_id, { everyone: true })).toMatchObject([
      { status: 'withdrawn', left_reason: '生病' },
    ]);
  });
});
