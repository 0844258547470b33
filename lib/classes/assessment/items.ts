/** An assessment (`CLASS#id ASSESS`) and its scores (`CLASS#id SCORE#worker`) as stored. */
import { gather } from '../../platform/paging';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Item } from '../../store/table';
import { bare } from '../items';
import type { Assessment, Score } from './types';

/** Stored beside the assessment: grows with every score written, so that publishing sees them all. */
export type StoredAssessment = Assessment & { scores: number };

/** The assessment of a class, read consistently: decisions rest on it. */
export async function readAssessment(world: World, class_id: string): Promise<StoredAssessment | undefined> {
  const item = await world.table.get(keys.assessment(class_id), { consistent: true });
  return item && bare<StoredAssessment>(item);
}

/** The assessments of several classes, as a page of the day shows them; classes without one are left out. */
export async function readAssessments(world: World, class_ids: string[]): Promise<Assessment[]> {
  const items = await world.table.getMany(class_ids.map(keys.assessment));
  return items.flatMap((item) => (item ? [bare<StoredAssessment>(item)] : []));
}

export const scoreOf = (item: Item): Score => bare<Score>(item);

/** One person's score. */
export async function readScore(world: World, class_id: string, worker_id: string): Promise<Score | undefined> {
  const item = await world.table.get(keys.score(class_id, worker_id), { consistent: true });
  return item && scoreOf(item);
}

/** All scores of a class, by worker. */
export async function readScores(world: World, class_id: string): Promise<Score[]> {
  return (await readRows(world, class_id, 'SCORE#')).map(scoreOf);
}

/** One page of the rows of a class whose sort key begins so: what a big class has many of is not sent in one answer. */
export function pageOfRows<T>(
  world: World,
  class_id: string,
  prefix: string,
  wish: { limit: number; cursor?: string },
  shown: (item: Item) => T,
) {
  const { pk } = keys.class(class_id);
  return gather({ ...wish, pk, prefix }, async (limit, after) => {
    const { items, next } = await world.table.query({ pk, prefix, consistent: true, limit, after });
    return { wanted: items.map(shown), next };
  });
}

/** All rows of a class whose sort key begins so, read consistently. */
export async function readRows(world: World, class_id: string, prefix: string): Promise<Item[]> {
  const rows: Item[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: keys.class(class_id).pk, prefix, consistent: true, after });
    rows.push(...page.items);
    after = page.next;
  } while (after);
  return rows;
}
