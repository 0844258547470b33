/** What the phone page makes of text, times and raw XML; pure. */
import { cutAddresses } from '../../lib/local/phone/app/text';
import { fromField, instant, nextHour, stamp } from '../../lib/local/phone/app/times';
import { changedKeys, jsonPieces, xmlLines } from '../../lib/local/phone/app/xml';
import { readLinks } from '../../lib/local/wechat-simulator/messages';

const at = (text: string) => Date.parse(`${text}:00+08:00`);

describe('choices in a raw reply', () => {
  test('are cut out with what they send', () => {
    const text =
      '选：\n<a href="weixin://bizmsgmenu?msgmenucontent=1&amp;msgmenuid=x">1 确认</a>\n<a href=\'weixin://bizmsgmenu?msgmenuid=7\'>返回</a>';
    expect(readLinks(text)).toEqual({
      text: '选：',
      choices: [
        { send: '1', label: '1 确认' },
        { send: '返回', label: '返回' },
      ],
    });
  });
  test.each([
    '<a href="https://example.com">x</a>',
    '<a href="weixin://bizmsgmenu?a=1">',
    '<img onerror=alert(1)>',
    '<a href="javascript:1">x</a>',
  ])('anything else stays text: %s', (text) => expect(readLinks(text)).toEqual({ text }));
});

describe('addresses of pages', () => {
  test('are cut out, without the marks after them', () =>
    expect(cutAddresses('看 http://127.0.0.1:3000/p/ab-C_1.x。好；https://a.cn/b?c=1, 再见')).toEqual([
      '看 ',
      'http://127.0.0.1:3000/p/ab-C_1.x',
      '。好；',
      'https://a.cn/b?c=1',
      ', 再见',
    ]));
  test.each(['javascript:alert(1)', 'weixin://x', '没有'])('nothing else is one: %s', (text) =>
    expect(cutAddresses(text)).toEqual([text]),
  );
});

describe('times are Shanghai’s wherever the page is', () => {
  const now = at('2025-07-24T18:59');
  test('the next evening is today’s until it has come', () => {
    expect(instant(nextHour(now, 19).ms)).toBe('2025-07-24T19:00:00+08:00');
    expect(nextHour(at('2025-07-24T19:00'), 19)).toEqual({ ms: at('2025-07-25T19:00'), days: 1 });
  });
  test('stamps grow with the distance', () => {
    expect(stamp(at('2025-07-24T08:05'), now)).toBe('08:05');
    expect(stamp(at('2025-07-23T23:59'), now)).toBe('昨天 23:59');
    expect(stamp(at('2025-07-20T09:00'), now)).toBe('7月20日 周日 09:00');
    expect(stamp(at('2024-12-31T09:00'), now)).toBe('2024年12月31日 周二 09:00');
  });
  test('a field is read as Shanghai time', () => {
    expect(fromField('2025-07-24T19:00')).toBe(at('2025-07-24T19:00'));
    expect(fromField('')).toBeUndefined();
  });
});

describe('raw data made readable', () => {
  test('one element a line, a leaf whole, nothing lost', () => {
    const xml = '<xml><A><![CDATA[<b>]]></A><List><n>1</n><e/></List></xml>';
    const lines = xmlLines(xml).map((line) => [line.depth, line.pieces.map((piece) => piece.text).join('')]);
    expect(lines).toEqual([
      [0, '<xml>'],
      [1, '<A><![CDATA[<b>]]></A>'],
      [1, '<List>'],
      [2, '<n>1</n>'],
      [2, '<e/>'],
      [1, '</List>'],
      [0, '</xml>'],
    ]);
  });
  test.each(['', '<', '<xml', 'a<b>c', '</a></b>', '<![CDATA['])('broken XML does not throw: %j', (xml) => {
    expect(() => xmlLines(xml)).not.toThrow();
  });
  test('JSON pieces put together are the JSON', () => {
    const value = { a: 'x: "1", \\', b: [1.5, -2e9, true, null], 'c:d': { e: 'truefalse null 7' } };
    expect(
      jsonPieces(value)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(JSON.stringify(value, null, 2));
  });
  test('changed attributes are named', () => {
    expect(changedKeys({ a: 1, b: [1], c: 2 }, { a: 1, b: [2], d: 3 })).toEqual(['b', 'c', 'd']);
  });
});
