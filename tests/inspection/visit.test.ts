/** D11: what inspectors report from the spot by chat, with pictures, within a day. */

import type { Media } from '../../lib/channels/types';
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { pictureType } from '../../lib/classes/inspection/picture';
import { isLate } from '../../lib/classes/inspection/rules';
import { finishVisit, PICTURES_MAX } from '../../lib/classes/inspection/visit';
import { readiness } from '../../lib/classes/readiness';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import { picturePage } from '../../lib/notices/picture-task';
import { HOUR_MS } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { members, says } from '../delivery/things';
import { boundAs, newStaff } from '../people/office';
import { must, run } from '../support/town';
import { syntheticIdNumber } from '../support/world';
import { type Scene, scene } from './things';

let s: Scene;
let inspection_id: string;

beforeEach(async () => {
  s = await scene();
  await members(s.world, s.c, 1, 2, 3);
  for (const [n, name, who] of [
    [11, '钱一', 'qian1'],
    [12, '钱二', 'qian2'],
  ] as const)
    await boundAs(s.world, await s.inspector(n, name), who);
  const { inspection } = await must(s.world, () =>
    drawInspection(s.world, { class_id: s.c.class_id, by: 'officer-1' }),
  );
  inspection_id = inspection.inspection_id;
  s.world.clock.set('2025-07-24T09:00:00+08:00');
});

const say = async (who: string, what: string | { media: { id: string } }) =>
  (await says(s.world, `o${who}`, what)).reply?.text ?? '';
const held = async () => (await readInspections(s.world, s.c.class_id, { consistent: true }))[0]!;

/** Everything up to the pictures. */
async function report(who: string, answers = ['2人', '1', '一样', '无']) {
  await say(who, `巡查 ${s.c.class_id}`);
  let last = '';
  for (const answer of answers) last = await say(who, answer);
  return last;
}
/** The task that fetches a picture, with what the channel gives. */
async function fetched(n: number, media: Media) {
  const task = (await s.world.table.get(keys.task(`picture-${inspection_id}-${n}`), { consistent: true })) as never;
  const sender = { send: async () => ({ outcome: 'sent', via: 'template' }) as const, media: async () => media };
  return picturePage(s.world, sender, task);
}

it('D11 two inspectors report heads, teacher, timetable, remarks and pictures; then the inspection is done', async () => {
  expect(await say('qian1', `巡查 ${s.c.class_id}`)).toMatch(/现在是第1节，名单上3人。\n你数到几个人？/);
  expect(await say('qian1', '两个人')).toContain('老师在不在');
  expect(await say('qian1', '在')).toContain('和课表一样吗');
  expect(await say('qian1', '2')).toContain('还有什么要写的');
  expect(await say('qian1', '灯坏了一盏，电话13800001111')).toContain('现在拍照片');
  expect(await say('qian1', '完成')).toContain('至少要1张');
  expect(await say('qian1', { media: { id: 'm1' } })).toContain('收到1张');
  expect(await say('qian1', { media: { id: 'm2' } })).toContain('收到2张');
  const done = await say('qian1', '完成');
  expect(done).toContain('还差钱二');
  expect(await held()).toMatchObject({
    inspection: { state: 'drawn' },
    visits: [{ heads: 2, roster: 3, lesson: 1, teacher_there: true, as_timetable: false, state: 'finished' }],
  });
  const { remarks } = (await held()).visits[0]!;
  expect(remarks).toContain('灯坏了一盏');
  expect(remarks).not.toContain('13800001111');
  await report('qian2');
  await say('qian2', { media: { id: 'm3' } });
  expect(await say('qian2', '完成')).toContain('都交齐了');
  const { inspection } = await held();
  expect(inspection).toMatchObject({ state: 'reported' });
  expect(inspection.late).toBeUndefined();
  expect(await say('qian2', `巡查 ${s.c.class_id}`)).toContain('已经交了');
});

it.each([
  ['人数2', '人数2'],
  ['到2人', '到了２人'],
  ['实到2', '实到两人'],
  ['2人', '现场2个人'],
  ['应到3实到2', '应到3人，实到2人'],
])('D11 heads said with the order, or in words, are heard: %s', async (with_order, in_words) => {
  const first = await say('qian1', `巡查 ${s.c.class_id} ${with_order}`);
  expect(first).toMatch(/名单上3人。\n你数到2人。/u);
  expect(first).toContain('老师在不在');
  expect(await say('qian1', '返回')).toContain('你数到几个人');
  expect(await say('qian1', in_words)).toContain('老师在不在');
  for (const answer of ['1', '一样', '无']) await say('qian1', answer);
  expect((await held()).visits[0]).toMatchObject({ heads: 2 });
  // Reported already: a count said now changes nothing, and she is told how it would.
  expect(await say('qian1', `巡查 ${s.c.class_id} 人数3`)).toMatch(/记的是2人[\s\S]*重填/u);
  expect((await held()).visits[0]).toMatchObject({ heads: 2 });
});

it.each(['', '2', '缺2人', '应到3人', '2人缺课', '名单3人实到2人，又来1人'])(
  'D11 what may be no count is asked for (control): %s',
  async (said) => {
    expect(await say('qian1', `巡查 ${s.c.class_id} ${said}`)).toContain('你数到几个人？');
  },
);

it('D11 she can walk away and come back, go a step back, and begin again before it is handed in', async () => {
  await say('qian1', `巡查 ${s.c.class_id}`);
  await say('qian1', '3');
  expect(await say('qian1', '返回')).toContain('你数到几个人');
  await say('qian1', '2');
  expect(await say('qian1', '取消')).not.toContain('老师');
  await report('qian1');
  await say('qian1', { media: { id: 'm1' } });
  await say('qian1', '菜单');
  expect(await say('qian1', '巡查')).toContain('收到1张');
  await say('qian1', '重填');
  expect(await say('qian1', '十二')).toContain('老师在不在');
  for (const answer of ['不在', '不一样', '老师迟到半小时']) await say('qian1', answer);
  expect((await held()).visits[0]).toMatchObject({ heads: 12, teacher_there: false, remarks: '老师迟到半小时' });
  expect(Object.keys((await held()).visits[0]!.pictures)).toHaveLength(1);
});

it('D11 only who was drawn, and only while the class runs; others learn nothing', async () => {
  await boundAs(s.world, await s.inspector(13, '孙三'), 'sun');
  expect(await say('sun', `巡查 ${s.c.class_id}`)).toContain('没有抽到你');
  s.world.clock.set('2025-07-23T12:00:00+08:00');
  expect(await say('qian1', `巡查 ${s.c.class_id}`)).toContain('不在上课');
});

it('D11 nine pictures and no more; the same one sent twice by WeChat is one', async () => {
  await report('qian1');
  for (let n = 1; n <= PICTURES_MAX; n++) await say('qian1', { media: { id: `m${n}` } });
  expect(await say('qian1', { media: { id: 'm10' } })).toContain(`最多${PICTURES_MAX}张`);
  expect(Object.keys((await held()).visits[0]!.pictures)).toHaveLength(PICTURES_MAX);
});

it('D11 later than the policy’s hours after the visit is on record, and stops the claim', async () => {
  for (const who of ['qian1', 'qian2']) {
    await report(who);
    await say(who, { media: { id: `m-${who}` } });
  }
  await say('qian1', '完成');
  s.world.clock.pass(24 * HOUR_MS);
  await say('qian2', `巡查 ${s.c.class_id}`);
  expect(await say('qian2', '完成')).toContain('超过了规定的时间');
  expect((await held()).inspection).toMatchObject({ state: 'reported', late: true });
  const judged = await readiness(s.world, s.c.class_id);
  if (!('lacks' in judged)) throw new Error(judged.refused);
  expect(judged.lacks).toContainEqual(
    expect.objectContaining({ code: 'inspection_late', blocks: true, rule: expect.anything() }),
  );
  // Control: a second earlier it would have been in time.
  const visited = '2025-07-24T09:00:00+08:00';
  expect(isLate(visited, Date.parse(visited) + 24 * HOUR_MS, 24)).toBe(false);
  expect(isLate(visited, Date.parse(visited) + 24 * HOUR_MS + 1, 24)).toBe(true);
});

it('two who hand in at once: the second sees the first (control: without the revision nobody closes it)', async () => {
  for (const who of ['qian1', 'qian2']) {
    await report(who);
    await say(who, { media: { id: `m-${who}` } });
  }
  const ids = (await held()).inspection.inspectors.map(({ staff_id }) => staff_id);
  const finish = (staff_id: string) => finishVisit(s.world, { class_id: s.c.class_id, inspection_id, staff_id });
  const [a, b] = await Promise.all(ids.map(finish));
  if (!a || !b || 'refused' in a || 'refused' in b) throw new Error('refused');
  // Planned side by side, neither knows of the other.
  expect([...a.changes, ...b.changes].some((one) => one.kind === 'update' && one.set?.state === 'reported')).toBe(
    false,
  );
  await s.world.table.write(a.changes);
  await expect(s.world.table.write(b.changes)).rejects.toThrow('condition failed');
  await must(s.world, () => finish(ids[1]!));
  expect((await held()).inspection.state).toBe('reported');
  expect(await run(s.world, () => finish(ids[1]!))).toMatchObject({ refused: 'visit_finished' });
});

describe('pictures', () => {
  beforeEach(async () => {
    await report('qian1');
    await say('qian1', { media: { id: 'm1' } });
  });
  const picture = async () => Object.values((await held()).visits.find(({ name }) => name === '钱一')!.pictures)[0]!;

  it('D11 are fetched into the files by what they are, with their hash; the reference is forgotten', async () => {
    const bytes = plainPicture('media-1');
    const { n } = await picture();
    expect(await fetched(n, { outcome: 'got', bytes })).toMatchObject({ handled: 1 });
    expect(await picture()).toEqual({
      n,
      state: 'kept',
      noted_at: expect.any(String),
      type: 'image/png',
      bytes: bytes.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const file = await s.world.files.get(`inspection/${inspection_id}/${n}.jpg`);
    expect(Buffer.from(file!.bytes).equals(bytes)).toBe(true);
    // Done again it stays as it is.
    expect(await fetched(n, { outcome: 'refused', reason: 'gone' })).toMatchObject({ handled: 0, failed: 0 });
  });

  it('D11 the same picture proves one visit: handed in again by the other inspector it is lost, and she is told', async () => {
    const bytes = plainPicture('media-1');
    const { n } = await picture();
    await fetched(n, { outcome: 'got', bytes });
    await report('qian2');
    await say('qian2', { media: { id: 'm2' } });
    const hers = Object.values((await held()).visits.find(({ name }) => name === '钱二')!.pictures)[0]!;
    const task = (await s.world.table.get(keys.task(`picture-${inspection_id}-${hers.n}`))) as never;
    const give = (what: Uint8Array) =>
      picturePage(
        s.world,
        {
          send: async () => ({ outcome: 'sent', via: 'template' }) as const,
          media: async () => ({ outcome: 'got', bytes: what }) as const,
        },
        task,
      );
    await give(bytes);
    const after = async () => (await held()).visits.find(({ name }) => name === '钱二')!.pictures[String(hers.n)];
    expect(await after()).toMatchObject({ state: 'lost', reused: true });
    expect(await picture()).toMatchObject({ state: 'kept' });
    await s.minute();
    expect(s.sent.at(-1)?.push.text).toContain('以前交过');
    // With that one alone she cannot hand it in. Control: another picture is kept.
    expect(await say('qian2', '完成')).toContain('至少要1张');
    await say('qian2', { media: { id: 'm3' } });
    await s.minute();
    expect(Object.values((await held()).visits.find(({ name }) => name === '钱二')!.pictures)).toContainEqual(
      expect.objectContaining({ state: 'kept' }),
    );
  });

  it('are tried again while the channel cannot, and given up when it no longer has them: she is told', async () => {
    const { n } = await picture();
    const later = { outcome: 'later', retry_after_ms: 1000, reason: 'busy' } as const;
    expect(await fetched(n, later)).toMatchObject({ resume_ms: expect.any(Number) });
    s.world.clock.pass(73 * HOUR_MS);
    expect(await fetched(n, later)).toMatchObject({ failed: 1 });
    expect(await picture()).toMatchObject({ state: 'lost', lost_at: expect.any(String) });
    await s.minute();
    expect(s.sent.at(-1)?.push.text).toContain('照片没收到');
    // With none but a lost one it is not handed in.
    await say('qian1', `巡查 ${s.c.class_id}`);
    expect(await say('qian1', '完成')).toContain('至少要1张');
  });

  it('are JPEG or PNG by their first bytes, whatever they are called', async () => {
    const { n } = await picture();
    const html = Buffer.from(`<html>${'x'.repeat(200)}</html>`);
    expect(await fetched(n, { outcome: 'got', bytes: html })).toMatchObject({ failed: 1 });
    // Her fault, not the channel's: it gives her no more time (control: above).
    expect(await picture()).toMatchObject({ state: 'lost' });
    expect(await picture()).not.toHaveProperty('lost_at');
    expect(await s.world.files.get(`inspection/${inspection_id}/${n}.jpg`)).toBeUndefined();
    expect(pictureType(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)]))).toBe('image/jpeg');
    expect(pictureType(Buffer.from('GIF89a'.padEnd(100)))).toBeUndefined();
    expect(pictureType(Buffer.alloc(0))).toBeUndefined();
  });
});

it('the office draws by chat: a dry answer first, then whom it fell to; again only with a reason', async () => {
  const { newStaff } = await import('../people/office');
  await boundAs(s.world, await newStaff(s.world, s.office, { name: '冯科长', duties: ['office'] }), 'feng');
  await s.inspector(14, '孙四');
  expect(await say('feng', `巡查 ${s.c.class_id}`)).toContain('抽到：');
  expect(await say('feng', `巡查 ${s.c.class_id} 重抽`)).toContain('为什么要重抽');
  expect(await say('feng', '钱一住院了')).toContain('上次抽的作废，原因：钱一住院了');
  expect(await say('feng', '1')).toMatch(/从3人里抽到.+已通知/);
});

it('D11 今天 of an inspector has the classes she was drawn for, and no others', async () => {
  expect(await say('qian1', '今天')).toMatch(new RegExp(`：2节课\\n● ${s.c.class_id} `, 'u'));
  await boundAs(s.world, await s.inspector(13, '钱三'), 'qian3');
  const none = await says(s.world, 'oqian3', '今天');
  expect(none.reply?.text).toBe('没有抽到你的巡查。');
  const { reply } = await says(s.world, 'oqian1', '今天');
  expect(reply?.text).not.toContain('找人');
  // 找人, 点名 and 签到码 are none of her business.
  expect(reply?.choices?.map(({ label }) => label)).toEqual([`巡查 ${s.c.class_id}`]);
  // Whoever holds the office as well still sees the county (control).
  const office = await newStaff(s.world, s.office, {
    name: '钱四',
    duties: ['inspector', 'office'],
    id_number: syntheticIdNumber(14),
  });
  await boundAs(s.world, office, 'qian4');
  expect(await say('qian4', '今天')).toContain('：4节课');
});
