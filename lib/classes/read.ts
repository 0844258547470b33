/** Reading classes: one, several, the cards at a site, the administration's list. Nothing is written here. */
import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { agendaOf } from './agenda';
import { bare, classOf, lessonOf } from './items';
import type { Agenda, ClassCard, Lesson, Pattern, TrainingClass } from './types';

const CARDS_MAX = 20;

/** One class, or nothing; `consistent` where a decision rests on it. */
export async function readClass(
  world: World,
  class_id: string,
  how?: { consistent?: boolean },
): Promise<TrainingClass | undefined> {
  return classOf(await world.table.get(keys.class(class_id), how));
}

/** In the order asked; those that are not there are left out. */
export async function readClasses(world: World, class_ids: string[]): Promise<TrainingClass[]> {
  const items = await world.table.getMany(class_ids.map(keys.class));
  return items.flatMap((item) => classOf(item) ?? []);
}

/** What she holds and has done, as stored: classes that have ended are still in it. */
export async function readAgenda(world: World, worker_id: string): Promise<Agenda> {
  return agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
}

/** The lessons of the timetable in force, in order of time: one that was moved keeps its number. */
export async function readLessons(
  world: World,
  c: Pick<TrainingClass, 'class_id' | 'timetable_rev'>,
  how?: { consistent?: boolean },
): Promise<Lesson[]> {
  const { pk, sk } = keys.lesson(c.class_id, c.timetable_rev, 0);
  const { items } = await world.table.query({ pk, prefix: sk.slice(0, -3), ...how });
  return items.map(lessonOf).sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
}

/** One lesson of the timetable in force. */
export async function readLesson(
  world: World,
  c: Pick<TrainingClass, 'class_id' | 'timetable_rev'>,
  n: number,
  how?: { consistent?: boolean },
): Promise<Lesson | undefined> {
  const item = await world.table.get(keys.lesson(c.class_id, c.timetable_rev, n), how);
  return item && lessonOf(item);
}

export interface CardWish {
  region: string;
  trade_id?: string;
  pattern?: Pattern;
}

/**
 * Classes at a site that one can still sign up for, or soon can, soonest first, at most CARDS_MAX
 * after the filters. One query; seats left follow the counters within seconds.
 */
export async function listCards(world: World, wish: CardWish): Promise<ClassCard[]> {
  const now = instant(world.now());
  const cards: ClassCard[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({
      pk: `SITE#${wish.region}`,
      from: `CLASS#${now.slice(0, 10)}`,
      to: 'CLASS#~',
      limit: 60,
      after,
    });
    for (const item of page.items) {
      const card = cardOf(item);
      const wanted =
        (!wish.trade_id || card.trade_id === wish.trade_id) && (!wish.pattern || card.pattern === wish.pattern);
      if (wanted && now < card.closes_at && now < card.starts_at) cards.push(card);
    }
    after = page.next;
  } while (after && cards.length < CARDS_MAX);
  return cards.slice(0, CARDS_MAX);
}

/** Every card at a site whose first day is not before this one: running and ended classes too, soonest first. */
export async function cardsSince(world: World, region: string, since: string): Promise<ClassCard[]> {
  const cards: ClassCard[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: `SITE#${region}`, from: `CLASS#${since}`, to: 'CLASS#~', after });
    cards.push(...page.items.map(cardOf));
    after = page.next;
  } while (after);
  return cards;
}

function cardOf(item: any): ClassCard {
  const { left, waiting, ...card } = bare<any>(item);
  const in_line = sum(waiting);
  return { ...card, seats_left: in_line > 0 ? 0 : sum(left), waiting: in_line };
}

function sum(by_block: Record<string, number>): number {
  return Object.values(by_block).reduce((total, n) => total + n, 0);
}

/** All classes whose home region begins with `region_prefix` (a region's subtree), oldest code first, a page at a time. */
export async function listClasses(
  world: World,
  wish: { region_prefix: string; limit: number; after?: Record<string, string> },
): Promise<{ classes: TrainingClass[]; next?: Record<string, string> }> {
  const page = await world.table.query({
    pk: 'CLASSES',
    prefix: wish.region_prefix,
    limit: wish.limit,
    after: wish.after,
  });
  const classes = await readClasses(
    world,
    page.items.map((item) => item.class_id),
  );
  return { classes, ...(page.next && { next: page.next }) };
}
