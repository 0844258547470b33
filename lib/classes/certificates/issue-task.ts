/** Certificates for a whole class: what would be issued, the task that issues them, and taking a whole issue back. */

import { taskChange } from '../../notices/task-write';
import type { PageDone, Task } from '../../notices/types';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { type Planned, seeThrough } from '../../store/commit';
import { keys } from '../../store/keys';
import { attended } from '../assessment/attended';
import { loadExam } from '../assessment/enter-scores';
import { readScores, scoreOf } from '../assessment/items';
import { examinersOf } from '../assessment/publish';
import { anyOut } from '../assessment/rules';
import { examine } from '../assessment/sides';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { issueCertificate, mayReceive } from './issue';
import { findCertificate } from './items';
import { tellPassedOver } from './passed-over';
import { revokeCertificate } from './revoke';
import type { CertificateRefusal } from './types';

/** Each certificate is a transaction of its own; so many a page. */
const PAGE = 10;

export interface Preview {
  training_class: TrainingClass;
  /** Who gets one. */
  get: { worker_id: string; name: string }[];
  /** Who does not, and why; those who have one already are among them. */
  not: { worker_id: string; name: string; refusal: Refusal }[];
}

/** Who would get a certificate now, and who not and why. Refuses what L12 refuses, for then nobody gets one. */
export async function previewIssue(world: World, class_id: string): Promise<Preview | Refusal> {
  const loaded = await loadExam(world, class_id);
  if (isRefusal(loaded)) return loaded;
  const { c, a } = loaded;
  if (!anyOut(a)) return refuse('results_not_published');
  const [people, scores] = await Promise.all([attended(world, c), readScores(world, class_id)]);
  const recorded = examinersOf(a, scores);
  const examined = await examine(world, c, { evaluator_id: a.evaluator_id, recorded, held_at: a.at });
  if (isRefusal(examined)) return examined;
  const held = await world.table.getMany(
    people.map((one) => keys.certificateFor(one.worker_id, `${c.trade_id}:${c.level}`)),
    { consistent: true },
  );
  const preview: Preview = { training_class: c, get: [], not: [] };
  people.forEach(({ worker_id, name, percent }, i) => {
    const score = scores.find((one) => one.worker_id === worker_id);
    const other = held[i] && refuse('certificate_issued', { number: held[i].number });
    const refusal = mayReceive(a, score, percent, policyOf(world, c)) ?? other;
    if (refusal) preview.not.push({ worker_id, name, refusal });
    else preview.get.push({ worker_id, name });
  });
  return preview;
}

export interface Started {
  task_id: string;
  preview: Preview;
}

/** Begin to issue: a task, so that fifty certificates are fifty whole steps. Refuses `nobody_to_certify`. */
export async function startIssue(world: World, command: { class_id: string; by: string }): Promise<Planned<Started>> {
  const preview = await previewIssue(world, command.class_id);
  if (isRefusal(preview)) return preview;
  if (preview.get.length === 0) return refuse<CertificateRefusal>('nobody_to_certify', { class_id: command.class_id });
  const task_id = world.id('certificates');
  const { home_region } = preview.training_class;
  const { class_id, by } = command;
  const total = preview.get.length;
  const task = taskChange(world, { task_id, kind: 'certificates', home_region, class_id, by, total });
  return { changes: [task], value: { task_id, preview } };
}

/** Take a whole issue back: what is not issued yet is not, what was is revoked. Taken back already, there is nothing to do (`again`). */
export async function recallIssue(
  world: World,
  command: { class_id: string; task_id: string; by: string },
): Promise<Planned<{ again: boolean }>> {
  const { class_id, task_id, by } = command;
  const key = keys.task(task_id);
  const recall_id = `recall-${task_id}`;
  const [issue, recalled] = await world.table.getMany([key, keys.task(recall_id)], { consistent: true });
  if (issue?.kind !== 'certificates' || issue.class_id !== class_id) return refuse('class_unknown', { class_id });
  if (recalled) return { changes: [], value: { again: true } };
  const stop = {
    kind: 'update' as const,
    key,
    set: { state: 'stopped' },
    remove: ['due_shard', 'due_at'],
    when: [{ attr: 'pk', op: 'exists' as const }],
    why: 'no more of this issue',
  };
  const recall = taskChange(world, {
    task_id: recall_id,
    kind: 'certificates_recalled',
    home_region: issue.home_region,
    class_id,
    text: task_id,
    by,
  });
  return { changes: [stop, recall], value: { again: false } };
}

/** One page of an issue. Whoever may not (any more) is passed over, and told if she was promised one; a page done again finds its certificates issued. */
export async function issuePage(world: World, task: Task): Promise<PageDone> {
  return onScores(world, task, async (row) => {
    if (row.certificate || row.outcome !== 'passed') return false;
    const { class_id, worker_id } = row;
    // Stopped meanwhile: a page under way ends with the person it is at.
    const now = await world.table.get(keys.task(task.task_id), { consistent: true });
    if (now?.state !== 'running') return false;
    const command = { class_id, worker_id, by: task.by, batch: task.task_id };
    const issued = await seeThrough(world, () => issueCertificate(world, command));
    if (isRefusal(issued) && (issued.refused === 'not_assessable' || issued.refused === 'not_enrolled'))
      await seeThrough(world, () => tellPassedOver(world, class_id, worker_id));
    return !isRefusal(issued);
  });
}

/** One page of taking an issue back. */
export async function recallPage(world: World, task: Task): Promise<PageDone> {
  return onScores(world, task, async (row) => {
    if (!row.certificate) return false;
    const issued = await findCertificate(world, row.certificate);
    if (!issued || issued.batch !== task.text) return false;
    const command = { number: row.certificate, by: task.by, reason: '发错了，已撤回' };
    return !isRefusal(await seeThrough(world, () => revokeCertificate(world, command)));
  });
}

async function onScores(
  world: World,
  task: Task,
  each: (score: ReturnType<typeof scoreOf>) => Promise<boolean>,
): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const { pk } = keys.class(task.class_id ?? '');
  const page = await world.table.query({ pk, prefix: 'SCORE#', consistent: true, limit: PAGE, after: task.cursor });
  for (const row of page.items) {
    done.handled++;
    if (await each(scoreOf(row))) done.sent++;
    else done.skipped++;
  }
  return { ...done, ...(page.next && { cursor: page.next }) };
}
