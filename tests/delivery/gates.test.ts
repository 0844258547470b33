/** H3: an area closes practice and exams; theory and online go on; it reopens in batches. */

import { currentCode } from '../../lib/classes/attendance/code';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { draftClass } from '../../lib/classes/draft-class';
import { affectedBy } from '../../lib/classes/gates/affected';
import { type CloseArea, closeArea } from '../../lib/classes/gates/close-area';
import { gateClosed } from '../../lib/classes/gates/gate-closed';
import { findGate } from '../../lib/classes/gates/read-gates';
import { reopenArea } from '../../lib/classes/gates/reopen-area';
import { closingGate } from '../../lib/classes/gates/rules';
import { moveLesson } from '../../lib/classes/move-lesson';
import { keys } from '../../lib/store/keys';
import { FUKANG, must, openClass, run } from '../support/town';
import { type County, county, members } from './things';

let at: County;
beforeEach(async () => {
  at = await county();
});
const close = (set: Partial<CloseArea> = {}) =>
  must(at.world, () =>
    closeArea(at.world, {
      home_region: '530128',
      region: '650000',
      what: 'practice',
      from: '2025-07-20',
      reason: '疫情防控',
      by: 'li',
      ...set,
    }),
  );
const closed = (region: string, day: string, what: 'practice' | 'assessment' = 'practice') =>
  gateClosed(at.world, { home_region: '530128', host_region: region }, what, day);

it('H3 closes everything below the area, dated, what it names and nothing else', async () => {
  await close({ until: '2025-08-10' });
  expect(await closed('652302', '2025-07-24')).toMatchObject({
    refused: 'area_closed',
    facts: { region: '652302', until: '2025-08-10', reason: '疫情防控' },
  });
  for (const [region, day, what] of [
    ['652302', '2025-07-19', 'practice'],
    ['652302', '2025-08-11', 'practice'],
    ['652302', '2025-07-24', 'assessment'],
    ['310107', '2025-07-24', 'practice'],
  ] as const)
    expect(await closed(region, day, what)).toBeUndefined();
  await close({ region: '652302', what: 'all', from: '2025-09-01' });
  expect(await closed('652302', '2025-12-31', 'assessment')).toMatchObject({ refused: 'area_closed' });
  // A county does not close the prefecture above it.
  expect(await closed('652300', '2025-12-31')).toBeUndefined();
});

it('H3 分批恢复: a part goes on from its day, the rest stays closed; nothing is forgotten', async () => {
  const { gate } = await close({ what: 'all' });
  const reopen = (set: object) =>
    run(at.world, () => reopenArea(at.world, { gate_id: gate.gate_id, reason: '可控', by: 'li', ...set }));
  await reopen({ region: '652302', what: 'practice', from: '2025-08-01', batch: '第一批' });
  expect(await closed('652302', '2025-07-31')).toMatchObject({ refused: 'area_closed' });
  expect(await closed('652302', '2025-08-01')).toBeUndefined();
  expect(await closed('652302', '2025-08-01', 'assessment')).toMatchObject({ refused: 'area_closed' });
  expect(await closed('650102', '2025-08-01')).toMatchObject({ refused: 'area_closed' });
  expect(await reopen({ region: '652302', what: 'practice', from: '2025-08-02' })).toMatchObject({
    refused: 'gate_open',
  });
  expect(await reopen({ region: '310107' })).toMatchObject({ refused: 'gate_order' });
  await reopen({ from: '2025-08-15', batch: '第二批' });
  expect(await closed('650102', '2025-08-15', 'assessment')).toBeUndefined();
  expect(await closed('650102', '2025-08-14')).toMatchObject({ refused: 'area_closed' });
  const row = await at.world.table.get(keys.gate('650000', gate.gate_id));
  expect(row?.reopened).toHaveLength(2);
  expect(
    await run(at.world, () => reopenArea(at.world, { gate_id: 'g_650000nothing', reason: '可控', by: 'li' })),
  ).toMatchObject({
    refused: 'gate_unknown',
  });
});

it('H3 refuses drafting and moving practice into the closed time; theory may go there', async () => {
  const c = await openClass(at.world, { first_day: '2025-07-14', units: 16, capacity: 5 });
  await close();
  expect(await run(at.world, () => draftClass(at.world, FUKANG))).toMatchObject({ refused: 'area_closed' });
  const move = (n: number) =>
    run(at.world, () =>
      moveLesson(at.world, { class_id: c.class_id, n, starts_at: '2025-07-24T08:00:00+08:00', by: 'li' }),
    );
  expect(await move(4)).toMatchObject({ refused: 'area_closed', facts: { day: '2025-07-24' } });
  // Theory goes on (and shows that nothing else was in the way).
  expect(await move(1)).toMatchObject({ lesson: { kind: 'theory', starts_at: '2025-07-24T08:00:00+08:00' } });
});

it('H3 refuses signing in to practice in a closed area; theory of the same class signs in', async () => {
  const c = await openClass(at.world, { first_day: '2025-07-24', units: 16, capacity: 5 });
  const [worker] = await members(at.world, c, 1);
  await close();
  const sign = (n: number, moment: string) => {
    at.world.clock.set(moment);
    const { code } = currentCode(at.world, c.class_id, n);
    return run(at.world, () =>
      signIn(at.world, { worker_id: worker!.worker_id, code, sent_ms: at.world.now(), near: '652302' }),
    );
  };
  expect(await sign(4, '2025-07-25T13:20:00+08:00')).toMatchObject({ refused: 'area_closed' });
  expect(await sign(1, '2025-07-24T07:50:00+08:00')).toMatchObject({ kind: 'signed' });
});

it('H3 practice in a closed area is not reminded of, and is listed for the office; theory is as ever', async () => {
  const c = await openClass(at.world, { first_day: '2025-07-24', units: 16, capacity: 5 });
  await members(at.world, c, 1);
  const { gate } = await close({ from: '2025-07-25' });
  expect(await affectedBy(at.world, gate)).toEqual([
    { class_id: c.class_id, title: c.title, host_region: '652302', lessons: [3, 4] },
  ]);
  const reminded = async (moment: string) => {
    at.sent.length = 0;
    at.world.clock.set(moment);
    await at.minute();
    return at.sent.map(({ push }) => push.text).filter((text) => /明天上课|快上课/.test(text)).length;
  };
  expect(await reminded('2025-07-23T19:30:00+08:00')).toBe(1);
  expect(await reminded('2025-07-24T19:30:00+08:00')).toBe(0);
  // Control: reopened in time, the hour's reminder comes.
  await must(at.world, () =>
    reopenArea(at.world, { gate_id: gate.gate_id, from: '2025-07-25', reason: '可控', by: 'li' }),
  );
  expect(await reminded('2025-07-25T07:00:00+08:00')).toBe(1);
  expect(await affectedBy(at.world, (await findGate(at.world, gate.gate_id))!)).toEqual([]);
});

it('H3 a county closes an area to its own classes, its prefecture to all below; another county’s go on', async () => {
  const c = await openClass(at.world, { first_day: '2025-07-24', units: 16, capacity: 5 });
  const { gate } = await close({ home_region: '530129' });
  expect(await closed('652302', '2025-07-24')).toBeUndefined();
  // Nor are they told of a class that is none of theirs.
  expect(await affectedBy(at.world, gate)).toEqual([]);
  const { gate: above } = await close({ home_region: '530100' });
  expect(await closed('652302', '2025-07-24')).toMatchObject({ refused: 'area_closed' });
  expect((await affectedBy(at.world, above)).map((one) => one.class_id)).toEqual([c.class_id]);
});

it('H3 however many gates a province has seen, the one that closes all of it is found', async () => {
  await close();
  const rows = Array.from({ length: 600 }, (_, n) => ({
    kind: 'put' as const,
    key: keys.gate('659900', `g_659900old${n}`),
    item: { gate_id: `g_659900old${n}`, home_region: '530128', region: '659900', what: 'practice', reopened: [] },
    why: 'an old gate',
  }));
  for (let i = 0; i < rows.length; i += 100) await at.world.table.write(rows.slice(i, i + 100));
  expect(await closed('652302', '2025-07-24')).toMatchObject({ refused: 'area_closed' });
});

it('the gate is what closes it (control)', () => {
  const gate = { home_region: '530128', region: '650000', what: 'practice', from: '2025-07-20', reopened: [] } as never;
  const c = { home_region: '530128', host_region: '652302' };
  expect(closingGate([gate], c, 'practice', '2025-07-24')).toBeDefined();
  expect(closingGate([], c, 'practice', '2025-07-24')).toBeUndefined();
});

it('refuses an end before the beginning', async () => {
  const wrong = { home_region: '530128', region: '650000', what: 'all' as const, reason: '防控', by: 'li' };
  expect(
    await run(at.world, () => closeArea(at.world, { ...wrong, from: '2025-08-01', until: '2025-07-31' })),
  ).toMatchObject({ refused: 'gate_order' });
});
