/** Certificate numbers and masked names: what is noticed, what is shown. */
import fc from 'fast-check';
import { maskName } from '../../lib/classes/certificates/mask';
import {
  byChance,
  certificateNumber,
  readCertificateNumber,
  spokenNumber,
} from '../../lib/classes/certificates/number';
import { verifyPage } from '../../lib/classes/certificates/verify-page';
import { newId } from '../../lib/platform/ids';

const numbers = fc
  .record({
    year: fc.integer({ min: 2020, max: 2099 }).map(String),
    home_region: fc.integer({ min: 110_000, max: 659_999 }).map(String),
    class_id: fc
      .tuple(fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ'), fc.integer({ min: 10, max: 999_999 }))
      .map(([a, n]) => `${a}${n}`),
    serial: fc.integer({ min: 1, max: 9999 }),
    chance: fc.constantFrom('K7QM4XP2', 'A0000000', 'ZZ9ZZ9ZZ', 'B2CD3EF4'),
  })
  .map(certificateNumber);
const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('L13 a certificate’s number', () => {
  it('L13 is read as printed, spaced, dashed, in small letters and in full width', () => {
    const number = certificateNumber({
      year: '2025',
      home_region: '530128',
      class_id: 'A17',
      serial: 12,
      chance: 'K7QM4XP2',
    });
    expect(number).toMatch(/^2025530128A170012K7QM4XP2[0-9A-Z]$/);
    for (const typed of [
      number,
      spokenNumber(number),
      number.toLowerCase(),
      number.replace('A', '-A-'),
      number.replace('2', '２'),
    ])
      expect(readCertificateNumber(typed)).toBe(number);
    for (const wrong of ['', '2025', 'A17', `${number}0`, number.slice(0, -1), '<script>', '2025530128A17001'])
      expect(readCertificateNumber(wrong)).toBeUndefined();
  });

  it('L13 one wrong sign anywhere is noticed without looking anything up', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.constantFrom(...SIGNS), (number, at, sign) => {
        const i = at % number.length;
        fc.pre(number[i] !== sign);
        expect(readCertificateNumber(number.slice(0, i) + sign + number.slice(i + 1))).toBeUndefined();
      }),
    );
  });

  it('L13 of two neighbours swapped, 99 in 100 are noticed', () => {
    let swaps = 0;
    let unseen = 0;
    for (const number of fc.sample(numbers, { numRuns: 1000, seed: 7 }))
      for (let i = 0; i + 1 < number.length; i++) {
        const [a, b] = [number[i]!, number[i + 1]!];
        if (a === b) continue;
        swaps++;
        if (readCertificateNumber(number.slice(0, i) + b + a + number.slice(i + 2))) unseen++;
      }
    expect(swaps).toBeGreaterThan(10_000);
    expect(unseen / swaps).toBeLessThan(0.01);
  });

  it('control: without the check character a neighbour’s number would be hers', () => {
    const number = certificateNumber({
      year: '2025',
      home_region: '530128',
      class_id: 'A17',
      serial: 12,
      chance: 'K7QM4XP2',
    });
    const neighbour = certificateNumber({
      year: '2025',
      home_region: '530128',
      class_id: 'A17',
      serial: 13,
      chance: 'K7QM4XP2',
    });
    const guess = number.replace('0012', '0013');
    expect(guess.slice(0, -1)).toBe(neighbour.slice(0, -1));
    expect(readCertificateNumber(guess)).toBeUndefined();
  });
});

it('L13 what stands in a number by chance is drawn anew for each: 22 letters, then 32 characters seven times', () => {
  const drawn = Array.from({ length: 5000 }, () => byChance(newId('c')));
  expect(new Set(drawn).size).toBe(5000);
  for (const one of drawn) expect(one).toMatch(/^[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{7}$/);
  for (let place = 0; place < 8; place++)
    expect(new Set(drawn.map((one) => one[place])).size).toBe(place === 0 ? 22 : 32);
  // At the gateway's 2,000 a second, half of all tries for one certificate take years.
  const years = (22 * 32 ** 7) / 2 / 2000 / 86_400 / 365;
  expect(years).toBeGreaterThan(5);
});

it('L13 a name is masked to its ends, sign by sign', () => {
  expect(['张翠英', '李明', '欧阳建国', '阿依古丽·买买提', '𠮷野家', '王'].map(maskName)).toEqual([
    '张*英',
    '李*',
    '欧**国',
    '阿**丽·买*提',
    '𠮷*家',
    '*',
  ]);
});

it('L13 the page has no script, and nothing in a field becomes markup', () => {
  const html = verifyPage({
    number: '2025530128A170012K7QM4XP20',
    kind: '职业技能等级证书',
    trade: '电工 初级工（五级）',
    name: '张*英',
    issued: '2025年8月20日',
    issuer: '<img src=x onerror=alert(1)>"中心"',
    valid: true,
  });
  expect(html).toContain('证书有效');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(html).not.toMatch(/<script|<img|javascript:|https?:/i);
});
