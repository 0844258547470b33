/** Whatever she sends, in whatever order: an answer that can be read, a small row, no number in the clear. */
import type { Message } from '../../lib/channels/types';
import { unpack } from '../../lib/chat/pack';
import { turn } from '../../lib/chat/turn';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { chance } from '../support/chance';
import { openClass } from '../support/town';
import { syntheticIdNumber, testWorld } from '../support/world';

const SAID = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '一',
  '99',
  '找班',
  '我的课',
  '我的资料',
  '人工',
  '结束',
  '退订',
  '返回',
  '取消',
  '帮助',
  '菜单',
  '继续',
  '重新开始',
  '报名',
  '取消报名',
  '同意',
  '不同意',
  '王小妹',
  '买买提·艾力',
  syntheticIdNumber(1),
  syntheticIdNumber(2, '20120101'),
  '530128199001010014',
  '13800000001',
  '138',
  '跳过',
  '恒力纺织厂',
  '上海',
  '阜康',
  '深圳',
  '周末班',
  '电工',
  '月嫂',
  '要',
  '不要',
  '好的',
  '不',
  '删除',
  '删除我的信息',
  '换地方',
  '为什么',
  '呱呱',
  '',
  '   ',
  '😀😀',
  '[微笑]',
  'a'.repeat(3000),
  '<xml>',
  '{"a":1}',
  '١٢٣',
  '报名 Z9',
  '谢谢',
  '你好',
  'undefined',
  '__proto__',
  'constructor',
];

/** What fits the question last asked; said half the time, so that the random words fall everywhere. */
const FITS: [string, string[]][] = [
  ['叫什么名字', ['王小妹']],
  ['身份证号', [syntheticIdNumber(1), syntheticIdNumber(1), syntheticIdNumber(2, '20120101')]],
  ['手机号', ['13800000001', '13800000001', '取消']],
  ['哪里上班', ['3', '新疆阜康']],
  ['哪个单位', ['跳过', '恒力纺织厂']],
  ['请看看对不对', ['1', '1', '2']],
  ['还没办完', ['继续']],
  ['转工作人员', ['结束']],
  ['记下了，工作', ['结束']],
  ['打“删除”', ['取消', '删除']],
];
const told: string[] = [];
it.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: 250 messages', async (seed) => {
  const table = memoryTable();
  const world = testWorld(table, seed);
  const lots = chance(seed);
  const classes = [(await openClass(world, { capacity: 1 })).class_id];
  classes.push((await openClass(world, { trade_id: 'welder', first_day: '2025-09-01', capacity: 2 })).class_id);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(lots.random() * from.length)] as T;
  const seen = new Set<string>();
  const fitting = new Map<string, string[]>();
  for (let n = 0; n < 250; n++) {
    world.clock.pass(pick([4000, 4000, 9000, 40_000, 26 * 3_600_000 * (lots.random() < 0.1 ? 1 : 0) + 5000]));
    const who = pick(['a', 'b']);
    const common = {
      channel: 'wechat' as const,
      address: `o${who}`,
      id: `m${n}`,
      sent_ms: Math.floor(world.now() / 1000) * 1000,
    };
    const message: Message = pick<() => Message>([
      () => ({
        ...common,
        kind: 'event',
        event: {
          name: pick(['follow', 'scan', 'menu'] as const),
          key: pick([`class:${pick(classes)}`, 'menu:browse', '周末班', '', 'class:']),
        },
      }),
      () => ({ ...common, kind: pick(['image', 'voice', 'sticker', 'video', 'link', 'unknown'] as const) }),
      () => ({
        ...common,
        kind: 'location',
        location: { latitude: pick([44.1, 31.2, 0, Number.NaN]), longitude: pick([87.9, 121.4, 0]) },
      }),
      ...Array.from({ length: 12 }, () => () => ({ ...common, kind: 'text' as const, text: pick(SAID) })),
      ...Array.from({ length: 25 }, () => () => ({
        ...common,
        kind: 'text' as const,
        text: pick(fitting.get(who) ?? ['1']),
      })),
    ])();
    const before = await table.get(keys.conversation(`wechat:o${who}`));
    const answered = await turn(world, message);
    const at = JSON.stringify(message);
    expect(await turn(world, message)).toEqual(answered);
    if (before?.packed) seen.add(JSON.stringify(unpack(before.packed)));
    fitting.set(
      who,
      FITS.find(([asked]) => answered.reply?.text.includes(asked))?.[1] ?? ['1', '1', '2', '删除我的信息'],
    );
    told.push(answered.reply?.text ?? '');
    if (!answered.reply) expect(before?.thread).toBeDefined();
    const text = answered.reply?.text ?? '';
    if (/undefined|NaN|null|\[object/.test(text)) throw new Error(`${at} → ${text}`);
    if (answered.reply && text.trim() === '') throw new Error(`${at} → empty`);
    expect(Buffer.byteLength(JSON.stringify(answered))).toBeLessThan(2048);
    expect(new Set(answered.reply?.choices?.map(({ send }) => send)).size).toBe(answered.reply?.choices?.length ?? 0);
  }
  for (const row of table.all()) if (row.packed) seen.add(JSON.stringify(unpack(row.packed)));
  const everything = JSON.stringify([...table.all()]) + [...seen].join('');
  expect(everything).not.toContain(syntheticIdNumber(1));
  expect(everything).not.toContain('13800000001');
});

it('went everywhere', () => {
  for (const part of [
    '请看看对不对',
    '报上了',
    '排',
    '先放下',
    '退',
    '都删掉了',
    '转工作人员',
    '你是想',
    '上次你在',
    '要满16岁',
    '记下了',
  ])
    expect([part, told.some((text) => text.includes(part))]).toEqual([part, true]);
});
