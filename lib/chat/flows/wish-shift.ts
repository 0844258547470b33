/** A class falls into her shifts (L5): settled with the employer, her time has changed, or she does not come. */
import { keepFree } from '../../classes/keep-free';
import { FREE_NAMES } from '../../wishes/free-time';
import type { FreeTime } from '../../wishes/types';
import * as say from '../say/wish';
import type { FlowState, Step, TurnContext, Understanding } from '../types';
import { finish, pick, show } from './flow';
import { freeOf, freePage, shiftOf, timesIn } from './wish-slots';

/** The class, its hours and hers; `times` and `busy` as the refusal `shift_clash` gives them. */
export function shiftPage(state: FlowState): Step {
  const { title = '', busy = '', times = '' } = state.slots;
  const free = times
    .split(',')
    .map((time) => FREE_NAMES[time as FreeTime] ?? '')
    .join('、');
  const text = say.shiftClash(title, FREE_NAMES[busy as FreeTime] ?? '', free);
  return show(state, 'shift', { text, options: say.SHIFT_LABELS });
}

/** Back to signing up (waived, or with her new time), or out. */
export async function shiftAnswered(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
): Promise<Step | undefined> {
  const yes = state.asking === 'shift' ? 'waive' : 'enrol';
  const chosen = pick(state, said) ?? (said.intent === 'yes' ? yes : said.intent === 'no' ? 'no' : undefined);
  const { class_id = '' } = state.slots;
  if (chosen === 'enrol') return { go: { flow: 'sign_up', given: { class_id } } };
  if (chosen === 'waive') return { go: { flow: 'sign_up', given: { class_id, waived: '1' } } };
  if (chosen === 'no') return finish(say.notComing, ['browse', 'my_classes']);
  if (chosen === 'time') return show(state, 'free', freePage);
  const times = timesIn(context.message.text ?? '');
  return times && keepTime(context, { ...state, slots: { ...state.slots, ...times } });
}

/** Her time is not what it was: kept, and back to signing up, which looks at it again. */
export async function keepTime(context: TurnContext, state: FlowState): Promise<Step> {
  const { worker_id } = context.conversation;
  const said = { times: freeOf(state.slots), shift: shiftOf(state.slots) };
  const changes = worker_id ? await keepFree(context.world, worker_id, said) : [];
  return { ...show(state, 'go_on', { text: say.timeKept, options: say.GO_ON_LABELS }), changes };
}
