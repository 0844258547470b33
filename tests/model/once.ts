/** One carrying out of a verb, and its answer held against what was written. */
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { carryOut, type Planned } from '../../lib/store/commit';
import type { Table } from '../../lib/store/table';
import type { Stage } from './stage';

/** A success wrote once (or had nothing to write: planned again it may find it done meanwhile), a refusal not at all. */
export async function once<T>(
  stage: Stage,
  name: string,
  world: World,
  verb: (world: World) => Promise<Planned<T>>,
): Promise<T | Refusal> {
  const sent: string[] = [];
  const table: Table = {
    ...world.table,
    write: (changes, how) => {
      if (how?.token) sent.push(how.token);
      return world.table.write(changes, how);
    },
  };
  const late_before = stage.out.faults.late ?? 0;
  let writes = false;
  const answer = await carryOut({ ...world, table }, async () => {
    const planned = await verb({ ...world, table });
    writes = !isRefusal(planned) && planned.changes.length > 0;
    return planned;
  });
  const late = (stage.out.faults.late ?? 0) > late_before;
  const effects = [...new Set(sent)].reduce((sum, token) => sum + (stage.tokens?.get(token) ?? 0), 0);
  const expected = isRefusal(answer) || !writes ? 0 : 1;
  if (stage.tokens && effects !== expected && !late)
    stage.watch.fail(
      'an answer tells what was done',
      `${name}: ${JSON.stringify(answer).slice(0, 80)}, expected ${expected}, written ${effects} times`,
    );
  return answer;
}
