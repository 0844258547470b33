import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { type Element, field, readXml } from '../../lib/channels/wechat/xml';
import { quickest } from '../support/quickest';

const read = (inner: string) => readXml(`<xml>${inner}</xml>`);

describe('reading XML', () => {
  it.each([
    ['DOCTYPE', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>'],
    ['DOCTYPE in lower case', '<!doctype xml><xml></xml>'],
    ['an entity declaration inside', '<xml><!ENTITY a "b"><Content>x</Content></xml>'],
    ['a comment', '<xml><!-- x --></xml>'],
    ['DOCTYPE hidden between comments that look like CDATA', '<!-- <![CDATA[ --><!DOCTYPE x><!-- ]]> --><xml></xml>'],
    ['DOCTYPE behind an attribute that looks like CDATA', '<xml a="<![CDATA["><!DOCTYPE x>]]></xml>'],
    ['an attribute', '<xml a="1"></xml>'],
    ['a processing instruction', '<xml><?php x ?></xml>'],
    ['tags that do not nest', '<xml><A><B></A></B></xml>'],
    ['a tag not closed', '<xml><A>'],
    ['a tag closed twice', '<xml></xml></xml>'],
    ['CDATA not closed', '<xml><A><![CDATA[x</A></xml>'],
    ['two roots', '<xml></xml><xml></xml>'],
    ['another root', '<html></html>'],
    ['text outside', '<xml></xml>x'],
    ['nothing', ''],
    ['JSON', '{"MsgType":"text"}'],
    ['nine levels', `<xml>${'<a>'.repeat(8)}${'</a>'.repeat(8)}</xml>`],
    ['a thousand elements', `<xml>${'<a/>'.repeat(1000)}</xml>`],
    ['a name of 65 letters', `<xml><${'a'.repeat(65)}/></xml>`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeUndefined();
  });

  it('takes the declaration, a byte order mark and space around', () => {
    expect(field(readXml('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n <A>1</A>\n</xml>\n'), 'A')).toBe('1');
  });

  it('reads CDATA as typed, entities outside it once', () => {
    expect(field(read('<A><![CDATA[a &lt; b &amp; <!DOCTYPE x> <b>]]></A>'), 'A')).toBe(
      'a &lt; b &amp; <!DOCTYPE x> <b>',
    );
    expect(field(read('<A>a &lt; b &amp;lt; &#25253;&#x540D;</A>'), 'A')).toBe('a < b &lt; 报名');
    expect(field(read('<A>a<![CDATA[&b]]>c&amp;<![CDATA[d]]></A>'), 'A')).toBe('a&bc&d');
  });

  it('leaves what is no character as it stands', () => {
    for (const odd of ['&unknown;', '&#0;', '&#xD800;', '&#x110000;', '&#99999999;', '&lt', '&;'])
      expect(field(read(`<A>${odd}</A>`), 'A')).toBe(odd);
  });

  it('never makes more of a text than there was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('&lt;', '&amp;', '&#38;', 'amp;', 'lt;', '&', '#', 'x')), (parts) => {
        const text = parts.join('');
        expect((field(read(`<A>${text}</A>`), 'A') ?? '').length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('counts what is repeated once, and gives all of it to who asks', () => {
    const xml = read('<A>1</A><A>2</A><B/>');
    expect(field(xml, 'A')).toBe('1');
    expect(xml?.children.get('A')).toHaveLength(2);
    expect(field(xml, 'B')).toBe('');
    expect(field(xml, 'C')).toBeUndefined();
    expect(field(xml, '__proto__')).toBeUndefined();
  });

  it('takes time in proportion to length', () => {
    const worst = [
      `<xml>${'<![CDATA['.repeat(7000)}`,
      `<xml>${'&'.repeat(64_000)}</xml>`,
      `<xml><A>${'x&lt;'.repeat(12_000)}</A></xml>`,
      '<'.repeat(64_000),
      `<xml>${' '.repeat(64_000)}`,
      `<a${' '.repeat(64_000)}`,
    ];
    for (const text of worst) {
      expect(quickest(() => readXml(text))).toBeLessThan(50);
    }
  });

  it('reads what fast-xml-parser reads', () => {
    const parser = new XMLParser({
      preserveOrder: true,
      cdataPropName: '#cdata',
      parseTagValue: false,
      processEntities: false,
      trimValues: false,
    });
    const leaf = fc.oneof(
      fc
        .string({ unit: 'grapheme' })
        .map((text) => ({ written: text.replace(/[<&]/g, ''), read: text.replace(/[<&]/g, '') })),
      fc
        .string({ unit: 'grapheme' })
        .map((text) => ({ written: `<![CDATA[${text.replaceAll(']]>', '')}]]>`, read: text.replaceAll(']]>', '') })),
    );
    const names = fc.constantFrom('Content', 'MsgId', 'Event', 'Item');
    const trees: fc.Memo<string> = fc.memo((depth) =>
      depth <= 1
        ? leaf.map((one) => one.written)
        : fc
            .array(
              fc.oneof(
                leaf.map((one) => one.written),
                fc.tuple(names, trees()).map(([name, inner]) => `<${name}>${inner}</${name}>`),
              ),
              { maxLength: 4 },
            )
            .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(trees(5), (inner) => {
        // The library makes CR LF one LF, as the standard says; here it does not matter.
        const xml = `<xml>${inner.replace(/\r/g, '')}</xml>`;
        expect(flat(readXml(xml)!)).toEqual(flatOracle(parser.parse(xml)[0].xml));
      }),
      { numRuns: 300 },
    );
  });
});

function flat(element: Element): unknown {
  return { text: element.text, children: [...element.children].map(([name, all]) => [name, all.map(flat)]) };
}
function flatOracle(nodes: any[]): unknown {
  let text = '';
  const children = new Map<string, unknown[]>();
  for (const node of nodes) {
    const name = Object.keys(node)[0]!;
    if (name === '#text') text += node[name];
    else if (name === '#cdata') text += node[name].map((part: any) => part['#text']).join('');
    else children.set(name, [...(children.get(name) ?? []), flatOracle(node[name])]);
  }
  return { text, children: [...children] };
}
