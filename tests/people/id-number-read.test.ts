import * as fc from 'fast-check';
import { checkCharacter, type IdNumber, maskIdNumber, readIdNumber } from '../../lib/people/id-number';
import { isRefusal } from '../../lib/platform/refusal';

const SYNTHETIC = '530128199001010013';
const two = (n: number) => String(n).padStart(2, '0');
const idNumber = fc
  .record({
    region: fc.integer({ min: 110000, max: 659999 }),
    year: fc.integer({ min: 1940, max: 2009 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ region, year, month, day, order }) => {
    const first = `${region}${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`;
    return first + checkCharacter(first);
  });

describe('reading an ID number (GB 11643-1999)', () => {
  it.each([
    SYNTHETIC,
    `身份证号是${SYNTHETIC}`,
    `身份证：${SYNTHETIC}。`,
    '５３０１２８１９９００１０１００１３',
    '530128 19900101 0013',
    '530128-19900101-0013',
    '5 3 0 1 2 8 1 9 9 0 0 1 0 1 0 0 1 3',
    `我叫李明 ${SYNTHETIC} 电话13800138000`,
    '五三零一二八一九九零零一零一零零一三',
  ])('%s', (text) => {
    expect(readIdNumber(text)).toEqual({ id_number: SYNTHETIC, birth_day: '1990-01-01', sex: 'male' });
  });

  it.each(['x', 'X', 'ｘ', '×', '*', 'Х'])('a last character X typed as %s', (x) => {
    const first = findEndingInX();
    expect(readIdNumber(first + x)).toMatchObject({ id_number: `${first}X` });
  });

  it.each([
    ['', 0],
    ['没有', 0],
    ['53012819900101001', 17],
    ['5301281990010100133', 19],
    ['13800138000', 11],
    ['53012819900101X013', 15],
  ])('wrong length: %s', (text, digits) => {
    expect(readIdNumber(text)).toMatchObject({ refused: 'id_number_format', facts: { digits } });
  });

  it('an old number of 15 digits is named as such', () => {
    expect(readIdNumber('530128900101001')).toEqual({
      refused: 'id_number_format',
      facts: { digits: 15, hint: 'old_15' },
    });
  });

  it.each([
    '530128199013010013',
    '530128199002300013',
    '530128189901010013',
    '530128199000010013',
    '530128199001000013',
    '530128210001010013',
    '530128202302290013',
  ])('a day that cannot be: %s', (text) => expect(readIdNumber(text)).toMatchObject({ refused: 'id_number_date' }));

  it('29 February exists in a leap year only', () => {
    const leap = '53012820000229001';
    expect(readIdNumber(leap + checkCharacter(leap))).toMatchObject({ birth_day: '2000-02-29' });
  });

  it('the 17th digit tells the sex', () => {
    const woman = '53012819900101002';
    expect(readIdNumber(woman + checkCharacter(woman))).toMatchObject({ sex: 'female' });
  });

  it('every number formed by the rule is read', () => {
    void fc.assert(
      fc.property(idNumber, (id) => (readIdNumber(id) as IdNumber).id_number === id),
      { seed: 20250724 },
    );
  });

  it('every change of a single character is detected', () => {
    void fc.assert(
      fc.property(idNumber, (id) => {
        for (let i = 0; i < 18; i++) {
          for (const other of i === 17 ? '0123456789X' : '0123456789') {
            if (other !== id[i]) expect(isRefusal(readIdNumber(id.slice(0, i) + other + id.slice(i + 1)))).toBe(true);
          }
        }
      }),
      { numRuns: 100, seed: 20250724 },
    );
  });

  it('every swap of two neighbours is detected, unless they are the same', () => {
    void fc.assert(
      fc.property(idNumber, (id) => {
        for (let i = 0; i < 17; i++) {
          const swapped = id.slice(0, i) + id[i + 1] + id[i] + id.slice(i + 2);
          expect(isRefusal(readIdNumber(swapped))).toBe(swapped !== id);
        }
      }),
      { numRuns: 200, seed: 20250724 },
    );
  });

  it('control: without the check character most such slips would pass', () => {
    const slips = Array.from({ length: 10 }, (_, d) => `53012819900101${d}013`.slice(0, 17));
    const plausible = slips.filter((first) => !isRefusal(readIdNumber(first + checkCharacter(first))));
    expect(plausible.length).toBe(10);
    expect(slips.filter((first) => !isRefusal(readIdNumber(`${first}3`))).length).toBeLessThanOrEqual(1);
  });

  it('never throws', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 800 }), (text) => typeof readIdNumber(text) === 'object'),
      { seed: 20250724 },
    );
  });
});

describe('masking an ID number', () => {
  it('shows the region and the last four', () => expect(maskIdNumber(SYNTHETIC)).toBe('530128********0013'));

  it('never reveals the birthday, whatever it is given', () => {
    void fc.assert(
      fc.property(idNumber, (id) => {
        expect(maskIdNumber(id)).not.toContain(id.slice(6, 14));
        expect(maskIdNumber(id)).toMatch(/^\d{6}\*{8}[\dX]{4}$/);
      }),
      { seed: 20250724 },
    );
    void fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        if (!/^\d{17}[\dXx]$/.test(text)) expect(maskIdNumber(text)).toMatch(/^\**$/);
      }),
      { seed: 20250724 },
    );
    expect(maskIdNumber(undefined as unknown as string)).toMatch(/^\*+$/);
  });
});

function findEndingInX(): string {
  for (let order = 0; order < 1000; order++) {
    const first = `53012819900101${String(order).padStart(3, '0')}`;
    if (checkCharacter(first) === 'X') return first;
  }
  throw new Error('no number ends in X');
}
