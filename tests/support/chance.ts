/** Seeded chance (mulberry32): small, fast, the same on every machine. Not for secrets. */
export interface Chance {
  /** 0 ≤ x < 1. */
  random(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in this share of cases. */
  often(share: number): boolean;
  /** A source of its own for a part: removing one part leaves the others' chance as it was. */
  of(part: string | number): Chance;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    random,
    between: (low, high) => low + Math.floor(random() * (high - low + 1)),
    pick: (from) => from[Math.floor(random() * from.length)]!,
    often: (share) => random() < share,
    of: (part) => chance(hash(`${seed}|${part}`)),
  };
}

function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
