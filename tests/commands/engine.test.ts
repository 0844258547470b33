/** The engine: who may, what is kept, what is done when someone is no longer there, and what it costs. */
import { atWork } from '../../lib/chat/commands/at-work';
import { cutText, pageOf } from '../../lib/chat/commands/pages';
import { newConversation } from '../../lib/chat/conversation';
import { command as commandFlow } from '../../lib/chat/flows/command';
import { unpack } from '../../lib/chat/pack';
import { turn } from '../../lib/chat/turn';
import type { Conversation, Flow } from '../../lib/chat/types';
import { enrol } from '../../lib/classes/enrol';
import { roster } from '../../lib/classes/roster';
import { onDutyCheck } from '../../lib/people/on-duty';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { talker } from '../chat/talk';
import { leaves, putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { syntheticIdNumber, testWorld } from '../support/world';

jest.mock('../../lib/people/on-duty', () => {
  const real = jest.requireActual<typeof import('../../lib/people/on-duty')>('../../lib/people/on-duty');
  return { ...real, onDutyCheck: jest.fn(real.onDutyCheck) };
});

const FUKANG = '652302';

async function station() {
  const memory = memoryTable();
  const tap = tapped(memory);
  const world = testWorld(tap.table);
  await putOnDuty(world, 's', { region: FUKANG, duties: ['station'] });
  const c = await openClass(world, { capacity: 10 });
  const workers = [];
  for (const [i, name] of ['张三', '李四'].entries()) {
    const worker = await newWorker(world, i + 1, { name });
    await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
    workers.push(worker);
  }
  const { sender } = recordingSender();
  await settle(world, sender, tap.written);
  return { memory, world, tap, sender, c, workers, one: talker(world, 's') };
}

const text = ({ reply }: { reply?: { text: string } }): string => reply?.text ?? '';

describe('who may act', () => {
  it('L15 someone who left one second ago does nothing, though her conversation still says she is at work', async () => {
    const { world, one, c } = await station();
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    await leaves(world, 's');
    expect(text(await one.say('1'))).toContain('工作身份已经解除');
    expect(await roster(world, c.class_id)).toHaveLength(2);
  });

  it('and she would, were her office not looked at again (control)', async () => {
    const { world, one, c } = await station();
    const staff = (await world.table.get(keys.staff('s_s')))!;
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    await leaves(world, 's');
    const nobody_looks = {
      staff: staff as never,
      check: { kind: 'check' as const, key: keys.staff('s_s'), why: 'away' },
    };
    jest.mocked(onDutyCheck).mockResolvedValueOnce(nobody_looks);
    expect(text(await one.say('1'))).toContain('张三已退');
    expect(await roster(world, c.class_id)).toHaveLength(1);
  });

  it('she leaves between the plan and the write: the condition stops it', async () => {
    const { world, one, c, memory } = await station();
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    const write = world.table.write;
    let left = false;
    world.table.write = async (changes, how) => {
      if (!left && changes.some((change) => change.kind === 'check')) {
        left = true;
        await memory.write([
          {
            kind: 'update',
            key: keys.staff('s_s'),
            set: { active: false },
            when: [{ attr: 'pk', op: 'exists' }],
            why: 'she left',
          },
        ]);
      }
      return write(changes, how);
    };
    expect(text(await one.say('1'))).toContain('工作身份已经解除');
    expect(await roster(world, c.class_id)).toHaveLength(2);
  });

  it('L15 a class of another area is answered like one that does not exist', async () => {
    const { world, c } = await station();
    await putOnDuty(world, 'x', { region: '310107', duties: ['station'] });
    const other = talker(world, 'x');
    const hers = text(await other.say(`名单 ${c.class_id}`)).replaceAll(c.class_id, 'Z99');
    expect(text(await other.say('名单 Z99'))).toBe(hers);
    expect(text(await other.say('张三'))).not.toContain('138****');
    expect(text(await other.say(`通知 ${c.class_id} 停课`))).toContain('没有');
  });

  it('what a duty does not include says who may', async () => {
    const { world } = await station();
    await putOnDuty(world, 't', { region: FUKANG, duties: ['teacher'], kind: 'institution', org: 'o_school' });
    const teacher = talker(world, 't');
    expect(text(await teacher.say('开班'))).toMatch(/由工作站、主管部门办.*你的身份是老师/u);
    expect(text(await teacher.say('菜单'))).not.toContain('3 开班');
  });

  it('in a group nothing about a person is answered', async () => {
    const { world, one, c } = await station();
    const said = { ...one.message(`名单 ${c.class_id}`), group: { id: 'g1' } };
    expect(text(await turn(world, said))).toContain('群里不答');
    const open = { ...one.message(`班 ${c.class_id}`), group: { id: 'g1' } };
    expect(text(await turn(world, open))).toContain(c.title);
  });
});

describe('what is remembered', () => {
  it('an ID number is sealed while its page waits, and nowhere in the clear', async () => {
    const { memory, one, c } = await station();
    const id_number = syntheticIdNumber(77);
    await one.say(`代报名 ${c.class_id} 王小妹 ${id_number} 13800000077`);
    const rows = () =>
      JSON.stringify([...memory.all()], (_key, value) => (value instanceof Uint8Array ? unpack(value) : value));
    expect(rows()).not.toContain(id_number);
    expect(rows()).not.toContain('13800000077');
    // A page without such numbers is kept as it is: the look above would find one (control).
    await one.say('取消');
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    expect(rows()).toContain('回老家');
    await one.say(`代报名 ${c.class_id} 王小妹 ${id_number} 13800000077`);
    expect(text(await one.say('1'))).toContain('王小妹报好了');
    expect(rows()).not.toContain(id_number);
  });

  it('a tap on an older page confirms nothing', async () => {
    const { world, one, c } = await station();
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    await one.say(`通知 ${c.class_id} 明天停课`);
    expect(text(await one.say('1 确定代退'))).toContain('前面的');
    expect(await roster(world, c.class_id)).toHaveLength(2);
  });

  it('while a page asks, a number is an answer and never the command of that number', async () => {
    const { one, c } = await station();
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    const answered = await one.say('7');
    expect(text(answered)).toContain('要退：张三');
    expect(answered.reply?.choices?.map(({ label }) => label)).toEqual(['确定代退', '不做']);
  });

  it('撤销 said twice at once takes back once', async () => {
    const { world, one, c } = await station();
    await one.say(`代退 ${c.class_id} 张三 回老家`);
    await one.say('1');
    await one.say('撤销');
    const [first, second] = [one.message('1'), one.message('1')];
    const answers = await Promise.all([turn(world, first), turn(world, second)]);
    expect(answers.filter((one_of) => text(one_of).includes('张三回到'))).toHaveLength(1);
    expect(await roster(world, c.class_id)).toHaveLength(2);
  });
});

describe('finding people', () => {
  it('follows a name put right, a site changed and an erasure', async () => {
    const { world, tap, sender, workers, one } = await station();
    const key = keys.profile(workers[0]!.worker_id);
    await world.table.write([{ kind: 'update', key, set: { name: '章三' }, why: 'put right' }]);
    await settle(world, sender, tap.written);
    expect(text(await one.say('找人 张三'))).toContain('没有张三');
    expect(text(await one.say('找人 章三'))).toContain('138****0001');
    await world.table.write([{ kind: 'update', key, set: { site_region: '310107' }, why: 'moved' }]);
    await settle(world, sender, tap.written);
    expect(text(await one.say('找人 章三'))).toContain('没有章三');
    await world.table.write([{ kind: 'update', key, set: { erased_at: '2025-07-10T10:00:00+08:00' }, why: 'erased' }]);
    await settle(world, sender, tap.written);
    const { items } = await world.table.query({ pk: 'PEOPLE#310107' });
    expect(items).toEqual([]);
  });
});

describe('long answers', () => {
  it('go in pages, none longer than a message', () => {
    const text = Array.from({ length: 200 }, (_, i) => `${i + 1} 张三 138****${String(i).padStart(4, '0')}`).join('\n');
    const { pages } = pageOf(text, 1);
    const all = Array.from({ length: pages }, (_, i) => pageOf(text, i + 1));
    expect(all.every(({ text: page }) => Buffer.byteLength(page) < 1600)).toBe(true);
    expect(all.map(({ more }) => more)).toEqual([...Array(pages - 1).fill(true), false]);
    expect(all.flatMap(({ text: page }) => page.split('\n').slice(0, -1))).toEqual(text.split('\n'));
    expect(cutText(text)).toContain('没有全列');
    expect(pageOf('短', 3)).toEqual({ text: '短', more: false, pages: 1 });
  });

  it('下一页 shows the next of a roster, read afresh', async () => {
    const { world, one } = await station();
    const { class_id } = await openClass(world, { capacity: 50, trade_id: 'welder', first_day: '2025-09-01' });
    for (let n = 10; n < 60; n++) {
      const worker = await newWorker(world, n, { name: `阿依古丽·买买提艾力江${n}` });
      await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
    }
    const first = await one.say(`名单 ${class_id}`);
    expect(text(first)).toContain('第1页，共2页');
    expect(first.reply?.choices?.[0]).toEqual({ send: '下一页', label: '下一页' });
    expect(text(await one.say('下一页'))).toContain('50 阿依古丽');
    expect(text(await one.say('下一页'))).toContain('后面没有了');
  });
});

describe('flows of work', () => {
  it('a report half made waits for a command with a mark, and goes on', async () => {
    const { world } = await station();
    const staff = await putOnDuty(world, 'i', { region: FUKANG, duties: ['inspector'], kind: 'office' });
    const visit: Flow = {
      ...commandFlow,
      name: 'visit',
      summary: () => '巡查记录',
      keeps: () => true,
      ask: async (_context, state) => ({ reply: { text: '看到什么？' }, flow: state }),
      answer: async (_context, state) => ({ reply: { text: '记下了' }, flow: state }),
    };
    const { staff_id, name, org_id, org_name, region, duties } = staff;
    const flow = { name: 'visit' as const, version: 1, slots: {}, tries: 0, history: [], at_ms: 0 };
    const conversation = {
      ...newConversation('wechat:oi'),
      staff: { staff_id, name, org_id, org_name, region, duties },
    };
    const say = (text: string, held: Partial<Conversation>) =>
      atWork(
        {
          world,
          conversation: { ...conversation, ...held },
          message: talker(world, 'i').message(text),
          now_ms: world.now(),
          attempt: 0,
        },
        { visit },
      );
    expect((await say('今天没有老师', { flow })).reply?.text).toBe('记下了');
    const aside = await say('#今天', { flow });
    expect(aside.reply?.text).toContain('巡查记录先放着');
    expect(aside.conversation?.paused?.name).toBe('visit');
    const on = await say('继续', { paused: aside.conversation?.paused });
    expect(on.reply?.text).toBe('看到什么？');
    expect(on.flow?.name).toBe('visit');
  });

  it('a worker’s door is no door for someone who is none', async () => {
    const { one, c } = await station();
    expect(text(await one.say(`申诉 ${c.class_id}`))).not.toContain('登记');
  });
});
