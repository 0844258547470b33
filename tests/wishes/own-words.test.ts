/** L6, P4, L5 a survey and a wish answered as people type: no number, several things at once, in dialect, thinking better of it. */
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { memoryTable } from '../../lib/store/memory';
import { answerOf } from '../../lib/wishes/items';
import { startSurvey } from '../../lib/wishes/surveys';
import { type Chatter, chatter } from '../support/chatter';
import { must } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, tradesLoaded } from './support';

let world: TestWorld;
let she: Chatter;
beforeEach(async () => {
  world = testWorld(memoryTable());
  await tradesLoaded(world);
  await must(world, () =>
    startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1', previewed_total: 1 }),
  );
  const talk = newConversation('wechat:oSome');
  await world.table.write([conversationChange(talk, { ...talk, site: FUKANG_REGION, heard_ms: world.now() })]);
  she = chatter(world, 'oSome');
});
const text = async (said: string) => (await she.say(said))?.text ?? '';
const all = async (...said: string[]) => {
  let last = '';
  for (const one of said) last = await text(one);
  return last;
};
const answered = async () =>
  (await world.table.query({ pk: 'SURVEY#M10', prefix: 'ANSWER#', consistent: true })).items.map(answerOf)[0];

it.each(['来嘛', '来噻', '要来的嘛', '肯定来哦', '去嘛', '来吧'])('L6 %s: she would come', async (said) => {
  expect(await all('摸排', '1', '1', '1', said)).toContain('答完了');
  expect(await answered()).toMatchObject({ willing: true });
});
it('L6 不来嘛: she would not', async () => {
  await all('摸排', '1', '1', '1', '不来嘛');
  expect((await answered())?.willing).toBe(false);
});

it.each(['开挖机', '理发', '做饭', '修手机', '养猪', '糕点师', '想学开挖机'])(
  'P4 %s, typed where a trade is asked for, is what she wants to learn',
  async (said) => {
    expect(await all('摸排', said)).toContain('2. 什么时候有空学');
    await all('1', '1', '1');
    expect(await answered()).toMatchObject({ trade_id: 'other', said: said.replace('想学', '') });
    expect(await all('登记想学的', '再登记一样', said)).toContain('什么时候有空');
  },
);
it.each([
  '不晓得',
  '看不懂',
  '学不会',
  '做不来',
  '开会呢',
  '修不好吗',
  '你们是干啥的',
  '问老师',
  '在打工',
  '我是民工',
  '找工作人员',
])('P4 %s names no trade', async (said) => {
  expect(await all('摸排', said)).not.toContain('2. 什么时候有空学');
});
it.each(['随便', '都可以', '啥子都可以', '都行', '无所谓', '哪样都要得'])(
  'L6 %s: which most of all is asked, and is no miss',
  async (said) => {
    for (let n = 0; n < 3; n++) expect(await all('摸排', said)).toContain('挑一样最想学的');
    expect(await all('电焊')).toContain('2. 什么时候有空学');
  },
);

it('L6 her times said with the trade are not asked again; nor those said before it', async () => {
  expect(await all('摸排', '想学焊工，白天要上班，晚上有空，周末也得行')).toContain('3. 理论课');
  await all('1', '1');
  expect((await answered())?.free).toEqual(expect.arrayContaining(['weekday_evening', 'weekend_day']));
});
it('P4 only her times, where the trade is asked: kept, and the trade asked again', async () => {
  expect(await all('登记想学的', '晚上和周末')).toMatch(/有空：平时晚上、周末白天、周末晚上[\s\S]*想学什么/u);
  expect(await all('2')).toMatch(/想学：焊工\n有空：平时晚上、周末/u);
});

it.each([
  ['一和三', ['weekday_evening', 'weekday_day']],
  ['一、二', ['weekday_evening', 'weekend_day']],
  ['12', ['weekday_evening', 'weekend_day']],
  ['1和2', ['weekday_evening', 'weekend_day']],
])('L6 %s are several times', async (said, free) => {
  expect(await all('摸排', '1', said)).toContain('3. 理论课');
  await all('1', '1');
  expect([...((await answered())?.free ?? [])].sort()).toEqual([...free].sort());
});
it.each(['上一天休一天', '上二休二', '做一休一', '干两天歇一天'])(
  'L5 %s: nothing that is always free',
  async (said) => {
    expect(await all('摸排', '1', said)).toContain('3. 理论课');
  },
);
it('L5 上六休一 is a shift of its own', async () => {
  await all('摸排', '1', '上六休一', '1', '1');
  expect(await answered()).toMatchObject({ shift: 'six_on_one_off' });
});

it('L6 another trade, said at a later question, takes the place of the first', async () => {
  expect(await all('摸排', '2', '我想改成电工')).toContain('2. 什么时候有空学');
  await all('1', '不是电工，学焊工', '1', '1');
  expect((await answered())?.trade_name).toBe('焊工');
});
it('L6 a new number is no answer to where the theory is learnt', async () => {
  expect(await all('摸排', '2', '1', '另外我换手机号了')).not.toContain('4. 这样的班');
});

it('her first words, with a trade in them, ask for classes: she has none of her own', async () => {
  expect(await all('我想学电焊和电工，晚上有空，还有啥时候开班？')).not.toContain('还没报过班');
});

it.each(['我想切学开挖机哦', '想去学开挖机', '切学开挖机'])('P4 %s: 切 is 去, and 哦 no part of it', async (said) => {
  await all('摸排', said, '1', '1', '1');
  expect(await answered()).toMatchObject({ trade_id: 'other', said: '开挖机' });
});
it('L6 how she wants to hear theory, said at once, is not asked again', async () => {
  expect(await all('摸排', '电焊，周末有空，线下')).toContain('4. 这样的班');
  await text('来');
  expect(await answered()).toMatchObject({ mode: 'offline', willing: true });
});
it('L6 啷个都行 is said of trades where a trade is asked for', async () => {
  expect(await all('摸排', '晚上得空', '啷个都行')).toContain('挑一样最想学的');
});
it.each(['不用改', '都不动', '不改了'])('P4 %s leaves her wishes as they are', async (said) => {
  await all('登记想学的', '电焊', '1', '1');
  expect(await all('登记想学的', said)).not.toContain('要去掉哪样');
});
