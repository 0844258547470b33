/** Taking a guard away: clauses that speak of one attribute are dropped from the changes on their way to the table. */
import type { Change, Clause } from '../../lib/store/table';
import type { Weaken } from './history';

/** Without the conditions on these attributes, in changes whose `why` matches. */
export function withoutClauses(why: RegExp, ...attrs: string[]): Weaken {
  const speaks = (clause: Clause): boolean => ('any' in clause ? clause.any.some(speaks) : attrs.includes(clause.attr));
  return (changes) =>
    changes.flatMap((change): Change[] => {
      if (!why.test(change.why) || !change.when) return [change];
      const when = change.when.filter((clause) => !speaks(clause));
      const { when: _when, ...rest } = change;
      // A check without conditions is no change at all.
      if (when.length === 0) return change.kind === 'check' ? [] : [rest as Change];
      return [{ ...change, when }];
    });
}

/** Several guards taken away together: each of them alone would hold. */
export function both(...weakens: Weaken[]): Weaken {
  return (changes) => weakens.reduce((now, weaken) => weaken(now), changes);
}
