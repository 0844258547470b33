/** Routes of delivery: single lessons, closed areas (`gates/api.ts`), inspections (D11), and whether a class may go on to a claim (D20). */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { ClassId, GivenInstant, id, line, Reason, says } from '../platform/schemas';
import { ClassShape } from './api-shapes';
import { LessonShape, lesson_details } from './delivery-shapes';
import { gateRoutes } from './gates/api';
import { INSPECTIONS_SHOWN_MAX, InspectionShape, ReadinessShape } from './inspection/shapes';

const common = { handler: 'attendance' } as const;
const params = z.strictObject({ class_id: ClassId });
const lesson_params = z.strictObject({
  class_id: ClassId,
  lesson: z.string().check(z.regex(/^[1-9]\d?$/, '要填第几节，像 3')),
});
const LessonOfClass = z
  .strictObject({ class: ClassShape, lesson: LessonShape })
  .check(z.meta({ id: 'LessonOfClass', description: '改好的一节课和它的班' }));

const inspection_params = z.strictObject({ class_id: ClassId, inspection_id: id('i') });

export const deliveryRoutes = {
  edit_session: route({
    ...common,
    tag: '班',
    method: 'PATCH',
    path: '/v1/classes/{class_id}/sessions/{lesson}',
    roles: ['administrator', 'institution'],
    region_of: 'class',
    request: {
      params: lesson_params,
      body: z.strictObject(lesson_details).check(
        z.refine((given: object) => Object.keys(given).length > 0, { error: '没有要改的内容' }),
        z.meta({ id: 'LessonEdit', description: '一节课的内容；时间地点用 move' }),
      ),
    },
    response: { status: 200, schema: LessonOfClass, description: '改好的课' },
    if_match: 'optional',
    etag: true,
    refusals: [
      'class_unknown',
      'class_cancelled',
      'lesson_unknown',
      'lesson_begun',
      'staff_unknown',
      'staff_left',
      'duty_missing',
      'practice_share',
      'practice_online',
      'workplace_theory',
      'area_closed',
      'supervisor_elsewhere',
    ],
    summary: '修改一节课',
    description:
      '上课以前可以改：老师、内容、网址、题目、带班人、理论或实操。上课以后，带班人没签字就离岗的，可以只换带班人，要是同一家单位的（L11）。',
  }),
  move_session: route({
    ...common,
    tag: '班',
    method: 'POST',
    path: '/v1/classes/{class_id}/sessions/{lesson}/move',
    roles: ['administrator', 'station'],
    region_of: 'class',
    request: {
      params: lesson_params,
      body: z
        .strictObject({
          starts_at: z.optional(GivenInstant),
          ends_at: z.optional(GivenInstant.check(says('不填：时长不变'))),
          place: z.optional(line(1, 100)),
          reason: z.optional(line(2, 200).check(says('会告诉班上的人'))),
        })
        .check(
          z.refine(
            (given: { starts_at?: string; ends_at?: string; place?: string }) =>
              [given.starts_at, given.ends_at, given.place].some((value) => value !== undefined),
            { error: '没有新的时间或地点' },
          ),
          z.meta({ id: 'LessonMove', description: '一节课的新时间或地点' }),
        ),
    },
    response: { status: 200, schema: LessonOfClass, description: '改好的课' },
    keyed: true,
    if_match: 'optional',
    etag: true,
    refusals: [
      'class_unknown',
      'class_cancelled',
      'lesson_unknown',
      'lesson_begun',
      'lesson_unchanged',
      'class_in_past',
      'window_order',
      'area_closed',
      'pattern_weekday',
      'pattern_time',
      'pattern_units',
      'lesson_too_short',
      'lessons_overlap',
    ],
    summary: '改一节课的时间或地点',
    description: '正在上的班也可以。班上的人都会收到通知；课的编号不变，已有的考勤跟着编号。',
  }),

  ...gateRoutes,

  draw_inspection: route({
    ...common,
    tag: '巡查',
    method: 'POST',
    path: '/v1/classes/{class_id}/inspections',
    roles: WRITERS,
    region_of: 'class',
    request: {
      params,
      body: z.strictObject({ reason: z.optional(Reason) }),
    },
    response: { status: 201, schema: InspectionShape, description: '抽到的人' },
    keyed: true,
    refusals: ['class_unknown', 'class_not_published', 'class_not_running', 'inspection_open', 'too_few_inspectors'],
    summary: '抽巡查员',
    description: '从没有关系的巡查员里随机抽，抽到的马上收到通知。没查完又重抽的，要写理由，前一次留底（D11）。',
  }),
  list_inspections: route({
    ...common,
    tag: '巡查',
    method: 'GET',
    path: '/v1/classes/{class_id}/inspections',
    roles: READERS,
    region_of: 'class',
    request: { params },
    response: {
      status: 200,
      schema: z.strictObject({ items: z.array(InspectionShape).check(z.maxLength(INSPECTIONS_SHOWN_MAX)) }),
      description: `最近的在前，最多 ${INSPECTIONS_SHOWN_MAX} 次`,
    },
    refusals: ['class_unknown'],
    summary: '一个班的巡查',
  }),
  read_inspection: route({
    ...common,
    tag: '巡查',
    method: 'GET',
    path: '/v1/classes/{class_id}/inspections/{inspection_id}',
    roles: READERS,
    region_of: 'class',
    request: { params: inspection_params },
    response: { status: 200, schema: InspectionShape, description: '这次巡查' },
    refusals: ['class_unknown', 'inspection_unknown'],
    summary: '查看一次巡查',
  }),
  read_picture: route({
    ...common,
    tag: '巡查',
    method: 'GET',
    path: '/v1/classes/{class_id}/inspections/{inspection_id}/pictures/{picture}',
    roles: READERS,
    region_of: 'class',
    request: {
      params: z.strictObject({
        class_id: ClassId,
        inspection_id: id('i'),
        picture: z.string().check(z.regex(/^\d{1,4}$/, '要填照片的号')),
      }),
    },
    response: { status: 200, schema: z.string(), media: 'image/jpeg', description: '照片；也可能是 image/png' },
    refusals: ['class_unknown', 'inspection_unknown', 'picture_unknown'],
    summary: '巡查的一张照片',
  }),
  read_readiness: route({
    ...common,
    tag: '巡查',
    method: 'GET',
    path: '/v1/classes/{class_id}/readiness',
    roles: ['administrator', 'auditor', 'station', 'institution'],
    region_of: 'class',
    request: { params },
    response: { status: 200, schema: ReadinessShape, description: '还缺什么' },
    refusals: ['class_unknown'],
    summary: '申请补贴前还缺什么',
    description: '没有巡查的班不能申请补贴（D11）；每一条都写着依据（D20）。',
  }),
};
