import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { SheetFile } from './export';
import { resultKey } from './items';
import { readImport } from './run-import';
import type { SheetRefusal } from './types';

/** The result file of an import, while it is kept. Refuses `import_unknown`, `import_not_done`, `import_gone`. */
export async function readResult(world: World, import_id: string): Promise<SheetFile | Refusal<SheetRefusal>> {
  const head = await readImport(world, import_id);
  if (!head) return refuse('import_unknown');
  if (head.state === 'running') return refuse('import_not_done');
  const file = await world.files.get(resultKey(import_id));
  if (head.state === 'cleared' || !file) return refuse('import_gone');
  return { name: `导入结果${head.class_id ? `-${head.class_id}` : ''}.xlsx`, bytes: file.bytes };
}
