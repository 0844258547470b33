import { taskChange } from '../notices/task-write';
import { millis } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { cardChanges, classChange, nextRev, sameRev } from './change-class';
import { conditionsWithin, windowInOrder } from './conditions';
import { loadCard } from './count';
import { blockSizes, CHANGES_MAX, cardItem, seatTerms } from './items';
import { policyOf } from './load';
import { partiesOf } from './parties';
import { readClass } from './read';
import type { ClassRefusal, DeliveryMode, SiteType, TrainingClass } from './types';

export interface EditCommand {
  class_id: string;
  rev?: number;
  by: string;
  title?: string;
  contact?: string;
  opens_at?: string;
  closes_at?: string;
  waiting_max?: number;
  age_min?: number;
  age_max?: number;
  groups?: string[];
  institution_id?: string;
  evaluator_id?: string;
  mode?: DeliveryMode;
  site_type?: SiteType;
  flexible?: boolean;
  /** Nothing (null): no fence any more. */
  fence?: TrainingClass['fence'] | null;
  /** While it is a draft only: seats of a published class have been promised. */
  capacity?: number;
}

/**
 * Edit what is not time or place (that is `moveClass`). Refuses `class_unknown`, `stale`,
 * `class_cancelled`, `class_not_draft` (capacity), `class_started` (another institution once it began), `evaluator_planned`
 * (another evaluator once there is an exam), `window_order`, `age_outside_policy`, `group_outside_policy`,
 * `fence_outside_policy`, and
 * what `partiesOf` refuses.
 */
export async function editClass(
  world: World,
  command: EditCommand,
): Promise<Planned<{ training_class: TrainingClass }>> {
  const before = await readClass(world, command.class_id, { consistent: true });
  const refused = mayEdit(before, command) ?? trainerStays(before, command, world.now());
  if (refused || !before) return refused ?? refuse<ClassRefusal>('class_unknown', { class_id: command.class_id });
  const { class_id: _id, rev: _rev, by: _by, ...given } = command;
  const set = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value ?? undefined]])),
  ) as Partial<TrainingClass>;
  const others = command.institution_id !== undefined || command.evaluator_id !== undefined;
  const parties = others ? await partiesOf(world, { ...before, ...set }) : {};
  if (isRefusal(parties)) return parties;
  const unexamined = await examinerStays(world, before, command);
  if (isRefusal(unexamined)) return unexamined;
  const after = nextRev(world, before, {
    ...set,
    ...parties,
    terms_rev: before.terms_rev + 1,
    ...(command.capacity && { blocks: blockSizes(command.capacity).length }),
  });
  const outside = windowInOrder(after) ?? conditionsWithin(after, policyOf(world, after));
  if (outside) return outside;
  const changes: Change[] = [classChange(before, after, 'a class edited'), ...unexamined];
  if (after.status === 'published') {
    const card = await loadCard(world, before);
    changes.push(...cardChanges(before, after, card && { ...card, ...cardItem(after, card.left, card.waiting) }));
    const terms = seatTerms(after);
    const room = CHANGES_MAX - changes.length;
    if (terms.length > room) {
      // Counters that do not fit in here take over the new terms in a task; until then their seats wait.
      changes.push(
        taskChange(world, {
          task_id: `terms-${after.class_id}-${after.terms_rev}`,
          kind: 'class_terms',
          home_region: after.home_region,
          class_id: after.class_id,
          by: command.by,
        }),
      );
    }
    changes.push(...terms.slice(0, CHANGES_MAX - changes.length));
  }
  return { changes, value: { training_class: after } };
}

/** Who has trained cannot be replaced on paper afterwards: L12 would be asked about somebody else. Filled in late is all right. */
function trainerStays(
  c: TrainingClass | undefined,
  { institution_id }: EditCommand,
  now_ms: number,
): Refusal<ClassRefusal> | undefined {
  if (!c?.institution_id || institution_id === undefined || institution_id === c.institution_id) return undefined;
  return millis(c.starts_at) > now_ms ? undefined : refuse('class_started', { title: c.title });
}

/** Whoever examines is named with the exam (`planAssessment`), and then by nothing else: those who examined stay who they were. */
async function examinerStays(
  world: World,
  { class_id, evaluator_id: known }: TrainingClass,
  { evaluator_id }: EditCommand,
): Promise<Change[] | Refusal<ClassRefusal>> {
  if (evaluator_id === undefined || evaluator_id === known) return [];
  const key = keys.assessment(class_id);
  const planned = await world.table.get(key, { consistent: true });
  if (planned) return refuse('evaluator_planned', { at: planned.at });
  return [{ kind: 'check', key, when: [{ attr: 'pk', op: 'absent' }], why: 'nobody has planned an exam' }];
}

function mayEdit(c: TrainingClass | undefined, command: EditCommand): Refusal<ClassRefusal> | undefined {
  if (!c) return refuse('class_unknown', { class_id: command.class_id });
  if (c.status === 'cancelled') return refuse('class_cancelled', { reason: c.cancelled?.reason ?? '', title: c.title });
  if (command.capacity && c.status !== 'draft') return refuse('class_not_draft', { title: c.title });
  return sameRev(c, command.rev);
}
