/** L15 where two counties have people at one place: neither speaks for the other's, nor takes their wishes out of its counts. */

import { listPerson } from '../../lib/people/directory';
import { policyBook } from '../../lib/policy/book';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { makeWish } from '../../lib/wishes/make-wish';
import { listWishes } from '../../lib/wishes/read';
import { type Api, startApi } from '../api/support';
import { must, newWorker } from '../support/town';
import { FUKANG_REGION, HOME, tradesLoaded, WISH } from './support';

const NEIGHBOUR = '410900';
let api: Api;
beforeEach(async () => {
  api = await startApi({ table: memoryTable() });
  await tradesLoaded(api.world);
  const neighbour = { ...structuredClone(api.world.policies.all()[0]!), id: 'puyang-2025', home_region: NEIGHBOUR };
  api.world.policies = policyBook([...api.world.policies.all(), neighbour]);
});

it('L15 a wish said under another county’s name leaves hers, her times and her record alone', async () => {
  const { world } = api;
  const her = await newWorker(world, 7, { name: '马晓兰' });
  await must(world, () => makeWish(world, { ...WISH, wisher: { worker_id: her.worker_id } }));
  const profile = keys.profile(her.worker_id);
  await listPerson(world, (await world.table.get(profile))!);
  const agenda = await world.table.get(keys.agenda(her.worker_id));
  const say = async (region: string, role: string, wisher: object) => {
    const token = await api.token({ role, region, sub: 'x' });
    const body = {
      home_region: NEIGHBOUR,
      region: FUKANG_REGION,
      trade_id: 'welder',
      free: ['weekend_day'],
      ...wisher,
    };
    return api.call('make_wish', { token, body, headers: { 'idempotency-key': `k-${role}-${Object.keys(wisher)}` } });
  };
  // Her phone and her name, by a clerk of the other county: spoken for as somebody who is not registered there.
  const person = { name: her.name, phone: '13800000007' };
  const spoken = await say(NEIGHBOUR, 'administrator', { person });
  expect(spoken.body).toMatchObject({ home_region: NEIGHBOUR, registered: false });
  expect(spoken.text).not.toContain(her.worker_id);
  // By the station of the place, which knows her, but under the wrong county.
  expect((await say(FUKANG_REGION, 'station', { worker_id: her.worker_id })).body).toMatchObject({
    code: 'worker_unknown',
  });
  const { wishes } = await listWishes(world, { region: FUKANG_REGION, trade_id: 'welder', limit: 10 });
  expect(wishes.find((wish) => wish.worker_id === her.worker_id)).toMatchObject({
    home_region: HOME,
    status: 'open',
    free: WISH.free,
  });
  expect(await world.table.get(keys.agenda(her.worker_id))).toEqual(agenda);
  // Control: her own county's station says it again for her.
  const again = await makeWish(world, { ...WISH, wisher: person, free: ['weekend_day'], channel: 'station' });
  expect(again).toMatchObject({ value: { again: true, wish: { worker_id: her.worker_id } } });
});
