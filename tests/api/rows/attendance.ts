/** Rows of attendance: marks and what they add up to. */
import { enrol } from '../../../lib/classes/enrol';
import { must, newWorker } from '../../support/town';
import type { Api } from '../support';
import { published } from '../things';
import type { MakeRows } from './row';

let n = 700;

/** A class of this institution in Fukang that has begun, and someone on its roster. */
async function running(api: Api): Promise<{ class_id: string; worker_id: string }> {
  const { world } = api;
  const { class_id } = await published(api, { capacity: 10 });
  const worker = await newWorker(world, ++n);
  await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  await world.table.write([
    {
      kind: 'update',
      key: { pk: `CLASS#${class_id}`, sk: 'META' },
      set: { institution_id: 'o_school' },
      why: 'the institution of the class',
    },
  ]);
  return { class_id, worker_id: worker.worker_id };
}

export const attendanceRows: MakeRows = (api) => {
  const own = { station: ['652302', '652300', '650000'] };
  const claims = (role: string): Record<string, string> => (role === 'institution' ? { org: 'o_school' } : {});
  const readers = ['administrator', 'auditor', 'station', 'institution'] as const;
  const ofLesson = async () => ({ params: { class_id: (await running(api())).class_id, lesson: '1' } });
  return {
    read_attendance: {
      who: readers,
      elsewhere: 404,
      own,
      claims,
      ask: async () => ({ params: { class_id: (await running(api())).class_id } }),
    },
    read_marks: { who: readers, elsewhere: 404, own, claims, ask: ofLesson },
    correct_mark: {
      who: ['administrator', 'station'],
      elsewhere: 404,
      own,
      ask: async () => {
        const { class_id, worker_id } = await running(api());
        // Leave can be noted before the lesson: the clock of these tests stands still.
        return { params: { class_id }, body: { worker_id, lesson: 1, to: 'leave', reason: '家里有事，电话请假' } };
      },
    },
  };
};
