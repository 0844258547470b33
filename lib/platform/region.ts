/**
 * Regions are GB/T 2260 codes of six digits, two each for province, prefecture and county. A caller is
 * bound to one and reaches its subtree: 530000 reaches every 53xxxx, 530100 every 5301xx, 530128 itself.
 * Pure.
 */

import type { Caller } from './auth';

/** Where a thing belongs: its home region alone, or also the host region and the organisations that have to do with it. */
export type Where = string | { home_region: string; host_region?: string; orgs?: (string | undefined)[] };

/**
 * May this caller know of it? The administration reaches what belongs to its own home region; a station what happens
 * in its area (the host region, L15); institutions, evaluation agencies and employers what is their own.
 */
export function isWithin(caller: Caller, where: Where): boolean {
  const { home_region, host_region, orgs = [] } = typeof where === 'string' ? { home_region: where } : where;
  switch (caller.role) {
    case 'station':
      return host_region !== undefined && reaches(caller.region, host_region);
    case 'institution':
    case 'evaluator':
    case 'employer':
      return caller.org !== undefined && orgs.includes(caller.org);
    default:
      return reaches(caller.region, home_region);
  }
}

/** What every code of the subtree begins with: `530000` → `53`, `530100` → `5301`, `530128` → `530128`. */
export function subtree(region: string): string {
  if (region.endsWith('0000')) return region.slice(0, 2);
  return region.endsWith('00') ? region.slice(0, 4) : region;
}

/** Does a caller bound to `scope` reach `region`? */
export function reaches(scope: string, region: string): boolean {
  return region.startsWith(subtree(scope));
}

/**
 * The subtree a list is read from: the caller's own, or the narrower one asked for. Nothing when what
 * is asked for lies outside, or above, the caller's own.
 */
export function narrowed(scope: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return subtree(scope);
  return subtree(asked).startsWith(subtree(scope)) ? subtree(asked) : undefined;
}
