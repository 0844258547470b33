/** The policies this system knows, each for its home region and its time. */
import type { Day } from '../platform/clock';
import luquan2025 from './packs/luquan-2025.json';
import type { Policy, PolicyBook } from './types';

/** Every pack that is shipped; `schema.ts` checks each of them before anything is packaged. */
const PACKS: Policy[] = [luquan2025];

/** No pack covers this home region on this day: classes cannot be judged there. */
export class NoPolicy extends Error {
  override name = 'NoPolicy';
  constructor(
    readonly home_region: string,
    readonly on: Day,
  ) {
    super(`no policy for ${home_region} on ${on}`);
  }
}

/** A book over the shipped packs, or over those given. Where two cover a day, the one that began later counts. */
export function policyBook(packs: Policy[] = PACKS): PolicyBook {
  const newest_first = [...packs].sort((a, b) => (a.from < b.from ? 1 : -1));
  return {
    of(home_region, on) {
      const found = newest_first.find((p) => p.home_region === home_region && p.from <= on && (!p.to || on <= p.to));
      if (!found) throw new NoPolicy(home_region, on);
      return found;
    },
    all: () => [...packs],
  };
}
