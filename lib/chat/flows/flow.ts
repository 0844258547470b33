/** What every flow is made of: a state, a page shown, a choice read. Pure. */
import type { Reply } from '../../channels/types';
import type { Refusal } from '../../platform/refusal';
import { withChoices } from '../render';
import { WISHES } from '../say/common';
import { nextSteps, sentence } from '../say/refusals';
import type { FlowName, FlowState, IntentName, Step, Understanding } from '../types';

/** Slots remembered for 返回. */
const HISTORY_MAX = 10;

/** Nothing in particular was said (a location, a picture): flows read the message itself. */
export const SILENT: Understanding = { text: '', maybe: [], trades: [], patterns: [] };

export function begin(name: FlowName, version: number, slots: Record<string, string> = {}): FlowState {
  return { name, version, slots, tries: 0, history: [], at_ms: 0 };
}

/** A page: what it says, what may be chosen, and the words that stand for the choices in the state. */
export interface Page {
  text: string;
  /** token → label, in the order shown. */
  options?: [token: string, label: string][];
}

/** Show a page and wait for its answer. */
export function show(state: FlowState, asking: string, page: Page): Step {
  const options = page.options?.map(([token]) => token);
  return {
    reply: replyOf(page),
    flow: { ...state, asking, options, tries: state.asking === asking ? state.tries : 0 },
  };
}

export function replyOf(page: Page): Reply {
  return withChoices(page.text, page.options?.map(([, label]) => label) ?? []);
}

/** Words that choose, where the page has such a choice: 要 on "shall it be yours?", 好 on "is it right?". */
const CHOOSING: Partial<Record<IntentName, string[]>> = {
  yes: ['yes', 'take'],
  accept_offer: ['take'],
  no: ['no', 'decline'],
  decline_offer: ['decline'],
};

/** The choice she made: its number, or a word for it. */
export function pick(state: FlowState, said: Understanding): string | undefined {
  if (said.number !== undefined) return state.options?.[said.number - 1];
  const tokens = (said.intent && CHOOSING[said.intent]) ?? [];
  return state.options?.find((token) => tokens.includes(token));
}

/** Said in words: where any are an answer, digits and signs alone are none. */
export const inWords = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** The state with an answer in it, remembered for 返回. */
export function withAnswer(state: FlowState, slot: string, set: Record<string, string>): FlowState {
  const history = [...state.history.filter((one) => one !== slot), slot].slice(-HISTORY_MAX);
  return { ...state, slots: { ...state.slots, ...set }, history, tries: 0 };
}

/** The state without what these slots held. */
export function withoutAnswer(state: FlowState, slot: string, held: string[]): FlowState {
  const slots = Object.fromEntries(Object.entries(state.slots).filter(([key]) => !held.includes(key)));
  return { ...state, slots, history: state.history.filter((one) => one !== slot), tries: 0 };
}

/** The trade she means: of 不学电工了，想学焊工 the last. */
export const tradeMeant = ({ trades, text }: Understanding): string | undefined =>
  text.includes('不') ? trades.at(-1) : trades[0];

/** The end of a flow, with wishes to go on with. */
export function finish(text: string, wishes: IntentName[], rest: Omit<Step, 'reply' | 'flow'> = {}): Step {
  return {
    reply: withChoices(
      text,
      wishes.map((wish) => WISHES[wish] as string),
    ),
    ...rest,
  };
}

/** A refusal as a sentence and what can be done next; ends the flow. */
export function refused(refusal: Refusal, rest: Omit<Step, 'reply' | 'flow'> = {}): Step {
  return finish(sentence(refusal), nextSteps(refusal.refused), rest);
}
