import { policyBook } from '../../lib/policy/book';
import { nearestPlace, placeByRegion, placeOf } from '../../lib/policy/place';

const policy = policyBook().of('530128', '2025-07-10');

describe('placeOf', () => {
  it.each([
    ['上海普陀', '310107'],
    ['我在上海市普陀区长寿路', '310107'],
    ['上海', '310107'],
    ['上海浦东', '310107'],
    ['芜湖县', '340210'],
    ['安徽 芜湖, 湾沚', '340210'],
    ['阜康', '652302'],
    ['新疆建设兵团', '652302'],
    ['６５２３０２', '652302'],
    ['新疆生产建设兵团', '652302'],
  ])('%s → %s', (text, region) => {
    expect(placeOf(policy, text)?.region).toBe(region);
  });

  it.each(['昆明', '', '在工地', '5302'])('finds none in %p', (text) => {
    expect(placeOf(policy, text)).toBeUndefined();
  });

  it('takes the plainer name, and does not guess between two as plain', () => {
    expect(placeOf(policy, '以前在上海，现在阜康市')?.region).toBe('652302');
    expect(placeOf(policy, '上海还是新疆')).toBeUndefined();
    expect(placeOf(policy, '新疆还是上海')).toBeUndefined();
  });
});

describe('placeByRegion', () => {
  it('finds by code', () => {
    expect(placeByRegion(policy, '340210')?.name).toBe('安徽芜湖湾沚');
    expect(placeByRegion(policy, '530128')).toBeUndefined();
  });
});

describe('nearestPlace', () => {
  it.each([
    ['Fukang town', 44.15, 87.98, '652302'],
    ['Ürümqi, 55 km from Fukang', 43.83, 87.62, '652302'],
    ['Shihezi, 150 km from Fukang but for a little', 44.31, 86.1, '652302'],
    ['Pudong', 31.22, 121.54, '310107'],
    ['Nanjing', 32.06, 118.8, '340210'],
  ])('%s', (_where, latitude, longitude, region) => {
    expect(nearestPlace(policy, { latitude, longitude })?.region).toBe(region);
  });

  it.each([
    ['Kunming', 25.04, 102.71],
    ['Karamay, 290 km off', 45.58, 84.89],
    ['no number', Number.NaN, 121],
  ])('%s is near none', (_where, latitude, longitude) => {
    expect(nearestPlace(policy, { latitude, longitude })).toBeUndefined();
  });
});
