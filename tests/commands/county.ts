/** A county with everything a command can be about: a class being taught, one just held, a thread, a survey, proposals. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { enrol } from '../../lib/classes/enrol';
import type { TrainingClass } from '../../lib/classes/types';
import type { Duty } from '../../lib/people/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { startSurvey } from '../../lib/wishes/surveys';
import { heldClass, planned, type Scene } from '../assessment/scene';
import { type Talker, talker } from '../chat/talk';
import { boundAs } from '../people/office';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { manyWishes } from '../wishes/support';

export const FUKANG = '652302';
export const PUTUO = '310107';

export interface County {
  world: TestWorld;
  /** Being taught: its first lesson began an hour ago. */
  c: TrainingClass;
  /** Held yesterday, its exam planned. */
  held: Scene;
  survey_id: string;
  say(who: string, text: string): Promise<string>;
  settled(): Promise<void>;
  /** Every row but conversations and staff, as text. */
  rows(): string[];
}

const WHO: Record<string, { region: string; duties: Duty[]; org?: string; kind?: 'office' | 'employer' }> = {
  li: { region: FUKANG, duties: ['station'] },
  office: { region: '530128', duties: ['office'], org: 'o_office', kind: 'office' },
  zhao: { region: FUKANG, duties: ['supervisor'], org: 'o_works', kind: 'employer' },
};

export async function county(): Promise<County> {
  const memory = memoryTable();
  const tap = tapped(memory);
  const world = testWorld(tap.table);
  const { sender } = recordingSender();
  const settled = () => settle(world, sender, tap.written);
  for (const [who, as] of Object.entries(WHO)) await putOnDuty(world, who, as);
  const talkers: Record<string, Talker> = {};
  const held = await heldClass(world, 3, { title: '阜康机密班' });
  await planned(held);
  talkers.examiner = await boundAs(world, held.assessors[0]!, 'examiner');
  talkers.second = await boundAs(world, held.assessors[1]!, 'second');
  const c = await openClass(world, { title: '阜康在上班', capacity: 9, first_day: '2025-07-25' });
  for (const [i, name] of ['穆春花', '穆秋月'].entries()) {
    const worker = await newWorker(world, i + 1, { name });
    await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
  }
  const coming = await openClass(world, {
    title: '阜康将开班',
    capacity: 9,
    first_day: '2025-08-20',
    trade_id: 'welder',
  });
  await newWorker(world, 3, { name: '穆冬雪' });
  await newWorker(world, 4, { name: '普小小', site: PUTUO });
  await manyWishes(world, 40, 30);
  const survey = await must(world, () => startSurvey(world, { home_region: '530128', regions: [FUKANG], by: 'li' }));
  await settled();
  world.clock.set('2025-07-25T09:00:00+08:00');
  const one = (who: string) => (talkers[who] ??= talker(world, who));
  const say = async (who: string, text: string) => {
    const filled = text
      .replaceAll('{c}', c.class_id)
      .replaceAll('{d}', coming.class_id)
      .replaceAll('{e}', held.c.class_id);
    const { reply } = await one(who).say(filled.replaceAll('{m}', survey.survey_id));
    return [reply?.text ?? '', ...(reply?.choices ?? []).map(({ label }) => label)].join('\n');
  };
  await say('w_0001', '人工');
  await say('w_0001', '找不到教室');
  await settled();
  const rows = () =>
    [...memory.all()]
      .filter(({ pk, sk }) => !/^(?:CHAT#|STAFF#)/.test(pk) && !/^(?:STAFF|DUTY)#?/.test(sk))
      .map((row) => JSON.stringify(row))
      .sort();
  return { world, c, held, survey_id: survey.survey_id, say, settled, rows };
}

/** Its first lesson was practice at the works, to be signed by 赵. */
export async function workplaceLesson({ world, held }: County): Promise<void> {
  const { class_id, timetable_rev } = held.c;
  const set = { mode: 'workplace', kind: 'practice', supervisor_id: 's_zhao' };
  await world.table.write([{ kind: 'update', key: keys.lesson(class_id, timetable_rev, 1), set, why: 'test' }]);
}

/** The exam's results are out: all passed. */
export async function published({ world, held, settled }: Pick<County, 'world' | 'held' | 'settled'>): Promise<void> {
  const { class_id } = held.c;
  const assessor_id = held.assessors[0]!.staff_id;
  const scores = held.workers.map(({ worker_id }, i) => ({ worker_id, theory: 80, practice: i === 2 ? 40 : 80 }));
  await must(world, () => enterScores(world, { class_id, assessor_id, by: assessor_id, scores, strict: true }));
  await must(world, () => publishResults(world, { class_id, by: assessor_id }));
  await settled();
}
