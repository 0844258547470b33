/**
 * Doing what a page confirmed, and what 撤销 takes back. Every deed passes here: her office is read again and becomes a
 * condition of the write, the duty that opened the command must still be hers, and a class must lie in her area now (L15).
 */
import { readClass } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { inArea, onDutyCheck } from '../../people/on-duty';
import { MINUTE_MS } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { Planned } from '../../store/commit';
import { withChoices } from '../render';
import type { Deed, FirstStep, Step } from '../types';
import { DEEDS } from './index';
import { failed, keep } from './kept';
import { cutText } from './pages';
import { offered } from './reply';
import { hersOf } from './run';
import * as say from './say/engine';
import { refusedText } from './say/refusals';
import type { AtWork, DeedDone } from './types';

const UNDO_MIN = 5;

/** Do a deed: planned afresh, in this turn's transaction; what takes it back is remembered in the same. */
export async function doDeed(context: AtWork, deed: Deed): Promise<Step> {
  const planned = await plan(context, deed);
  if (isRefusal(planned)) return failed(context, { text: refusedText(planned) });
  const { text, undo, next = [], first } = planned.value;
  // The lists' parts are written one by one before the rest; then all of this is asked again.
  if (first?.length && !context.first_done) return { first, flow: context.conversation.flow };
  const minutes = undo?.minutes ?? UNDO_MIN;
  return {
    reply: offered(undo ? `${cutText(text)}\n${say.undoable(minutes)}` : cutText(text), [
      ...(undo ? [say.LABELS.undo] : []),
      ...hersOf(context, next),
    ]),
    changes: planned.changes,
    conversation: {
      undo: undo && { label: undo.label, deed: undo.deed, until_ms: context.now_ms + minutes * MINUTE_MS },
    },
  };
}

async function plan(context: AtWork, { name, data }: Deed): Promise<Planned<DeedDone>> {
  const known = DEEDS[name];
  if (!known) return refuse('deed_unknown');
  const [duty, c] = await Promise.all([onDutyCheck(context), classOf(context, data.class_id)]);
  if (isRefusal(duty)) return duty;
  const { staff, check } = duty;
  if (!known.command.duties.some((one) => staff.duties.includes(one))) return refuse('not_on_duty');
  if (data.class_id !== undefined && (!c || inArea(staff, c)))
    return refuse('class_unknown', { class_id: data.class_id });
  const planned = await known.plan({ ...context, staff, training_class: c }, data);
  if (isRefusal(planned)) return planned;
  const { first } = planned.value;
  const value = { ...planned.value, ...(first && { first: first.map((part) => onDuty(context, part)) }) };
  return { changes: [check, ...planned.changes], value };
}

const classOf = async ({ world }: AtWork, class_id: string | undefined): Promise<TrainingClass | undefined> =>
  class_id === undefined ? undefined : readClass(world, class_id, { consistent: true });

/** A part is a transaction of its own: she may have left since the one before. */
const onDuty =
  (context: AtWork, part: FirstStep): FirstStep =>
  async () => {
    const duty = await onDutyCheck(context);
    if (isRefusal(duty)) return duty;
    const planned = await part();
    return isRefusal(planned) ? planned : { ...planned, changes: [duty.check, ...planned.changes] };
  };

/** 撤销: what would be taken back is shown first; too late, and it says so. */
export async function askUndo(context: AtWork): Promise<Step> {
  const { undo } = context.conversation;
  if (!undo) return { reply: { text: say.nothingToUndo } };
  if (context.now_ms > undo.until_ms)
    return { reply: { text: say.undoOver(undo.label, undo.deed) }, conversation: { undo: undefined } };
  return {
    reply: withChoices(say.reallyUndo(undo.label), [say.LABELS.undo, say.LABELS.keep]),
    flow: await keep(context, '', 'undo', {}, { options: ['yes', 'no'] }),
  };
}

/** Confirmed: taken back, if its minutes have not run out meanwhile. Nothing takes a taking-back back. */
export async function undoNow(context: AtWork): Promise<Step> {
  const { undo } = context.conversation;
  if (!undo || context.now_ms > undo.until_ms) return askUndo(context);
  const step = await doDeed(context, undo.deed);
  if (step.first) return step;
  // Refused, it stays: the reason may pass within its minutes.
  return step.changes ? { ...step, conversation: { undo: undefined } } : step;
}
