/** 20 证书: who of a class gets one and who not and why; issue; what was issued. */
import { previewIssue, recallIssue, startIssue } from '../../classes/certificates/issue-task';
import { certificatesOfClass } from '../../classes/certificates/items';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { classOfDeed } from './area';
import * as say from './say/certificates';
import type { Args, AtWork, Command, DoDeed, Outcome } from './types';
import { classFor, commonArgs, isOutcome } from './which';

/** How long a whole issue can be taken back. */
const UNDO_MIN = 10;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const among = (c: { ends_at: string }) => c.ends_at <= instant(context.now_ms);
  const c = await classFor(context, args, { among, ask: '哪个班的证书？', none: say.NONE });
  if (isOutcome(c)) return c;
  const [preview, issued] = await Promise.all([
    previewIssue(context.world, c.class_id),
    certificatesOfClass(context.world, c.class_id),
  ]);
  if (isRefusal(preview))
    return { kind: 'refused', refusal: { ...preview, facts: { ...preview.facts, class_id: c.class_id } } };
  const may = context.staff.duties.some((duty) => duty === 'office' || duty === 'station');
  if (preview.get.length === 0 || !may)
    return { kind: 'answer', text: say.list(c, issued, preview), next: [`成绩 ${c.class_id}`] };
  const deed = { name: 'issue_certificates', data: { class_id: c.class_id } };
  return { kind: 'dry', text: say.dry(c, preview, issued), full: say.everyone(preview), deed, yes: say.YES };
}

export const command: Command = {
  name: 'certificates',
  number: 20,
  title: '证书',
  does: '看谁能拿到证书、谁不能、为什么；给全班发证。',
  examples: ['证书 A17', '发证 A17', 'A17谁拿到证了'],
  words: ['发证', '办证', '出证'],
  duties: ['station', 'office', 'assessor'],
  read: (found, known) => commonArgs(found, known),
  run,
};

/** `data`: class_id. */
const issue: DoDeed = async (context, data) => {
  const { class_id } = data as { class_id: string };
  const c = classOfDeed(context);
  const planned = await startIssue(context.world, { class_id, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  const { task_id, preview } = planned.value;
  const undo = {
    label: say.undoLabel(c),
    deed: { name: 'recall_certificates', data: { class_id, task_id } },
    minutes: UNDO_MIN,
  };
  const text = say.started(c, preview.get.length);
  return { changes: planned.changes, value: { text, undo, next: [`证书 ${class_id}`] } };
};

/** `data`: class_id, task_id. */
const recall: DoDeed = async (context, data) => {
  const { class_id, task_id } = data as { class_id: string; task_id: string };
  const planned = await recallIssue(context.world, { class_id, task_id, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  return {
    changes: planned.changes,
    value: { text: planned.value.again ? say.RECALLED_BEFORE : say.RECALLED, next: [`证书 ${class_id}`] },
  };
};

export const deeds: Record<string, DoDeed> = { issue_certificates: issue, recall_certificates: recall };
