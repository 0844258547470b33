/** Who attended enough to be examined, by the attendance as it stands. */
import { ERASED_NAME } from '../../people/erase-records';
import { millis } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { attendanceOfPerson, classMarks, countClass } from '../attendance/read';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { assessable } from './rules';
import type { Score } from './types';

export interface Attended {
  worker_id: string;
  name: string;
  /** Of the units held, rounded down. */
  percent: number;
}

/** Everyone enrolled in the class, with what they attended so far. */
export async function attended(world: World, c: TrainingClass): Promise<Attended[]> {
  const read = await classMarks(world, c.class_id, { consistent: true });
  return (read ? countClass(world, read).people : [])
    .filter((one) => one.status === 'enrolled')
    .map(({ worker_id, name, percent = 0 }) => ({ worker_id, name, percent }));
}

/** What one person attended, in percent; 0 for who is not on the roster. */
export async function attendedPercent(world: World, class_id: string, worker_id: string): Promise<number> {
  const hers = await attendanceOfPerson(world, class_id, worker_id);
  return hers?.percent ?? 0;
}

/** Of them who attended enough and has no score. */
export async function unexamined(world: World, c: TrainingClass, scores: Pick<Score, 'worker_id'>[]) {
  const examined = new Set(scores.map((score) => score.worker_id));
  const policy = policyOf(world, c);
  return (await attended(world, c)).filter(
    (one) => !examined.has(one.worker_id) && !assessable(one.percent, policy) && one.name !== ERASED_NAME,
  );
}

/**
 * What stands between her marks and a certificate, by the roster and the attendance as they are now: `not_enrolled`,
 * `not_assessable` {percent, percent_min}. Who is told of a pass, or counted as having passed, is asked here first (L13).
 */
export async function shortfall(world: World, c: TrainingClass, worker_id: string): Promise<Refusal | undefined> {
  const hers = await attendanceOfPerson(world, c.class_id, worker_id);
  if (hers?.status !== 'enrolled') return refuse('not_enrolled', { title: c.title });
  return assessable(hers.percent ?? 0, policyOf(world, c));
}

/** As `shortfall`, but of attendance nothing before the class is over: until then nobody has all her hours. */
export async function shortfallOnceOver(
  world: World,
  c: TrainingClass,
  worker_id: string,
): Promise<Refusal | undefined> {
  const short = await shortfall(world, c, worker_id);
  return millis(c.ends_at) <= world.now() || short?.refused === 'not_enrolled' ? short : undefined;
}

/** Her marks are those the decision rests on: a correction made meanwhile is looked at first. */
export async function marksUnchanged(world: World, class_id: string, worker_id: string): Promise<Change> {
  const key = keys.attendance(class_id, worker_id);
  const item = await world.table.get(key, { consistent: true });
  const marks = Object.entries(item ?? {}).filter(([attr]) => /^n\d+$/.test(attr));
  return {
    kind: 'check',
    key,
    when:
      marks.length === 0
        ? [{ attr: 'pk', op: item ? 'exists' : 'absent' }]
        : marks.map(([attr, value]) => ({ attr, op: '=' as const, value: value as string })),
    why: 'her attendance is as it was read',
  };
}
