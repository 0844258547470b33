/** L13 the printed certificate: every sign of a name is there, or seen to be missing. */
import { drawCertificate } from '../../lib/classes/certificates/draw';
import { partOf, runsOf } from '../../lib/classes/certificates/glyphs';
import type { Certificate } from '../../lib/classes/certificates/types';

const certificate = (name: string): Certificate => ({
  number: '2025530128A100001K7QM4XP23',
  rev: 1,
  class_id: 'A10',
  class_title: '电工脱产班',
  worker_id: 'w_1',
  name,
  id_number_masked: '530128********0013',
  kind: 'skill_level',
  trade_id: 'electrician',
  trade_name: '电工',
  level: '5',
  home_region: '530128',
  institution_id: 'org_1',
  evaluator_id: 'org_2',
  issuer: '新疆职业技能评价中心',
  theory: 85,
  practice: 90,
  issued_on: '2025-08-20',
  state: 'valid',
  by: 'li',
  issued_at: '2025-08-20T09:00:00+08:00',
});
const draw = (name: string) =>
  drawCertificate(certificate(name), 'https://songxun.example/verify/2025530128A100001K7QM4XP23');

it('L13 is a PDF of one page that carries only the glyphs it needs', async () => {
  const { pdf, missing } = await draw('张翠英');
  const text = Buffer.from(pdf).toString('latin1');
  expect(text.startsWith('%PDF-1.')).toBe(true);
  expect(text).toContain('/Count 1');
  expect(missing).toEqual([]);
  // The whole weight is 5 MB.
  expect(pdf.length).toBeLessThan(100_000);
});

it('L13 rare signs of names are set, or shown by their code', async () => {
  const rare = [...'龘赟玥翀彧喆婳垚堃犇嫚湉媛·𠮷'];
  const { missing } = await draw(rare.join(''));
  for (const sign of rare)
    if (!missing.includes(sign)) expect([sign, partOf(sign)]).toEqual([sign, expect.any(String)]);
  expect(missing.length).toBeLessThanOrEqual(2);
});

it('L13 a sign the font lacks is never a blank box: its code stands in its place, and it is reported', async () => {
  const { missing } = await draw('张𪚥㛃英');
  expect(missing).toEqual(['𪚥', '㛃']);
  const none = runsOf('张𪚥英', (_part, sign) => sign !== '𪚥');
  expect(none.runs.map((run) => run.text).join('')).toBe('张〔U+2A6A5〕英');
  // Also where the ranges promise a sign that the part does not hold.
  const broken = runsOf('张英', (_part, sign) => sign !== '英');
  expect(broken.missing).toEqual(['英']);
  expect(broken.runs.map((run) => run.text).join('')).toBe('张〔U+82F1〕');
});

it('control: without asking the part for the glyph, a promised one would be set as a box', () => {
  expect(runsOf('张𪚥英', () => true).missing).toEqual(partOf('𪚥') ? [] : ['𪚥']);
  expect(runsOf('张英', () => true).missing).toEqual([]);
});
