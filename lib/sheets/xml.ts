/**
 * XML of a spreadsheet, piece by piece, through a parser that expands nothing. A document type is refused outright:
 * no spreadsheet has one, and entities are how XML blows up or reads other files.
 */
import { SaxesParser } from 'saxes';
import { broken, SheetRefused, tooBig } from './zip';

const PIECE_BYTES = 64 * 1024;
const DEPTH_MAX = 32;
/** Of one element: the root of a sheet has a dozen. A million would be a million properties in memory. */
const ATTRIBUTES_MAX = 64;
/** Excel's own limit for a cell. */
export const TEXT_CHARACTERS_MAX = 32_767;

export interface Heard {
  /** Names come without their prefix. */
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads all of it. Throws `SheetRefused` (`sheet_broken`, `sheet_too_big`), or what a listener throws. */
export function readXml(bytes: Buffer, heard: Heard): void {
  const parser = new SaxesParser();
  let depth = 0;
  let attributes = 0;
  parser.on('error', () => {
    throw broken('xml');
  });
  parser.on('doctype', () => {
    throw broken('doctype');
  });
  parser.on('attribute', () => {
    if (++attributes > ATTRIBUTES_MAX) throw tooBig('attributes', ATTRIBUTES_MAX);
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    if (++depth > DEPTH_MAX) throw tooBig('depth', DEPTH_MAX);
    heard.open?.(bare(tag.name), tag.attributes as Record<string, string>);
  });
  parser.on('closetag', (tag) => {
    depth--;
    heard.close?.(bare(tag.name));
  });
  for (const event of ['text', 'cdata'] as const) parser.on(event, (text: string) => heard.text?.(text));
  feed(parser, bytes);
}

function feed(parser: SaxesParser, bytes: Buffer): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      parser.write(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    if (error instanceof SheetRefused) throw error;
    // Bytes that are no UTF-8.
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw broken('encoding');
    throw error;
  }
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
