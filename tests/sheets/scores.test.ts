/** 成绩登记表 sent back: marks of the people on the roster, each row entered or named with its reason. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { enrol } from '../../lib/classes/enrol';
import { importScores } from '../../lib/sheets/import-scores';
import { scoresShown } from '../../lib/sheets/show';
import { memoryTable } from '../../lib/store/memory';
import { must, newWorker, openClass } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { rosterFile } from './support';

jest.mock('../../lib/classes/assessment/enter-scores', () => ({ SCORES_MAX: 80, enterScores: jest.fn() }));
const entering = enterScores as jest.MockedFunction<typeof enterScores>;

let world: TestWorld;
let class_id: string;
beforeEach(async () => {
  world = testWorld(memoryTable());
  ({ class_id } = await openClass(world, { capacity: 10 }));
  for (let n = 501; n <= 504; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  entering.mockReset();
  entering.mockImplementation(async (_world, { scores }) => ({
    changes: [],
    value: { entered: scores as any, before: [], left_out: [] },
  }));
});
const HEADERS = ['姓名', '身份证号', '理论成绩', '实操成绩', '结果'];
const sent = async (rows: unknown[][]) => {
  const bytes = await rosterFile(rows, HEADERS);
  const done = await importScores(world, { bytes, class_id, assessor_id: 'staff_1', by: 'officer-1' });
  if ('refused' in done) throw new Error(done.refused);
  return scoresShown(done);
};
const masked = (n: number) => `530128********${syntheticIdNumber(n).slice(14)}`;

it('takes marks by name and number, whole or masked, as text or number; blank rows are passed over', async () => {
  const done = await sent([
    ['工人501', masked(501), 85, '90'],
    ['工人502', syntheticIdNumber(502), '77分', 60],
    ['工人503', masked(503), '', '', '缺考'],
    ['工人504', masked(504), '', ''],
  ]);
  expect(done).toEqual({ entered: 3, left_out: [] });
  expect(entering.mock.calls[0]![1].scores).toEqual([
    { worker_id: 'w_0501', theory: 85, practice: 90 },
    { worker_id: 'w_0502', theory: 77, practice: 60 },
    { worker_id: 'w_0503', absent: true },
  ]);
});

it('names each row it leaves out, and why', async () => {
  const done = await sent([
    ['工人501', masked(501), 101, 90],
    ['工人502', masked(503), 80, 80],
    ['无此人', '', 80, 80],
    ['工人503', masked(503), { formula: '1+1' }, 80],
    ['工人504', masked(504), 80, 80],
    ['工人504', masked(504), 90, 90],
  ]);
  expect(done.entered).toBe(1);
  expect(done.left_out.map(({ row, why }) => [row, why.slice(0, 10)])).toEqual([
    [2, '理论成绩：要填 0 '],
    [3, '姓名：名单上没有这个'],
    [4, '姓名：名单上没有这个'],
    [5, '理论成绩：是公式。请'],
    [7, '姓名：这个人前面已经'],
  ]);
});

it('absent, and marks all the same: which of the two, a person says', async () => {
  const done = await sent([
    ['工人501', masked(501), 80, '', '实操缺考'],
    ['工人502', masked(502), '', '', '缺考'],
  ]);
  expect(done).toMatchObject({ entered: 1, left_out: [{ row: 2, why: '结果：写了缺考，又填了分数。请只留一样。' }] });
});

it('缺考 written where the mark belongs is absent, too; with a mark beside it, it is neither', async () => {
  const done = await sent([
    ['工人501', masked(501), '缺考', '缺考'],
    ['工人502', masked(502), '', '缺考'],
    ['工人503', masked(503), '缺考', 80],
    ['工人504', masked(504), '缺席', 80],
  ]);
  expect(entering.mock.calls[0]![1].scores).toEqual([
    { worker_id: 'w_0501', absent: true },
    { worker_id: 'w_0502', absent: true },
  ]);
  expect(done.left_out.map(({ row, why }) => [row, why])).toEqual([
    [4, '结果：写了缺考，又填了分数。请只留一样。'],
    [5, '理论成绩：要填 0 到 100 的整数。'],
  ]);
});

it('a name is the same with another dot, or with a blank for it; a number in full-width digits is a number', async () => {
  const [own, other] = await Promise.all([505, 506].map((n) => newWorker(world, n)));
  for (const [worker, name] of [
    [own!, '买买提·艾力'],
    [other!, '李明'],
  ] as const)
    await must(world, () => enrol(world, { class_id, worker: { ...worker, name }, by: 'chat' }));
  const wide = [...syntheticIdNumber(506)].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
  const done = await sent([
    ['买买提.艾力', '', 80, 80],
    ['李　明', wide, 81, 81],
  ]);
  expect(done).toEqual({ entered: 2, left_out: [] });
});

it('says what the exam itself says: of a row, or of the whole', async () => {
  entering.mockResolvedValueOnce({
    changes: [],
    value: { entered: [], before: [], left_out: [{ worker_id: 'w_0501', refusal: { refused: 'not_assessable' } }] },
  } as any);
  expect((await sent([['工人501', '', 80, 80]])).left_out).toMatchObject([{ row: 2, name: '工人501' }]);
  entering.mockResolvedValueOnce({ refused: 'results_published' });
  await expect(sent([['工人501', '', 80, 80]])).rejects.toThrow('results_published');
});
