import type { Day } from '../platform/clock';
import { maskIdNumbers } from '../platform/long-number';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import { spokenDigits } from './digits';

/** Weights and check characters of GB 11643-1999 (ISO 7064, MOD 11-2). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

export type IdNumberRefusal = 'id_number_checksum' | 'id_number_format' | 'id_number_date';

export interface IdNumber {
  /** 18 characters, X in capitals. */
  id_number: string;
  birth_day: Day;
  /** The 17th digit: odd is male. */
  sex: 'male' | 'female';
}

/**
 * A citizen's ID number (居民身份证号码, GB 11643-1999) out of what a person typed: full-width, spaces, dashes,
 * lower x, words around it are all right. The region prefix is not judged: retired codes stay valid.
 *
 * Refuses `id_number_format` {digits, hint?} when there are not 18 (hint `old_15`: a number of the first generation),
 * `id_number_date` {year, month, day} when the birthday cannot be, `id_number_checksum` when a digit is wrong.
 */
export function readIdNumber(text: string): IdNumber | Refusal<IdNumberRefusal> {
  const found = findNumber(text);
  if (!/^[1-9]\d{16}[\dX]$/.test(found)) return wrongShape(found);
  const year = Number(found.slice(6, 10));
  const month = Number(found.slice(10, 12));
  const day = Number(found.slice(12, 14));
  if (!isDay(year, month, day)) return refuse('id_number_date', { year, month, day });
  if (checkCharacter(found) !== found[17]) return refuse('id_number_checksum');
  return {
    id_number: found,
    birth_day: `${found.slice(6, 10)}-${found.slice(10, 12)}-${found.slice(12, 14)}`,
    sex: Number(found[16]) % 2 === 1 ? 'male' : 'female',
  };
}

/** The 18th character that belongs to the first 17 digits. */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * WEIGHTS[i]!;
  return CHECK[sum % 11]!;
}

/** A card's number in groups of four. */
const CARD = /(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)/;

/**
 * Whether words meant for many hold an ID or card number: in one piece, or an ID number in any pieces or said digit by
 * digit. Phones to call, times and dates are meant to be read.
 */
export function holdsIdNumber(text: string): boolean {
  if (maskIdNumbers(text) !== text) return true;
  const plain = spokenDigits(text.normalize('NFKC')).toUpperCase();
  const runs = plain.match(/\d(?:[\s._·—–-]{0,3}[\dX])+/gu) ?? [];
  return CARD.test(plain) || runs.some((run) => holdsOne(run.replace(/[^\dX]/g, '')));
}

function holdsOne(digits: string): boolean {
  for (let from = 0; from + 18 <= digits.length; from++)
    if (!isRefusal(readIdNumber(digits.slice(from, from + 18)))) return true;
  return false;
}

/** `530128********0013`; anything but 18 characters becomes stars only. Never throws. */
export function maskIdNumber(id_number: string): string {
  const text = String(id_number);
  if (!/^\d{17}[\dXx]$/.test(text)) return '*'.repeat(Math.min(text.length, 18));
  return `${text.slice(0, 6)}********${text.slice(14)}`;
}

function wrongShape(found: string): Refusal<'id_number_format'> {
  const digits = found.length;
  if (/^\d{15}$/.test(found)) return refuse('id_number_format', { digits, hint: 'old_15' });
  return refuse('id_number_format', { digits });
}

/** The run of digits that is most like an ID number: 18 in one piece, else in pieces, else the longest there is. */
function findNumber(text: string): string {
  const plain = spokenDigits(String(text).slice(0, 500).normalize('NFKC'))
    .replace(/(\d)[×✕✖хХ*](?![\d*])/gu, '$1X')
    .toUpperCase();
  const inOnePiece = plain.match(/\d+X?/g) ?? [];
  const inPieces = (plain.match(/\d[\d\s._·—–-]*X?/g) ?? []).map((run) => run.replace(/[^\dX]/g, ''));
  const runs = [...inOnePiece, ...inPieces];
  return runs.find((run) => run.length === 18) ?? runs.reduce((a, b) => (b.length > a.length ? b : a), '');
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
