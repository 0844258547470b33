const loaded: string[] = [];
jest.mock('pinyin-pro', () => {
  loaded.push('pinyin-pro');
  return jest.requireActual('pinyin-pro');
});
jest.mock('opencc-js/t2cn', () => {
  loaded.push('opencc-js');
  return jest.requireActual('opencc-js/t2cn');
});

import { fuzzy } from '../../lib/chat/near/later';
import { IRREVERSIBLE, understand, understandOrNear } from '../../lib/chat/understand';
import { lexicon } from './lexicon';
import phrases from './phrases.json';

describe('the dictionaries are loaded only when they are needed', () => {
  it('not for any plain phrase that is understood', async () => {
    const traditional = /[報電訂刪資]/u;
    for (const text of Object.values(phrases.sure)
      .flat()
      .filter((t) => !traditional.test(t)))
      await understandOrNear(text, lexicon);
    await understandOrNear('2', lexicon);
    await understandOrNear('A17', lexicon);
    expect(loaded).toEqual([]);
  });

  it('the simplifier for a traditional character, once', () => {
    expect(understand('取消報名', lexicon).intent).toBe('withdraw');
    expect(understand('我要報名', lexicon).intent).toBe('enrol');
    expect(loaded).toEqual(['opencc-js']);
  });

  it('the pinyin for a miss', async () => {
    expect((await understandOrNear('爆茗', lexicon)).intent).toBe('enrol');
    expect(loaded).toEqual(['opencc-js', 'pinyin-pro']);
  });
});

describe('by sound', () => {
  it.each([
    ['宝铭', 'enrol'],
    ['我要包明', 'enrol'],
    ['帮猪', 'help'],
    ['baoming', 'enrol'],
    ['饭辉', 'back'],
    ['采丹', 'menu'],
    ['任供', 'human'],
  ])('%s → %s', async (text, intent) => {
    expect((await understandOrNear(text, lexicon)).intent).toBe(intent);
  });

  it.each([
    ['汗功', 'welder'],
    ['点弓', 'electrician'],
    ['diangong', 'electrician'],
    ['育音员', 'infant_carer'],
  ])('%s → trade %s', async (text, trade) => {
    expect((await understandOrNear(text, lexicon)).trades).toEqual([trade]);
  });

  it.each(['我要注消', '腿定', '取笑报名', '推课'])(
    'an irreversible order is asked about, never sure: %s',
    async (text) => {
      const said = await understandOrNear(text, lexicon);
      expect(said.intent === undefined || !IRREVERSIBLE.has(said.intent)).toBe(true);
      expect(said.maybe.some((intent) => IRREVERSIBLE.has(intent))).toBe(true);
    },
  );

  it.each(['吃了没有', '天真热啊', '李建国', '你猜', 'hahaha', 'abc', '💰'])(
    'what sounds like nothing stays nothing: %s',
    async (text) => {
      const said = await understandOrNear(text, lexicon);
      expect(said).toMatchObject({ maybe: [], trades: [] });
      expect(said.intent).toBeUndefined();
    },
  );

  it.each([
    ['zhong', 'zong'],
    ['chi', 'ci'],
    ['shang', 'san'],
    ['niu', 'liu'],
    ['re', 'le'],
    ['hui', 'fui'],
    ['hua', 'fa'],
    ['bing', 'bin'],
    ['deng', 'den'],
  ])('%s sounds like %s', (a, b) => expect(fuzzy(a)).toBe(fuzzy(b)));

  it.each([
    ['bao', 'pao'],
    ['gong', 'kong'],
    ['ji', 'qi'],
    ['ming', 'men'],
  ])('%s does not sound like %s', (a, b) => expect(fuzzy(a)).not.toBe(fuzzy(b)));
});

it('the figures: time of one reading', () => {
  const texts = Object.values(phrases.sure).flat();
  for (let i = 0; i < 20; i++) for (const text of texts) understand(text, lexicon);
  const started = performance.now();
  for (let i = 0; i < 20; i++) for (const text of texts) understand(text, lexicon);
  const each_us = ((performance.now() - started) * 1000) / (20 * texts.length);
  process.stdout.write(`understand: ${each_us.toFixed(0)} µs each over ${texts.length} phrases (aim < 100)\n`);
  expect(each_us).toBeGreaterThan(0);
});
