/** 停班: the office stops a class, a station one that nobody is in; what must be known is said first. */
import { enrol } from '../../lib/classes/enrol';
import { readClass } from '../../lib/classes/read';
import { keys } from '../../lib/store/keys';
import { talker } from '../chat/talk';
import { must, newWorker } from '../support/town';
import { type County, county } from './county';
import { reading } from './reading';

let of: County;
beforeEach(async () => {
  of = await county();
});
const state = async (class_id: string) => (await readClass(of.world, class_id))?.status;

it.each(['取消开班 A15', 'A15不开了', 'A15班不开了', '停班 A15', 'A15停办', 'A15 今年不办了'])(
  '%s is heard',
  async (text) => {
    expect(await reading(text)).toMatchObject({ command: 'open_class', found: { class_ids: ['A15'] } });
  },
);
it.each([
  ['A15什么时候开班', undefined],
  ['停课一天 A15', 'move_lesson'],
  ['通知 A15 停班一天', 'notify'],
])('%s is something else', async (text, command) => {
  expect((await reading(text)).command).toBe(command);
});

it('the office: how many are told, why, and then it is done; everyone in it is told', async () => {
  const { class_id } = of.c;
  expect(await of.say('office', `${class_id}不开了`)).toContain('为什么停办');
  const dry = await of.say('office', '招不到人');
  expect(dry).toMatch(/要停办：.*阜康在上班[\s\S]*原因：招不到人\n2人报名或候补/u);
  expect(await state(class_id)).toBe('published');
  expect(await of.say('office', '1')).toContain('取消了');
  expect((await readClass(of.world, class_id))?.cancelled?.reason).toBe('招不到人');
  expect(await of.world.table.get(keys.task(`cancelled-${class_id}`))).toMatchObject({ by: 's_office' });
  expect(await of.say('office', `停班 ${class_id} 招不到人`)).toContain('已经取消');
});

it('a station: with people in it, who does it and what is needed; without, it is done', async () => {
  expect(await of.say('li', '停班 {c} 招不到人')).toMatch(/有2人报名或候补，工作站停不了，要县里主管部门停/u);
  expect(await state(of.c.class_id)).toBe('published');
  await of.say('li', '停班 {d} 招不到人');
  expect(await of.say('li', '1')).toContain('取消了');
  expect(await of.say('li', '停班 {e}')).toContain('已经上完');
});

it('someone who signs up between the look and the write keeps the class (control: the office’s right does not ask)', async () => {
  const { world } = of;
  const coming = (await of.say('li', '班')).match(/[A-Z]\d+(?= 阜康将开班)/u)![0];
  await of.say('li', `停班 ${coming} 招不到人`);
  const worker = await newWorker(world, 70);
  const write = world.table.write;
  let signed = false;
  world.table.write = async (changes, how) => {
    if (!signed && changes.some((change) => change.why === 'a class cancelled')) {
      signed = true;
      await must(world, () => enrol(world, { class_id: coming, worker, by: 'chat' }));
    }
    return write(changes, how);
  };
  expect((await talker(world, 'li').say('1')).reply?.text).toMatch(/已经有1人报名或候补/u);
  expect(await state(coming)).toBe('published');
  await of.say('office', `停班 ${coming} 招不到人`);
  signed = false;
  world.table.write = write;
  expect(await of.say('office', '1')).toContain('取消了');
});
