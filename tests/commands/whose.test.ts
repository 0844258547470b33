/** Whom a deed is about, where two could be meant, or somebody else was quicker. */
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import { waitingList } from '../../lib/classes/roster';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { startSurvey } from '../../lib/wishes/surveys';
import { heldClass, planned } from '../assessment/scene';
import { talker } from '../chat/talk';
import { boundAs } from '../people/office';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { testWorld } from '../support/world';
import { tradesLoaded } from '../wishes/support';

async function station() {
  const tap = tapped(memoryTable());
  const world = testWorld(tap.table);
  const { sender } = recordingSender();
  await putOnDuty(world, 'li', { region: '652302', duties: ['station'] });
  const settled = () => settle(world, sender, tap.written);
  const one = talker(world, 'li');
  const li = async (text: string) => (await one.say(text)).reply?.text ?? '';
  return { world, settled, li };
}

it('撤销 of a list takes nobody off who got in line by herself meanwhile', async () => {
  const { world, settled, li } = await station();
  const { class_id } = await openClass(world, { capacity: 1 });
  const [first, quick, _slow] = await Promise.all(
    ['王一', '王二', '王三'].map((name, i) => newWorker(world, i + 1, { name })),
  );
  await must(world, () => enrol(world, { class_id, worker: first!, by: 'chat' }));
  await settled();
  expect(await li(`代报名 ${class_id}\n王二 0002\n王三 0003`)).toContain('2人可以报');
  await must(world, () => joinLine(world, { class_id, worker: quick!, by: 'chat' }));
  world.clock.pass(120_000);
  expect(await li('1')).toMatch(/报好1人，1人没报上/u);
  await li('撤销');
  await li('1');
  expect((await waitingList(world, class_id)).map(({ worker_id }) => worker_id)).toEqual([quick!.worker_id]);
});

it('点名: of two 张三 nobody is marked by the name alone; her number or phone says which (D20)', async () => {
  const { world, li } = await station();
  const { class_id } = await openClass(world, { capacity: 5 });
  for (const n of [1, 2]) {
    const worker = await newWorker(world, n, { name: '张三' });
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  world.clock.set('2025-07-24T08:30:00+08:00');
  expect(await li(`点名 ${class_id} 到 张三`)).toContain('张三有2位：1张三 2张三');
  expect(await li(`点名 ${class_id} 张三 0002 到了`)).toContain('1人：2张三');
});

it('P4 a phone that only looks alike is somebody else’s', async () => {
  const { world, settled, li } = await station();
  await tradesLoaded(world);
  const { worker_id } = await newWorker(world, 1, { name: '张三' });
  // Whose phone the office entered is known by its keyed hash.
  const phone_hash = world.vault.fingerprint('phone', '13800000001');
  await world.table.write([{ kind: 'update', key: keys.profile(worker_id), set: { phone_hash }, why: 'test' }]);
  await settled();
  expect(await li('意愿 13800000001 电工 平时晚上')).toContain('替张三');
  await li('取消');
  expect(await li('意愿 13899990001 电工 平时晚上')).toContain('发姓名和手机号');
});

it('L15 of a survey of two places a station sees its own', async () => {
  const { world, settled, li } = await station();
  await openClass(world);
  await newWorker(world, 1);
  await newWorker(world, 2, { site: '310107', name: '李四' });
  const regions = ['652302', '310107'];
  const { survey_id } = await must(world, () => startSurvey(world, { home_region: '530128', regions, by: 'li' }));
  await settled();
  await putOnDuty(world, 'far', { region: '310107', duties: ['station'] });
  const far = talker(world, 'far');
  for (const said of ['意愿 李四 电工 平时晚上', '1']) await far.say(said);
  expect((await far.say(`摸排 ${survey_id}`)).reply?.text).toMatch(/答了1人[\s\S]*电工 1人/u);
  expect(await li(`摸排 ${survey_id}`)).toMatch(/答了1人/u);
  expect(await li(`摸排 ${survey_id}`)).not.toContain('电工 1人');
});

it('成绩: a long list goes in pages, every mark is seen, and the yes still enters them all', async () => {
  const world = testWorld(memoryTable());
  const held = await heldClass(world, 60);
  await planned(held);
  const one = await boundAs(world, held.assessors[0]!, 'examiner');
  const lines = held.workers.map((_, i) => `${i + 1} 85 ${i === 7 ? 40 : 90}`).join('\n');
  const first = (await one.say(`成绩 ${held.c.class_id}\n${lines}`)).reply!;
  expect(first.text).toMatch(/要登60人：合格59人，不合格1人/u);
  expect(first.choices?.map(({ label }) => label)).toEqual(['确定登分', '不做', '更多']);
  const texts = [first.text];
  for (let more = true; more; ) {
    const { reply } = await one.say('更多');
    texts.push(reply!.text);
    more = reply!.choices!.some(({ label }) => label === '更多');
  }
  expect(texts.join('\n').match(/张.英 /gu)).toHaveLength(60);
  expect((await one.say('1')).reply?.text).toContain('登好了，60人：合格59人');
});
