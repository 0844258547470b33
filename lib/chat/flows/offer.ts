/** A seat kept for her: taking it, or letting it pass. The push that offered it was the confirm page. */
import { acceptOffer, declineOffer } from '../../classes/offers';
import { isRefusal } from '../../platform/refusal';
import { readPlaces } from '../places';
import { CHOOSE_HINTS } from '../say/common';
import * as say from '../say/offer';
import type { Flow, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show } from './flow';

const VERSION = 1;

/** Known at the start: `answer` (`take` or `decline`), and `class_id` when she named it. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  const answered = given.answer ?? 'take';
  if (!worker_id) return refused({ refused: 'no_offer' });
  if (given.class_id) return settle(context, answered, given.class_id, worker_id);
  const places = await readPlaces(context, worker_id);
  const kept = places.filter((place) => place.offered_until);
  if (kept.length === 1) return settle(context, answered, kept[0]?.class_id ?? '', worker_id);
  if (kept.length > 1) {
    const options = kept.map((place): [string, string] => [
      `${answered}:${place.class_id}`,
      say.offerLabel(answered === 'take', place.class_id, place.entry.title),
    ]);
    return show(begin('offer', VERSION, { answer: answered }), 'which', {
      text: answered === 'take' ? say.WHICH_OFFER : say.WHICH_DECLINE,
      options,
    });
  }
  const waiting = places.find((place) => place.entry.status === 'waiting');
  if (!waiting) return refused({ refused: 'no_offer' });
  return finish(say.notYet(waiting.entry.title, waiting.position ?? 1), ['my_classes', 'browse']);
}

async function settle(context: TurnContext, answered: string, class_id: string, worker_id: string): Promise<Step> {
  const command = { class_id, worker_id };
  if (answered === 'take') {
    const planned = await acceptOffer(context.world, command);
    if (isRefusal(planned)) return refused(planned);
    return finish(say.taken(planned.value.training_class), ['my_classes', 'browse'], { changes: planned.changes });
  }
  const planned = await declineOffer(context.world, command);
  if (isRefusal(planned)) return refused(planned);
  return finish(say.declined(planned.value.training_class.title), ['browse', 'my_classes'], {
    changes: planned.changes,
  });
}

async function answer(
  context: TurnContext,
  state: { slots: Record<string, string>; options?: string[] },
  said: Understanding,
): Promise<Step | undefined> {
  const chosen = pick(state as never, said);
  const { worker_id } = context.conversation;
  if (!chosen || !worker_id) return undefined;
  const [answered = '', class_id = ''] = chosen.split(':');
  return settle(context, answered, class_id, worker_id);
}

export const offer: Flow = {
  name: 'offer',
  version: VERSION,
  summary: () => '选名额',
  start,
  answer,
  ask: (context, state) => start(context, state.slots),
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => CHOOSE_HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
