/**
 * 删除我的信息 (PIPL Art. 47) after a whole life in the programme: everything is scanned, packed state unpacked, for her name, her
 * masks, her numbers, her words. What the law keeps stays under a pseudonym.
 */
import { forgetWorker } from '../../lib/chat/forget';
import { unpack } from '../../lib/chat/pack';
import { addContract } from '../../lib/classes/after/contracts';
import { answerFollowUp, logAttempt } from '../../lib/classes/after/follow-up';
import { readFollowUp } from '../../lib/classes/after/items';
import { reviewClass } from '../../lib/classes/after/review';
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { readScore } from '../../lib/classes/assessment/items';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { renderVerification } from '../../lib/classes/certificates/verify';
import { keys } from '../../lib/store/keys';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import type { Item } from '../../lib/store/table';
import { heldClass, planned, type Scene } from '../assessment/scene';
import { chatter } from '../support/chatter';
import { must, openClass, recordingSender, settle, tapped } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { boundAs, newOrganisation, newStaff } from './office';

let world: TestWorld;
let table: MemoryTable;
let written: ReturnType<typeof tapped>['written'];
const post = recordingSender();

beforeEach(() => {
  table = memoryTable();
  const tap = tapped(table);
  written = tap.written;
  world = testWorld(tap.table);
});

/** Every row as it can be read. */
const rows = (): Item[] =>
  [...table.all()].map(({ packed, ...item }) => ({ ...item, ...(packed && { packed: unpack(packed) }) }) as Item);
const where = (needle: string): string[] =>
  rows()
    .filter((row) => JSON.stringify(row, (_key, value) => (value instanceof Set ? [...value] : value)).includes(needle))
    .map((row) => `${row.pk} ${row.sk}`);

/** She learnt, failed, appealed, passed, is certified, was asked how she fares, signed a contract; officers wrote of her. */
async function whole(): Promise<{ s: Scene; number: string }> {
  const s = await heldClass(world, 2);
  const [her] = s.workers;
  const about = { class_id: s.c.class_id, worker_id: her!.worker_id };
  await planned(s);
  const by = s.assessors[0]!.staff_id;
  const scores = [{ worker_id: her!.worker_id, theory: 50, practice: 90 }];
  await must(world, () => enterScores(world, { class_id: s.c.class_id, assessor_id: by, by, scores }));
  await must(world, () =>
    enterScores(world, {
      class_id: s.c.class_id,
      assessor_id: by,
      by,
      scores: [{ worker_id: s.workers[1]!.worker_id, theory: 80, practice: 80 }],
    }),
  );
  await must(world, () => publishResults(world, { class_id: s.c.class_id, by: 'li' }));
  await must(world, () => appeal(world, { ...about, said: `我是${her!.name}，漏了一题` }));
  const again = s.assessors[1]!.staff_id;
  await must(world, () =>
    decideAppeal(world, {
      ...about,
      assessor_id: again,
      by: again,
      theory: 70,
      practice: 90,
      reason: `${her!.name}漏算一题`,
    }),
  );
  const { number } = await must(world, () => issueCertificate(world, { ...about, by: 'li' }));
  await must(world, () =>
    addContract(world, {
      ...about,
      kind: 'employment',
      party: '阜康恒力厂',
      signed_on: '2025-07-24',
      note: `${her!.name}的合同`,
      by: 'li',
    }),
  );
  await settle(world, post.sender, written);
  world.clock.set('2025-09-10T10:00:00+08:00');
  const answer = {
    working: true,
    employer: '阜康恒力厂',
    place: '阜康二道街',
    post: 'skilled' as const,
    wage_after_fen: 650_000,
  };
  await must(world, () => answerFollowUp(world, { ...about, month: 1, by: 'chat', how: 'chat', answer }));
  await must(world, () =>
    logAttempt(world, {
      ...about,
      month: 1,
      by: 'li',
      how: 'phone',
      outcome: 'no_answer',
      note: `${her!.name}的丈夫接的`,
    }),
  );
  await must(world, () =>
    reviewClass(world, { class_id: s.c.class_id, went_well: `${her!.name}学得好`, to_improve: '教室小', by: 'li' }),
  );
  await settle(world, post.sender, written);
  return { s, number };
}

it('after a whole life nothing in the table names her, shows her masks or says her words', async () => {
  const { s, number } = await whole();
  const her = s.workers[0]!;
  const seen = where(her.name);
  for (const kind of ['SCORE#', 'CERT#', 'FOLLOW#', 'CONTRACT#', 'PEOPLE#', 'REVIEW', 'PROFILE', 'MEMBER#'])
    expect([kind, seen.some((row) => row.includes(kind))]).toEqual([kind, true]);
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  await settle(world, post.sender, written);
  for (const gone of [
    her.name,
    her.id_number_masked,
    her.phone_masked,
    her.id_number_hash,
    her.phone_hash as string,
    her.data_key,
    '阜康二道街',
    '漏算一题',
    '漏了一题',
    '丈夫',
  ])
    expect([gone, where(gone)]).toEqual([gone, []]);
  // The others are as they were.
  const other = s.workers[1]!;
  expect((await readScore(world, s.c.class_id, other.worker_id))?.name).toBe(other.name);
  // What public money was spent on stays, under a pseudonym.
  expect(await readScore(world, s.c.class_id, her.worker_id)).toMatchObject({
    name: '已删除',
    outcome: 'passed',
    theory: 70,
    certificate: number,
    appeal: { state: 'changed' },
  });
  expect(await readFollowUp(world, s.c.class_id, her.worker_id)).toMatchObject({
    answers: { '1': { working: true, wage_after_fen: 650_000 } },
    attempts: [{ outcome: 'answered' }, { outcome: 'no_answer' }],
  });
  const shown = await renderVerification(world, number);
  expect([shown.status, shown.html.includes('证书有效'), shown.html.includes('<dd>已删除</dd>')]).toEqual([
    200,
    true,
    true,
  ]);
});

it('by herself in chat: the same', async () => {
  const { s } = await whole();
  const her = s.workers[0]!;
  const me = chatter(world, her.chat!.slice('wechat:'.length));
  await me.say('删除我的信息');
  expect((await me.say('删除'))?.text).toContain('删');
  await settle(world, post.sender, written);
  for (const gone of [her.name, her.id_number_masked, her.phone_masked, her.data_key])
    expect([gone, where(gone)]).toEqual([gone, []]);
});

it('many certificates and notices: more than one transaction holds', async () => {
  const { s } = await whole();
  const her = s.workers[0]!;
  await world.table.write(
    Array.from({ length: 95 }, (_, i) => ({
      kind: 'put' as const,
      key: keys.notice(her.worker_id, `n${i}`),
      item: { text: her.name, state: 'sent' },
      why: 'test',
    })),
  );
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  await settle(world, post.sender, written);
  expect(where(her.name)).toEqual([]);
});

it('what an officer saw and typed of her goes from his conversation, and only then', async () => {
  const { s } = await whole();
  const her = s.workers[0]!;
  const { class_id } = await openClass(world, { first_day: '2025-10-20', capacity: 5 });
  const station = await newOrganisation(world, { region: '652302', name: '阜康工作站' });
  const looks = await boundAs(world, await newStaff(world, station, { name: '李梅' }), 'li');
  const types = await boundAs(world, await newStaff(world, station, { name: '王强' }), 'wang');
  const other = await boundAs(world, await newStaff(world, station, { name: '赵云' }), 'zhao');
  expect((await looks.say(`找人 ${her.name}`)).reply?.text).toContain(her.name);
  await types.say(`代报名 ${class_id} 周小花 ${syntheticIdNumber(811)} 13900000811`);
  await other.say('帮助');
  const sealed = () => rows().find((row) => row.pk === 'CHAT#wechat:owang')?.packed.flow?.slots.data_key;
  const kept = JSON.stringify(rows().find((row) => row.pk === 'CHAT#wechat:ozhao'));
  expect([where(her.name).some((row) => row.startsWith('CHAT#')), typeof sealed()]).toEqual([true, 'string']);
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  await settle(world, post.sender, written);
  expect([where(her.name), sealed()]).toEqual([[], undefined]);
  expect(JSON.stringify(rows().find((row) => row.pk === 'CHAT#wechat:ozhao'))).toBe(kept);
  // They are still at work.
  expect((await looks.say('菜单')).reply?.text).toContain('李梅');
});
