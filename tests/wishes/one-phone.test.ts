/** P4, L6 a family with one phone: each is spoken for under her own name, and none takes another's place. */
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { erase } from '../../lib/people/erase';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { answerSurvey } from '../../lib/wishes/answer-survey';
import { listWishes } from '../../lib/wishes/read';
import { readSurvey } from '../../lib/wishes/read-survey';
import { startSurvey } from '../../lib/wishes/surveys';
import type { Wisher } from '../../lib/wishes/types';
import { must, newWorker } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { ANSWER, FUKANG_REGION, HOME, tradesLoaded, wished } from './support';

const PHONE = '13800000001';
const WIFE = { name: '张秀英', phone: PHONE };
const BY_STATION = { channel: 'station', by: 's_1' } as const;

let world: TestWorld;
beforeEach(async () => {
  world = testWorld(memoryTable());
  await tradesLoaded(world);
  const talk = newConversation('wechat:oAsked');
  await world.table.write([conversationChange(talk, { ...talk, site: FUKANG_REGION, heard_ms: world.now() })]);
  await must(world, () => startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1' }));
});
const answer = (wisher: Wisher, set: Partial<typeof ANSWER> = {}) =>
  must(world, () => answerSurvey(world, { ...ANSWER, wisher, ...set }));
const results = () => readSurvey(world, 'M10');
const wishers = async () =>
  (await listWishes(world, { region: FUKANG_REGION, limit: 10 })).wishes.map(
    ({ worker_id, person }) => person?.name ?? worker_id,
  );
/** Registered with the phone they share. */
async function husband() {
  const worker = await newWorker(world, 1, { name: '李大山' });
  const phone_hash = world.vault.fingerprint('phone', PHONE);
  await world.table.write([{ kind: 'update', key: keys.profile(worker.worker_id), set: { phone_hash }, why: 'test' }]);
  return worker;
}

it('L6 a station speaks for husband and wife, who share a phone: two answers, two wishes', async () => {
  await answer(WIFE, BY_STATION);
  expect(await answer({ ...WIFE, name: '李大山' }, BY_STATION)).toMatchObject({ again: false });
  expect(await results()).toMatchObject({ answered: 2, willing: 2 });
  expect((await wishers()).sort()).toEqual(['张秀英', '李大山']);
  // Control: of one of them said twice, the later counts.
  expect(await answer(WIFE, { ...BY_STATION, mode: 'online' })).toMatchObject({ again: true });
  expect(await results()).toMatchObject({ answered: 2, willing: 2 });
});

it.each([
  ['for her stands, and he is asked as one who has not answered', '张秀英', 2],
  ['for him before he registered (control) gives way to it', '李大山', 1],
])('L6 he answers himself: what was said %s', async (_what, name, answered) => {
  await answer({ ...WIFE, name }, BY_STATION);
  const { worker_id } = await husband();
  expect(await answer({ worker_id }, { trade_id: 'electrician' })).toMatchObject({ again: answered === 1 });
  expect(await results()).toMatchObject({ answered });
});

it('P4 he is erased: her wish stays, his goes, also that which was said for him before he registered', async () => {
  await wished(world, 1, { ...BY_STATION, wisher: WIFE });
  await wished(world, 2, { ...BY_STATION, wisher: { ...WIFE, name: '李大山' } });
  const { worker_id } = await husband();
  await wished(world, 3, { wisher: { worker_id }, trade_id: 'electrician' });
  await must(world, () => erase(world, { worker_id }));
  expect(await wishers()).toEqual(['张秀英']);
});
