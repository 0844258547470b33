import { type Found, findPhrases, type Lattice, latticeOf, outside } from './lattice';
import type { Clause } from './normalise';
import type { IntentName, Understanding } from './types';
import type { Words } from './words';

/** What cannot be taken back, or costs her a seat: never on a guess. */
export const IRREVERSIBLE: ReadonlySet<IntentName> = new Set([
  'stop',
  'unsubscribe',
  'erase',
  'withdraw',
  'decline_offer',
]);
/** Of two sure readings the first in this order counts: 取消 outranks 报名. */
export const RANK: readonly IntentName[] = [
  'erase',
  'unsubscribe',
  'stop',
  'human',
  'withdraw',
  'decline_offer',
  'cancel',
  'back',
  'accept_offer',
  'my_classes',
  'where_when',
  'sign_in',
  'leave',
  'attendance',
  'results',
  'wish',
  'profile',
  'help',
  'enrol',
  'browse',
  'site',
  'menu',
  'no',
  'yes',
  'thanks',
  'greeting',
];
/** Intents that act; in a question they are only asked about. */
const ACTING: ReadonlySet<IntentName> = new Set([...IRREVERSIBLE, 'cancel', 'enrol', 'accept_offer', 'yes', 'no']);

const SURE_WEIGHT = 8;
const SURE_STRENGTH = 6;
const MAYBE_STRENGTH = 3;
const MAYBE_MAX = 3;

interface Reading {
  intent: IntentName;
  strength: number;
  sure: boolean;
  asked: boolean;
  negated: boolean;
}

/** Readings of the text as a whole and of each clause by itself: `家里有事，不去了`. */
export function read(lattice: Lattice, clauses: Clause[], words: Words): Reading[] {
  const wholeAsked = clauses.some((clause) => clause.asked);
  const readings = judged(findPhrases(lattice, words), wholeAsked);
  if (clauses.length < 2 || clauses.length > 12) return readings;
  const parts = clauses.map((clause) => {
    const own = latticeOf(clause.text, words);
    return {
      clause,
      readings: judged(findPhrases(own, words), clause.asked),
      all: outside(own, 0, clause.text.length),
    };
  });
  for (const part of parts) {
    for (const reading of part.readings) {
      const calm = parts.every(
        (other) =>
          other === part ||
          other.readings.some((r) => r.intent === reading.intent && r.sure) ||
          !(other.all.negated || other.all.asked || other.clause.asked),
      );
      const sure = reading.sure && (calm || !IRREVERSIBLE.has(reading.intent));
      readings.push({ ...reading, sure });
    }
  }
  return readings;
}

function judged(found: Found[], asked: boolean): Reading[] {
  // A phrase inside a longer one is part of it: 报名 in 取消报名 is no wish to sign up.
  const outer = found.filter((f) => !found.some((g) => g !== f && holds(g, f)));
  return outer.map((f) => {
    const isAsked = f.asked || asked;
    const strength = f.weight - Math.min(6, 0.6 * f.rest) - (f.negated ? 5 : 0);
    const firm = IRREVERSIBLE.has(f.intent) ? f.weight >= SURE_WEIGHT && f.rest === 0 : strength >= SURE_STRENGTH;
    const sure = firm && !f.negated && !(isAsked && ACTING.has(f.intent));
    // An order that is refused (不要取消) or wrapped in other words is still worth asking about.
    const grave = IRREVERSIBLE.has(f.intent) || f.intent === 'cancel';
    const floor = grave && (f.negated || f.weight >= SURE_WEIGHT) ? MAYBE_STRENGTH : 0;
    return { intent: f.intent, strength: Math.max(strength, floor), sure, asked: isAsked, negated: f.negated };
  });
}

function holds(outer: Found, inner: Found): boolean {
  if (outer.start > inner.start || outer.end < inner.end) return false;
  // What is said in a gap is said for itself: 上海…想报…班.
  if (inner.start >= outer.gap_start && inner.start < outer.gap_end) return false;
  const longer = outer.end - outer.start > inner.end - inner.start;
  return longer && outer.intent !== inner.intent && outer.weight >= inner.weight - 2;
}

/** One sure intent, the first by RANK, or what to ask about; `guessed` when a typo was put right. */
export function decide(
  readings: Reading[],
  guessed: boolean,
  lattice: Lattice,
): Pick<Understanding, 'intent' | 'maybe'> {
  const best = new Map<IntentName, Reading>();
  for (const reading of readings) {
    const known = best.get(reading.intent);
    if (!known || Number(reading.sure) * 100 + reading.strength > Number(known.sure) * 100 + known.strength)
      best.set(reading.intent, reading);
  }
  const all = [...best.values()].map((r) => (guessed && IRREVERSIBLE.has(r.intent) ? { ...r, sure: false } : r));
  const intent = RANK.find((name) => all.some((r) => r.intent === name && r.sure));
  const doubtful = all.filter(
    (r) => !r.sure && r.strength >= MAYBE_STRENGTH && r.intent !== 'yes' && r.intent !== 'no',
  );
  const weighty = doubtful.filter((r) => IRREVERSIBLE.has(r.intent) && !r.negated && r.strength >= SURE_STRENGTH);
  // 我在阜康打工，想报个…: where she is was said on the way to what she wants.
  if (intent === 'site' && doubtful.some((r) => r.intent === 'enrol')) return { maybe: ['enrol', 'site'] };
  if (intent && weighty.length === 0)
    return { intent, maybe: intent === 'help' && mentionsSignUp(lattice) ? ['enrol'] : [] };
  return inDoubt(doubtful, intent);
}

function mentionsSignUp(lattice: Lattice): boolean {
  return lattice.at.some((here) => here.some((token) => token.tag === '{signup}'));
}

/** Nothing sure: what to offer instead. */
function inDoubt(doubtful: Reading[], second: IntentName | undefined): Pick<Understanding, 'intent' | 'maybe'> {
  const enrol = doubtful.find((r) => r.intent === 'enrol');
  const others = doubtful.filter((r) => r.intent !== 'enrol');
  // 还能报名吗: the list of classes answers that, and signing up is one step from it.
  if (
    enrol?.asked &&
    !enrol.negated &&
    enrol.strength >= SURE_STRENGTH &&
    others.every((r) => !IRREVERSIBLE.has(r.intent))
  ) {
    return { intent: 'browse', maybe: ['enrol'] };
  }
  const order = doubtful.toSorted((a, b) => b.strength - a.strength || RANK.indexOf(b.intent) - RANK.indexOf(a.intent));
  const names = order.map((r) => r.intent);
  if (second) names.push(second);
  const grave = doubtful.filter((r) => IRREVERSIBLE.has(r.intent) || r.intent === 'cancel');
  // 不要取消: she wants to keep what she has, so that comes first.
  if (grave.length > 0 && grave.every((r) => r.negated)) names.unshift('my_classes');
  if (grave.some((r) => r.asked)) names.push('help');
  return { maybe: [...new Set(names)].slice(0, MAYBE_MAX) };
}
