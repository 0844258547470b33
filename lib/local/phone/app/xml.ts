/** Makes XML and JSON readable: one element a line, cut into coloured pieces. Pure; pieces are rendered as text. */
export interface Piece {
  kind: 'tag' | 'text' | 'cdata' | 'plain' | 'key' | 'value' | 'number' | 'mark';
  text: string;
}

const TOKEN = /<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g;

/** Lines of pieces with their depth; a leaf stays on one line. What is no XML comes back as it is. */
export function xmlLines(xml: string): { depth: number; pieces: Piece[] }[] {
  const tokens = xml.match(TOKEN) ?? [];
  const lines: { depth: number; pieces: Piece[] }[] = [];
  let depth = 0;
  let leaf = false;
  for (const [i, token] of tokens.entries()) {
    if (token.startsWith('<![CDATA[') || !token.startsWith('<')) {
      const cdata = token.startsWith('<!');
      if (!cdata && !token.trim()) continue;
      const piece: Piece = { kind: cdata ? 'cdata' : 'text', text: token };
      if (leaf) lines.at(-1)!.pieces.push(piece);
      else lines.push({ depth, pieces: [piece] });
    } else if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      if (leaf) lines.at(-1)!.pieces.push({ kind: 'tag', text: token });
      else lines.push({ depth, pieces: [{ kind: 'tag', text: token }] });
      leaf = false;
    } else {
      lines.push({ depth, pieces: [{ kind: 'tag', text: token }] });
      if (token.endsWith('/>') || token.startsWith('<?')) continue;
      depth++;
      leaf = closesNext(tokens, i, token);
    }
  }
  return lines;
}

/** Whether the element opened here holds only text. */
function closesNext(tokens: string[], i: number, opened: string): boolean {
  const name = opened.match(/^<([^\s>/]+)/)?.[1];
  for (const token of tokens.slice(i + 1, i + 8)) {
    if (token === `</${name}>`) return true;
    if (token.startsWith('<') && !token.startsWith('<![CDATA[')) return false;
  }
  return false;
}

const JSON_TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null|[^"\d\-tfn]+|./gi;

/** A value as indented JSON, cut into pieces. */
export function jsonPieces(value: unknown): Piece[] {
  const text = JSON.stringify(value, null, 2) ?? String(value);
  const pieces: Piece[] = [];
  for (const match of text.matchAll(JSON_TOKEN)) {
    const [whole, quoted, colon] = match;
    if (quoted && colon) pieces.push({ kind: 'key', text: quoted }, { kind: 'plain', text: colon });
    else if (quoted) pieces.push({ kind: 'value', text: quoted });
    else pieces.push({ kind: /^[-\dtfn]/.test(whole) && whole.length > 0 ? 'number' : 'plain', text: whole });
  }
  return pieces;
}

/** Names of the attributes that differ between two images of a row. */
export function changedKeys(
  before: Record<string, unknown> | undefined,
  after: Record<string, unknown> | undefined,
): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name])).sort();
}
