/**
 * 证书编号: year (4) + home region (6, GB/T 2260) + class (a letter and digits) + serial within the class (4) + a letter and
 * seven characters by chance + one check character, e.g. `2025530128A170012K7QM4XP2A`. Who knows one number of a class
 * must not be able to count on to the next: of 22 × 32⁷ (756 thousand million) guesses one is right. At all the requests
 * the gateway lets through (2,000 a second, functions/shared/limits.yml) that is six years for one certificate, so the
 * public page needs no limit by address: an office behind one address may check a whole class, a thousand addresses gain
 * nothing.
 * The scheme is this installation's own [K]: the national one (评价机构 code + year + level + serial) needs a code that
 * the evaluation agency is given and joins ours once there is one. The check character is ISO/IEC 7064 MOD 37,36: every single wrong character, and nearly every
 * swap of two neighbours, is noticed before anything is looked up. Pure.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MODULUS = ALPHABET.length;
/** A letter ends the serial's digits; seven characters follow it. */
const CHANCE_MORE = 7;
const NUMBER = /^(\d{4})([1-9]\d{5})([A-Z]\d{1,6})(\d{4})([A-Z][0-9A-Z]{7})([0-9A-Z])$/;
export const SERIAL_MAX = 9999;

export interface NumberParts {
  year: string;
  home_region: string;
  class_id: string;
  serial: number;
  /** A letter and seven characters by chance: `byChance`. */
  chance: string;
}

/** The number of the n-th certificate of a class. */
export function certificateNumber(of: NumberParts): string {
  const body = `${of.year}${of.home_region}${of.class_id}${String(of.serial).padStart(4, '0')}${of.chance}`;
  return body + checkCharacter(body);
}

/** What a person typed or scanned → the number; nothing when it cannot be one. Spaces, dashes and small letters are all right. */
export function readCertificateNumber(text: string): string | undefined {
  const plain = text
    .slice(0, 60)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-—–·]/gu, '');
  if (!NUMBER.test(plain)) return undefined;
  return checkCharacter(plain.slice(0, -1)) === plain.slice(-1) ? plain : undefined;
}

/** ISO/IEC 7064 MOD 37,36. */
export function checkCharacter(body: string): string {
  let product = MODULUS;
  for (const character of body) {
    const sum = (product + ALPHABET.indexOf(character)) % MODULUS || MODULUS;
    product = (sum * 2) % (MODULUS + 1);
  }
  return ALPHABET[(MODULUS + 1 - product) % MODULUS] as string;
}

/** From an unguessable id: its first letter, then seven of its last characters, 32 kinds each. */
export function byChance(id: string): string {
  const signs = id.slice(id.indexOf('_') + 1).toUpperCase();
  return (/[A-Z]/.exec(signs)?.[0] ?? 'K') + signs.slice(-CHANCE_MORE);
}

/** In groups, for people: `2025 530128 A17 0012 K7QM 4XP2A`. */
export function spokenNumber(number: string): string {
  const [, year, region, class_id, serial, chance = '', check] = NUMBER.exec(number) ?? [];
  return year ? `${year} ${region} ${class_id} ${serial} ${chance.slice(0, 4)} ${chance.slice(4)}${check}` : number;
}
