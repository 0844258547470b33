/** 22 表格: links by chat, for whoever's duty it is, and short-lived. */
import { command } from '../../lib/chat/commands/sheets';
import { readGrant } from '../../lib/pages/grant';
import { memoryTable } from '../../lib/store/memory';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let class_id: string;
beforeEach(async () => {
  world = testWorld(memoryTable());
  ({ class_id } = await openClass(world, { capacity: 10 }));
});
const NOTHING = { rest: '', lines: [], class_ids: [], trades: [], regions: [], patterns: [], days: [], times: [] };
const found = (said: string, class_ids: string[] = []) =>
  ({ ...NOTHING, numbers: [], names: [], tails: [], phones: [], id_numbers: [], left: '', said, class_ids }) as any;
async function answer(said: string, how: { class_ids?: string[]; duties?: string[] } = {}) {
  const staff = { staff_id: 'staff_wang', name: '王', org_id: 'o_1', org_name: '站', region: '652302' };
  const context = { world, now_ms: world.now(), attempt: 0, staff: { ...staff, duties: how.duties ?? ['station'] } };
  const outcome = await command.run(context as any, command.read(found(said, how.class_ids), {}));
  const text = 'text' in outcome ? outcome.text : '';
  return { text, grant: readGrant(world, text.match(/\/p\/(\S+)/)?.[1] ?? '') };
}

it.each([
  ['表格', 'download', true],
  ['导入名单', 'import', true],
  ['上传花名册', 'import', false],
  ['打印月单表格', 'monthly_sheet', false],
])('%s', async (said, what, named) => {
  const { grant } = await answer(said, { class_ids: named ? [class_id] : [] });
  expect(grant).toEqual({
    what,
    by: 'staff_wang',
    until_ms: world.now() + 30 * 60_000,
    ...(named && { class_id }),
  });
});

it('a teacher downloads, and is told that importing is the station’s', async () => {
  await world.table.write([
    {
      kind: 'update',
      key: { pk: `CLASS#${class_id}`, sk: 'META' },
      set: { institution_id: 'o_1' },
      why: 'her institution trains',
    },
  ]);
  expect((await answer('表格', { class_ids: [class_id], duties: ['teacher'] })).grant).toMatchObject({
    what: 'download',
  });
  expect((await answer('导入名单', { class_ids: [class_id], duties: ['teacher'] })).text).toContain('工作站或主管部门');
});

it('a class of another area is not there', async () => {
  const { grant } = await answer('表格', { class_ids: ['Z99'] });
  expect(grant).toEqual({ refused: 'link_wrong' });
});
