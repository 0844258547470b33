/** The office's part of a transcript after a class: everyone was there, the exam is held, the results are out. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import type { Marks } from '../../lib/classes/assessment/types';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { editClass } from '../../lib/classes/edit-class';
import { readClass } from '../../lib/classes/read';
import { findWorker } from '../../lib/people/find';
import { keys } from '../../lib/store/keys';
import { organisation, planned, present, staffOf } from '../assessment/scene';
import { must } from '../support/town';
import type { TestWorld } from '../support/world';

export interface Examined {
  class: string;
  /** Nickname → theory and practice. */
  marks: Record<string, [theory: number, practice: number]>;
  /** Certificates for these. */
  certificates?: string[];
}

export async function examined(world: TestWorld, what: Examined, class_id: string): Promise<void> {
  const institution = await organisation(world, 'institution', '昌吉职校');
  const evaluator = await organisation(world, 'evaluator', '新疆评价中心');
  const assessors = [await staffOf(world, evaluator), await staffOf(world, evaluator)];
  const before = (await readClass(world, class_id))!;
  const edit = { class_id, rev: before.rev, institution_id: institution.org_id, by: 'li' };
  const c = (await must(world, () => editClass(world, edit))).training_class;
  const who = async (nickname: string): Promise<string> =>
    (await world.table.get(keys.conversation(`wechat:o${nickname}`)))?.worker_id;
  const scores: Marks[] = [];
  for (const [nickname, [theory, practice]] of Object.entries(what.marks)) {
    const worker = (await findWorker(world, await who(nickname)))!;
    await present(world, c, worker);
    scores.push({ worker_id: worker.worker_id, theory, practice });
  }
  await planned({ world, c, institution, evaluator, assessors, teacher: assessors[0]!, workers: [] });
  const assessor_id = assessors[0]!.staff_id;
  await must(world, () => enterScores(world, { class_id, assessor_id, by: assessor_id, scores, strict: true }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  for (const nickname of what.certificates ?? []) {
    const worker_id = await who(nickname);
    await must(world, () => issueCertificate(world, { class_id, worker_id, by: 'li' }));
  }
}
