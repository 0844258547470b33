/** WeChat calling the account: sign, post, wait five seconds, try three times in all, and show what came back. */
import { instant } from '../../platform/clock';
import type { Faults } from './faults';
import { readLinks } from './messages';
import type { State } from './state';
import type { Account, Attempt, InboxItem, Turn, WrittenRow } from './types';
import { callback, openAnswer, readXml } from './wire';

export const ATTEMPTS_MAX = 3;
/** How long WeChat waits for an answer. Tests may wait less. */
export const TIMEOUT_MS = 5000;
const TEXT_BYTES_MAX = 2048;
/** WeChat's own grey line. */
export const TROUBLE = '该公众号暂时无法提供服务，请稍后再试';

export interface CallbackHands {
  state: State;
  account: Account;
  faults: Faults;
  /** Where callbacks go. */
  webhook: string;
  timeout_ms: number;
  sleep(ms: number): Promise<void>;
  /** Rows written under this turn's name, once. */
  rowsOf(turn: string): WrittenRow[];
}

export interface Delivered {
  replies: { type: string; content: string }[];
  attempts: number;
  turn: Turn;
  /** What to show on the phone. */
  shown: Pick<InboxItem, 'kind' | 'text' | 'choices'>[];
}

/** The header that names the turn a callback belongs to, so that what it writes can be told apart. Local only. */
export const TURN_HEADER = 'x-local-turn';

/** Deliver one message or event, with WeChat's patience. */
export async function deliver(hands: CallbackHands, openid: string, xml: string, text: string): Promise<Delivered> {
  const person = hands.state.person(openid);
  const n = person.last_turn + 1;
  hands.state.keep({ ...person, last_turn: n });
  const at = instant(hands.state.now());
  const began = performance.now();
  const attempts: Attempt[] = [];
  let wire: string | undefined;
  let request = '';
  while (wire === undefined && attempts.length < ATTEMPTS_MAX) {
    const { query, body } = callback(hands.account, openid, xml, hands.state.now());
    request = body;
    const tried_at = performance.now();
    const tried = await attempt(hands, `${hands.webhook}?${query}`, body, `${openid}#${n}`);
    attempts.push(tried.attempt);
    wire = tried.wire;
    const again = wire === undefined && attempts.length < ATTEMPTS_MAX;
    // A refused or failed attempt is followed up when its five seconds are over, as an unanswered one is.
    if (again) await hands.sleep(Math.max(0, hands.timeout_ms - (performance.now() - tried_at)));
  }
  const { answer_xml, replies, shown } = read(hands.account, openid, wire);
  const turn: Turn = {
    n,
    openid,
    at,
    text,
    mode: hands.account.mode,
    request,
    decrypted: xml,
    attempts,
    ms: Math.round((performance.now() - began) * 10) / 10,
    answer: wire ?? '',
    answer_decrypted: answer_xml,
    rows: hands.rowsOf(`${openid}#${n}`),
  };
  hands.state.keepTurn(turn);
  return { replies, attempts: attempts.length, turn, shown };
}

async function attempt(
  hands: CallbackHands,
  url: string,
  body: string,
  turn: string,
): Promise<{ attempt: Attempt; wire?: string }> {
  const fault = hands.faults.strike('callback');
  if (fault?.delay_ms) await hands.sleep(fault.delay_ms);
  const began = performance.now();
  const of = (outcome: Attempt['outcome'], status?: number): Attempt => ({
    url,
    ms: Math.round((performance.now() - began) * 10) / 10,
    ...(status !== undefined && { status }),
    outcome,
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0', [TURN_HEADER]: turn },
      body,
      signal: AbortSignal.timeout(hands.timeout_ms),
    });
    const wire = await response.text();
    if (fault?.drop) return { attempt: of('dropped', response.status) };
    if (response.status !== 200) return { attempt: of('failed', response.status) };
    return { attempt: of('answered', 200), wire };
  } catch (error) {
    return { attempt: of((error as Error).name === 'TimeoutError' ? 'timeout' : 'refused') };
  }
}

function read(account: Account, openid: string, wire: string | undefined) {
  const trouble = { answer_xml: '', replies: [], shown: [{ kind: 'trouble', text: TROUBLE }] };
  if (wire === undefined) return trouble;
  if (wire.trim() === '' || wire.trim() === 'success') return { answer_xml: '', replies: [], shown: [] };
  const answer_xml = openAnswer(account, wire);
  const reply = answer_xml === undefined ? undefined : readXml(answer_xml);
  if (answer_xml === undefined || !reply || reply.ToUserName !== openid || reply.FromUserName !== account.original_id)
    return { ...trouble, answer_xml: answer_xml ?? '' };
  const type = String(reply.MsgType ?? '');
  const content = type === 'text' ? String(reply.Content ?? '') : `[${type}]`;
  if (type === 'text' && (content === '' || Buffer.byteLength(content) > TEXT_BYTES_MAX))
    return { ...trouble, answer_xml };
  return { answer_xml, replies: [{ type, content }], shown: [{ kind: type, ...readLinks(content) }] };
}
