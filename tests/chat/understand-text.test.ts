import * as fc from 'fast-check';
import { clausesOf, normalise, soften, TEXT_CHARACTERS_MAX } from '../../lib/chat/normalise';
import { chineseNumber, readNumber } from '../../lib/chat/numerals';

describe('normalise', () => {
  it.each([
    ['　我要　报名！！', '我要报名'],
    ['Ａ１７', 'a17'],
    ['取消報名', '取消报名'],
    ['電工焊工養老護理', '电工焊工养老护理'],
    ['好的[微笑][OK]谢谢😊👍🏽', '好的谢谢'],
    ['[报名]', '报名'],
    ['TD', 'td'],
    ['①②', '12'],
    ['a\u200bb\u0000c', 'abc'],
    ['', ''],
    ['？！…', ''],
  ])('%j → %j', (text, plain) => expect(normalise(text)).toBe(plain));

  it('keeps at most 500 characters, no half of a pair, and is its own result', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1500 }), (text) => {
        const once = normalise(text);
        expect(once.length).toBeLessThanOrEqual(TEXT_CHARACTERS_MAX);
        expect(once).not.toMatch(/[\s\p{P}]/u);
        expect(once).not.toMatch(/\p{Cs}/u);
        expect(normalise(once)).toBe(once);
      }),
      { numRuns: 2000, seed: 20250724 },
    );
  });

  it('cuts a text into clauses and sees which one asks', () => {
    expect(clausesOf(soften('家里有事，不去了！ 可以吗？'))).toEqual([
      { text: '家里有事', asked: false },
      { text: '不去了', asked: false },
      { text: '可以吗', asked: true },
    ]);
  });
});

describe('numbers picked', () => {
  it.each([
    ['2', 2],
    ['２', 2],
    ['②', 2],
    ['2️⃣', 2],
    ['二', 2],
    ['两', 2],
    ['贰', 2],
    ['第二个', 2],
    ['第2个', 2],
    ['选2', 2],
    ['选二', 2],
    ['2.', 2],
    ['2、', 2],
    ['2号', 2],
    ['回复2', 2],
    ['回复“2”', 2],
    ['我选2', 2],
    ['就2吧', 2],
    ['要第三个', 3],
    ['十', 10],
    ['拾壹', 11],
    ['十二', 12],
    ['二十', 20],
    ['二十三', 23],
    ['99', 99],
    ['2. 电工班', 2],
    ['1 确认', 1],
    ['2 A17 电工班 剩3个', 2],
    ['3、不要', 3],
    ['（1）', 1],
    ['1。', 1],
    ['第一个班', 1],
    ['二号吧', 2],
    ['壹', 1],
  ])('%s → %d', (text, number) => expect(readNumber(text)).toBe(number));

  it.each([
    '',
    '0',
    '00',
    '零',
    '100',
    '一百',
    '1 2',
    '1 和 2',
    '1、2',
    '2 个人',
    '1,2',
    '1和2',
    '2个人',
    '两天',
    '13800138000',
    '530128199001010013',
    'A17',
    '十十',
    '一二',
    '3.5',
    '-1',
    '第',
    '个',
    '二零二五',
    '1'.repeat(50),
  ])('no number: %s', (text) => expect(readNumber(text)).toBeUndefined());

  it('reads every number 1–99 in Chinese', () => {
    const digits = '零一二三四五六七八九';
    for (let n = 1; n <= 99; n++) {
      const tens = Math.floor(n / 10);
      const chinese = (tens > 0 ? `${tens > 1 ? digits[tens] : ''}十` : '') + (n % 10 > 0 ? digits[n % 10] : '');
      expect([chinese, chineseNumber(chinese)]).toEqual([chinese, n]);
      expect(readNumber(`第${chinese}个`)).toBe(n);
      expect(readNumber(String(n))).toBe(n);
    }
  });
});
