/** The Luquan pack: what the document says, what is assumed, and that a pack without sense is refused. */
import trades from '../../lib/catalogue/trades.json';
import type { Citation } from '../../lib/platform/refusal';
import { NoPolicy, policyBook } from '../../lib/policy/book';
import luquan from '../../lib/policy/packs/luquan-2025.json';
import { checkPolicy } from '../../lib/policy/schema';
import type { Policy } from '../../lib/policy/types';

const pack = () => structuredClone(luquan) as Policy;
const namesAt = (region: string) =>
  pack()
    .places.find((place) => place.region === region)
    ?.trades.value.map((id) => trades.find((trade) => trade.id === id)?.name);

function citations(value: unknown, path = ''): { path: string; rule: Citation }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'rule' ? [{ path, rule: inner as Citation }] : citations(inner, `${path}.${name}`),
  );
}

describe('luquan-2025', () => {
  it('has a sound shape, as every pack that is shipped', () => {
    for (const policy of policyBook().all()) expect(checkPolicy(structuredClone(policy))).toEqual(policy);
  });

  it('L2 holds the three places of the plan', () => {
    expect(pack().places.map((place) => [place.region, place.name])).toEqual([
      ['310107', '上海普陀'],
      ['340210', '安徽芜湖湾沚'],
      ['652302', '新疆阜康'],
    ]);
  });

  it('L7 lists the trades in short supply per place: Shanghai 4, Anhui 2, Xinjiang 3', () => {
    expect(namesAt('310107')).toEqual(['电工', '家政服务员', '养老护理员', '育婴员']);
    expect(namesAt('340210')).toEqual(['输送操作工', '制冷空调系统安装维修工']);
    expect(namesAt('652302')).toEqual(['电工', '焊工', '农作物种植员']);
  });

  it('L7 leaves the crop protection class that was held off the list, and says so', () => {
    const fukang = pack().places[2]!;
    expect(fukang.trades.value).not.toContain('crop_protector');
    expect(fukang.trades.rule.why).toMatch(/阜康.*不属兵团.*农作物植保员不在此列/);
  });

  it('L4 describes weekend, evening and full-time classes', () => {
    expect(pack().patterns.value).toMatchObject({
      weekend: { weekdays: [6, 7] },
      evening: { earliest: '18:00' },
      full_time: { weekdays: [1, 2, 3, 4, 5, 6, 7] },
    });
  });

  it('cites the document for what it says, and says why for what it assumes', () => {
    const all = citations(luquan);
    expect(all).toHaveLength(3 + 1 + 9 + 3 + 8 + 4 + 3);
    for (const { path, rule } of all)
      expect({ path, why: rule.assumed ? (rule.why?.length ?? 0) > 5 : true }).toEqual({ path, why: true });
    expect(all.filter(({ rule }) => !rule.assumed).map(({ path }) => path)).toEqual([
      '.places.0.trades',
      '.places.1.trades',
      '.places.2.trades',
      '.enrolment.groups',
    ]);
  });
});

describe('checkPolicy', () => {
  const broken: [string, (policy: any) => void, RegExp][] = [
    [
      'an assumption without a reason',
      (p) => delete p.enrolment.age_min.rule.why,
      /enrolment\.age_min\.rule: an assumed rule must say why/,
    ],
    ['a rule without a citation', (p) => delete p.notices.quiet.rule, /notices\.quiet\.rule/],
    ['a misspelt field', (p) => (p.enrolment.age_minimum = 3), /age_minimum/],
    [
      'latitude and longitude swapped',
      (p) => (p.places[0].centre = { latitude: 121, longitude: 31 }),
      /places\.0\.centre/,
    ],
    ['more units than the evening has', (p) => (p.patterns.value.evening.units_per_day_max = 6), /do not fit/],
    ['an age range upside down', (p) => (p.enrolment.age_max.value = 15), /age_min is above age_max/],
    ['an offer that runs out overnight', (p) => (p.enrolment.offer_min.value = 540), /outlast the quiet hours/],
    ['a reminder in the quiet hours', (p) => (p.notices.evening_at.value = '23:00'), /quiet hours/],
    ['one place twice', (p) => (p.places[1].region = '310107'), /place stands twice/],
    ['one alias for two places', (p) => p.places[1].aliases.push('上海'), /share a name/],
    ['an end before the beginning', (p) => (p.to = '2024-12-31'), /ends before/],
    ['a proposal of more wishes than one holds', (p) => (p.demand.proposal_min.value = 91), /demand\.proposal_min/],
    [
      'a reminder after the survey closed',
      (p) => (p.demand.survey_remind_after_h.value = [24, 168]),
      /a survey reminds after it has closed/,
    ],
    [
      'a sign-in that closes before it is late',
      (p) => (p.delivery.sign_in.value.closes_after_min = 14),
      /closes before it is late/,
    ],
    ['a share above the whole', (p) => (p.delivery.attendance_percent_min.value = 101), /attendance_percent_min/],
    ['no follow-up at all', (p) => (p.assessment.follow_up_months.value = []), /follow_up_months/],
    ['no such time', (p) => (p.patterns.value.weekend.earliest = '24:10'), /time of day/],
  ];
  it.each(broken)('refuses %s', (_what, spoil, said) => {
    const policy = pack();
    spoil(policy);
    expect(() => checkPolicy(policy)).toThrow(said);
  });
});

describe('policyBook', () => {
  const later = { ...pack(), version: '2026', from: '2026-01-01', to: '2026-12-31' };

  it('gives the policy of the home region on the day', () => {
    expect(policyBook().of('530128', '2025-07-24').id).toBe('luquan-2025');
    expect(policyBook([pack(), later]).of('530128', '2025-12-31').version).toBe(pack().version);
    expect(policyBook([pack(), later]).of('530128', '2026-01-01').version).toBe('2026');
    expect(policyBook([later, pack()]).of('530128', '2026-12-31').version).toBe('2026');
    expect(policyBook([later, pack()]).of('530128', '2027-01-01').version).toBe(pack().version);
    expect(policyBook().of('530128', '2025-01-01').id).toBe('luquan-2025');
  });

  it('throws NoPolicy before it began, and elsewhere', () => {
    expect(() => policyBook().of('530128', '2024-12-31')).toThrow(NoPolicy);
    expect(() => policyBook().of('410900', '2025-07-24')).toThrow('no policy for 410900 on 2025-07-24');
  });
});
