/** What 代报名 does, and what takes it back. A list goes person by person, each in a transaction of her own. */
import { readAgenda } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { withdraw } from '../../classes/withdraw';
import { type Instant, instant, MINUTE_MS } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Key } from '../../store/table';
import type { FirstStep } from '../types';
import { classOfDeed } from './area';
import { type Candidate, type EnrolHow, planOne } from './enrol-people';
import * as say from './say/enrol-for';
import type { AtWork, DeedContext, DoDeed } from './types';

type Data = { class_id: string; people: Candidate[]; waiver?: string };

/** `data`: class_id, people (known ones by id), waiver. */
const enrolPeople: DoDeed = async (context, data) => {
  const { people, waiver } = data as Data;
  const how: EnrolHow = { by: context.staff.staff_id, reason: say.REASON, ...(waiver && { waiver }) };
  return people.length === 1 ? one(context, people[0] as Candidate, how) : many(context, people, how);
};

async function one(context: DeedContext, who: Candidate, how: EnrolHow): ReturnType<DoDeed> {
  const c = classOfDeed(context);
  const planned = await planOne(context.world, c, who, how);
  if (isRefusal(planned)) return planned;
  const { worker } = planned.value;
  return {
    changes: planned.changes,
    value: {
      text: say.doneOne(c, planned.value),
      undo: undoOf(c, [worker.worker_id], [worker.name]),
      next: [`名单 ${c.class_id}`],
    },
  };
}

/** Each by herself first; then the deed is asked again, and finds what came of it. */
async function many(context: DeedContext, people: Candidate[], how: EnrolHow): ReturnType<DoDeed> {
  const { world } = context;
  const c = classOfDeed(context);
  if (!context.first_done) {
    const first: FirstStep[] = people.map((who) => () => planOne(world, c, who, how));
    return { changes: [], value: { text: '', first } };
  }
  const results = await Promise.all(people.map((who) => resultOf(world, context, c, who, how)));
  const good = results.flatMap((result) => ('worker_id' in result ? [result] : []));
  return {
    changes: [],
    value: {
      text: say.doneMany(c, results),
      ...(good.length > 0 && {
        undo: undoOf(
          c,
          good.map((g) => g.worker_id),
          good.map((g) => g.who.name),
        ),
      }),
      next: [`名单 ${c.class_id}`],
    },
  };
}

/** What came of one: she is on the roster by this officer's hand since a moment ago, in line, or it was refused. */
async function resultOf(
  world: World,
  context: AtWork,
  c: TrainingClass,
  who: Candidate,
  how: EnrolHow,
): Promise<say.LineResult> {
  const planned = await planOne(world, c, who, { ...how, look: true });
  if (!isRefusal(planned)) return { who, refusal: refuse('busy') };
  const worker_id = who.worker_id ?? (await idOf(world, who));
  const held = worker_id && (planned.refused === 'already_enrolled' || planned.refused === 'already_waiting');
  if (!held) return { who, refusal: planned };
  // Who got in, or in line, some other way is not hers to take back.
  const since_ms = context.now_ms - MINUTE_MS;
  const waiting = planned.refused === 'already_waiting';
  const hers = waiting
    ? ((await readAgenda(world, worker_id)).classes[c.class_id]?.joined_ms ?? 0) >= since_ms
    : await enrolledBy(world, keys.member(c.class_id, worker_id), how.by, instant(since_ms));
  return hers ? { who, worker_id, waiting } : { who, refusal: planned };
}

async function enrolledBy(world: World, key: Key, by: string, since: Instant): Promise<boolean> {
  const row = await world.table.get(key, { consistent: true });
  return row?.by === by && row.at >= since;
}

async function idOf(world: World, who: Candidate): Promise<string | undefined> {
  const hash = world.vault.fingerprint('id_number', who.id_number ?? '');
  return (await world.table.get(keys.idNumber(hash), { consistent: true }))?.worker_id;
}

const undoOf = (c: TrainingClass, worker_ids: string[], names: string[]) => ({
  label: say.undoLabel(c, names),
  deed: { name: 'enrol_undone', data: { class_id: c.class_id, worker_ids } },
});

/** Takes them off again. `data`: class_id, worker_ids. */
const undone: DoDeed = async (context, data) => {
  const { class_id, worker_ids } = data as { class_id: string; worker_ids: string[] };
  const c = classOfDeed(context);
  const { world, staff } = context;
  const off = (worker_id: string) =>
    withdraw(world, { class_id, worker_id, by: staff.staff_id, reason: say.UNDO_REASON, office: true });
  if (worker_ids.length === 1) {
    const planned = await off(worker_ids[0] as string);
    if (isRefusal(planned)) return planned;
    return {
      changes: planned.changes,
      value: { text: say.undone(c, 1), next: [`名单 ${class_id}`] },
    };
  }
  if (!context.first_done)
    return {
      changes: [],
      value: {
        text: '',
        first: worker_ids.map((worker_id) => () => off(worker_id)),
      },
    };
  const rows = await world.table.getMany(
    worker_ids.map((id) => keys.member(class_id, id)),
    { consistent: true },
  );
  const left = rows.filter((row) => row?.status === 'enrolled').length;
  return {
    changes: [],
    value: { text: say.undone(c, worker_ids.length - left), next: [`名单 ${class_id}`] },
  };
};

export const deeds: Record<string, DoDeed> = { enrol_people: enrolPeople, enrol_undone: undone };
