/**
 * Work without a caller. `due` each minute: whatever falls due (notices put off, offers that ran out, reminders,
 * broadcasts under way). `menu`, by hand after deploying: puts up the menu under the conversation.
 */
import { deployedAccount, deployedSender } from '../lib/channels/deployed-sender';
import { createMenu } from '../lib/channels/wechat/menu';
import { oldestWaiting_s } from '../lib/gateway/watch';
import { due } from '../lib/notices/due';
import { flushMetrics, measure } from '../lib/platform/metrics';

interface Done {
  job: string;
  handled: number;
}

export async function handler(event: { job?: string } = {}): Promise<Done> {
  try {
    switch (event.job ?? 'due') {
      case 'due':
        return await everythingDue();
      case 'menu':
        return await menu();
      default:
        throw new Error('no such job');
    }
  } finally {
    flushMetrics();
  }
}

async function everythingDue(): Promise<Done> {
  const { world, sender } = await deployedSender();
  const { handled, failed } = await due(world, sender);
  const oldest_s = await oldestWaiting_s(world);
  if (oldest_s !== undefined) measure('gateway_oldest_s', oldest_s);
  // Everything else was handled; failing now is what the alarm on this function sees.
  if (failed > 0) throw new Error(`${failed} rows that fell due could not be handled`);
  return { job: 'due', handled };
}

async function menu(): Promise<Done> {
  const made = await createMenu(await deployedAccount());
  if ('refused' in made) throw new Error(`the menu is not one WeChat takes: ${JSON.stringify(made.facts)}`);
  if (made.trouble) throw new Error(`the menu could not be put up: ${made.reason}`);
  return { job: 'menu', handled: 1 };
}
