/** Inspections and readiness as the API shows them, field by field. */
import * as z from 'zod/mini';
import { CitationShape, ClassId, Instant, id, Region, says } from '../../platform/schemas';

/** Inspections of one class in one answer. */
export const INSPECTIONS_SHOWN_MAX = 50;

const tie = z
  .enum(['institution', 'evaluator', 'employer', 'station', 'teacher', 'assessor', 'enrolled', 'drew', 'unidentified'])
  .check(says('和这个班的关系'));
const PictureShape = z.strictObject({
  n: z.int(),
  state: z.enum(['fetching', 'kept', 'lost']),
  noted_at: Instant,
  type: z.optional(z.string()),
  bytes: z.optional(z.int()),
  sha256: z.optional(z.string()),
  reused: z.optional(z.boolean()).check(says('同一张照片以前交过，不算')),
});
const VisitShape = z
  .strictObject({
    staff_id: z.string(),
    name: z.string(),
    state: z.enum(['under_way', 'finished']),
    visited_at: Instant,
    lesson: z.optional(z.int()).check(says('当时正上的课')),
    heads: z.int().check(says('数到的人')),
    roster: z.int().check(says('当时名单上的人')),
    teacher_there: z.boolean(),
    as_timetable: z.boolean(),
    remarks: z.optional(z.string()),
    pictures: z.array(PictureShape),
    finished_at: z.optional(Instant),
    late: z.optional(z.boolean()),
  })
  .check(z.meta({ id: 'Visit', description: '一位巡查员的现场记录' }));
export const InspectionShape = z
  .strictObject({
    inspection_id: id('i'),
    class_id: ClassId,
    home_region: Region,
    state: z.enum(['drawn', 'reported', 'dropped']),
    candidates: z.array(z.string()).check(says('可以抽的人；把它和 seed 按 sha256 排序，就能重做一遍抽取')),
    excluded: z.array(z.strictObject({ staff_id: z.string(), ties: z.array(tie) })),
    seed: z.string(),
    inspectors: z.array(
      z.strictObject({ staff_id: z.string(), name: z.string(), org_id: z.string(), org_name: z.string() }),
    ),
    drawn_at: Instant,
    drawn_by: z.string(),
    reported_at: z.optional(Instant),
    late: z.optional(z.boolean()),
    dropped: z.optional(z.strictObject({ at: Instant, by: z.string(), reason: z.string() })),
    visits: z.array(VisitShape),
  })
  .check(z.meta({ id: 'Inspection', description: '一次巡查：怎么抽的，查到什么（D11）' }));

const units = (what: string) => z.int().check(z.minimum(0), says(`${what}，课时`));
export const ReadinessShape = z
  .strictObject({
    class_id: ClassId,
    title: z.string(),
    ready: z.boolean().check(says('可以申请补贴')),
    lacks: z.array(
      z.strictObject({
        code: z.string(),
        blocks: z.boolean().check(says('补上才能申请；否则只是提示')),
        facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
        rule: z.optional(CitationShape),
      }),
    ),
    rests_on: z
      .strictObject({
        sign_in_code: units('本人输码、扫码（有围栏的还发了位置）'),
        online_answer: units('本人答线上提问'),
        workplace_signed: units('带教师傅签字'),
        list_confirmed: units('老师点名，本人确认'),
        list_unconfirmed: units('只有老师点名：还在等本人核对的，和过了核对时间也没核对的'),
        made_up: units('补课，老师记的'),
        corrected: units('站点或办公室手工更正为到课'),
      })
      .check(says('算到课的课时凭什么算，在册学员加起来；只给审核的人看，不挡申请')),
  })
  .check(z.meta({ id: 'Readiness', description: '申请补贴前还缺什么，各依哪条规定（D11、D20）' }));
