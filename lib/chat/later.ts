/**
 * The part of the chat that few turns need, a file of its own beside the bundle (functions/shared/bundle.cjs). Nothing
 * in it may import enter.ts, decide.ts or need.ts: a step says where it goes on (`go`), and they follow.
 */

import { askedOfClass } from './asked-of-class';
import { atWork } from './commands/at-work';
import { fits } from './fits';
import { attendanceFlow } from './flows/attendance';
import { bind } from './flows/bind';
import { command } from './flows/command';
import { confirmMarkFlow } from './flows/confirm-mark';
import { erase } from './flows/erase';
import { followUp } from './flows/follow-up';
import { leaveFlow } from './flows/leave';
import { offer } from './flows/offer';
import { onlineFlow } from './flows/online';
import { profile } from './flows/profile';
import { results } from './flows/results';
import { signInFlow } from './flows/sign-in';
import { survey } from './flows/survey';
import { topics } from './flows/topics';
import { visitFlow } from './flows/visit';
import { wish } from './flows/wish';
import { chatLeft } from './forget-address';
import { inGroup } from './group';
import { inThread } from './in-thread';
import { officeUnfollowed } from './office';
import { phraseChange } from './phrases';
import type { Flow, FlowName, Step, TurnContext } from './types';

export { askedOfClass, chatLeft, fits, inThread, officeUnfollowed, phraseChange };

export const laterFlows: Partial<Record<FlowName, Flow>> = {
  bind,
  attendance: attendanceFlow,
  command,
  erase,
  confirm_mark: confirmMarkFlow,
  follow_up: followUp,
  leave: leaveFlow,
  offer,
  results,
  online: onlineFlow,
  profile,
  sign_in: signInFlow,
  survey,
  topics,
  visit: visitFlow,
  wish,
};

export const decideAtWork = (context: TurnContext): Promise<Step> => atWork(context, laterFlows);

export const decideInGroup = (context: TurnContext): Promise<Step> => inGroup(context, decideAtWork);
