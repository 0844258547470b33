import { cancelClass } from '../../lib/classes/cancel-class';
import { draftClass } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { enrolByOffice } from '../../lib/classes/enrol-by-office';
import { moveClass } from '../../lib/classes/move-class';
import { listCards, readAgenda } from '../../lib/classes/read';
import { roster, waitingList } from '../../lib/classes/roster';
import type { Worker } from '../../lib/people/types';
import { HOUR_MS } from '../../lib/platform/clock';
import { carryOut } from '../../lib/store/commit';
import { FUKANG, minute, must, openClass, run, settle } from '../support/town';
import { post, signUp, someone, wait, world, written } from './fresh-town';

describe('the office', () => {
  it('L7 needs a reason for a trade off the list of the place', async () => {
    await openClass(world);
    expect(await run(world, () => draftClass(world, { ...FUKANG, trade_id: 'elder_carer' }))).toMatchObject({
      refused: 'trade_off_list',
      rule: { source: expect.any(String) },
    });
    const { training_class } = await must(world, () =>
      draftClass(world, { ...FUKANG, trade_id: 'elder_carer', off_list_reason: '当地养老院要人' }),
    );
    expect(training_class.off_list_reason).toBe('当地养老院要人');
  });

  it('L3 keeps home and host region', async () => {
    const c = await openClass(world);
    expect(c).toMatchObject({ home_region: '530128', host_region: '652302' });
  });

  it('enrols someone with a reason, under the same rules, and tells her', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [worker, late] = [await someone(), await someone()];
    const by_office = (w: Worker) =>
      run(world, () =>
        enrolByOffice(world, { class_id: c.class_id, worker_id: w.worker_id, by: 'li', reason: '电话报名' }),
      );
    expect(await by_office(worker)).toMatchObject({ training_class: {} });
    expect(await by_office(late)).toMatchObject({ refused: 'class_full' });
    await settle(world, post.sender, written);
    expect(post.sent).toMatchObject([
      { address: `o${worker.worker_id}`, push: { text: expect.stringContaining('工作人员给你报了') } },
    ]);
    expect(await roster(world, c.class_id)).toMatchObject([{ by: 'li', reason: '电话报名' }]);
  });

  it('moving a class moves everyone’s time and tells them once; a clash is named', async () => {
    const a = await openClass(world, { first_day: '2025-08-04', units: 8, capacity: 5 });
    const b = await openClass(world, { first_day: '2025-08-11', units: 8, capacity: 5, trade_id: 'welder' });
    const [both, one] = [await someone(), await someone()];
    await signUp(a.class_id, both);
    await signUp(b.class_id, both);
    await signUp(a.class_id, one);
    written.length = 0;
    const { training_class: moved } = await must(world, () =>
      moveClass(world, { class_id: a.class_id, by: 'li', first_day: '2025-08-11' }),
    );
    await settle(world, post.sender, written);
    await minute(world, post.sender, written);
    const texts = Object.fromEntries(post.sent.map((sent) => [sent.address, sent.push.text]));
    expect(post.sent).toHaveLength(2);
    expect(texts[`o${both.worker_id}`]).toContain(b.title);
    expect(texts[`o${one.worker_id}`]).not.toContain('撞课');
    expect((await readAgenda(world, one.worker_id)).classes[a.class_id]).toMatchObject({
      slots: moved.slots,
      timetable_rev: 2,
    });
    // Who looked at the old timetable looks again: the write is refused, and the second plan has the new one.
    const late = await someone();
    const held = { training_class: a, agenda: await readAgenda(world, late.worker_id) };
    const command = { class_id: a.class_id, worker: late, by: 'chat' };
    const plans: number[] = [];
    await carryOut(world, async ({ number }) => {
      plans.push(number);
      return enrol(world, { ...command, ...(number === 0 && { held }) });
    });
    expect(plans).toEqual([0, 1]);
    expect((await readAgenda(world, late.worker_id)).classes[a.class_id]?.slots).toEqual(moved.slots);
  });

  it('does not cancel a class that has ended', async () => {
    const c = await openClass(world, { units: 8 });
    world.clock.set('2025-08-01T09:00:00+08:00');
    const late = () => cancelClass(world, { class_id: c.class_id, by: 'li', reason: '补办' });
    expect(await run(world, late)).toMatchObject({ refused: 'class_in_past' });
  });

  it('a class that moves to another site does not keep the old street', async () => {
    const c = await openClass(world, { units: 8 });
    const move = (set: object) => must(world, () => moveClass(world, { class_id: c.class_id, by: 'li', ...set }));
    const { training_class, lessons } = await move({ site_name: '真如文化馆' });
    expect(training_class).toMatchObject({ site_name: '真如文化馆', address: '' });
    expect(lessons[0]?.place).toBe('真如文化馆');
    expect((await move({ address: '真如路1号' })).training_class).toMatchObject({
      site_name: '真如文化馆',
      address: '真如路1号',
    });
  });

  it('cancelling a class gives time and yearly count back, and tells roster and line why', async () => {
    const c = await openClass(world, { capacity: 1 });
    const [worker, waiting] = [await someone(), await someone()];
    await signUp(c.class_id, worker);
    await wait(c.class_id, waiting);
    written.length = 0;
    await must(world, () => cancelClass(world, { class_id: c.class_id, by: 'li', reason: '老师生病' }));
    expect(await signUp(c.class_id, await someone())).toMatchObject({
      refused: 'class_cancelled',
      facts: { reason: '老师生病' },
    });
    await settle(world, post.sender, written);
    await minute(world, post.sender, written);
    expect(post.sent.map((sent) => sent.address).sort()).toEqual(
      [`o${worker.worker_id}`, `o${waiting.worker_id}`].sort(),
    );
    expect(post.sent[0]?.push.text).toContain('老师生病');
    expect(await readAgenda(world, worker.worker_id)).toMatchObject({ classes: {}, per_year: { 2025: 0 } });
    expect(await waitingList(world, c.class_id)).toEqual([]);
    expect((await listCards(world, { region: '652302' })).map((card) => card.class_id)).not.toContain(c.class_id);
  });
});

describe('reminders', () => {
  it('come the evening before and an hour before, once each, and not after she turned them off', async () => {
    const c = await openClass(world, { first_day: '2025-09-08', units: 4, capacity: 3 });
    const [worker, deaf] = [await someone(), await someone()];
    await signUp(c.class_id, worker);
    await signUp(c.class_id, deaf);
    await world.table.write([
      {
        kind: 'update',
        key: { pk: `CHAT#wechat:o${deaf.worker_id}`, sk: 'STATE' },
        set: { topics_off: ['reminder'] },
        why: 'test',
      },
    ]);
    written.length = 0;
    world.clock.set('2025-09-07T18:00:00+08:00');
    await minute(world, post.sender, written);
    expect(post.sent).toEqual([]);
    world.clock.set('2025-09-07T20:00:00+08:00');
    await minute(world, post.sender, written);
    await minute(world, post.sender, written);
    expect(post.sent.map((sent) => [sent.address, sent.push.text.slice(0, 4)])).toEqual([
      [`o${worker.worker_id}`, '明天上课'],
    ]);
    world.clock.set(c.starts_at);
    world.clock.pass(-HOUR_MS + 1000);
    await minute(world, post.sender, written);
    await minute(world, post.sender, written);
    expect(post.sent.slice(1).map((sent) => [sent.address, sent.push.text.slice(0, 4)])).toEqual([
      [`o${worker.worker_id}`, '快上课了'],
    ]);
  });
});
