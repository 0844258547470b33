/** Lessons and how a class is delivered, field by field, as the routes take and give them. */
import * as z from 'zod/mini';
import { GivenInstant, Instant, line, says } from '../platform/schemas';

const int = (from: number, to: number) => z.int().check(z.minimum(from), z.maximum(to));
export const StaffId = z.string().check(z.regex(/^[a-z]{1,8}_[0-9a-z]{1,60}$/, '要填工作人员编号'));
export const OrgId = z.string().check(z.regex(/^[a-z]{1,8}_[0-9a-z]{1,60}$/, '要填单位编号'));
export const lesson_kind = z.enum(['theory', 'practice']).check(says('理论，实操'));
const lesson_mode = z
  .enum(['on_site', 'online', 'workplace'])
  .check(says('在班上；线上（只限理论，L10）；岗位实训（只限实操，由带班人签字，L11）'));
/** What a lesson says of itself besides when and where it is. */
export const lesson_details = {
  kind: z.optional(lesson_kind),
  mode: z.optional(lesson_mode),
  content: z.optional(line(1, 100).check(says('教学内容'))),
  teacher_id: z.optional(StaffId),
  link: z.optional(
    z.string().check(z.regex(/^https:\/\/[^\s"'<>]{4,300}$/, '要填 https 开头的网址'), says('线上课的网址')),
  ),
  questions: z.optional(
    z
      .array(
        z
          .strictObject({
            ask: line(2, 80),
            choices: z.array(line(1, 20)).check(z.minLength(2), z.maxLength(4)),
            answer: int(1, 4),
          })
          .check(
            z.refine((one: { choices: string[]; answer: number }) => one.answer <= one.choices.length, {
              error: '答案不在选项里',
            }),
          ),
      )
      .check(z.maxLength(20), says('线上课问的题；不填就问一道认数字的题')),
  ),
  supervisor_id: z.optional(StaffId.check(says('岗位实训的带班人'))),
};
const delivery_mode = z.enum(['sent', 'entrusted', 'apprenticeship']).check(says('送培训，委托，学徒制（H13）'));
const site_type = z
  .enum(['village', 'workplace', 'school', 'base', 'online'])
  .check(says('村里，用工单位，学校，实训基地，线上（B14）'));
/** Within China: 0,0, or latitude and longitude the wrong way round, would let nobody sign in. */
export const Fence = z
  .strictObject({
    latitude: z.number().check(z.minimum(3), z.maximum(54)),
    longitude: z.number().check(z.minimum(73), z.maximum(136)),
    radius_m: int(50, 50_000),
  })
  .check(says('签到时位置要在这个范围里；不填不看位置'));
/** How a class is delivered, and by whom. */
export const delivery = {
  institution_id: z.optional(OrgId.check(says('培训机构'))),
  evaluator_id: z.optional(OrgId.check(says('评价机构；不能就是培训机构（L12）'))),
  mode: z.optional(delivery_mode),
  site_type: z.optional(site_type),
  flexible: z.optional(z.boolean().check(says('灵活安排；不填或否是定期（B14）'))),
};

export const LessonShape = z
  .strictObject({
    n: z.int(),
    starts_at: Instant,
    ends_at: Instant,
    units: z.int(),
    place: z.string(),
    kind: z.optional(lesson_kind),
    mode: z.optional(lesson_mode),
    content: z.optional(z.string()),
    teacher_id: z.optional(StaffId),
    teacher_name: z.optional(z.string()),
    link: z.optional(z.string()),
    question_count: z.optional(z.int()).check(says('线上课的题数；题目和答案不外露')),
    asked_at: z.optional(Instant).check(says('线上课提问的时刻，问过才有')),
    supervisor_id: z.optional(StaffId),
    signed_off: z.optional(z.strictObject({ at: Instant, by: z.string(), present: z.int() })),
    moved: z.optional(z.strictObject({ at: Instant, from: Instant, reason: z.optional(z.string()), times: z.int() })),
  })
  .check(z.meta({ id: 'Lesson', description: '一节课；units 是课时，每课时 45 分钟' }));

export const GivenLesson = z.strictObject({
  starts_at: GivenInstant,
  ends_at: GivenInstant,
  units: int(1, 20).check(says('课时')),
  place: z.optional(line(1, 100)),
  ...lesson_details,
});
