/** Strange content into every question of the flows loaded later: never a crash, and never a miss that loses where she was. */
import fc from 'fast-check';
import { textContent } from '../../lib/channels/wechat/content';
import { NO_NAMES } from '../../lib/chat/lexicon';
import { unpack } from '../../lib/chat/pack';
import { isMiss, understand } from '../../lib/chat/understand';
import { currentCode } from '../../lib/classes/attendance/code';
import { keys } from '../../lib/store/keys';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import { type Line, play, type Transcript } from '../journeys/play';
import { testWorld } from '../support/world';
import { talker } from './talk';

const STRANGE = [
  '长'.repeat(2000),
  'a'.repeat(3000),
  '😀😀😀',
  '👨‍👩‍👧‍👦',
  '[微笑][强]',
  '\u0000\u0001\u0007',
  '\u202e反过来\u200b\u200d',
  '\ud83d',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '０',
  '９９',
  '－１',
  '-1',
  '0',
  '1e9',
  '999999999999',
  '１３８００００００００',
  '3.14',
  '1/2',
  '①⑨',
  'NaN',
  'null',
  'undefined',
  '{"a":1}',
  '<a href="x">',
  ']]>',
  '١٢٣',
  'العربية',
  '呱呱叽叽',
  '\n\n\n',
];

interface Stage {
  flow: string;
  asking: string;
  set: Omit<Transcript, 'name' | 'turns'>;
  turns: Line[];
  /** What is meant to be said there, where it can be said. */
  right: string;
}

const SEATED = { classes: [{ capacity: 10 }], workers: [{ class: 1, site: '652302' }] };
const AFTER = { classes: [{ units: 8, capacity: 5 }], workers: [{ class: 1, site: '652302' }] };
const said = (...texts: string[]): Line[] => texts.map((say) => ({ who: 'w_0001', say }));
const at = (now: string, ...texts: string[]): Line[] =>
  said(...texts).map((line, i) => (i === 0 ? { ...line, now } : line));
const surveyed = (...texts: string[]): Line[] => [
  { who: 'w_0001', office: { survey: { regions: ['652302'], trades: ['electrician', 'welder'] } } },
  ...said('摸排', ...texts),
];
const asked = (...texts: string[]): Line[] => at('2025-08-25T10:01:00+08:00', '我的回访 {class:1} 1', ...texts);
const examined = (...texts: string[]): Line[] => [
  {
    who: 'w_0001',
    now: '2025-07-25T10:00:00+08:00',
    office: { examined: { class: '{class:1}', marks: { w_0001: [52, 80] } } },
  },
  ...said(...texts),
];

/** The station's list for the lesson of this hour. */
const listed = (now: string): Line[] => [
  { who: 's', now, say: '都到了 {class:1}' },
  { who: 's', say: '1' },
];

const stage = (flow: string, asking: string, set: Stage['set'], turns: Line[], right: string): Stage => ({
  flow,
  asking,
  set,
  turns,
  right,
});
const NOBODY = { classes: [{}], workers: [{ site: '652302' }] };
const STAGES: Stage[] = [
  stage('sign_in', 'code', SEATED, at('2025-07-24T07:50:00+08:00', '签到'), '{code}'),
  stage(
    'sign_in',
    'where',
    { ...SEATED, classes: [{ capacity: 10, fence: { latitude: 44.15, longitude: 87.98, radius_m: 300 } }] },
    at('2025-07-24T07:50:00+08:00', '{sign:1:1}'),
    '',
  ),
  stage('leave', 'day', SEATED, said('请假'), '1'),
  stage('leave', 'lesson', SEATED, said('请假', '1'), '1'),
  stage('leave', 'why', SEATED, said('请假', '1', '1'), '生病'),
  stage('wish', 'trade', NOBODY, said('登记想学的'), '1'),
  stage('wish', 'trade_text', NOBODY, said('登记想学的', '别的，我打字说'), '开挖机'),
  stage('wish', 'free', NOBODY, said('登记想学的', '1'), '1 2'),
  stage('wish', 'confirm', NOBODY, said('登记想学的', '1', '1'), '1'),
  stage('wish', 'list', NOBODY, said('登记想学的', '1', '1', '1', '登记想学的'), '1'),
  stage('wish', 'drop', NOBODY, said('登记想学的', '1', '1', '1', '登记想学的', '1'), '2'),
  stage('survey', 'trade', NOBODY, surveyed(), '1'),
  stage('survey', 'trade_text', NOBODY, surveyed('3'), '开挖机'),
  stage('survey', 'free', NOBODY, surveyed('1'), '1'),
  stage('survey', 'mode', NOBODY, surveyed('1', '1'), '1'),
  stage('survey', 'willing', NOBODY, surveyed('1', '1', '1'), '1'),
  stage('survey', 'again', NOBODY, surveyed('1', '1', '1', '1', '摸排'), '1'),
  stage('follow_up', 'working', AFTER, asked(), '1'),
  stage('follow_up', 'same_job', AFTER, asked('1'), '1'),
  stage('follow_up', 'employer', AFTER, asked('1', '2'), '准东电厂'),
  stage('follow_up', 'post_before', AFTER, asked('1', '1'), '1'),
  stage('follow_up', 'wage_before', AFTER, asked('1', '1', '1'), '4500'),
  stage('follow_up', 'guidance', AFTER, asked('2'), '3'),
  stage('results', 'list', AFTER, examined('我的成绩'), '1'),
  stage('results', 'appeal', AFTER, examined('我的成绩', '1'), '1'),
  stage('results', 'why', AFTER, examined('我的成绩', '1', '1'), '第三题我写对了'),
  stage(
    'confirm_mark',
    'there',
    { ...SEATED, staff: { s: { region: '652302', duties: ['station'] } } },
    [...listed('2025-07-24T10:00:00+08:00'), ...listed('2025-07-24T15:00:00+08:00'), ...said('去了')],
    '',
  ),
  stage('profile', 'which', NOBODY, said('我的资料'), '1'),
  stage('profile', 'phone', NOBODY, said('我的资料', '1'), '13800000009'),
  stage('profile', 'employer', NOBODY, said('我的资料', '3'), '准东电厂'),
  stage('topics', 'topics', NOBODY, said('退订'), '6'),
  stage('erase', 'erase', NOBODY, said('删除我的信息'), '删除'),
];

/** Any characters, unless they happen to be a word (t is 退订). */
const NONSENSE = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => isMiss(understand(text, NO_NAMES)));

/** A copy of the stage, so that every strange word meets it as it was. */
function copyOf(table: MemoryTable): MemoryTable {
  const copy = memoryTable();
  for (const row of table.all()) copy.replicate({ pk: row.pk, sk: row.sk }, structuredClone(row));
  return copy;
}

/** Where any words are an answer, strange ones may be taken for one: what follows, or a page that says it is done. */
const ANY_WORDS = new Set(['trade_text', 'employer', 'why', 'phone']);
const TAKEN = /请好假了|交上去了|记下了|改好了/u;

describe.each(STAGES.map((one) => [`${one.flow}, ${one.asking}`, one] as const))('%s', (name, one) => {
  const { flow, asking, set, turns } = one;
  const table = memoryTable();
  let now_ms = 0;
  beforeAll(async () => {
    now_ms = (await play(table, { name, ...set, turns })).world.now();
  });

  const there = () => {
    const copy = copyOf(table);
    const world = testWorld(copy);
    world.clock.ms = now_ms;
    const state = async () => unpack<any>((await copy.get(keys.conversation('wechat:ow_0001')))?.packed);
    const class_id = [...copy.all()].find((row) => row.sk === 'META' && row.class_id)?.class_id;
    const right = one.right.replace('{code}', () => currentCode(world, class_id, 1).code);
    return { copy, her: talker(world, 'w_0001'), state, right };
  };

  it('is where this begins', async () => {
    const { flow: now } = await there().state();
    expect([now?.name, now?.asking]).toEqual([flow, asking]);
  });

  it('anything said there is answered, and the question stands', async () => {
    await fc.assert(
      fc.asyncProperty(NONSENSE, async (text) => {
        const { copy, her, state, right } = there();
        const { reply, busy } = await her.say(text);
        const shown = reply?.text ?? '';
        expect(busy).toBeUndefined();
        expect(shown.trim()).not.toBe('');
        expect(shown.replaceAll(text, '')).not.toMatch(/undefined|NaN|\[object|function|^(?:还是)?没看懂/u);
        expect(Buffer.byteLength(textContent(reply!))).toBeLessThanOrEqual(2048);
        const after = await state();
        expect(JSON.stringify(after).length).toBeLessThan(6000);
        expect(
          JSON.stringify([...copy.all()].map(({ packed, ...row }) => (packed ? [row, unpack(packed)] : row))),
        ).not.toMatch(/999999999999|13800000000/);
        const moved = after.flow?.asking !== asking;
        if (moved)
          expect([asking, ANY_WORDS.has(asking) && (after.flow?.name === flow || TAKEN.test(shown))]).toEqual([
            asking,
            true,
          ]);
        if (moved || !right) return;
        // And what is meant to be said there is still heard.
        await her.say(right);
        expect((await state()).flow?.asking).not.toBe(asking);
      }),
      { numRuns: STRANGE.length + 8, examples: STRANGE.map((text) => [text] as [string]) },
    );
  });
});
