/**
 * Between the dry answer and the yes she is moved, loses the duty or leaves: every deed looks again (L15). And what she did
 * before she went is no more hers to take back.
 */
import { DEEDS } from '../../lib/chat/commands';
import { appeal } from '../../lib/classes/assessment/appeal';
import { inArea } from '../../lib/people/on-duty';
import { keys } from '../../lib/store/keys';
import { organisation, staffOf } from '../assessment/scene';
import { must } from '../support/town';
import { type County, county, PUTUO, published, workplaceLesson } from './county';

jest.mock('../../lib/people/on-duty', () => {
  const real = jest.requireActual<typeof import('../../lib/people/on-duty')>('../../lib/people/on-duty');
  return { ...real, inArea: jest.fn(real.inArea) };
});

interface Row {
  deed: string;
  /** Done before. */
  first?: string[];
  /** What leads to its page. */
  say: string[];
  who?: string;
  /** 撤销 leads to this one. */
  undo?: string;
  before?: (of: County) => Promise<void>;
}

const missed = async ({ world, held }: County) => {
  const key = keys.attendance(held.c.class_id, held.workers[0]!.worker_id);
  await world.table.write([{ kind: 'update', key, remove: ['n1'], why: 'test' }]);
};
const appealed = async (of: County) => {
  await published(of);
  const about = { class_id: of.held.c.class_id, worker_id: of.held.workers[2]!.worker_id, said: '第三题对了' };
  await must(of.world, () => appeal(of.world, about));
};
const a_month_later = async (of: County) => {
  await published(of);
  of.world.clock.set('2025-08-26T09:00:00+08:00');
};

const inspectors = async ({ world }: County) => {
  const org = await organisation(world, 'office', '就业局');
  for (const name of ['巡一', '巡二']) await staffOf(world, org, { name, duties: ['inspector'] });
};

const ROWS: Row[] = [
  { deed: 'start_survey', first: ['摸排 {m} 结束', '1'], say: ['摸排 开始'], undo: 'stop_survey' },
  { deed: 'remind_survey', say: ['摸排 {m} 提醒'] },
  { deed: 'close_survey', say: ['摸排 {m} 结束'] },
  { deed: 'wish_for', say: ['意愿 王小妹 13800000077 焊工 平时晚上'] },
  {
    deed: 'wish_for',
    first: ['摸排 {m} 结束', '1'],
    say: ['意愿 王小妹 13800000077 电工 平时晚上'],
    undo: 'drop_wish_for',
  },
  { deed: 'accept_proposal', say: ['开班建议 1 8月4号 40课时 30人 在职业学校'], undo: 'unopen_class' },
  { deed: 'decline_proposal', say: ['开班建议 不开 1', '今年没有场地'] },
  { deed: 'issue_certificates', say: ['发证 {e}'], undo: 'recall_certificates', before: published },
  { deed: 'record_call', say: ['回访 {e} 1 没人接'], before: a_month_later },
  { deed: 'review_class', say: ['总结 {e}', '来得齐', '多些实操'], before: a_month_later },
  { deed: 'enter_scores', who: 'examiner', say: ['成绩 {e}', '1 80 90'], undo: 'take_back_scores' },
  { deed: 'publish_results', who: 'examiner', say: ['成绩 {e}\n1 80 90\n2 80 90\n3 80 90', '1', '公布成绩 {e}'] },
  { deed: 'decide_appeal', who: 'second', say: ['成绩 {e}', '1', '62 70 第三题漏算'], before: appealed },
  { deed: 'move_lesson', say: ['改课 {c} 第3节 8月30号 上午9点'], undo: 'move_lesson' },
  { deed: 'open_class', say: ['开班 电工 脱产 9月1号 40课时 30人 在职业学校'], undo: 'unopen_class' },
  { deed: 'stop_class', who: 'office', say: ['停班 {c} 招不到人'] },
  { deed: 'leave', say: ['请假 {c} 穆春花 7月28'], undo: 'leave_undo' },
  { deed: 'make_up', say: ['补课 {e} 张甲英 第1节 7月25日'], undo: 'make_up_undo', before: missed },
  { deed: 'roll_call', say: ['都到了 {c}'], undo: 'roll_call_undo' },
  { deed: 'left_early', first: ['都到了 {c}', '1'], say: ['早退 {c} 1 9:00'], undo: 'left_early' },
  { deed: 'correct_marks', first: ['都到了 {c}', '1'], say: ['穆春花没来 {c}', '点名点错了'] },
  { deed: 'enrol_people', say: ['代报名 {d} 穆冬雪'], undo: 'enrol_undone' },
  { deed: 'draw_inspection', who: 'office', say: ['抽巡查员 {c}'], before: inspectors },
  { deed: 'sign_off', who: 'zhao', say: ['签字 {e} 1 全到'], undo: 'undo_sign_off', before: workplaceLesson },
  { deed: 'notify', say: ['通知 {c} 明天停课'], undo: 'stop_notice' },
  { deed: 'notify', say: ['通知 所有人 明天停电'] },
  { deed: 'reply_thread', say: ['留言 穆春花', '在二楼'] },
  { deed: 'close_thread', say: ['留言 穆春花 结束'] },
  { deed: 'withdraw_for', first: ['代报名 {d} 穆冬雪', '1'], say: ['代退 {d} 穆冬雪 回老家'], undo: 'enrol_again' },
];

/** Where her row says she works, and back again. */
async function moved(of: County, who: string, set: Record<string, unknown>): Promise<() => Promise<void>> {
  const staff_id =
    { examiner: of.held.assessors[0]!.staff_id, second: of.held.assessors[1]!.staff_id }[who] ?? `s_${who}`;
  const key = keys.staff(staff_id);
  const was = (await of.world.table.get(key))!;
  const write = (to: Record<string, unknown>) => of.world.table.write([{ kind: 'update', key, set: to, why: 'test' }]);
  await write(set);
  return () => write(Object.fromEntries(Object.keys(set).map((attr) => [attr, was[attr]])));
}

const ELSEWHERE = { region: PUTUO, org_id: 'o_elsewhere', home_region: '530129' };
const AWAY: Record<string, Record<string, unknown>> = {
  'was moved': ELSEWHERE,
  'has another duty': { duties: ['inspector'] },
  'has left': { active: false },
};

/** What differs, by its keys. */
const changed = (before: string[], after: string[]): string[] =>
  [...before.filter((row) => !after.includes(row)), ...after.filter((row) => !before.includes(row))].map((row) => {
    const { pk, sk } = JSON.parse(row);
    return `${pk} ${sk}`;
  });

describe.each(ROWS.map((row) => [`${row.deed}, ${row.say.at(-1)}`, row] as const))('%s', (_name, row) => {
  const who = row.who ?? 'li';
  const said = async (of: County, texts: string[]) => {
    for (const text of texts) expect(await of.say(who, text)).not.toMatch(/没看懂|你是要|没有这/u);
    await of.settled();
  };
  const away = async (of: County, texts: string[]) => {
    for (const [how, set] of Object.entries(AWAY)) {
      const before = of.rows();
      const back = await moved(of, who, set);
      await said(of, texts);
      expect([how, changed(before, of.rows())]).toEqual([how, []]);
      await back();
    }
  };

  it('L15 is not done by one who is no more hers, and is done by one who is (control)', async () => {
    const of = await county();
    await row.before?.(of);
    await said(of, row.first ?? []);
    for (const [how, set] of Object.entries(AWAY)) {
      await said(of, row.say);
      const before = of.rows();
      const back = await moved(of, who, set);
      const heard = await of.say(who, '1');
      await of.settled();
      expect([how, heard, changed(before, of.rows())]).toEqual([how, expect.stringMatching(/解除|没有|不在/u), []]);
      await back();
    }
    await said(of, row.say);
    const before = of.rows();
    await said(of, ['1']);
    expect(changed(before, of.rows())).not.toEqual([]);
    if (!row.undo) return;
    const done = of.rows();
    // What she sent to others she may always stop.
    if (row.undo !== 'stop_notice') await away(of, ['撤销', '1']);
    await said(of, ['撤销', '1']);
    expect(changed(done, of.rows())).not.toEqual([]);
  });
});

it('every deed there is was tried', () => {
  const tried = new Set(ROWS.flatMap(({ deed, undo }) => [deed, ...(undo ? [undo] : [])]));
  expect(Object.keys(DEEDS).filter((name) => !tried.has(name))).toEqual([]);
});

it('L15 one who was moved would do it, were the class not held against her area (control)', async () => {
  const of = await county();
  await of.say('li', '代退 {c} 穆春花 回老家');
  await moved(of, 'li', ELSEWHERE);
  jest.mocked(inArea).mockReturnValue(undefined);
  expect(await of.say('li', '1')).toContain('穆春花已退');
  jest.mocked(inArea).mockReset();
});
