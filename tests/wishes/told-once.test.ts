/** P6: whose wish is met hears of it once, whichever ways she wished. */
import { draftClass } from '../../lib/classes/draft-class';
import { publishClass } from '../../lib/classes/publish-class';
import { memoryTable } from '../../lib/store/memory';
import { listWishes } from '../../lib/wishes/read';
import { FUKANG, minute, must, newWorker, recordingSender, settle, tapped } from '../support/town';
import { testWorld } from '../support/world';
import { FUKANG_REGION, tradesLoaded, wished } from './support';

/** Published with its news; what she was told. */
async function told(site: string) {
  const tap = tapped(memoryTable());
  const world = testWorld(tap.table);
  const { sender, sent } = recordingSender();
  await tradesLoaded(world);
  const her = await newWorker(world, 1, { site });
  await wished(world, 1, { wisher: { worker_id: her.worker_id }, channel: 'station' });
  // By chat, before she was known to be the same.
  await wished(world, 2, { wisher: { chat: `wechat:o${her.worker_id}` } });
  expect((await listWishes(world, { region: FUKANG_REGION, limit: 9 })).wishes).toHaveLength(2);
  const { training_class: c } = await must(world, () => draftClass(world, { ...FUKANG, trade_id: 'welder' }));
  await must(world, () => publishClass(world, { class_id: c.class_id, by: 'li' }));
  await settle(world, sender, tap.written);
  for (let i = 0; i < 3; i++) await minute(world, sender, tap.written);
  return sent.map(({ push }) => push.text.slice(0, 5));
}

it('P6 who works there hears the news, and no notice of her own beside it', async () => {
  expect(await told('652302')).toEqual(['新班：“焊']);
});

it('P6 who works elsewhere hears of her own wish, once for the two she has', async () => {
  expect(await told('310107')).toEqual(['你登记想学']);
});
