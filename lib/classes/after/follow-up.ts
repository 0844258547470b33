import { ERASED_NAME } from '../../people/erase-records';
import { instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { classOf, memberOf } from '../items';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { putFollowUp, readFollowUp, withAttempt } from './items';
import { mayFollow } from './months';
import type { AfterRefusal, Attempt, FollowUp, FollowUpAnswer } from './types';

export interface Followed {
  training_class: TrainingClass;
  follow_up: FollowUp;
}
type Loaded = Followed & { before?: FollowUp };
interface About {
  class_id: string;
  worker_id: string;
  month: number;
  by: string;
}

/**
 * The class, she on its roster, and what is known of her so far. Refuses `class_unknown`, `not_followed` (not on the
 * roster, or erased: nobody asks her any more), `month_unknown`, `follow_up_early`.
 */
export async function loadFollowed(world: World, about: About): Promise<Loaded | Refusal> {
  const { class_id, worker_id, month } = about;
  const [[item, row], before] = await Promise.all([
    world.table.getMany([keys.class(class_id), keys.member(class_id, worker_id)], { consistent: true }),
    readFollowUp(world, class_id, worker_id),
  ]);
  const c = classOf(item);
  if (!c) return refuse('class_unknown', { class_id });
  const member = row && memberOf(row);
  if (member?.status !== 'enrolled' || member.name === ERASED_NAME)
    return refuse<AfterRefusal>('not_followed', { title: c.title });
  const refused = mayFollow(c, month, policyOf(world, c).assessment, world.now());
  if (refused) return refused;
  const { name, phone_masked } = member;
  const empty: FollowUp = { class_id, worker_id, name, phone_masked, rev: 0, answers: {}, attempts: [] };
  return { training_class: c, follow_up: before ?? empty, ...(before && { before }) };
}

/** 回访: what she tells of her work at one of the months, by chat or to the officer who called. Told again, the later word counts. */
export async function answerFollowUp(
  world: World,
  command: About & { how: 'chat' | 'phone'; answer: Omit<FollowUpAnswer, 'at' | 'by'> },
): Promise<Planned<Followed>> {
  const loaded = await loadFollowed(world, command);
  if (isRefusal(loaded)) return loaded;
  const { month, by, how, answer } = command;
  const at = instant(world.now());
  const answers = { ...loaded.follow_up.answers, [String(month)]: { ...answer, at, by } };
  return longer(loaded, { ...loaded.follow_up, answers }, { at, month, how, by, outcome: 'answered' });
}

/** An attempt that brought no answer (L24): nobody picked up, she would not say, the number is somebody else's. */
export async function logAttempt(
  world: World,
  command: About & { how: Attempt['how']; outcome: Exclude<Attempt['outcome'], 'answered'>; note?: string },
): Promise<Planned<Followed>> {
  const loaded = await loadFollowed(world, command);
  if (isRefusal(loaded)) return loaded;
  const { month, by, how, outcome, note } = command;
  const at = instant(world.now());
  return longer(loaded, loaded.follow_up, { at, month, how, by, outcome, ...(note && { note }) });
}

function longer({ before, training_class }: Loaded, follow_up: FollowUp, attempt: Attempt): Planned<Followed> {
  const after = withAttempt(follow_up, attempt);
  return { changes: [putFollowUp(after, before)], value: { training_class, follow_up: after } };
}

/** A call by phone as the API takes it: what she said, or that it brought nothing (one of the two; the route sees to it). */
export function recordCall(
  world: World,
  command: About & {
    answer?: Omit<FollowUpAnswer, 'at' | 'by'>;
    outcome?: Exclude<Attempt['outcome'], 'answered' | 'sent'>;
    note?: string;
  },
): Promise<Planned<Followed>> {
  const { answer, outcome = 'no_answer', note, ...about } = command;
  return answer
    ? answerFollowUp(world, { ...about, how: 'phone', answer })
    : logAttempt(world, { ...about, how: 'phone', outcome, note });
}
