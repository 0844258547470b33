/**
 * What every implementation of the table owes. Run on memory and on the real engine: what a model
 * test finds on the one must be true of the other.
 */
import type { Table } from '../../lib/store/table';
import { conditions } from './contract/conditions';
import { itemsAndUpdates } from './contract/items';
import { queries } from './contract/queries';
import { writes } from './contract/writes';

export function contract(make: () => Promise<Table>): void {
  let table: Table;
  beforeAll(async () => {
    table = await make();
  });
  for (const part of [itemsAndUpdates, conditions, writes, queries]) describe(part.name, () => part(() => table));
}
