/** What the enrolment verbs load before they decide. */
import type { World } from '../platform/world';
import type { Policy } from '../policy/types';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaOf, pruned } from './agenda';
import { classOf, inLineOf, seatsOf } from './items';
import type { Agenda, Line, SeatBlock, TrainingClass } from './types';

/** Facts shown on a confirm page and handed back with the confirmation; their revisions are conditions of the write. */
export interface Held {
  training_class: TrainingClass;
  agenda: Agenda;
}

/** The rules of her home county in force on the first day of the class. */
export function policyOf(world: World, c: TrainingClass): Policy {
  return world.policies.of(c.home_region, c.starts_at.slice(0, 10));
}

/** A class and someone's agenda, as they are now. */
export async function loadHeld(world: World, class_id: string, worker_id: string): Promise<Held | undefined> {
  const [c, agenda] = await world.table.getMany([keys.class(class_id), keys.agenda(worker_id)], { consistent: true });
  const training_class = classOf(c);
  return training_class && { training_class, agenda: pruned(agendaOf(worker_id, agenda), world.now()) };
}

/** All seat blocks of a class, or only these. */
export async function loadSeats(world: World, c: TrainingClass, only?: number[]): Promise<SeatBlock[]> {
  const blocks = only ?? Array.from({ length: c.blocks }, (_, block) => block);
  const items = await world.table.getMany(
    blocks.map((block) => keys.seats(c.class_id, block)),
    { consistent: true },
  );
  return items.flatMap((item) => (item ? [seatsOf(item)] : []));
}

/** The waiting list in order, its head read before its rows: whoever joins after that has raised the revision. */
export async function loadLine(world: World, class_id: string): Promise<Line> {
  const line: Line = { class_id, rev: 0, rows: [] };
  const { pk, sk } = keys.lineHead(class_id);
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, from: sk, to: `${sk}#~`, consistent: true, after });
    for (const item of page.items) {
      if (item.sk === sk) line.rev = item.rev;
      else line.rows.push(inLineOf(item));
    }
    after = page.next;
  } while (after);
  return line;
}

/**
 * A join and a seat given back must not pass each other: the one would wait for what the other just
 * freed, in another block's counter, and a newcomer would take it. So both raise this revision, and
 * both fail when it is not the one under which they read the line.
 */
export function lineChanged(line: Line, why: string): Change {
  return {
    kind: 'put',
    key: keys.lineHead(line.class_id),
    item: { class_id: line.class_id, rev: line.rev + 1 },
    when: line.rev === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'rev', op: '=', value: line.rev }],
    why,
  };
}
