/** L15: what officers of another station, institution, employer or evaluator give a command of this area's: not there. */
import { COMMANDS } from '../../lib/chat/commands';
import { COMMAND_NAMES } from '../../lib/chat/commands/names';
import { DUTIES_OF } from '../../lib/people/staff-rules';
import type { Duty, OrgKind } from '../../lib/people/types';
import { putOnDuty } from '../support/staff';
import { type County, county, PUTUO, published, workplaceLesson } from './county';

interface Try {
  command: string;
  say: string[];
  /** Whose own it is, and what is answered there (control). */
  own: string;
  shows: RegExp;
  before?: (of: County) => Promise<void>;
}

const a_month_later = async (of: County) => {
  await published(of);
  of.world.clock.set('2025-08-26T09:00:00+08:00');
};

const TRIES: Try[] = [
  { command: 'today', say: ['今天 {c}', '今天'], own: 'li', shows: /阜康在上班/u },
  { command: 'classes', say: ['{c}', '班 {c}', '班'], own: 'li', shows: /阜康/u },
  { command: 'open_class', say: ['停班 {c} 招不到人'], own: 'office', shows: /要停办.*阜康在上班/u },
  { command: 'open_class', say: ['开班 焊工 脱产 8月4号 60课时 30人 阜康 在职业学校'], own: 'li', shows: /要开/u },
  { command: 'roster', say: ['名单 {c}'], own: 'li', shows: /穆春花/u },
  {
    command: 'enrol_for',
    say: ['代报名 {c} 普小小', '代报名 穆冬雪', '代报名 0003'],
    own: 'li',
    shows: /穆冬雪|普小小/u,
  },
  { command: 'survey', say: ['摸排 {m}', '摸排 {m} 提醒', '摸排 {m} 结束'], own: 'li', shows: /问了|提醒|结束/u },
  {
    command: 'roll_call',
    say: ['点名 {c}', '点名 {c} 缺 1', '都到了 {c}', '点名 穆春花没来'],
    own: 'li',
    shows: /穆/u,
  },
  { command: 'sign_in_code', say: ['签到码 {c}'], own: 'li', shows: /签到码：/u },
  { command: 'move_lesson', say: ['改课 {c} 第3节 8月30号'], own: 'li', shows: /改成：8月30日/u },
  { command: 'notify', say: ['通知 {c} 明天停课'], own: 'li', shows: /发给.*2人/u },
  { command: 'find_worker', say: ['找人 穆春花', '找人 0001', '找人 13800000001'], own: 'li', shows: /138\*+0001/u },
  { command: 'leave', say: ['请假 {c}', '请假 {c} 穆春花 明天', '请假 穆春花 7月28'], own: 'li', shows: /请假/u },
  {
    command: 'scores',
    say: ['成绩 {e}', '公布成绩 {e}', '成绩 {e}\n1 80 90'],
    own: 'examiner',
    shows: /登了0|要登1人|没有成绩/u,
  },
  {
    command: 'threads',
    say: ['留言', '留言 穆春花', '回复 穆春花 在二楼', '留言 穆春花 结束'],
    own: 'li',
    shows: /穆春花/u,
  },
  { command: 'wish_for', say: ['意愿', '意愿 尾号0001 焊工 平时晚上'], own: 'li', shows: /新疆阜康|138\*+0001/u },
  {
    command: 'proposals',
    say: ['开班建议', '开班建议 1', '开班建议 不开 1'],
    own: 'li',
    shows: /焊工|什么地方|为什么不开/u,
  },
  { command: 'monthly_sheet', say: ['月单', '月单 阜康'], own: 'li', shows: /阜康/u },
  { command: 'make_up', say: ['补课 {e}', '补课 {e} 张甲英 第1节 7月25日'], own: 'li', shows: /缺课/u },
  { command: 'inspection', say: ['巡查 {c}', '抽巡查员 {c}'], own: 'office', shows: /抽/u },
  { command: 'certificates', say: ['证书 {e}', '发证 {e}'], own: 'li', shows: /发证/u, before: published },
  { command: 'follow_up', say: ['回访 {e}', '回访 {e} 1 没人接'], own: 'li', shows: /满1个月/u, before: a_month_later },
  { command: 'sheets', say: ['表格 {e}', '导入名单 {c}'], own: 'li', shows: /\/p\//u },
  {
    command: 'attendance',
    say: ['考勤 {e}', '考勤 {e} 张甲英', '早退 {e} 1 10:00'],
    own: 'li',
    shows: /%|到课|早退|没有记到/u,
  },
  {
    command: 'withdraw_for',
    say: ['代退 {c} 穆春花 回老家', '穆春花不学了', '穆春花退{c}'],
    own: 'li',
    shows: /穆春花/u,
  },
  {
    command: 'sign_off',
    say: ['签字', '签字 {e} 1', '签字 {e} 1 全到'],
    own: 'zhao',
    shows: /谁在|在3人/u,
    before: workplaceLesson,
  },
  { command: 'review', say: ['总结 {e}'], own: 'li', shows: /哪些做得好/u, before: a_month_later },
];

/** Nothing of hers: a title, a name nobody gave, an end of a phone, a code, a link. */
const SECRETS =
  /阜康(?:机密|在上|将开)班|138\*|139\*|签到码：|\/p\/|穆秋月|\d张[甲乙丙]英|张[甲乙丙]英：|焊工 \d|找不到教室|确定|要停办|要开：/u;

const ATTACKERS: Record<string, { region: string; duties: Duty[]; org: string; kind: OrgKind }> = {
  station: { region: PUTUO, duties: ['station', 'teacher'], org: 'o_putuo', kind: 'station' },
  institution: { region: PUTUO, duties: ['teacher'], org: 'o_other_school', kind: 'institution' },
  employer: { region: PUTUO, duties: ['supervisor', 'teacher'], org: 'o_other_works', kind: 'employer' },
  evaluator: { region: PUTUO, duties: ['assessor'], org: 'o_other_evaluator', kind: 'evaluator' },
};

describe('L15 another area’s is answered like what does not exist, and nothing is written', () => {
  it.each(TRIES.map((one) => [`${one.command}: ${one.say[0]}`, one] as const))('%s', async (_name, one) => {
    const of = await county();
    await one.before?.(of);
    for (const [who, as] of Object.entries(ATTACKERS)) await putOnDuty(of.world, who, as);
    const before = of.rows();
    for (const who of Object.keys(ATTACKERS))
      for (const text of one.say) {
        const heard = await of.say(who, text);
        expect(`${who} ${text}: ${heard}`).not.toMatch(SECRETS);
        // A hurried 1, and the same thing said of the choice on the page.
        expect(`${who} 1: ${await of.say(who, '1')}`).not.toMatch(SECRETS);
        await of.say(who, '取消');
      }
    expect(of.rows()).toEqual(before);
    // Control: whose it is gets it, by every one of these words.
    for (const text of one.say) {
      const heard = await of.say(one.own, text);
      expect(`${text}: ${heard}`).toMatch(one.shows);
      await of.say(one.own, '取消');
    }
  });

  it('and all 26 commands are tried', () => {
    expect(new Set(TRIES.map(({ command }) => command))).toEqual(new Set(COMMAND_NAMES.map(({ name }) => name)));
  });
});

it('L15 L12 each duty has its own commands, and no organisation’s people have more', async () => {
  const of = await county();
  for (const [kind, duties] of Object.entries(DUTIES_OF) as [OrgKind, Duty[]][])
    for (const duty of duties) {
      await putOnDuty(of.world, `p_${kind}_${duty}`, { region: '652302', duties: [duty], kind, org: 'o_p' });
      for (const command of COMMANDS) {
        const heard = await of.say(`p_${kind}_${duty}`, command.title);
        await of.say(`p_${kind}_${duty}`, '取消');
        const barred = heard.includes('办不了');
        expect(`${duty} ${command.title} ${barred}`).toBe(`${duty} ${command.title} ${!command.duties.includes(duty)}`);
      }
    }
});
