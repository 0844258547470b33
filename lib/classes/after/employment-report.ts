/** 就业情况 (B20, L23, L24, B13): the rate with its denominator, wage and post by class, contracts, and who was trained and is not hired. */
import { ERASED_NAME } from '../../people/erase-records';
import type { Day, Instant } from '../../platform/clock';
import { isRefusal, type Refusal } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { roster } from '../roster';
import type { Member, TrainingClass } from '../types';
import { readContracts, readFollowUps } from './items';
import { classesBetween, ofEach } from './period';
import { employmentRate, latestAnswer, wageAndPost } from './rules';
import type { FollowUp, Guidance } from './types';

const DENOMINATOR = '这段时间结束的班的全部学员，按人算，一人只算一次；没联系上的也算在内';
/** People named in one answer; more are asked for class by class. */
const NOT_EMPLOYED_MAX = 1000;

/** What one class gives. */
export interface AfterFacts {
  training_class: TrainingClass;
  members: Pick<Member, 'worker_id' | 'name' | 'phone_masked'>[];
  follow_ups: FollowUp[];
  contracts: number;
}

export interface NotEmployed {
  class_id: string;
  worker_id: string;
  name: string;
  phone_masked: string;
  why: 'not_working' | 'not_reached';
  guidance?: Guidance;
  attempts: number;
  last_attempt_at?: Instant;
}

/** Classes that ended in the period. Refuses `period_order`, `report_too_large`. */
export async function employmentReport(world: World, wish: { home_region: string; from: Day; to: Day }) {
  const facts = await afterFacts(world, wish);
  if (isRefusal(facts)) return facts;
  return { from: wish.from, to: wish.to, ...employmentFigures(facts) };
}

/** 培训未就业名单: the same classes, those who are not in work or could not be reached, with what they want help with. */
export async function notEmployed(
  world: World,
  wish: { home_region: string; from: Day; to: Day },
): Promise<{ people: NotEmployed[]; more: boolean } | Refusal> {
  const facts = await afterFacts(world, wish);
  if (isRefusal(facts)) return facts;
  const people = notEmployedOf(facts);
  return { people: people.slice(0, NOT_EMPLOYED_MAX), more: people.length > NOT_EMPLOYED_MAX };
}

async function afterFacts(
  world: World,
  wish: { home_region: string; from: Day; to: Day },
): Promise<AfterFacts[] | Refusal> {
  const classes = await classesBetween(world, { ...wish, by: 'ends_at' });
  if (isRefusal(classes)) return classes;
  return ofEach(classes, async (c) => {
    const [members, follow_ups, contracts] = await Promise.all([
      roster(world, c.class_id),
      readFollowUps(world, c.class_id),
      readContracts(world, c.class_id),
    ]);
    return { training_class: c, members, follow_ups, contracts: contracts.length };
  });
}

/** The figures. Pure. */
export function employmentFigures(facts: AfterFacts[]) {
  const known = latestOf(facts);
  const everyone = new Set(facts.flatMap((one) => one.members.map((member) => member.worker_id)));
  const working = [...everyone].filter((worker_id) => known.get(worker_id)?.working);
  const rate = employmentRate(working.length, everyone.size);
  const contracts = facts.reduce((sum, one) => sum + one.contracts, 0);
  return {
    persons: { value: rate.persons, unit: '人' as const },
    employed: { value: rate.employed, unit: '人' as const },
    answered: { value: [...everyone].filter((id) => known.has(id)).length, unit: '人' as const },
    rate: { value: rate.percent, unit: '%' as const },
    denominator: DENOMINATOR,
    contracts: { value: contracts, unit: '份' as const },
    class_ids: facts.map((one) => one.training_class.class_id).sort(),
    classes: facts.map(ofClass),
  };
}

function ofClass({ training_class: c, members, follow_ups, contracts }: AfterFacts) {
  const rows = follow_ups.filter((row) => members.some((member) => member.worker_id === row.worker_id));
  const employed = rows.filter((row) => latestAnswer(row)?.working).length;
  return {
    class_id: c.class_id,
    title: c.title,
    persons: members.length,
    employed,
    percent: employmentRate(employed, members.length).percent,
    contracts,
    ...wageAndPost(rows),
  };
}

/** The last word of each, over all her classes. */
function latestOf(facts: AfterFacts[]) {
  const known = new Map<string, NonNullable<ReturnType<typeof latestAnswer>>>();
  for (const row of facts.flatMap((one) => one.follow_ups)) {
    const answer = latestAnswer(row);
    const held = known.get(row.worker_id);
    if (answer && (!held || held.at < answer.at)) known.set(row.worker_id, answer);
  }
  return known;
}

/** When each was tried to be reached, over all her classes, in order. */
function attemptsOf(facts: AfterFacts[]): Map<string, Instant[]> {
  const made = new Map<string, Instant[]>();
  for (const { worker_id, attempts } of facts.flatMap((one) => one.follow_ups))
    made.set(worker_id, [...(made.get(worker_id) ?? []), ...attempts.map((one) => one.at)].sort());
  return made;
}

/** Those who are not in work as far as is known, once each; who had her data erased is counted, and not on a list of whom to call. Pure. */
function notEmployedOf(facts: AfterFacts[]): NotEmployed[] {
  const known = latestOf(facts);
  const made = attemptsOf(facts);
  const named = new Set<string>();
  return facts.flatMap(({ training_class, members }) =>
    members.flatMap((member): NotEmployed[] => {
      const answer = known.get(member.worker_id);
      if (answer?.working || named.has(member.worker_id) || member.name === ERASED_NAME) return [];
      named.add(member.worker_id);
      const attempts = made.get(member.worker_id) ?? [];
      const last = attempts.at(-1);
      return [
        {
          class_id: training_class.class_id,
          worker_id: member.worker_id,
          name: member.name,
          phone_masked: member.phone_masked,
          why: answer ? 'not_working' : 'not_reached',
          ...(answer?.guidance && { guidance: answer.guidance }),
          attempts: attempts.length,
          ...(last && { last_attempt_at: last }),
        },
      ];
    }),
  );
}
