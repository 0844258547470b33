const SPOKEN: Record<string, string> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** Long numbers said digit by digit (`幺三八零零…`, seven and more) → Arabic digits. Other text stays. */
export function spokenDigits(text: string): string {
  return text.replace(/[零〇一幺二三四五六七八九]{7,}/gu, (run) => [...run].map((digit) => SPOKEN[digit]).join(''));
}
