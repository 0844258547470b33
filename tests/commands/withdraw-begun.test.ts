/** 代退 once lessons have begun: nobody gets in again, so it says so before, and promises no 撤销. */
import { type County, county } from './county';

let of: County;
beforeEach(async () => {
  of = await county();
});

it('a class under way: what is final is said on the page, and nothing is offered that would be refused', async () => {
  expect(await of.say('li', '代退 {c} 穆春花 回老家')).toContain('已经开课，退了就不能再报进来，也撤销不了');
  const done = await of.say('li', '1');
  expect(done).toContain('穆春花已退');
  expect(done).not.toContain('撤销');
});

it('one still to come (control): it is taken back', async () => {
  await of.say('li', '代报名 {d} 穆冬雪');
  await of.say('li', '1');
  expect(await of.say('li', '代退 {d} 穆冬雪 回老家')).not.toContain('撤销不了');
  expect(await of.say('li', '1')).toContain('撤销');
  await of.say('li', '撤销');
  expect(await of.say('li', '1')).toContain('穆冬雪回到');
});
