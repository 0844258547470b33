/** Which of several classes is meant, by who was named and by the hour, before anyone is asked. */
import { readAgenda, readLessons } from '../../classes/read';
import { roster } from '../../classes/roster';
import type { Lesson, TrainingClass } from '../../classes/types';
import { findPeople } from '../../people/directory';
import { HOUR_MS, instant } from '../../platform/clock';
import { regionsOf } from './area';
import { onMyRosters } from './my-rosters';
import type { Args, AtWork } from './types';

/** A lesson counts as going on from so long before its start to so long after its end. */
const AROUND_MS = 2 * HOUR_MS;

export const goingOn = (context: AtWork, lesson: Lesson): boolean =>
  instant(context.now_ms + AROUND_MS) >= lesson.starts_at && instant(context.now_ms - AROUND_MS) <= lesson.ends_at;

/** 请假 张三: of these classes those she is in or waits for; all of them where that says nothing. */
export async function classesOfNamed(context: AtWork, classes: TrainingClass[], args: Args): Promise<TrainingClass[]> {
  const name: string | undefined = args.names?.[0];
  const tail: string | undefined = args.phones?.[0]?.slice(-4) ?? args.tails?.[0];
  if (classes.length < 2 || (!name && !tail)) return classes;
  const people = await findPeople(context.world, regionsOf(context), name ? { name } : { tail: tail as string });
  const agendas = await Promise.all(people.map((one) => readAgenda(context.world, one.worker_id)));
  const hers = classes.filter((c) => agendas.some((agenda) => agenda.classes[c.class_id]));
  if (hers.length > 0 || people.length > 0) return hers.length > 0 ? hers : classes;
  const listed = (await onMyRosters(context, { name, tail })).flatMap(({ places }) => places);
  const on = classes.filter((c) => listed.some((place) => place.c.class_id === c.class_id));
  return on.length > 0 ? on : classes;
}

/** Of several with a lesson today the one that is being taught now, if it is one; a class nobody is in is taught to nobody. */
export async function beingTaught(context: AtWork, classes: TrainingClass[]): Promise<TrainingClass | undefined> {
  const lessons = await Promise.all(classes.map((c) => readLessons(context.world, c)));
  const now = classes.filter((_, i) => lessons[i]?.some((lesson) => goingOn(context, lesson)));
  if (now.length < 2) return now[0];
  const rosters = await Promise.all(now.map((c) => roster(context.world, c.class_id)));
  const filled = now.filter((_, i) => rosters[i]?.length);
  return filled.length === 1 ? filled[0] : undefined;
}
