/** What a text says here: a choice on the screen, the words of a push, or what `understand` makes of it. */
import { tappedText } from '../channels/tapped';
import { listCards } from '../classes/read';
import { lastChoice } from '../notices/last-choice';
import { LOOK_AT_NEWS } from '../notices/say';
import { SILENT } from './flows/flow';
import { lexiconOf, NO_NAMES } from './lexicon';
import { OF_CLASS } from './say/common';
import type { IntentName, TurnContext, Understanding } from './types';
import { understand } from './understand';

/** Understood, with a tapped label read as its number; names are looked up only for texts that may hold one. */
export type Heard = Understanding & { tapped?: string; pushed?: boolean; older?: boolean; binds?: boolean };
export async function listen(context: TurnContext): Promise<Heard> {
  const text = (context.message.text ?? '').trim();
  const choices = context.conversation.last_reply?.choices ?? [];
  const at = choices.findIndex((choice) => {
    const { send, label } = choice;
    return [
      label,
      label.replace(OF_CLASS, ''),
      `${send} ${label}`,
      `${send}. ${label}`,
      `${send}、${label}`,
      `${send}${label}`,
      tappedText(choice),
    ].includes(text);
  });
  if (at >= 0) return { text, number: at + 1, maybe: [], trades: [], patterns: [], tapped: choices[at]?.label };
  if (text === LOOK_AT_NEWS) return { ...SILENT, text, intent: 'browse', class_id: await newsOf(context) };
  // `2 我的课`, tapped on an older page, is 我的课, and not the second choice of this one.
  const sends = PUSH_LABELS.has(text) ? await pushSends(context, text) : undefined;
  if (sends) return listen({ ...context, message: { ...context.message, text: sends } });
  const older = /^\d{1,2}[ .、]\s*(\p{L}.*)$/u.exec(text)?.[1];
  const of_class = older && OF_CLASS.exec(older);
  if (of_class) {
    const { intent } = understand(older.slice(0, of_class.index), NO_NAMES);
    // 不要了 with a class is said of its seat.
    const wish = intent === 'no' ? 'decline_offer' : intent;
    return { ...SILENT, text, intent: wish, class_id: of_class[1]?.toUpperCase(), older: true, binds: true };
  }
  if (older) return { ...understand(older, await lexiconOf(context.world)), older: true };
  const pushed = /^(要|不要|报名|取消报名)\s*([A-Za-z]\d{1,6})$/u.exec(text);
  if (pushed)
    return { ...SILENT, text, intent: PUSHED[pushed[1] as string], class_id: pushed[2]?.toUpperCase(), pushed: true };
  // 继续 is no yes: it goes on with something, and must not confirm something else.
  if (CARRY_ON.test(text)) return { ...SILENT, text };
  const quick = understand(text, NO_NAMES);
  if (quick.number !== undefined || CONTROLS.has(quick.intent as IntentName)) return quick;
  return understand(text, await lexiconOf(context.world));
}

/** 看这个班, typed after news of a class, which leaves no row of its own: the only class at her site it can be, else the list. */
async function newsOf(context: TurnContext): Promise<string | undefined> {
  const { site, trades = [] } = context.conversation;
  const cards = site ? await listCards(context.world, { region: site }) : [];
  const hers = cards.filter((card) => trades.length === 0 || trades.includes(card.trade_id));
  return hers.length === 1 ? hers[0]?.class_id : undefined;
}

/** Labels of pushes that name no class themselves; typed, they mean that of the last such push. */
const PUSH_LABELS = new Set(['再报名', '退这个课']);

async function pushSends(context: TurnContext, label: string): Promise<string | undefined> {
  const { worker_id, chat } = context.conversation;
  return lastChoice(context.world, worker_id ? [worker_id, chat] : [chat], label);
}

/** What the choices of a push send: a wish with its class, whatever was asked before. */
const PUSHED: Record<string, IntentName> = {
  要: 'accept_offer',
  不要: 'decline_offer',
  报名: 'enrol',
  取消报名: 'withdraw',
};
/** What an offer says to reply: good for as long as it stands, whatever she looked at since. */
export const OFFER_WORDS = new Map<string, 'accept_offer' | 'decline_offer'>([
  ['要', 'accept_offer'],
  ['我要', 'accept_offer'],
  ['不要', 'decline_offer'],
  ['不要了', 'decline_offer'],
]);
export const CARRY_ON = /^(继续|接着办|接着填|接着来|继续办|继续填|继续报名)$/u;

/** 算了还是学: she comes back to what she left. */
export const STILL = /还是(?:要|想)?(?:学|报|办|填)(?!不|吗)/u;

/** Whoever asks what it is for, or whether it is safe, gets the reason and not a hint. */
export const WHY = /为什么|为啥|为何|干嘛|干什么用|做什么用|有什么用|安全吗|会不会泄露/u;

/** What a page asks for; a line of an older page must not answer this one with it. */
export const SETTLES = new Set<IntentName>(['yes', 'no', 'enrol', 'accept_offer', 'decline_offer']);

const CONTROLS = new Set<IntentName>(['stop', 'human', 'cancel', 'back', 'help', 'menu', 'yes', 'no']);
