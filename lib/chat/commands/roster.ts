/** 4 名单: who is on a class's roster, numbered as the roll is, and who waits. Numbers masked. */
import { roster, waitingList } from '../../classes/roster';
import * as say from './say/roster';
import type { Args, AtWork, Command, Outcome } from './types';
import { classFor, commonArgs, isOutcome } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, { among: () => true, ask: '看哪个班的名单？' });
  if (isOutcome(c)) return c;
  const [members, line] = await Promise.all([
    roster(context.world, c.class_id),
    waitingList(context.world, c.class_id),
  ]);
  return { kind: 'answer', text: say.list(c, members, line), next: [`代报名 ${c.class_id}`, `通知 ${c.class_id}`] };
}

export const command: Command = {
  name: 'roster',
  number: 4,
  title: '名单',
  does: '一个班的学员和候补，号码打了星。',
  examples: ['名单 A17', 'A17都有谁', '花名册'],
  words: [],
  duties: ['station', 'office', 'teacher', 'assessor', 'inspector'],
  read: (found, known) => commonArgs(found, known),
  run,
};
