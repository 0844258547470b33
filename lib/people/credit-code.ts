/** 31 characters: no I, O, S, V, Z (GB 32100-2015). */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Whether this is a 统一社会信用代码: 18 characters, the last one agreeing with the first 17 (GB 32100-2015, MOD 31). */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)) return false;
  return creditCheckCharacter(text.slice(0, 17)) === text[17];
}

/** The 18th character that belongs to the first 17. */
export function creditCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * CHARACTERS.indexOf(first17[i] ?? ''), 0);
  return CHARACTERS[(31 - (sum % 31)) % 31] as string;
}
