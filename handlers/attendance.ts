/** 考勤: attendance by API, and what else proves that a class took place. Wire, call, answer. */
import { attendanceRoutes } from '../lib/classes/attendance/api';
import { correctMark } from '../lib/classes/attendance/correct-mark';
import { classMarks, countClass } from '../lib/classes/attendance/read';
import { attendanceShown, lessonMarks, markShown } from '../lib/classes/attendance/show';
import { deliveryRoutes } from '../lib/classes/delivery-api';
import { deliveryCalls } from '../lib/classes/delivery-calls';
import { findGate } from '../lib/classes/gates/read-gates';
import { policyOf } from '../lib/classes/load';
import { readClass } from '../lib/classes/read';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';
import { refuse } from '../lib/platform/refusal';

export const handler = api({
  routes: { ...attendanceRoutes, ...deliveryRoutes },
  world: deployedWorld,
  regions: {
    gate: async (world, { gate_id }) => (await findGate(world, gate_id))?.home_region,
    class: async (world, { class_id }) => {
      const c = await readClass(world, class_id);
      return c && { home_region: c.home_region, host_region: c.host_region, orgs: [c.institution_id] };
    },
  },
  operations: {
    ...deliveryCalls,
    read_attendance: async ({ world, params }) => {
      const read = await classMarks(world, params.class_id);
      return read ? { body: attendanceShown(countClass(world, read)) } : refuse('class_unknown');
    },

    read_marks: async ({ world, params }) => {
      const read = await classMarks(world, params.class_id);
      if (!read) return refuse('class_unknown');
      const lesson = read.lessons.find(({ n }) => n === Number(params.lesson));
      if (!lesson) return refuse('lesson_unknown', { lessons: read.lessons.length });
      const { delivery } = policyOf(world, read.training_class);
      const items = lessonMarks(read, lesson, delivery, world.now());
      return { body: { ...params, lesson: lesson.n, starts_at: lesson.starts_at, items } };
    },

    correct_mark: async (call) => {
      const { world, params, body, caller } = call;
      const read = await classMarks(world, params.class_id);
      if (!read) return refuse('class_unknown');
      const number = read.members.findIndex(({ worker_id }) => worker_id === body.worker_id) + 1;
      const { delivery } = policyOf(world, read.training_class);
      return doOnce(
        call,
        () => correctMark(world, { ...params, ...body, by: caller.subject }),
        ({ lesson, member, mark }) => ({ body: markShown(lesson, member, mark, delivery, world.now(), number) }),
      );
    },
  },
});
