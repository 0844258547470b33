/**
 * The zip container of an .xlsx, read with distrust: only by its central directory, only entries that are asked for,
 * none beyond its limits. A bomb is found by what it declares, and when it lies, by what comes out: inflating stops at
 * the limit. Overlapping entries cost no more than others, as the sum of what is read is limited too.
 */
import { inflateRawSync } from 'node:zlib';
import { type Refusal, refuse } from '../platform/refusal';
import type { SheetRefusal } from './types';

export const ENTRIES_MAX = 500;
/** Inflated: 5,000 rows of 30 columns are 12 MB. */
const ENTRY_MAX_BYTES = 32 * 1024 * 1024;
const TOTAL_MAX_BYTES = 64 * 1024 * 1024;
/** Sheets shrink to a tenth, repetitive ones to a fiftieth; zeros to a thousandth. */
const RATIO_MAX = 200;
/** Below this a high ratio harms nobody. */
const RATIO_FROM_BYTES = 1024 * 1024;

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_MAX_BYTES = 65_535;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

export interface Zip {
  names: string[];
  /** The whole entry; nothing when there is none of that name. Throws `SheetRefused`. */
  read(name: string): Buffer | undefined;
}

/** Thrown inside the reader, answered as the refusal it stands for. */
export class SheetRefused extends Error {
  override name = 'SheetRefused';
  constructor(readonly refusal: Refusal<SheetRefusal>) {
    super(refusal.refused);
  }
}

export const broken = (why: string) => new SheetRefused(refuse('sheet_broken', { why }));
export const tooBig = (what: string, max: number) => new SheetRefused(refuse('sheet_too_big', { what, max }));

interface Entry {
  method: number;
  packed_bytes: number;
  bytes: number;
  at: number;
}

/** Throws `SheetRefused`: `sheet_broken`, `sheet_too_big`, `sheet_encrypted`. */
export function openZip(bytes: Buffer): Zip {
  const entries = directory(bytes);
  let read_bytes = 0;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const content = contentOf(bytes, entry, Math.min(ENTRY_MAX_BYTES, TOTAL_MAX_BYTES - read_bytes));
      read_bytes += content.length;
      return content;
    },
  };
}

function directory(bytes: Buffer): Map<string, Entry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > ENTRIES_MAX) throw tooBig('entries', ENTRIES_MAX);
  const entries = new Map<string, Entry>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== CENTRAL) throw broken('directory');
    const name_length = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + name_length);
    const entry = entryAt(bytes, at);
    total += entry.bytes;
    if (total > TOTAL_MAX_BYTES) throw tooBig('bytes', TOTAL_MAX_BYTES);
    // Two of one name: which one is meant depends on who reads.
    if (entries.has(name)) throw broken('entry twice');
    entries.set(name, entry);
    at += 46 + name_length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(bytes: Buffer, at: number): Entry {
  const entry = {
    method: bytes.readUInt16LE(at + 10),
    packed_bytes: bytes.readUInt32LE(at + 20),
    bytes: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
  };
  if (bytes.readUInt16LE(at + 8) & 1) throw new SheetRefused(refuse('sheet_encrypted'));
  if (entry.bytes > ENTRY_MAX_BYTES) throw tooBig('bytes', ENTRY_MAX_BYTES);
  if (entry.bytes > RATIO_FROM_BYTES && entry.bytes > entry.packed_bytes * RATIO_MAX) throw tooBig('ratio', RATIO_MAX);
  return entry;
}

/** The end record stands at the end, before a comment at most. */
function endOf(bytes: Buffer): number {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= 0 && at >= last - COMMENT_MAX_BYTES; at--)
    if (bytes.readUInt32LE(at) === END && at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  throw broken('not a zip');
}

function contentOf(bytes: Buffer, entry: Entry, max_bytes: number): Buffer {
  const { at, method, packed_bytes } = entry;
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== LOCAL) throw broken('entry');
  const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (from + packed_bytes > bytes.length) throw broken('entry');
  const packed = bytes.subarray(from, from + packed_bytes);
  // What it declared was checked; if it declared less than there is, inflating stops there.
  if (entry.bytes > max_bytes) throw tooBig('bytes', TOTAL_MAX_BYTES);
  if (method === STORED && packed_bytes === entry.bytes) return packed;
  if (method !== DEFLATED) throw broken('method');
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
    if (content.length === entry.bytes) return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooBig('bytes', entry.bytes);
  }
  throw broken('entry');
}
