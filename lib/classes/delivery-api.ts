/** Routes of delivery: single lessons, closed areas (H3), inspections (D11), and whether a class may go on to a claim (D20). */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { ClassId, Day, GivenInstant, Instant, id, line, page, paging, Reason, Region, says } from '../platform/schemas';
import { ClassShape } from './api-shapes';
import { LessonShape, lesson_details } from './delivery-shapes';
import { AFFECTED_MAX } from './gates/affected';
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

const what = z.enum(['practice', 'assessment', 'all']).check(says('实操，考试，都停；理论课和网课照常'));
const GateId = id('g');
const GateShape = z
  .strictObject({
    gate_id: GateId,
    rev: z.int(),
    home_region: Region,
    region: Region.check(says('停的地方，连同下属')),
    what,
    from: Day,
    until: z.optional(Day),
    reason: z.string(),
    by: z.string(),
    created_at: Instant,
    reopened: z
      .array(
        z.strictObject({
          region: Region,
          what,
          from: Day,
          batch: z.optional(z.string()),
          reason: z.string(),
          by: z.string(),
          at: Instant,
        }),
      )
      .check(says('分批恢复')),
  })
  .check(z.meta({ id: 'Gate', description: '一个地区暂停实操或考试（H3）' }));

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
    ],
    summary: '修改一节课',
    description: '上课以前可以改：老师、内容、网址、题目、带班人、理论或实操。',
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

  list_gates: route({
    ...common,
    tag: '区域暂停',
    method: 'GET',
    path: '/v1/gates',
    roles: READERS,
    region_of: 'account',
    request: { query: z.strictObject({ ...paging }) },
    response: { status: 200, schema: page(GateShape), description: '一页' },
    refusals: ['cursor_invalid'],
    summary: '暂停的地区一览',
  }),
  close_area: route({
    ...common,
    tag: '区域暂停',
    method: 'POST',
    path: '/v1/gates',
    roles: WRITERS,
    region_of: 'body',
    request: {
      body: z
        .strictObject({
          home_region: Region.check(says('户籍地')),
          region: Region.check(says('停的地方，连同下属')),
          what,
          from: z.optional(Day.check(says('不填：今天'))),
          until: z.optional(Day.check(says('最后一天；不填：恢复为止'))),
          reason: Reason,
        })
        .check(z.meta({ id: 'CloseArea', description: '暂停' })),
    },
    response: { status: 201, schema: GateShape, description: '已暂停' },
    keyed: true,
    refusals: ['gate_order'],
    summary: '暂停一个地区的实操或考试',
    description: '从此不能往里排实操课、不能签到、不能考试；理论课和网课照常（H3）。',
  }),
  list_affected: route({
    ...common,
    tag: '区域暂停',
    method: 'GET',
    path: '/v1/gates/{gate_id}/lessons',
    roles: READERS,
    region_of: 'gate',
    request: { params: z.strictObject({ gate_id: GateId }) },
    response: {
      status: 200,
      schema: z.strictObject({
        items: z
          .array(
            z.strictObject({
              class_id: ClassId,
              title: z.string(),
              host_region: Region,
              lessons: z.array(z.int()).check(says('停课期间还排着的实操课')),
            }),
          )
          .check(z.maxLength(AFFECTED_MAX)),
      }),
      description: '要改期或取消的',
    },
    refusals: ['gate_unknown'],
    summary: '暂停影响到的课',
    description: '暂停期间不提醒这些课；请改期、换地方或取消。最多列 100 个班。',
  }),
  reopen_area: route({
    ...common,
    tag: '区域暂停',
    method: 'DELETE',
    path: '/v1/gates/{gate_id}',
    roles: WRITERS,
    region_of: 'gate',
    request: {
      params: z.strictObject({ gate_id: GateId }),
      query: z.strictObject({
        region: z.optional(Region.check(says('先恢复的一片；不填：全部'))),
        what: z.optional(what),
        from: z.optional(Day.check(says('哪天起；不填：今天'))),
        batch: z.optional(line(1, 20).check(says('第几批'))),
        reason: Reason,
      }),
    },
    response: { status: 200, schema: GateShape, description: '已恢复；记录留着' },
    refusals: ['gate_unknown', 'gate_order', 'gate_open'],
    summary: '恢复，可以分批',
  }),

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
