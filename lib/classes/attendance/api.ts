/** Routes of 考勤: attendance of a class and of a lesson, and corrections by the office. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../../platform/route';
import { ClassId, GivenInstant, Instant, Reason, says, WorkerId } from '../../platform/schemas';
import { CAPACITY_MAX } from '../items';
import { LESSONS_MAX } from '../timetable';

const common = { handler: 'attendance', tag: '考勤' } as const;
const params = z.strictObject({ class_id: ClassId });
const units = z.int().check(z.minimum(0), says('课时'));
const percent = z.int().check(z.minimum(0), z.maximum(100));
const HOW = [
  ['code', '本人输码'],
  ['scanned', '本人扫码'],
  ['located', '本人输码并发位置'],
  ['online', '本人答线上提问'],
  ['workplace', '带教师傅签字'],
  ['list', '老师点名，本人还没核对'],
  ['list_confirmed', '老师点名，本人确认'],
  ['list_disputed', '老师点名，本人说没到'],
  ['corrected', '办公室更正为到课'],
  ['absent', '办公室更正为缺课'],
  ['leave', '请假'],
  ['make_up', '补课'],
] as const;
const how = z
  .enum(HOW.map(([name]) => name) as [(typeof HOW)[number][0]])
  .check(says(HOW.map(([name, label]) => `${name} ${label}`).join('；')));
const state = z
  .enum(['present', 'late', 'left_early', 'made_up', 'list_waiting', 'list_unconfirmed', 'disputed', 'leave', 'absent'])
  .check(says('list_waiting 等本人核对，list_unconfirmed 过了核对时间：都计课时，单独标出；disputed 不计'));

const PersonShape = z
  .strictObject({
    worker_id: WorkerId,
    name: z.string(),
    status: z.enum(['enrolled', 'cancelled', 'withdrawn']),
    units_held: units,
    units_counted: units,
    by_kind: z.strictObject({ theory: units, practice: units, online: units, workplace: units }),
    units_leave: units,
    units_unconfirmed: units,
    units_disputed: units,
    units_made_up: units,
    late_times: z.int(),
    left_early_times: z.int(),
    percent: z.optional(percent),
    enough: z.boolean().check(says('到课课时占已上课时不低于政策的比例（D20）')),
  })
  .check(z.meta({ id: 'PersonAttendance', description: '一个人到目前为止的考勤，单位课时' }));
const DayShape = z
  .strictObject({
    day: z.string(),
    units_held: units,
    of: z.int().check(says('人')),
    present: z.int().check(says('人')),
    percent,
    enough: z.boolean(),
  })
  .check(z.meta({ id: 'DayAttendance', description: '一天的到课率：到课人课时占应到人课时' }));
const ClassAttendanceShape = z
  .strictObject({
    class_id: ClassId,
    title: z.string(),
    lessons_held: z.int(),
    lessons_in_all: z.int(),
    units_held: units,
    percent_min: percent,
    day_percent_min: percent,
    people: z.array(PersonShape).check(says(`全部学员，一次给出；一个班至多 ${CAPACITY_MAX} 人，另加退出的人`)),
    days: z.array(DayShape).check(z.maxLength(LESSONS_MAX)),
  })
  .check(z.meta({ id: 'ClassAttendance', description: '一个班到目前为止的考勤' }));

export const MarkShape = z
  .strictObject({
    worker_id: WorkerId,
    name: z.string(),
    number: z.int().check(says('名单上的号')),
    state: z.optional(state),
    how: z.optional(how),
    at: z.optional(Instant),
    left_at: z.optional(Instant),
    by: z.optional(z.string().check(says('不是本人时，谁记的'))),
    source: z.optional(z.string().check(says('补课：在哪一节、哪一天补的'))),
    wrong_codes: z.optional(z.int()),
    too_far: z.optional(z.strictObject({ at: Instant, away_m: z.int() })),
  })
  .check(z.meta({ id: 'Mark', description: '一个人一节课的考勤' }));

const lesson = z.int().check(z.minimum(1), z.maximum(LESSONS_MAX), says('第几节课'));

export const attendanceRoutes = {
  read_attendance: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/attendance',
    roles: [...READERS, 'station', 'institution'],
    region_of: 'class',
    request: { params },
    response: { status: 200, schema: ClassAttendanceShape, description: '考勤' },
    refusals: ['class_unknown'],
    summary: '一个班的考勤',
    description: '按人、按天；只算已经上完的课。比例向下取整，和政策的比例比（D20）。',
  }),
  read_marks: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/sessions/{lesson}/marks',
    roles: [...READERS, 'station', 'institution'],
    region_of: 'class',
    request: {
      params: z.strictObject({
        class_id: ClassId,
        lesson: z.string().check(z.regex(/^[1-9]\d?$/, '要填第几节课，1 到 90')),
      }),
    },
    response: {
      status: 200,
      schema: z.strictObject({
        class_id: ClassId,
        lesson: z.int(),
        starts_at: Instant,
        items: z.array(MarkShape).check(z.maxLength(CAPACITY_MAX)),
      }),
      description: '名单和每个人的记录',
    },
    refusals: ['class_unknown', 'lesson_unknown'],
    summary: '一节课的考勤',
    description: '每条记录都写明怎么记的。',
  }),
  correct_mark: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/marks',
    roles: [...WRITERS, 'station'],
    region_of: 'class',
    request: {
      params,
      body: z.strictObject({
        worker_id: WorkerId,
        lesson,
        to: z.enum(['present', 'absent', 'leave']).check(says('更正成什么')),
        left_at: z.optional(GivenInstant).check(says('早退：什么时候走的；只和 present 一起填')),
        reason: Reason,
      }),
    },
    response: { status: 200, schema: MarkShape, description: '更正后的记录' },
    keyed: true,
    refusals: ['class_unknown', 'lesson_unknown', 'not_enrolled', 'lesson_not_begun', 'left_time', 'own_mark', 'busy'],
    summary: '更正一条考勤',
    description: '写明理由；原来的记录、谁改的、为什么，都留在审计记录里。',
  }),
};
