/** What few turns need is loaded when one does: it would weigh on every cold start. */
import { FLOWS } from './flows';
import type { FlowName } from './types';

/** Have these flows at hand before anything is asked of them. */
export async function need(...names: (FlowName | undefined)[]): Promise<void> {
  if (names.some((name) => name && !FLOWS[name])) Object.assign(FLOWS, (await later()).laterFlows);
}

/** The part that is loaded later. */
export const later = () => import('./later');
