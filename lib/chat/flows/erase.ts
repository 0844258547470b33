/** 删除我的信息: what goes, what the law keeps, and then it is gone. */
import { readAgenda } from '../../classes/read';
import { withdraw } from '../../classes/withdraw';
import { erase as erasePerson, recordsGone } from '../../people/erase';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { chatForgottenFirst } from '../../wishes/forget';
import { FORGOTTEN } from '../conversation';
import { chatForgotten } from '../forget-address';
import { threadsForgotten } from '../forget-threads';
import * as say from '../say/erase';
import { leftThread } from '../threads';
import type { FirstStep, Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, refused, show } from './flow';

const VERSION = 1;
/** Typed, not tapped: nobody erases herself by a slip of the thumb. */
const TYPED = new Set(['删除', '确认删除', '确定删除']);

async function start(context: TurnContext): Promise<Step> {
  return question(context, begin('erase', VERSION));
}

function question(context: TurnContext, state: FlowState): Step {
  return show(state, 'erase', { text: context.conversation.worker_id ? say.ERASE : say.ERASE_NOBODY });
}

async function answer(context: TurnContext, _state: FlowState, said: Understanding): Promise<Step | undefined> {
  if (!TYPED.has(said.text)) return undefined;
  const { worker_id, thread, staff, hat } = context.conversation;
  const first = context.first_done ? [] : await goneFirst(context);
  if (first.length > 0) return { first };
  const changes = thread ? [leftThread(context.world, thread)] : [];
  if (!worker_id) changes.push(...(await chatForgotten(context.world, context.conversation.chat)));
  if (worker_id) {
    const planned = await erasePerson(context.world, { worker_id });
    if (isRefusal(planned)) return refused(planned);
    changes.push(...planned.changes);
  }
  // The office she holds is her organisation's record, and stays as long as she holds it.
  return finish(say.ERASED, ['browse'], { changes, conversation: { ...FORGOTTEN, staff, hat } });
}

/** What one transaction has no room for: each part is one of its own, and finds nothing to do when it is asked again. */
async function goneFirst(context: TurnContext): Promise<FirstStep[]> {
  const { worker_id, chat } = context.conversation;
  if (!worker_id) return chatForgottenFirst(context.world, chat);
  return [
    ...(await leaveEachClass(context, worker_id)),
    ...(await threadsForgotten(context.world, worker_id)),
    ...(await recordsGone(context.world, worker_id)),
  ];
}

/**
 * Her seats go to those who wait, class by class: each a transaction that hands the seat on, and that
 * finds nothing to do when it is asked again. Classes already begun stay with the record of public money.
 */
async function leaveEachClass(context: TurnContext, worker_id: string): Promise<FirstStep[]> {
  const { world, now_ms } = context;
  const agenda = await readAgenda(world, worker_id);
  return Object.entries(agenda.classes)
    .filter(([, entry]) => entry.starts_at > instant(now_ms))
    .map(
      ([class_id]) =>
        () =>
          withdraw(world, { class_id, worker_id, by: 'chat', reason: '本人删除信息' }),
    );
}

export const erase: Flow = {
  name: 'erase',
  version: VERSION,
  summary: () => '删除我的信息',
  start,
  answer,
  ask: async (context, state) => question(context, state),
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => say.ERASE_HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
