/** 退订: each kind of message turned off, and on again, by itself. */
import { CHOOSE_HINTS } from '../say/common';
import * as say from '../say/topics';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show } from './flow';

const VERSION = 1;
const TOPICS = say.TOPIC_NAMES.map(([topic]) => topic);
/** Words by which a topic is named: 退订提醒. */
const NAMED: [RegExp, string][] = [
  [/提醒/u, 'reminder'],
  [/改时间|变动|停课|改期/u, 'class_change'],
  [/名额|候补|排队/u, 'seat'],
  [/新班|通知|广告|推荐|群发/u, 'news'],
];

async function start(context: TurnContext): Promise<Step> {
  const state = begin('topics', VERSION);
  const text = context.message.text ?? '';
  const named = NAMED.filter(([words]) => words.test(text)).map(([, topic]) => topic);
  // 退订提醒 says it all; anything less is asked.
  if (named.length === 1 && named[0] && !offOf(context).includes(named[0])) return toggled(context, state, named[0]);
  return overview(context, state, offOf(context), say.ASK_TOPICS);
}

const offOf = (context: TurnContext): string[] => context.conversation.topics_off ?? [];

function overview(_context: TurnContext, state: FlowState, off: string[], text: string): Step {
  const options = say.TOPIC_NAMES.map(([topic, name]): [string, string] => [
    topic,
    off.includes(topic) ? say.topicOff(name) : say.topicOn(name),
  ]);
  const all: [string, string] = off.length === TOPICS.length ? ['all_on', say.ALL_ON] : ['all_off', say.ALL_OFF];
  return show(state, 'topics', { text, options: [...options, all, ['done', say.FINISHED]] });
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (!chosen) return undefined;
  if (chosen === 'done') return finish(say.TOPICS_DONE, ['browse', 'my_classes']);
  if (chosen === 'all_off' || chosen === 'all_on') {
    const off = chosen === 'all_off' ? TOPICS : [];
    return { ...overview(context, state, off, say.allChanged(off.length > 0)), conversation: { topics_off: off } };
  }
  return toggled(context, state, chosen);
}

function toggled(context: TurnContext, state: FlowState, topic: string): Step {
  const before = offOf(context);
  const now_off = !before.includes(topic);
  const topics_off = now_off ? [...before, topic] : before.filter((one) => one !== topic);
  const name = say.TOPIC_NAMES.find(([one]) => one === topic)?.[1] ?? '';
  return {
    ...overview(context, state, topics_off, say.topicChanged(name, now_off, topic)),
    conversation: { topics_off },
  };
}

export const topics: Flow = {
  name: 'topics',
  version: VERSION,
  summary: () => '退订消息',
  start,
  answer,
  ask: async (context, state) => overview(context, state, offOf(context), say.ASK_TOPICS),
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => CHOOSE_HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
