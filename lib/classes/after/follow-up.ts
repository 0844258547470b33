import { instant } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { classOf, memberOf } from '../items';
import type { TrainingClass } from '../types';
import { putFollowUp, readFollowUp } from './items';
import { mayFollow } from './rules';
import { monthsOf } from './schedule';
import type { AfterRefusal, Attempt, FollowUp, FollowUpAnswer } from './types';

export interface Followed {
  training_class: TrainingClass;
  follow_up: FollowUp;
}
interface About {
  class_id: string;
  worker_id: string;
  month: number;
  by: string;
}

/** The class, she on its roster, and what is known of her so far. Refuses `class_unknown`, `not_followed`, `month_unknown`, `follow_up_early`. */
export async function loadFollowed(world: World, about: About): Promise<(Followed & { before?: FollowUp }) | Refusal> {
  const { class_id, worker_id, month } = about;
  const [[item, row], before] = await Promise.all([
    world.table.getMany([keys.class(class_id), keys.member(class_id, worker_id)], { consistent: true }),
    readFollowUp(world, class_id, worker_id),
  ]);
  const c = classOf(item);
  if (!c) return refuse('class_unknown', { class_id });
  const member = row && memberOf(row);
  if (member?.status !== 'enrolled') return refuse<AfterRefusal>('not_followed', { title: c.title });
  const refused = mayFollow(c, month, monthsOf(world, c), world.now());
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
  if ('refused' in loaded) return loaded;
  const { month, by, how, answer } = command;
  const at = instant(world.now());
  const { before, follow_up, training_class } = loaded;
  const answers = { ...follow_up.answers, [String(month)]: { ...answer, at, by } };
  const attempt: Attempt = { at, month, how, by, outcome: 'answered' };
  const after = { ...follow_up, answers };
  return {
    changes: [putFollowUp(after, before, attempt)],
    value: { training_class, follow_up: { ...after, rev: follow_up.rev + 1 } },
  };
}

/** An attempt that brought no answer (L24): nobody picked up, she would not say, the number is somebody else's. */
export async function logAttempt(
  world: World,
  command: About & { how: Attempt['how']; outcome: Exclude<Attempt['outcome'], 'answered'>; note?: string },
): Promise<Planned<Followed>> {
  const loaded = await loadFollowed(world, command);
  if ('refused' in loaded) return loaded;
  const { month, by, how, outcome, note } = command;
  const attempt: Attempt = { at: instant(world.now()), month, how, by, outcome, ...(note && { note }) };
  const { before, follow_up, training_class } = loaded;
  return {
    changes: [putFollowUp(follow_up, before, attempt)],
    value: { training_class, follow_up: { ...follow_up, rev: follow_up.rev + 1 } },
  };
}
