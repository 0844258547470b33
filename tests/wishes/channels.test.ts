/** P4 as people use it: she says it herself, or her village officer or station says it for her by command. */
import { memoryTable } from '../../lib/store/memory';
import { listWishes } from '../../lib/wishes/read';
import { talker } from '../chat/talk';
import { chatter } from '../support/chatter';
import { putOnDuty } from '../support/staff';
import { testWorld } from '../support/world';
import { FUKANG_REGION, tradesLoaded } from './support';

it('P4 by chat, by village officer, by station: one queue at the place, and who said it for whom', async () => {
  const world = testWorld(memoryTable());
  await tradesLoaded(world);
  const her = chatter(world, 'oHerself');
  for (const text of ['我想学焊工，晚上有空', '阜康', '1']) await her.say(text);
  // Home villages have people at every place: their officer is asked which.
  const officers = [
    ['v', 'village_officer', ['意愿 李大山 13800000008 焊工 平时晚上', '3', '1']],
    ['s', 'station', ['意愿 王小妹 13800000009 焊工 周末', '1']],
  ] as const;
  for (const [who, duty, texts] of officers) {
    await putOnDuty(world, who, { region: FUKANG_REGION, duties: [duty] });
    const officer = talker(world, who);
    for (const text of texts) await officer.say(text);
  }
  const { wishes } = await listWishes(world, { region: FUKANG_REGION, trade_id: 'welder', limit: 10 });
  const shown = wishes.map(({ channel, by, person }) => [channel, by, person?.name]).sort();
  expect(shown).toEqual([
    ['chat', 'chat', undefined],
    ['station', 's_s', '王小妹'],
    ['village_officer', 's_v', '李大山'],
  ]);
});
