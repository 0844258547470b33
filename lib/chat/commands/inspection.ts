/** 19 巡查 (D11): an inspector who was drawn reports from the spot; the office draws, and sees how it stands. */
import { drawInspection } from '../../classes/inspection/draw-inspection';
import { takesPicture } from '../../classes/inspection/further-picture';
import { readInspections } from '../../classes/inspection/items';
import type { Visit } from '../../classes/inspection/types';
import type { TrainingClass } from '../../classes/types';
import { maskLongNumbers } from '../../platform/long-number';
import { isRefusal } from '../../platform/refusal';
import * as say from '../say/visit';
import { drawnForHer } from './drawn';
import { headsSaid } from './said-numbers';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, isOutcome } from './which';

const AGAIN = /重抽|再抽|另抽|换人/u;
const DRAW = /抽/u;

function read(found: Found, known: Args, slot?: string): Args {
  const [class_id = known.class_id] = found.class_ids;
  const words = found.rest;
  const heads = headsSaid(words);
  return {
    ...known,
    ...(class_id && { class_id }),
    ...(heads !== undefined && { heads }),
    ...(DRAW.test(words) && { draw: true }),
    ...(AGAIN.test(words) && { draw: true, again: true }),
    ...(slot === 'reason' && words && { reason: maskLongNumbers(words) }),
  };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const { staff } = context;
  const office = staff.duties.includes('office');
  if (args.class_id === undefined && !args.draw) {
    const hers = staff.duties.includes('inspector') ? await drawnForHer(context) : [];
    const [only] = hers;
    if (only && hers.length === 1) return go(only, args);
    if (hers.length > 1)
      return {
        kind: 'ask',
        slot: 'class_id',
        text: say.WHICH,
        options: hers.map((c): [string, string] => [c.class_id, say.label(c)]),
        args,
      };
    if (!office) return { kind: 'answer', text: say.NONE_DRAWN, next: ['今天'] };
  }
  const c = await classFor(context, args);
  if (isOutcome(c)) return c;
  const all = await readInspections(context.world, c.class_id, { consistent: true });
  const current = all.find(({ inspection }) => inspection.state !== 'dropped');
  const open_to_her = (visit: Visit) => visit.staff_id === staff.staff_id && takesPicture(context.world, c, visit);
  const named =
    current?.inspection.inspectors.some((one) => one.staff_id === staff.staff_id) ||
    all.some(({ inspection, visits }) => inspection.state !== 'dropped' && visits.some(open_to_her));
  if (named && !args.draw) return go(c, args);
  // Who inspects has no business drawing, nor knowing who is drawn: nobody may be warned.
  if (!office) return { kind: 'answer', text: say.NONE_DRAWN };
  const open = current?.inspection.state === 'drawn';
  if (current && !args.draw)
    return {
      kind: 'answer',
      text: [say.label(c), say.drawnBy(current.inspection), ...say.dropped(all)].join('\n'),
      ...(open && { next: [`巡查 ${c.class_id} 重抽`] }),
    };
  if (open && !isReason(args.reason)) return { kind: 'ask', slot: 'reason', text: say.WHY_AGAIN, args, free: true };
  const data = { class_id: c.class_id, ...(open && { reason: String(args.reason).slice(0, 200) }) };
  return { kind: 'dry', text: say.dry(c, open, args.reason), deed: { name: 'draw_inspection', data }, yes: '抽', args };
}

/** Two signs at least, as by API: a dot or a number is none. */
const isReason = (reason: unknown): boolean => (String(reason ?? '').match(/\p{L}/gu) ?? []).length >= 2;

const go = ({ class_id }: TrainingClass, { heads }: Args): Outcome => ({
  kind: 'go',
  flow: 'visit',
  given: { class_id, ...(heads !== undefined && { heads: String(heads) }) },
});

export const command: Command = {
  name: 'inspection',
  number: 19,
  title: '巡查',
  does: '抽到的去现场填记录；主管部门抽人',
  examples: ['巡查', '巡查 A17', '巡查 A17 实到25人', '抽巡查员 A17'],
  words: ['抽查', '跟班', '巡查记录'],
  duties: ['inspector', 'office'],
  read,
  run,
};

const drawDeed: DoDeed = async (context, data) => {
  const { class_id, reason } = data as { class_id: string; reason?: string };
  const { staff } = context;
  if (!staff.duties.includes('office')) return { refused: 'not_on_duty' };
  const planned = await drawInspection(context.world, {
    class_id,
    by: staff.staff_id,
    staff,
    ...(reason && { reason }),
  });
  if (isRefusal(planned)) return planned;
  const { training_class: c, inspection } = planned.value;
  return { changes: planned.changes, value: { text: say.drawn(c, inspection) } };
};

export const deeds: Record<string, DoDeed> = { draw_inspection: drawDeed };
