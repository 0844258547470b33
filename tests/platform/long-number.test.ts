import { hasLongNumber, maskIdNumbers, maskLongNumbers } from '../../lib/platform/long-number';
import { quickest } from '../support/quickest';

it.each([
  ['我的号是138.0000.0901', '我的号是*****01'],
  ['530128-19900101-001X', '*****1X'],
  ['530128 19900101 0013，电话13800000901', '*****13,电话*****01'],
  ['卡号6222 0200 0000 0000 123。', '卡号*****23。'],
  ['幺三八、零零零零、零九零幺', '*****'],
  ['洞么三八洞洞洞洞洞九洞幺', '*****'],
  ['१३८०००००९०१', '*****'],
  ['1380000.0901', '*****01'],
])('%s → %s', (said, kept) => {
  expect(maskLongNumbers(said)).toBe(kept);
  expect(hasLongNumber(said)).toBe(true);
});

it.each(['7月24日 9:00-11:30，教室302', '第一二三节', '2栋3单元1203', '一共1,250元', 'A17 班', ''])(
  '%s stays',
  (said) => {
    expect(maskLongNumbers(said)).toBe(said.normalize('NFKC'));
    expect(hasLongNumber(said)).toBe(false);
  },
);

it('takes time in proportion to length', () => {
  for (const text of ['1'.repeat(60_000), '1 .'.repeat(20_000), '1…'.repeat(8), `${'12345678 a'.repeat(6000)}`]) {
    const took_ms = quickest(() => {
      maskLongNumbers(text);
      hasLongNumber(text);
    });
    expect(took_ms).toBeLessThan(200);
  }
});

it('of what the office says only ID and card numbers are masked: a phone to call and a date are meant to be read', () => {
  expect(maskIdNumbers('请打13800000013，2025-07-24 09:00 到')).toBe('请打13800000013，2025-07-24 09:00 到');
  expect(maskIdNumbers('你的号是530128199001010013吗')).toBe('你的号是*****13吗');
  expect(maskIdNumbers('530128 19900101 001X')).toBe('*****1X');
  expect(maskIdNumbers('６２２２０２１２３４５６７８９０１２３')).toBe('*****23');
});
