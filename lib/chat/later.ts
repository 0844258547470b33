/**
 * The part of the chat that few turns need, a file of its own beside the bundle (functions/shared/bundle.cjs). Nothing
 * in it may import enter.ts, decide.ts or need.ts: a step says where it goes on (`go`), and they follow.
 */
import { decideAtWork } from './commands/at-work';
import { erase } from './flows/erase';
import { topics } from './flows/topics';
import type { Flow, FlowName } from './types';

export { decideAtWork };

export const laterFlows: Partial<Record<FlowName, Flow>> = {
  erase,
  topics,
};
