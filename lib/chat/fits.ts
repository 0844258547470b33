/** Whether words that come late still answer the question she was interrupted in. */
import { readIdNumber } from '../people/id-number';
import { readName, readPhone } from '../people/read';
import { isRefusal } from '../platform/refusal';
import type { Heard } from './listen';
import { likeAName } from './phrases';
import { CARRY_ON } from './say/common';
import type { FlowState, TurnContext } from './types';

/** Fewer digits may be anything; so many are an ID number, or one with a slip in it. */
const ID_DIGITS_MIN = 15;

/** An ID number where that was asked for, a phone, a place; a name only when 继续 stands on the screen. Never a choice by number: the page is a day old. */
export function fits(context: TurnContext, { asking }: FlowState, said: Heard): boolean {
  const { message, conversation } = context;
  const text = message.text ?? '';
  if (said.tapped || said.older || said.number !== undefined) return false;
  const digits = text.normalize('NFKC').replace(/\D/g, '').length;
  if (asking === 'id_number') return digits >= ID_DIGITS_MIN || !isRefusal(readIdNumber(text));
  if (asking === 'phone') return digits < ID_DIGITS_MIN && !isRefusal(readPhone(text));
  const offered = conversation.flow !== undefined || conversation.last_reply?.choices?.some((c) => c.label === CARRY_ON);
  if (!offered) return false;
  if (asking === 'site') return said.region !== undefined && (!said.intent || said.intent === 'site');
  return asking === 'name' && !said.intent && likeAName(text) && !isRefusal(readName(text));
}
