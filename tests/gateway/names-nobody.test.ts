/** In a group the open commands count people and name none: others read along. */
import { COMMAND_NAMES } from '../../lib/chat/commands/names';
import { turn } from '../../lib/chat/turn';
import { keys } from '../../lib/store/keys';
import { talker } from '../chat/talk';
import { type County, county } from '../commands/county';

const SAID: [string, string][] = [
  ['今天', 'today'],
  ['班 {c}', 'classes'],
  ['通知 {c} 明天带身份证', 'notify'],
  ['改课 {c} 第2次改到下午4点', 'move_lesson'],
  ['停班 {c} 招不到人', 'open_class'],
  ['开班建议', 'proposals'],
  ['月单', 'monthly_sheet'],
];
let of: County;

/** 穆春花 has no account to write to; 穆秋月 asked leave for today's first lesson. */
beforeAll(async () => {
  of = await county();
  const { world, c } = of;
  await world.table.write([{ kind: 'update', key: keys.profile('w_0001'), remove: ['chat'], why: 'test' }]);
  const one = talker(world, 'li');
  await one.say(`请假 ${c.class_id} 穆秋月 今天 看病`);
  await one.say('1');
});

const asked = async (who: string, text: string, group?: { id: string }) => {
  const { world, c } = of;
  const message = { ...talker(world, who).message(text.replaceAll('{c}', c.class_id)), id: world.id('m') };
  const { reply } = await turn(world, { ...message, ...(group && { group }) });
  return [reply?.text ?? '', ...(reply?.choices ?? []).map(({ label }) => label)].join('\n');
};

it('every open command is tried here', () => {
  expect(SAID.map(([, name]) => name).sort()).toEqual(
    COMMAND_NAMES.filter(({ open }) => open)
      .map(({ name }) => name)
      .sort(),
  );
});

it.each(SAID)('%s: counted, not named', async (text) => {
  const answer = await asked('li', text, { id: 'g1' });
  expect(answer).not.toMatch(/群里不答|单独和我说/);
  expect(answer).not.toMatch(/穆|尾号|000[12]/);
  // Nor is a command offered that is not answered here.
  expect(answer).not.toMatch(/^(?:点名|签到码|名单|代报名|留言)/mu);
});

it('how many is said, and where to ask who', async () => {
  expect(await asked('li', '今天', { id: 'g1' })).toMatch(/请假1人\n没到1人，是谁请单独问我/u);
  expect(await asked('li', '通知 {c} 停课一天', { id: 'g1' })).toMatch(
    /其中1人没有微信联系，收不到，要打电话。是谁请单独问我/u,
  );
});

it('L12 who examines is not told to those who will be examined', async () => {
  const exam = await of.world.table.get(keys.assessment(of.held.c.class_id));
  const [, month, date] = /-0?(\d+)-0?(\d+)T/u.exec(exam!.at)!;
  const day = `${month}月${date}号`;
  const in_group = await asked('office', `今天 ${day}`, { id: 'g1' });
  expect(in_group).toMatch(/● .* 考试\n/u);
  expect(in_group).not.toContain('考评员');
  expect(await asked('office', `今天 ${day}`)).toMatch(/考试\n.*考评员/u);
});

it('control: in private the same words name them', async () => {
  expect(await asked('li', '今天')).toMatch(/没到1人.*穆春花/su);
  expect(await asked('li', '今天')).toMatch(/请假1人（穆秋月）/u);
  expect(await asked('li', '通知 {c} 明天带身份证')).toMatch(/穆春花 尾号/);
  expect(await asked('li', '改课 {c} 第2次改到下午4点')).toMatch(/穆春花 尾号/);
});
