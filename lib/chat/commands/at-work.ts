/** What a staff member says at work: a command, an answer to what a command asked, a confirmation, or 撤销. */
import type { Step, TurnContext } from '../types';
import { COMMANDS } from './index';

export async function decideAtWork(_context: TurnContext): Promise<Step> {
  return { reply: { text: COMMANDS.map((command) => `${command.number} ${command.title}`).join('\n') } };
}
