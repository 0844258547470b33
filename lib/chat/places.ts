/** A worker's classes to come and places in line, as chat shows them. */
import { readAgenda } from '../classes/read';
import { waitingList } from '../classes/roster';
import type { AgendaEntry } from '../classes/types';
import { type Instant, instant } from '../platform/clock';
import { keys } from '../store/keys';
import type { TurnContext } from './types';

export interface Place {
  class_id: string;
  entry: AgendaEntry;
  /** For those who wait. */
  position?: number;
  /** A seat is kept for her: since when she could know, and until when. */
  offered_from?: Instant;
  offered_until?: Instant;
}

/** Soonest first; what has ended is left out. One read, and one more for each list she waits on. */
export async function readPlaces(context: TurnContext, worker_id: string): Promise<Place[]> {
  const { world, now_ms } = context;
  const agenda = await readAgenda(world, worker_id);
  const now = instant(now_ms);
  const held = Object.entries(agenda.classes)
    .filter(([, entry]) => entry.ends_at > now)
    .sort(([, a], [, b]) => (a.starts_at < b.starts_at ? -1 : 1));
  return Promise.all(
    held.map(async ([class_id, entry]): Promise<Place> => {
      if (entry.status !== 'waiting') return { class_id, entry };
      const line = await waitingList(world, class_id);
      const at = line.findIndex((row) => row.worker_id === worker_id);
      const row = line[at];
      const kept = row?.status === 'offered' && row.offered_until && row.offered_until >= now;
      return {
        class_id,
        entry,
        position: at + 1,
        ...(kept && { offered_from: row.offered_from, offered_until: row.offered_until }),
      };
    }),
  );
}

/** Places where a seat is kept for her. */
async function readOffers(context: TurnContext): Promise<Place[]> {
  const { worker_id } = context.conversation;
  if (!worker_id) return [];
  return (await readPlaces(context, worker_id)).filter((place) => place.offered_until);
}

/** Whether the push of her offer went out. */
export async function wasTold({ world }: TurnContext, place: Place, worker_id: string): Promise<boolean> {
  const key = keys.notice(worker_id, `offer-${place.class_id}-${place.entry.joined_ms}`);
  return (await world.table.get(key))?.state === 'sent';
}

/** A bare `1` after a push belongs to the push: the offer she could hear of since she last wrote is the newest thing on her screen. */
export async function offerOnScreen(context: TurnContext): Promise<Place | undefined> {
  const since = instant(context.conversation.heard_ms);
  const now = instant(context.now_ms);
  const fresh = (await readOffers(context)).filter(
    ({ offered_from }) => offered_from !== undefined && offered_from >= since && offered_from <= now,
  );
  return fresh.length === 1 ? fresh[0] : undefined;
}
