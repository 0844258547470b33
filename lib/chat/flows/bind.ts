/** 绑定: an account speaks for an organisation from now on, once its owner says the code is meant for her. */
import { bind as bindAccount, bindingHash, readBinding } from '../../people/binding';
import { badgeOf } from '../../people/staff-rules';
import { isRefusal, type Refusal } from '../../platform/refusal';
import * as say from '../say/bind';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show } from './flow';

const VERSION = 1;

/** Known at the start: `code`, as typed or scanned. What is kept of it is its keyed hash. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  // At work already: the choices below an answer would be read as numbers of commands.
  if (context.conversation.staff) return { reply: { text: say.whyNot({ refused: 'account_bound' }) ?? '' } };
  const binding_hash = bindingHash(context.world, given.code ?? '');
  return question(context, begin('bind', VERSION, { binding_hash }));
}

async function question(context: TurnContext, state: FlowState): Promise<Step> {
  const read = await readBinding(context.world, state.slots.binding_hash ?? '', context.conversation.chat);
  if (isRefusal(read)) return cannot(read);
  return show(state, 'who', {
    text: say.isItYou(read.staff.org_name, read.staff.name),
    options: [
      ['yes', say.LABELS.yes],
      ['no', say.LABELS.no],
    ],
  });
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (chosen === 'no') return finish(say.NOT_ME, ['menu']);
  if (chosen !== 'yes') return undefined;
  const { world, conversation } = context;
  const planned = await bindAccount(world, {
    binding_hash: state.slots.binding_hash ?? '',
    chat: conversation.chat,
    bound_to: conversation.staff?.staff_id,
  });
  if (isRefusal(planned)) return cannot(planned);
  const { staff } = planned.value;
  return {
    reply: {
      text: say.done(staff.name, staff.org_name, conversation.worker_id !== undefined),
      choices: [{ send: '菜单', label: '菜单' }],
    },
    changes: planned.changes,
    conversation: { staff: badgeOf(staff), hat: undefined },
  };
}

function cannot(refusal: Refusal): Step {
  const text = say.whyNot(refusal);
  return text ? finish(text, ['human', 'menu']) : refused(refusal);
}

export const bind: Flow = {
  name: 'bind',
  version: VERSION,
  summary: () => '绑定单位身份',
  start,
  answer,
  ask: question,
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => say.HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
