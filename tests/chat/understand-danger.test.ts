import * as fc from 'fast-check';
import type { IntentName, Understanding } from '../../lib/chat/types';
import { IRREVERSIBLE, understand } from '../../lib/chat/understand';
import { quickest } from '../support/quickest';
import { lexicon } from './lexicon';
import phrases from './phrases.json';

const read = (text: string): Understanding => understand(text, lexicon);
const isGrave = (intent?: IntentName) => intent !== undefined && IRREVERSIBLE.has(intent);
const graveOrders = [...IRREVERSIBLE].flatMap((intent) => phrases.sure[intent as keyof typeof phrases.sure]);

describe('nothing irreversible on a guess', () => {
  it.each([
    '不要取消',
    '千万别取消',
    '别给我取消了',
    '不是取消',
    '我没有取消报名',
    '不要退课',
    '别把我退了',
    '我不退',
    '谁取消了我的报名',
    '取消报名吗',
    '取消了吗',
    '能取消吗',
    '怎么退',
    '退课怎么退',
    '什么时候可以取消',
    '取消报名会不会影响以后',
    '如果不去了会怎样',
    '电工班取消了',
    '听说班取消了',
    '他不去了',
    '老板说不去了',
    '我朋友不想报名了',
    '下雨不去了吗',
    '被取消了',
    '取消资格',
    '不要删除我的信息',
    '删除信息吗',
    '删了吗',
    '信息删不删',
    '我的资料会不会被删',
    '不要注销',
    '注销要怎么弄',
    '不要退订',
    '退订了怎么恢复',
    '为什么给我退订了',
    '你们不发了吗',
    '怎么不发消息了',
    '怎么没有消息了',
    '没收到消息',
    '消息发我',
    '给我发消息',
    '有消息通知我',
    '记得提醒我',
    '别忘了提醒我',
    '不要忘记通知我',
    '我退休了',
    '退伍军人',
    '退钱',
    '停电了',
    '停车',
    '停工了',
    '公交停了吗',
    '不要停',
    '报名不取消',
    '要取消早说',
    '工厂停产了',
    '去不去',
    '不去行不行',
    '能不能不去',
    '不会不去',
    '不能不去',
    '一定去不会不去',
    '不是不去',
    '我不是不想学',
    '没说不去',
    '没有不去',
    '名额给别人了吗',
    '名额会不会给别人',
    '不要把名额给别人',
    '别把我的名额让给别人',
    '不要放弃',
    '绝不放弃',
  ])('%s', (text) => {
    expect(isGrave(read(text).intent)).toBe(false);
  });

  it('random Han strings never give an irreversible order', () => {
    const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code));
    void fc.assert(
      fc.property(fc.string({ unit: han, minLength: 2, maxLength: 30 }), (text) => !isGrave(read(text).intent)),
      { numRuns: 5000, seed: 20250724 },
    );
  });

  it('random strings of the very words orders are made of: an irreversible reading needs its words and no refusal', () => {
    const parts =
      '报名 班 课 我 的 了 吗 不 没 想 学 去 消息 信息 发 名额 怎么 可以 电工 上 有 要 删 名字 通知 看 今天 老板 他'.split(
        ' ',
      );
    const verbs = /取消|退|不|没|别|删|注销|停|放弃|让|撤/;
    void fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 7 }), (words) => {
        const text = words.join('');
        const said = read(text);
        if (!isGrave(said.intent)) return;
        expect(text).toMatch(verbs);
        expect(text).not.toMatch(/吗|怎么|老板|他/);
      }),
      { numRuns: 5000, seed: 20250724 },
    );
  });

  it('an order in front of words it does not know is asked about, not obeyed', () => {
    const stranger = fc.constantFrom('隔壁老王说', '电视里讲', '小李昨晚告诉我', '听群里讲', '传言');
    void fc.assert(
      fc.property(
        stranger,
        fc.constantFrom(...graveOrders.filter((o) => /^\p{Script=Han}+$/u.test(o))),
        (who, order) => !isGrave(read(who + order).intent),
      ),
      { numRuns: 300, seed: 20250724 },
    );
  });

  it.each(['吗', '？', '会怎么样', '行不行', '可以吗'])('an order that ends in %s is a question', (asking) => {
    for (const order of graveOrders) expect([order, isGrave(read(order + asking).intent)]).toEqual([order, false]);
  });

  it.each(['不要', '别', '我没说', '不是', '谁说'])('an order after %s is not given', (refusing) => {
    // A refused 不… is a double negation: doubtful too.
    for (const order of graveOrders) expect([order, isGrave(read(refusing + order).intent)]).toEqual([order, false]);
  });

  it('without the rule that all words be accounted for, hearsay would be obeyed', () => {
    // The control: the order alone is sure, so only the words around it hold it back.
    expect(read('取消报名').intent).toBe('withdraw');
    expect(read('隔壁老王说取消报名')).toMatchObject({ maybe: ['withdraw'] });
  });

  it('never throws, whatever is typed, and keeps to its limits', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const said = read(text);
        expect(said.text.length).toBeLessThanOrEqual(500);
        expect(said.maybe.length).toBeLessThanOrEqual(3);
        expect(new Set(said.maybe).size).toBe(said.maybe.length);
      }),
      { numRuns: 1000, seed: 20250724 },
    );
  });

  it('stays quick on what is made to be slow (about 1 ms; a reading that branched would take minutes)', () => {
    for (const evil of ['我的', '取消', '不要再给我发', '退我的', '删', '把我的信息', '1 ', 'a1']) {
      expect(quickest(() => read(evil.repeat(400)))).toBeLessThan(1000);
    }
  });
});
