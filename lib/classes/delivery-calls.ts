/** What the delivery routes call. Wire, call, answer; the rules are in the operations. */
import type { Api } from '../platform/http';
import { doOnce } from '../platform/idempotency';
import { gather } from '../platform/paging';
import { isRefusal, refuse } from '../platform/refusal';
import { reaches } from '../platform/region';
import { carryOut } from '../store/commit';
import type { deliveryRoutes } from './delivery-api';
import { editLesson } from './edit-lesson';
import { affectedBy } from './gates/affected';
import { closeArea } from './gates/close-area';
import { findGate, listGates } from './gates/read-gates';
import { reopenArea } from './gates/reopen-area';
import type { Gate } from './gates/types';
import { drawInspection } from './inspection/draw-inspection';
import { type Inspected, pictureFile, readInspections } from './inspection/items';
import { INSPECTIONS_SHOWN_MAX } from './inspection/shapes';
import type { Picture, Visit } from './inspection/types';
import { moveLesson } from './move-lesson';
import { readiness } from './readiness';
import { classShown, lessonShown } from './show';
import type { Lesson, TrainingClass } from './types';

const lessonOfClass = ({ training_class: c, lesson }: { training_class: TrainingClass; lesson: Lesson }) => ({
  body: { class: classShown(c), lesson: lessonShown(lesson) },
  rev: c.rev,
});
const gateShown = ({ gate }: { gate: Gate }) => ({ body: gate });

/** Where the channel keeps it is nobody's business. */
function pictureShown({ n, state, noted_at, type, bytes, sha256, reused }: Picture) {
  return { n, state, noted_at, type, bytes, sha256, reused };
}
function visitShown(visit: Visit) {
  const { staff_id, name, state, visited_at, lesson, heads, roster, teacher_there, as_timetable } = visit;
  const { remarks, finished_at, late } = visit;
  const pictures = Object.values(visit.pictures).sort((a, b) => a.n - b.n);
  return {
    ...{ staff_id, name, state, visited_at, lesson, heads, roster, teacher_there, as_timetable, remarks },
    pictures: pictures.map(pictureShown),
    ...{ finished_at, late },
  };
}
function inspectionShown({ inspection, visits }: Inspected) {
  const { rev: _rev, ...shown } = inspection;
  return { ...shown, visits: visits.map(visitShown) };
}

export const deliveryCalls: Api<typeof deliveryRoutes>['operations'] = {
  edit_session: (call) =>
    doOnce(
      call,
      () => {
        const { class_id, lesson } = call.params;
        const by = call.caller.subject;
        return editLesson(call.world, { ...call.body, class_id, n: Number(lesson), rev: call.if_match, by });
      },
      lessonOfClass,
    ),
  move_session: (call) =>
    doOnce(
      call,
      () => {
        const { class_id, lesson } = call.params;
        const by = call.caller.subject;
        return moveLesson(call.world, { ...call.body, class_id, n: Number(lesson), rev: call.if_match, by });
      },
      lessonOfClass,
    ),

  list_gates: ({ world, query, caller }) =>
    gather({ pk: 'GATES', prefix: '', ...query }, async (limit, after) => {
      const { gates, next } = await listGates(world, { limit, after });
      return { wanted: gates.filter((gate) => reaches(caller.region, gate.home_region)), next };
    }),
  close_area: (call) => doOnce(call, () => closeArea(call.world, { ...call.body, by: call.caller.subject }), gateShown),
  list_affected: async ({ world, params }) => {
    const gate = await findGate(world, params.gate_id);
    return gate ? { body: { items: await affectedBy(world, gate) } } : refuse('gate_unknown');
  },
  reopen_area: async ({ world, params, query, caller }) => {
    const done = await carryOut(world, () => reopenArea(world, { ...params, ...query, by: caller.subject }));
    return isRefusal(done) ? done : gateShown(done);
  },

  draw_inspection: (call) =>
    doOnce(
      call,
      () => drawInspection(call.world, { ...call.params, ...call.body, by: call.caller.subject }),
      ({ inspection }) => ({ body: inspectionShown({ inspection, visits: [] }) }),
    ),
  list_inspections: async ({ world, params }) => ({
    body: {
      items: (await readInspections(world, params.class_id)).slice(0, INSPECTIONS_SHOWN_MAX).map(inspectionShown),
    },
  }),
  read_inspection: async ({ world, params }) => {
    const all = await readInspections(world, params.class_id);
    const one = all.find(({ inspection }) => inspection.inspection_id === params.inspection_id);
    return one ? { body: inspectionShown(one) } : refuse('inspection_unknown');
  },
  read_picture: async ({ world, params }) => {
    const all = await readInspections(world, params.class_id);
    const one = all.find(({ inspection }) => inspection.inspection_id === params.inspection_id);
    if (!one) return refuse('inspection_unknown');
    const kept = one.visits.some((visit) => visit.pictures[params.picture]?.state === 'kept');
    const file = kept && (await world.files.get(pictureFile(params.inspection_id, Number(params.picture))));
    if (!file) return refuse('picture_unknown');
    return { body: file.bytes, headers: { 'content-type': file.type } };
  },

  read_readiness: async ({ world, params }) => {
    const judged = await readiness(world, params.class_id);
    return isRefusal(judged) ? judged : { body: judged };
  },
};
