/** The code (二维码) that leads straight to a class: printed on posters, passed on in groups. */
import type { World } from '../platform/world';
import type { Plan } from '../store/commit';
import { keys } from '../store/keys';
import { bare } from './items';

export interface ClassCode {
  class_id: string;
  /** What the code holds; draw it … */
  url: string;
  /** … or take the channel's own picture of it. */
  picture_url: string;
}

/** Keep it; a code made twice leads to the same class, so the later one stands. */
export function saveCode(code: ClassCode): Plan<ClassCode> {
  return {
    changes: [{ kind: 'put', key: keys.classCode(code.class_id), item: { ...code }, why: 'its code' }],
    value: code,
  };
}

/** The code of a class; nothing until the channel has made it (seconds after publishing). */
export async function readCode(world: World, class_id: string): Promise<ClassCode | undefined> {
  const item = await world.table.get(keys.classCode(class_id));
  return item && bare<ClassCode>(item);
}
