/** By chat at work: marks, publication, appeals, certificates, calls, the review; each with its dry answer first. */

import { readCall } from '../../lib/chat/commands/read-call';
import { readScoreLines } from '../../lib/chat/commands/read-scores';
import { readFollowUp, readReview } from '../../lib/classes/after/items';
import { appeal } from '../../lib/classes/assessment/appeal';
import { readAssessment, readScores } from '../../lib/classes/assessment/items';
import { certificatesOfClass } from '../../lib/classes/certificates/items';
import { memoryTable } from '../../lib/store/memory';
import type { Talker } from '../chat/talk';
import { boundAs } from '../people/office';
import { must, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, type Scene, staffOf } from './scene';

describe('marks as they are typed', () => {
  it.each([
    ['3 85 90', { who: 3, theory: 85, practice: 90 }],
    ['3号 85，90', { who: 3, theory: 85, practice: 90 }],
    ['３　８５　９０', { who: 3, theory: 85, practice: 90 }],
    ['张三 85 90', { who: '张三', theory: 85, practice: 90 }],
    ['张三：理论85 实操90', { who: '张三', theory: 85, practice: 90 }],
    ['张三85分90分', { who: '张三', theory: 85, practice: 90 }],
    ['3、85/90', { who: 3, theory: 85, practice: 90 }],
    ['张三\t85\t90', { who: '张三', theory: 85, practice: 90 }],
    ['12 缺考', { who: 12, absent: true }],
    ['李四 没来', { who: '李四', absent: true }],
    ['A17 3 85 90', { who: 3, theory: 85, practice: 90 }],
    ['3 101 90', { who: 3, theory: 101, practice: 90 }],
  ])('%s', (text, line) => {
    expect(readScoreLines(text)).toEqual([line]);
  });

  it.each(['A17', '成绩 A17', '3 85', '张三', '公布成绩 A17', '3 8590', '85 90 分', '今天下雨 8 9 10'])(
    '%s is no mark',
    (text) => {
      expect(readScoreLines(text)).toEqual([]);
    },
  );

  it('many lines at once, what is none of them passed over', () => {
    expect(readScoreLines('成绩 A17\n1 85 90\n谢谢\n张三 60 60；4 缺考').map((one) => one.who)).toEqual([1, '张三', 4]);
  });
});

describe('L24 what a call brought, as it is typed', () => {
  it.each([
    ['回访 A17 3 没人接', 'no_answer'],
    ['张三 空号', 'wrong_number'],
    ['张三 不愿意说', 'refused'],
    [
      '在上班 技工 以前4500 现在6500',
      { working: true, post: 'skilled', wage_before_fen: 450_000, wage_after_fen: 650_000 },
    ],
    ['在上班 6500', { working: true, wage_after_fen: 650_000 }],
    [
      '普工到技工，工资从四千五涨到六千五',
      { working: true, post_before: 'general', post: 'skilled', wage_before_fen: 450_000, wage_after_fen: 650_000 },
    ],
    ['没上班，想找工作', { working: false, guidance: 'job' }],
    ['在家，想创业', { working: false, guidance: 'startup' }],
  ])('%s', (text, call) => {
    expect(readCall(text)).toEqual(call);
  });
  it('a name and a number alone say nothing', () => {
    expect([readCall('回访 A17 张三'), readCall('回访 A17 3')]).toEqual([undefined, undefined]);
  });
});

describe('at work', () => {
  let world: TestWorld;
  let written: ReturnType<typeof tapped>['written'];
  let s: Scene;
  let examiner: Talker;
  let second: Talker;
  let officer: Talker;
  const settled = () => settle(world, recordingSender().sender, written);
  const says = async (one: Talker, text: string) => (await one.say(text)).reply?.text ?? '';

  beforeEach(async () => {
    const tap = tapped(memoryTable());
    written = tap.written;
    world = testWorld(tap.table);
    s = await heldClass(world, 3);
    await planned(s);
    const station = await organisation(world, 'station', '阜康工作站', { region: '652302' });
    examiner = await boundAs(world, s.assessors[0]!, 'examiner');
    second = await boundAs(world, s.assessors[1]!, 'second');
    officer = await boundAs(world, await staffOf(world, station, { name: '李梅', duties: ['station'] }), 'officer');
  });
  const entered = async () => {
    const { class_id } = s.c;
    await examiner.say(`成绩 ${class_id}`);
    await examiner.say('1 85 90\n2 50 90\n3 70 70');
    return says(examiner, '1');
  };
  const out = async () => {
    await entered();
    await examiner.say(`公布成绩 ${s.c.class_id}`);
    const text = await says(examiner, '1');
    await settled();
    return text;
  };

  it('marks: a numbered list, pasted lines, the dry answer, taken back until published', async () => {
    const { class_id } = s.c;
    const list = await says(examiner, `成绩 ${class_id}`);
    expect(list).toMatch(/登了0\/3人\n1 张/u);
    const dry = await says(examiner, '1 85 90\n2 150 90\n9 60 60\n3 缺考');
    expect(dry).toMatch(/要登2人/u);
    expect(dry).toMatch(/× 张.英：.*分数/u);
    expect(dry).toContain('没找到：9');
    expect(await readScores(world, class_id)).toEqual([]);
    expect(await says(examiner, '1')).toContain('登好了，2人：合格1人');
    expect(await readScores(world, class_id)).toHaveLength(2);
    expect(await says(examiner, '撤销')).toContain('登的2人成绩');
    expect(await says(examiner, '1')).toContain('撤回了');
    expect(await readScores(world, class_id)).toEqual([]);
  });

  it('publication: what will be told, then done; nobody else but an assessor', async () => {
    await entered();
    expect(await says(officer, `公布成绩 ${s.c.class_id}`)).not.toContain('公布“');
    expect(await says(examiner, `公布成绩 ${s.c.class_id}`)).toMatch(/合格2人，不合格1人/u);
    expect((await readAssessment(world, s.c.class_id))?.state).toBe('planned');
    expect(await says(examiner, '1')).toContain('公布了，合格2人');
    expect((await readAssessment(world, s.c.class_id))?.state).toBe('published');
  });

  it('an appeal: the first examiner may not, the second marks again', async () => {
    await out();
    const about = { class_id: s.c.class_id, worker_id: s.workers[1]!.worker_id, said: '第三题对了' };
    await must(world, () => appeal(world, about));
    expect(await says(second, `成绩 ${s.c.class_id}`)).toContain('1人申诉');
    expect(await says(second, '1')).toContain('第三题对了');
    expect(await says(second, '62 90 第三题漏算')).toMatch(/改成理论62分，实操90分/u);
    expect(await says(second, '1')).toMatch(/处理好了.*合格/u);
    const score = (await readScores(world, s.c.class_id)).find((one) => one.worker_id === about.worker_id);
    expect(score).toMatchObject({ outcome: 'passed', appeal: { state: 'changed', reason: '第三题漏算' } });
  });

  it('L13 certificates: who gets one and who not and why; taken back within minutes', async () => {
    await out();
    const dry = await says(officer, `证书 ${s.c.class_id}`);
    expect(dry).toMatch(/发证，2人/u);
    expect(dry).toMatch(/× 张.英：没有合格/u);
    expect(await says(officer, '1')).toContain('开始');
    await settled();
    expect((await certificatesOfClass(world, s.c.class_id)).map((one) => one.state)).toEqual(['valid', 'valid']);
    await officer.say('撤销');
    expect(await says(officer, '1')).toContain('撤回');
    await settled();
    expect((await certificatesOfClass(world, s.c.class_id)).map((one) => one.state)).toEqual(['revoked', 'revoked']);
    expect(await says(examiner, `证书 ${s.c.class_id}`)).toContain('已撤销');
  });

  it('L24 a call made too early is not recorded; it is said from which day it counts', async () => {
    world.clock.set('2025-07-30T09:00:00+08:00');
    expect(await says(officer, `回访 ${s.c.class_id} 2 在上班 6500`)).toContain('满1个月的回访8月17日起才能记');
    world.clock.set('2025-08-18T09:00:00+08:00');
    expect(await says(officer, `回访 ${s.c.class_id} 2 在上班 6500`)).toContain('满1个月的回访');
    expect(await says(officer, '1')).toContain('记下了');
    // Long after the last month a call counts for that, not for the first.
    world.clock.set('2026-04-01T09:00:00+08:00');
    expect(await says(officer, `回访 ${s.c.class_id} 2 没上班`)).toContain('满6个月的回访');
  });

  it('L24 calls: the list of those to call, one call recorded', async () => {
    world.clock.set('2025-08-25T09:00:00+08:00');
    expect(await says(officer, `回访 ${s.c.class_id}`)).toMatch(/满1个月：答了0\/3人/u);
    expect(await says(officer, `回访 ${s.c.class_id} 2 在上班 技工 以前4500 现在6500`)).toMatch(
      /以前4500元，现在6500元/u,
    );
    expect(await says(officer, '1')).toContain('记下了');
    expect(await readFollowUp(world, s.c.class_id, s.workers[1]!.worker_id)).toMatchObject({
      answers: { 1: { working: true, post: 'skilled', wage_after_fen: 650_000 } },
      attempts: [{ how: 'phone', outcome: 'answered' }],
    });
    expect(await says(officer, `回访 ${s.c.class_id} 1`)).toContain('电话打得怎么样');
    expect(await says(officer, '3')).toMatch(/没人接/u);
    await officer.say('1');
    expect((await readFollowUp(world, s.c.class_id, s.workers[0]!.worker_id))?.attempts).toMatchObject([
      { outcome: 'no_answer' },
    ]);
  });

  it('L24 who wants help is on the officer’s list, in work or not; by her last word', async () => {
    world.clock.set('2025-08-25T09:00:00+08:00');
    const { class_id } = s.c;
    const call = async (text: string) => {
      await officer.say(`回访 ${class_id} ${text}`);
      return says(officer, '1');
    };
    await call('1 在上班 6500，想创业');
    await call('2 没上班，想找工作');
    expect(await says(officer, `回访 ${class_id}`)).toMatch(
      /还没答的：\n3 [^\n]+\n要帮忙的2人：\n1 张.英 \S+ 想自己创业\n2 张.英 \S+ 帮我找工作/u,
    );
    await call('3 在上班');
    await call('2 在上班 5000');
    const text = await says(officer, `回访 ${class_id}`);
    expect(text).toMatch(/都回访到了。\n要帮忙的1人：\n1 张/u);
  });

  it('L25 the review: two questions, the dry answer, written', async () => {
    expect(await says(officer, `总结 ${s.c.class_id}`)).toContain('做得好');
    expect(await says(officer, '人到得齐，老师讲得细')).toContain('要改');
    expect(await says(officer, '实操时间不够')).toMatch(/好的：人到得齐.*要改的：实操时间不够/su);
    expect(await says(officer, '1')).toContain('写好了');
    expect(await readReview(world, s.c.class_id)).toMatchObject({ to_improve: '实操时间不够' });
    expect(await says(officer, `总结 ${s.c.class_id}`)).toContain('写过总结');
  });
});
