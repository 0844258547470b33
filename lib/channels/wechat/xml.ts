/**
 * The little of XML that WeChat writes: elements, text, CDATA. No DOCTYPE, entity declarations, comments,
 * processing instructions or attributes: none are ever sent, and each is a way to be misread.
 *
 * Of our own, in one pass: whatever a library reads behind such a check has been read already, and the library
 * (fast-xml-parser, 60 KB of this function's 400) would be there for nothing. Tests hold the two to one result.
 */

/** WeChat's deepest message (pictures chosen from a menu) has five levels. */
const DEPTH_MAX = 8;
const ELEMENTS_MAX = 500;

/** One element: its own text, and its children by name in the order they came. */
export interface Element {
  text: string;
  children: Map<string, Element[]>;
}

// Sticky: the whole text must be made of these tokens, each read once, so reading takes time in proportion to length.
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z][A-Za-z0-9_]{0,63})[ \t\r\n]*(\/?)>|([^<]+)/y;
const DECLARATION = /^\uFEFF?\s*(<\?xml[^<>]{0,100}\?>)?\s*/;

/**
 * The root element `<xml>`, or `undefined` when this is not XML as WeChat writes it. Never throws. Shown as text in
 * CDATA, "<!DOCTYPE" is only what somebody typed.
 */
export function readXml(text: string): Element | undefined {
  const document: Element = { text: '', children: new Map() };
  const open: { name: string; element: Element }[] = [{ name: '', element: document }];
  let elements = 0;
  TOKEN.lastIndex = DECLARATION.exec(text)?.[0].length ?? 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (!token) return undefined;
    const [, cdata, closing, name, empty, words] = token;
    const inside = open[open.length - 1]!;
    if (cdata !== undefined) inside.element.text += cdata;
    else if (words !== undefined) inside.element.text += entitiesRead(words);
    else if (closing) {
      if (empty || inside.name !== name || open.length === 1) return undefined;
      open.pop();
    } else if (name !== undefined) {
      if (++elements > ELEMENTS_MAX || open.length > DEPTH_MAX) return undefined;
      const element = addChild(inside.element, name);
      if (!empty) open.push({ name, element });
    }
  }
  const roots = document.children.get('xml');
  const alone = document.children.size === 1 && roots?.length === 1 && document.text.trim() === '';
  return open.length === 1 && alone ? roots[0] : undefined;
}

/** The trimmed text of the first child of that name; what is repeated counts once. */
export function field(of: Element | undefined, name: string): string | undefined {
  return of?.children.get(name)?.[0]?.text.trim();
}

function addChild(to: Element, name: string): Element {
  const element: Element = { text: '', children: new Map() };
  const named = to.children.get(name);
  if (named) named.push(element);
  else to.children.set(name, [element]);
  return element;
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Entities count outside CDATA only, where XML says so: the five it predefines and numbered characters, read once
 * from left to right. What comes out is never longer than what went in, so there is nothing to explode.
 */
function entitiesRead(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name) return NAMED[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const exists = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return exists ? String.fromCodePoint(code) : whole;
  });
}
