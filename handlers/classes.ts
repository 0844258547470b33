/** 接单: classes, by API. Wire, call, answer; the rules are in lib/classes. */
import { classRoutes as routes } from '../lib/classes/api';
import { cancelClass } from '../lib/classes/cancel-class';
import { readCode } from '../lib/classes/class-code';
import { draftClass } from '../lib/classes/draft-class';
import { editClass } from '../lib/classes/edit-class';
import { enrolByOffice } from '../lib/classes/enrol-by-office';
import { loadSeats } from '../lib/classes/load';
import { moveClass } from '../lib/classes/move-class';
import { publishClass } from '../lib/classes/publish-class';
import { listClasses, readClass, readLessons } from '../lib/classes/read';
import { roster, waitingList } from '../lib/classes/roster';
import { classInFull, classShown, lessonShown, plain, rosterShown, withLessons } from '../lib/classes/show';
import type { TrainingClass } from '../lib/classes/types';
import { withdraw } from '../lib/classes/withdraw';
import { findWorker } from '../lib/people/find';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { type Answer, doOnce } from '../lib/platform/idempotency';
import { gather } from '../lib/platform/paging';
import { isRefusal, type Refusal, refuse } from '../lib/platform/refusal';
import { reaches } from '../lib/platform/region';
import type { World } from '../lib/platform/world';
import { carryOut } from '../lib/store/commit';

export const handler = api({
  routes,
  world: deployedWorld,
  regions: { class: async (world, { class_id }) => (await readClass(world, class_id))?.home_region },
  operations: {
    draft_class: (call) => {
      const { first_day, units, ...rest } = call.body;
      const lessons = [...(rest.lessons ?? [])].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
      const command = {
        ...rest,
        first_day: first_day ?? lessons[0]?.starts_at.slice(0, 10) ?? '',
        units: units ?? lessons.reduce((sum, lesson) => sum + lesson.units, 0),
      };
      return doOnce(call, () => draftClass(call.world, command), withLessons);
    },

    list_classes: ({ world, query, within }) =>
      gather({ pk: 'CLASSES', prefix: within, ...query }, async (limit, after) => {
        const { classes, next } = await listClasses(world, { region_prefix: within, limit, after });
        const { status, host_region, trade_id } = query;
        const wanted = classes.filter(
          (c) =>
            (!status || c.status === status) &&
            (!host_region || c.host_region === host_region) &&
            (!trade_id || c.trade_id === trade_id),
        );
        return { wanted: wanted.map(classShown), next };
      }),

    read_class: ({ world, params }) =>
      found(world, params.class_id, async (c) => {
        const published = c.status !== 'draft';
        const [lessons, seats, code] = await Promise.all([
          readLessons(world, c),
          published ? loadSeats(world, c) : undefined,
          published ? readCode(world, c.class_id) : undefined,
        ]);
        return classInFull(c, lessons, seats, code);
      }),

    edit_class: (call) => doOnce(call, () => editClass(call.world, { ...call.body, ...deed(call) }), plain),
    publish_class: (call) => doOnce(call, () => publishClass(call.world, { ...call.body, ...deed(call) }), plain),
    move_class: (call) => doOnce(call, () => moveClass(call.world, { ...call.body, ...deed(call) }), withLessons),
    cancel_class: (call) => doOnce(call, () => cancelClass(call.world, { ...call.body, ...deed(call) }), plain),

    read_roster: ({ world, params, query }) =>
      found(world, params.class_id, async (c) => {
        const everyone = query.everyone === 'true';
        const [members, line] = await Promise.all([
          roster(world, c.class_id, { everyone }),
          waitingList(world, c.class_id),
        ]);
        return rosterShown(c, members, line);
      }),

    list_sessions: ({ world, params }) =>
      found(world, params.class_id, async (c) => ({ body: { items: (await readLessons(world, c)).map(lessonShown) } })),

    enrol_worker: async (call) => {
      const { world, params, body, caller } = call;
      const worker = await findWorker(world, body.worker_id);
      if (worker && !reaches(caller.region, worker.home_region)) return refuse('worker_unknown');
      const command = { ...params, ...body, by: caller.subject };
      return doOnce(
        call,
        () => enrolByOffice(world, command),
        () => ({
          body: { class_id: params.class_id, worker_id: body.worker_id, status: 'enrolled' },
        }),
      );
    },

    withdraw_worker: async ({ world, params, query, caller }) => {
      const command = { ...params, reason: query.reason, by: caller.subject, office: true };
      const left = await carryOut(world, () => withdraw(world, command));
      if (isRefusal(left)) return left;
      const { was, offered_to } = left;
      return { body: { ...params, was, ...(offered_to && { offered_to }) } };
    },
  },
});

/** What every deed on a class carries: which, at which revision, by whom. */
function deed(call: { params: { class_id: string }; if_match?: number; caller: { subject: string } }) {
  return { ...call.params, rev: call.if_match, by: call.caller.subject };
}

async function found(
  world: World,
  class_id: string,
  show: (c: TrainingClass) => Promise<Answer>,
): Promise<Answer | Refusal> {
  const c = await readClass(world, class_id);
  return c ? show(c) : refuse('class_unknown');
}
