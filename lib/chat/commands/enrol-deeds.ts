/** What 代报名 does, and what takes it back. A list goes person by person, each in a transaction of her own. */
import { readClass } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { withdraw } from '../../classes/withdraw';
import { inArea, onDutyCheck } from '../../people/on-duty';
import type { Staff } from '../../people/types';
import { instant, MINUTE_MS } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { FirstStep } from '../types';
import { type Candidate, type EnrolHow, planOne } from './enrol-people';
import * as say from './say/enrol-for';
import type { AtWork, DoDeed } from './types';

type Data = { class_id: string; people: Candidate[]; waiver?: string };

interface Allowed {
  staff: Staff;
  c: TrainingClass;
}

async function allowed(context: AtWork, class_id: string): Promise<(Allowed & { check: FirstCheck }) | Refusal> {
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return duty;
  const c = await readClass(context.world, class_id, { consistent: true });
  if (!c || inArea(duty.staff, c)) return refuse('class_unknown', { class_id });
  return { staff: duty.staff, c, check: duty.check };
}
type FirstCheck = Exclude<Awaited<ReturnType<typeof onDutyCheck>>, Refusal>['check'];

/** `data`: class_id, people (known ones by id), waiver. */
const enrolPeople: DoDeed = async (context, data) => {
  const { class_id, people, waiver } = data as Data;
  const may = await allowed(context, class_id);
  if (isRefusal(may)) return may;
  const how: EnrolHow = { by: may.staff.staff_id, reason: say.REASON, ...(waiver && { waiver }) };
  return people.length === 1 ? one(context, may, people[0] as Candidate, how) : many(context, may, people, how);
};

async function one(
  context: AtWork,
  may: Allowed & { check: FirstCheck },
  who: Candidate,
  how: EnrolHow,
): ReturnType<DoDeed> {
  const { c, check } = may;
  const planned = await planOne(context.world, c, who, how);
  if (isRefusal(planned)) return planned;
  const { worker } = planned.value;
  return {
    changes: [check, ...planned.changes],
    value: {
      text: say.doneOne(c, planned.value),
      undo: undoOf(c, [worker.worker_id], [worker.name]),
      next: [`名单 ${c.class_id}`],
    },
  };
}

/** Each by herself first; then the deed is asked again, and finds what came of it. */
async function many(
  context: AtWork,
  may: Allowed & { check: FirstCheck },
  people: Candidate[],
  how: EnrolHow,
): ReturnType<DoDeed> {
  const { world } = context;
  const { c, check } = may;
  if (!context.first_done) {
    const first: FirstStep[] = people.map((who) => async () => {
      const duty = await onDutyCheck(context);
      if (isRefusal(duty)) return duty;
      const planned = await planOne(world, c, who, how);
      return isRefusal(planned) ? planned : { ...planned, changes: [duty.check, ...planned.changes] };
    });
    return { changes: [], value: { text: '', first } };
  }
  const results = await Promise.all(people.map((who) => resultOf(world, context, c, who, how)));
  const good = results.flatMap((result) => ('worker_id' in result ? [result] : []));
  return {
    changes: [check],
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
  const planned = await planOne(world, c, who, how);
  if (!isRefusal(planned)) return { who, refusal: refuse('busy') };
  const worker_id = who.worker_id ?? (await idOf(world, who));
  const held = worker_id && (planned.refused === 'already_enrolled' || planned.refused === 'already_waiting');
  if (!held) return { who, refusal: planned };
  const row = await world.table.get(keys.member(c.class_id, worker_id), { consistent: true });
  const just_now = instant(context.now_ms - MINUTE_MS);
  if (planned.refused === 'already_enrolled' && !(row?.by === how.by && row.at >= just_now))
    return { who, refusal: planned };
  return { who, worker_id, waiting: planned.refused === 'already_waiting' };
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
  const may = await allowed(context, class_id);
  if (isRefusal(may)) return may;
  const { world } = context;
  const off = (worker_id: string) =>
    withdraw(world, { class_id, worker_id, by: may.staff.staff_id, reason: say.UNDO_REASON, office: true });
  if (worker_ids.length === 1) {
    const planned = await off(worker_ids[0] as string);
    if (isRefusal(planned)) return planned;
    return {
      changes: [may.check, ...planned.changes],
      value: { text: say.undone(may.c, 1), next: [`名单 ${class_id}`] },
    };
  }
  if (!context.first_done)
    return {
      changes: [],
      value: {
        text: '',
        first: worker_ids.map((worker_id) => async () => {
          const duty = await onDutyCheck(context);
          if (isRefusal(duty)) return duty;
          const planned = await off(worker_id);
          return isRefusal(planned) ? planned : { ...planned, changes: [duty.check, ...planned.changes] };
        }),
      },
    };
  const rows = await world.table.getMany(
    worker_ids.map((id) => keys.member(class_id, id)),
    { consistent: true },
  );
  const left = rows.filter((row) => row?.status === 'enrolled').length;
  return {
    changes: [may.check],
    value: { text: say.undone(may.c, worker_ids.length - left), next: [`名单 ${class_id}`] },
  };
};

export const deeds: Record<string, DoDeed> = { enrol_people: enrolPeople, enrol_undone: undone };
