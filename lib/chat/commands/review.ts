/** 26 总结: what went well in a class, what is to be done better; without it no year is closed (L25). */
import { readReview } from '../../classes/after/items';
import { reviewClass } from '../../classes/after/review';
import { instant } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal } from '../../platform/refusal';
import { classOfDeed } from './area';
import * as say from './say/review';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome } from './which';

const SAID_MIN = 2;
const SAID_MAX = 500;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const among = (c: { ends_at: string }) => c.ends_at <= instant(context.now_ms);
  const c = await classFor(context, args, { among, ask: '总结哪个班？', none: say.NONE });
  if (isOutcome(c)) return c;
  const known = { ...args, class_id: c.class_id };
  const held = await readReview(context.world, c.class_id);
  if (held && !args.again && !args.went_well)
    return { kind: 'ask', slot: 'again', text: say.held(c, held), options: [['yes', say.AGAIN]], args: known };
  if (!args.went_well) return { kind: 'ask', slot: 'went_well', text: say.wentWell(c), args: known, free: true };
  if (!args.to_improve) return { kind: 'ask', slot: 'to_improve', text: say.TO_IMPROVE, args: known, free: true };
  const { went_well, to_improve } = args as { went_well: string; to_improve: string };
  const data = { class_id: c.class_id, went_well, to_improve };
  return { kind: 'dry', text: say.dry(c, went_well, to_improve), yes: say.YES, deed: { name: 'review_class', data } };
}

function read(found: Found, known: Args, slot?: string): Args {
  if (slot !== 'went_well' && slot !== 'to_improve') return commonArgs(found, known);
  const said = found.rest.trim().slice(0, SAID_MAX);
  return said.length >= SAID_MIN && !hasLongNumber(said) ? { ...known, [slot]: said } : known;
}

export const command: Command = {
  name: 'review',
  number: 26,
  title: '评价',
  does: '写一个班的总结：哪里好，哪里要改。',
  examples: ['总结 A17', '评价 A17'],
  words: ['总结', '写总结'],
  duties: ['station', 'office'],
  read,
  run,
};

/** `data`: class_id, went_well, to_improve. Written again it says better; nothing takes it back. */
const write: DoDeed = async (context, data) => {
  const { class_id, went_well, to_improve } = data as Record<'class_id' | 'went_well' | 'to_improve', string>;
  const c = classOfDeed(context);
  const by = context.staff.staff_id;
  const planned = await reviewClass(context.world, { class_id, went_well, to_improve, by });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.written(c), next: [`回访 ${class_id}`] } };
};

export const deeds: Record<string, DoDeed> = { review_class: write };
