/** The last net: whatever is logged by mistake loses what looks like a person's number. */
import { cleaned, log, withoutNumbers } from '../../lib/platform/log';
import { syntheticIdNumber } from '../support/world';

const ID = syntheticIdNumber(1);
const PHONE = '13800000013';

it.each([
  [`我是${ID}的`, '我是[number]的'],
  ['53012819900101002x 和 53012819900101002X', '[number] 和 [number]'],
  ['530128 19900101 0013', '[number]'],
  ['５３０１２８１９９００１０１００１３', '[number]'],
  ['530128900101001', '[number]'],
  ['6222021234567890123', '[number]'],
  [`tel ${PHONE}, 138 0000 0013`, 'tel [phone], [phone]'],
  ['１３８００００００１３', '[phone]'],
])('%s', (text, clean) => {
  expect(withoutNumbers(text)).toBe(clean);
});

it.each([
  '2025-07-24T09:00:00+08:00',
  'CLASS#A17',
  '1752112800000',
  'w_3k9qwertyuiop123',
  '530128********0013',
  '138****0013',
  'a1b2c3d4-0000-4000-8000-00155d012345',
])('keeps %s', (text) => {
  expect(withoutNumbers(text)).toBe(text);
});

it('cleans numbers as well as strings, and leaves figures alone', () => {
  expect(JSON.stringify({ phone: Number(PHONE), at_ms: 1752112800000, n: 12 }, cleaned)).toBe(
    '{"phone":"[phone]","at_ms":1752112800000,"n":12}',
  );
});

it('reaches messages, fields and errors with their causes', () => {
  const lines: string[] = [];
  const spy = jest.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
  const spare = jest
    .spyOn((log as any).console ?? console, 'error')
    .mockImplementation((line: any) => void lines.push(String(line)));
  log.error(`taken: ${ID}`, { worker: { phone: PHONE }, error: new Error(`bad ${ID}`, { cause: new Error(PHONE) }) });
  spy.mockRestore();
  spare.mockRestore();
  expect(lines.join('')).toContain('[number]');
  expect(lines.join('')).not.toMatch(new RegExp(`${ID}|${PHONE}`));
});
