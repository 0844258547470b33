/** What the bench measures, part by part: each gives the markdown that stands in docs/performance.md under its name. */
import { bundlesTable } from './bundles';
import { capacityTables } from './capacity';
import { commandsTable } from './commands';
import { demoTable } from './demo';
import { faultsSaid } from './faults';
import { rushTable } from './rush';
import { sheetsTable } from './sheets';
import { signInTable } from './sign-in-rush';
import { turnsTable } from './turns';

export interface How {
  /** A try-out on a small scale: that the part runs, not how fast. */
  quick: boolean;
}

/** In the order of the page. */
export const PARTS: Record<string, (how: How) => Promise<string>> = {
  turns: turnsTable,
  rush: rushTable,
  'sign-in': signInTable,
  sheets: sheetsTable,
  bundles: bundlesTable,
  capacity: capacityTables,
  faults: faultsSaid,
  commands: commandsTable,
  demo: demoTable,
};
