/** 删除我的信息 (PIPL Art. 47) of someone with more behind her than one transaction holds. */
import { forgetWorker } from '../../lib/chat/forget';
import { seeThrough } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { answerSurvey } from '../../lib/wishes/answer-survey';
import { chatForgotten, chatForgottenFirst } from '../../lib/wishes/forget';
import { NOTHING } from '../../lib/wishes/survey-counts';
import { startSurvey } from '../../lib/wishes/surveys';
import type { Wisher } from '../../lib/wishes/types';
import { talker } from '../chat/talk';
import { must, newWorker } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

const SURVEYS = 60;
const [home_region, region] = ['530128', '652302'];

async function answered(world: TestWorld, wisher: Wisher): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < SURVEYS; n++) {
    const { survey_id } = await must(world, () => startSurvey(world, { home_region, regions: [region], by: 'li' }));
    const said = { trade_id: NOTHING, willing: false, mode: 'either' as const, free: [], channel: 'survey' as const };
    await must(world, () => answerSurvey(world, { survey_id, wisher, region, ...said, by: 'chat' }));
    ids.push(survey_id);
  }
  return ids;
}
/** Answers that stand, and what the open surveys count of them. */
async function left(world: TestWorld, ids: string[]): Promise<[number, number]> {
  let [answers, counts] = [0, 0];
  for (const id of ids) {
    const { items } = await world.table.query({ pk: keys.surveyAnswer(id, '').pk, prefix: 'ANSWER#' });
    answers += items.length;
    const rows = await world.table.getMany([0, 1].map((shard) => keys.surveyCount(id, shard)));
    counts += rows.reduce((sum, row) => sum + (row?.n ?? 0), 0);
  }
  return [answers, counts];
}

it('a worker who answered sixty surveys is erased, answers and counts with her', async () => {
  const world = testWorld(memoryTable());
  const { worker_id } = await newWorker(world, 7);
  const ids = await answered(world, { worker_id });
  expect(await left(world, ids)).toEqual([SURVEYS, SURVEYS]);
  expect(await forgetWorker(world, { worker_id, by: 'officer', reason: '本人要求' })).toEqual({ withdrawn_from: [] });
  expect(await left(world, ids)).toEqual([0, 0]);
});

it('someone who only ever chatted, too: what goes before leaves room for the rest of the turn', async () => {
  const world = testWorld(memoryTable());
  await newWorker(world, 7);
  const chat = 'wechat:oguest';
  const ids = await answered(world, { chat });
  expect((await chatForgotten(world, chat)).length).toBeGreaterThan(100);
  for (const part of await chatForgottenFirst(world, chat)) await seeThrough(world, part);
  expect((await chatForgotten(world, chat)).length).toBeLessThanOrEqual(20);
  await seeThrough(world, async () => ({ changes: await chatForgotten(world, chat), value: undefined }));
  expect(await left(world, ids)).toEqual([0, 0]);
});

it('the same said in the chat: 删除 goes through', async () => {
  const world = testWorld(memoryTable());
  await newWorker(world, 7);
  const guest = talker(world, 'guest');
  const ids = await answered(world, { chat: guest.chat });
  await guest.say('删除我的信息');
  expect((await guest.say('删除')).reply?.text).toContain('都删掉了');
  expect(await left(world, ids)).toEqual([0, 0]);
});
