/** Whether words that come late still answer the question she was interrupted in. */
import { readIdNumber } from '../people/id-number';
import { readName, readPhone } from '../people/read';
import { isRefusal } from '../platform/refusal';
import { lineNamed } from './flows/sign-up-pages';
import type { Heard } from './listen';
import { likeAName } from './phrases';
import { CARRY_ON } from './say/common';
import type { FlowState, TurnContext } from './types';

/** Fewer digits may be anything; so many are an ID number, or one with a slip in it. */
const ID_DIGITS_MIN = 15;

/** An ID number where that was asked for, a phone, a place; a name only when 继续 stands on the screen. Never a choice by number: the page is a day old. */
export function fits(context: TurnContext, { name, asking }: FlowState, said: Heard): boolean {
  const { message, conversation } = context;
  const text = message.text ?? '';
  if (said.tapped || said.older || said.number !== undefined) return false;
  // 电话打错了，是138…: said of the form she left.
  if (name === 'sign_up' && lineNamed(said.text)) return true;
  const digits = text.normalize('NFKC').replace(/\D/g, '').length;
  if (asking === 'id_number') return digits >= ID_DIGITS_MIN || !isRefusal(readIdNumber(text));
  if (asking === 'phone') return digits < ID_DIGITS_MIN && !isRefusal(readPhone(text));
  const offered = conversation.last_reply?.choices?.some((choice) => choice.label === CARRY_ON) ?? false;
  if (asking === 'site')
    return (
      (offered || conversation.flow !== undefined) &&
      said.region !== undefined &&
      (!said.intent || said.intent === 'site')
    );
  return asking === 'name' && offered && !said.intent && likeAName(text) && !isRefusal(readName(text));
}
