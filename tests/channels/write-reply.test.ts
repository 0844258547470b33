import fc from 'fast-check';
import { cutBytes, cutCharacters, textContent } from '../../lib/channels/wechat/content';
import { writeReply } from '../../lib/channels/wechat/write-reply';
import { field, readXml } from '../../lib/channels/wechat/xml';
import { NOW_MS, OPENID } from './callbacks';

const to = { to: OPENID, from: 'gh_0', now_ms: NOW_MS };
const bytes = (text: string) => Buffer.byteLength(text);
const choices = (n: number, label: string) =>
  Array.from({ length: n }, (_, i) => ({ send: String(i + 1), label: `${label}${i + 1}` }));

describe('an answer', () => {
  it('reads as WeChat wants it', () => {
    expect(writeReply({ text: '好的' }, to)).toBe(
      `<xml><ToUserName><![CDATA[${OPENID}]]></ToUserName><FromUserName><![CDATA[gh_0]]></FromUserName><CreateTime>1752112800</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[好的]]></Content></xml>`,
    );
  });

  it('shows choices as lines to tap', () => {
    expect(
      textContent({
        text: '确认报名吗？',
        choices: [
          { send: '1', label: '确认' },
          { send: '2', label: '改一下' },
        ],
      }),
    ).toBe(
      '确认报名吗？\n<a href="weixin://bizmsgmenu?msgmenucontent=1%20确认&msgmenuid=1">1 确认</a>\n<a href="weixin://bizmsgmenu?msgmenucontent=2%20改一下&msgmenuid=2">2 改一下</a>',
    );
    expect(textContent({ text: '', choices: [{ send: '返回', label: '返回' }] })).toBe(
      '<a href="weixin://bizmsgmenu?msgmenucontent=返回&msgmenuid=1">返回</a>',
    );
  });

  it('lets nothing out of the address of a choice', () => {
    const content = textContent({ text: '', choices: [{ send: `1"><b>&x='y' #`, label: '</a><a href="x">钱' }] });
    expect(content.match(/<a /g)).toHaveLength(1);
    expect(content.match(/<\/a>/g)).toHaveLength(1);
    expect(content.match(/[<>]/g)).toHaveLength(4);
    expect(/msgmenucontent=([^&]*)&msgmenuid=1"/.exec(content)?.[1]).not.toMatch(/["'<>&\s#]/);
  });

  it('makes no link of what somebody typed', () => {
    const typed = '张<a href="https://example.invalid">点我</a>';
    expect(textContent({ text: typed })).toBe('张＜a href="https://example.invalid">点我＜/a>');
    expect(textContent({ text: '1 < 2，<3' })).toBe('1 < 2，<3');
  });

  it('survives ]]> and what XML does not know', () => {
    for (const text of [']]>', 'a]]>b]]>', ']]]]>>', '<![CDATA[x]]>', '\u0000\u001b好\uFFFE', '\uD83D半'])
      expect(field(readXml(writeReply({ text }, to)!), 'Content')).toBe(textContent({ text }));
  });

  it('any text comes out whole or cut, never broken, never beyond 2,048 bytes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 1500 });
    const choice = fc.record({
      send: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      label: fc.string({ unit: 'grapheme', maxLength: 60 }),
    });
    fc.assert(
      fc.property(text, fc.array(choice, { maxLength: 25 }), (words, all) => {
        const content = textContent({ text: words, choices: all });
        expect(bytes(content)).toBeLessThanOrEqual(2048);
        expect(Buffer.from(content).toString()).toBe(content);
        const xml = readXml(writeReply({ text: words, choices: all }, to) ?? '<xml/>');
        expect(field(xml, 'Content') ?? '').toBe(content.trim());
      }),
      { numRuns: 300 },
    );
  });
});

describe('too long', () => {
  it('cuts the words, at a whole character, with …', () => {
    const content = textContent({ text: '课'.repeat(1000) });
    expect(content).toBe(`${'课'.repeat(681)}…`);
    expect(bytes(content)).toBe(2046);
    expect(cutBytes('ab😀c', 6)).toBe('ab…');
    expect(cutBytes('ab😀c', 7)).toBe('ab😀c');
    expect(cutBytes('课课', 2)).toBe('');
    expect(cutCharacters('一二三四五六', 5)).toBe('一二三四…');
    expect(cutCharacters('😀😀', 2)).toBe('😀😀');
  });

  it('cuts the words and not the choices', () => {
    const content = textContent({ text: '课'.repeat(1000), choices: choices(5, '班') });
    expect(content.match(/<a /g)).toHaveLength(5);
    expect(content).toContain('…\n<a ');
    expect(content.endsWith('5 班5</a>')).toBe(true);
    expect(bytes(content)).toBeGreaterThan(2040);
  });

  it('with twenty cards the choices become lines to type, all of them', () => {
    const content = textContent({
      text: '您那里的课：',
      choices: choices(20, '周末班 电工（初级）8月2日开课 剩12个名额 '),
    });
    expect(content).not.toContain('<a ');
    expect(content.split('\n')).toHaveLength(21);
    expect(content).toContain('20 周末班');
    expect(content.startsWith('您那里的课：')).toBe(true);
  });

  it('as a line to type, a choice says what to type', () => {
    const words = Array.from({ length: 20 }, (_, i) => ({
      send: `A${i}`,
      label: `看这个班，在很远很远的一个地方，${i}`,
    }));
    expect(textContent({ text: '课', choices: words })).toContain('\n看这个班，在很远很远的一个地方，7（回复“A7”）\n');
  });

  it('labels give up evenly when even lines are too long', () => {
    const content = textContent({ text: '课', choices: choices(20, '很长的名字'.repeat(20)) });
    expect(bytes(content)).toBeLessThanOrEqual(2048);
    for (let n = 1; n <= 20; n++) expect(content).toMatch(new RegExp(`(^|\n)${n} 很长`));
  });
});
