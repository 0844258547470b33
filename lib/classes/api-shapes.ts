/** What the class routes take and give, field by field. */
import * as z from 'zod/mini';
import {
  ClassId,
  Day,
  GivenInstant,
  Instant,
  Level,
  line,
  Pattern,
  Region,
  says,
  TimeOfDay,
  TradeId,
  WorkerId,
} from '../platform/schemas';
import { delivery, Fence, GivenLesson, LessonShape } from './delivery-shapes';
import { CAPACITY_MAX } from './items';
import { LESSONS_MAX } from './timetable';

const UNITS_MAX = 1000;
const int = (from: number, to: number) => z.int().check(z.minimum(from), z.maximum(to));
export const status = z.enum(['draft', 'published', 'cancelled']);
const age = int(14, 100);
const groups = z.array(line(1, 30)).check(z.maxLength(20), says('人员类别；不填是不限'));

const lessons = z.array(GivenLesson).check(z.minLength(1), z.maxLength(LESSONS_MAX));

const class_fields = {
  class_id: ClassId,
  rev: z.int(),
  status,
  title: z.string(),
  trade_id: TradeId,
  trade_name: z.string(),
  level: Level,
  home_region: Region.check(says('户籍地')),
  host_region: Region.check(says('务工地')),
  site_name: z.string(),
  address: z.string(),
  pattern: Pattern,
  units: z.int().check(says('总课时')),
  starts_at: Instant,
  ends_at: Instant,
  lesson_count: z.int(),
  capacity: z.int(),
  waiting_max: z.int(),
  age_min: z.int(),
  age_max: z.int(),
  groups: z.array(z.string()),
  opens_at: Instant,
  closes_at: Instant,
  ...delivery,
  institution_name: z.optional(z.string()),
  evaluator_name: z.optional(z.string()),
  fence: z.optional(Fence),
  theory_units: z.optional(z.int().check(says('理论课时'))),
  practice_units: z.optional(z.int().check(says('实操课时'))),
  off_list_reason: z.optional(z.string()),
  contact: z.optional(z.string()),
  policy: z.strictObject({ id: z.string(), version: z.string() }),
  moved: z
    .optional(z.strictObject({ at: Instant, reason: z.optional(z.string()) }))
    .check(says('最近一次改期或换地方')),
  cancelled: z.optional(z.strictObject({ at: Instant, reason: z.string() })),
  created_at: Instant,
  updated_at: Instant,
};
export const ClassShape = z.strictObject(class_fields).check(z.meta({ id: 'Class', description: '一个班' }));
export const ClassWithLessons = z
  .strictObject({ ...class_fields, lessons: z.array(LessonShape) })
  .check(z.meta({ id: 'ClassWithLessons', description: '一个班和它的课表' }));
export const ClassInFull = z
  .strictObject({
    ...class_fields,
    lessons: z.array(LessonShape),
    seats: z.optional(z.strictObject({ taken: z.int(), left: z.int(), waiting: z.int() })).check(says('发布以后才有')),
    code: z
      .optional(z.strictObject({ url: z.string(), picture_url: z.string() }))
      .check(says('班级二维码，发布后几秒内生成')),
  })
  .check(z.meta({ id: 'ClassInFull', description: '一个班、课表和名额' }));

const person = {
  worker_id: WorkerId,
  name: z.string(),
  sex: z.optional(z.enum(['male', 'female'])),
  id_number_masked: z.optional(z.string()),
  phone_masked: z.optional(z.string()),
};
const MemberShape = z.strictObject({
  ...person,
  status: z.enum(['enrolled', 'cancelled', 'withdrawn']),
  at: Instant,
  by: z.string().check(says('chat 是本人通过公众号')),
  reason: z.optional(z.string()),
  left_at: z.optional(Instant),
  left_by: z.optional(z.string()),
  left_reason: z.optional(z.string()),
});
const InLineShape = z.strictObject({
  ...person,
  position: z.int(),
  status: z.enum(['waiting', 'offered']),
  joined_at: Instant,
  offered_until: z.optional(Instant),
});
export const RosterShape = z
  .strictObject({
    class_id: ClassId,
    title: z.string(),
    enrolled: z.int().check(says('人')),
    members: z.array(MemberShape),
    line: z.array(InLineShape),
  })
  .check(z.meta({ id: 'Roster', description: '花名册和候补，证件号和手机号隐去' }));

/** Either a first day, from which the timetable is generated, or the lessons themselves. */
interface TimetableGiven {
  first_day?: string;
  lessons?: unknown;
  units?: number;
}
const one_timetable = z.refine<TimetableGiven>(
  (given) =>
    (given.first_day === undefined) !== (given.lessons === undefined) &&
    (given.lessons !== undefined || given.units !== undefined),
  { error: '填 first_day 和 units（自动排课），或者填 lessons，二选一' },
);
const conditions = {
  title: z.optional(line(2, 60)),
  contact: z.optional(line(2, 60)),
  waiting_max: z.optional(int(0, 5000)),
  age_min: z.optional(age),
  age_max: z.optional(age),
  groups: z.optional(groups),
  opens_at: z.optional(GivenInstant),
  closes_at: z.optional(GivenInstant),
};
const timetable = {
  first_day: z.optional(Day),
  start: z.optional(TimeOfDay),
  units_per_day: z.optional(int(1, 20)),
  skip_days: z.optional(z.array(Day).check(z.maxLength(60))),
  lessons: z.optional(lessons),
};

export const DraftShape = z
  .strictObject({
    trade_id: TradeId,
    level: z._default(Level, 'none'),
    home_region: Region.check(says('户籍地')),
    host_region: Region.check(says('务工地')),
    site_name: line(2, 60),
    address: line(2, 120),
    pattern: Pattern,
    units: z.optional(int(1, UNITS_MAX).check(says('总课时'))),
    ...timetable,
    theory_units: z.optional(int(0, UNITS_MAX).check(says('其中理论课时；不填按政策的实操比例排'))),
    ...delivery,
    fence: z.optional(Fence),
    capacity: int(1, CAPACITY_MAX),
    ...conditions,
    off_list_reason: z.optional(line(4, 200).check(says('工种不在当地目录时的理由（L7）'))),
  })
  .check(one_timetable, z.meta({ id: 'ClassDraft', description: '开班草稿' }));

export const EditShape = z
  .strictObject({
    ...conditions,
    ...delivery,
    fence: z.optional(z.nullable(Fence)).check(says('null 去掉范围')),
    capacity: z.optional(int(1, CAPACITY_MAX).check(says('只有草稿可以改'))),
  })
  .check(
    z.refine((given: object) => Object.keys(given).length > 0, { error: '没有要改的内容' }),
    z.meta({ id: 'ClassEdit', description: '修改；时间和地点用 move' }),
  );

export const MoveShape = z
  .strictObject({
    site_name: z.optional(line(2, 60)),
    address: z.optional(line(2, 120)),
    ...timetable,
    closes_at: z.optional(GivenInstant),
    reason: z.optional(line(2, 200).check(says('为什么；会告诉报了名的人'))),
  })
  .check(
    z.refine(
      (given: { first_day?: string; lessons?: unknown }) =>
        given.first_day === undefined || given.lessons === undefined,
      {
        error: 'first_day 和 lessons 只能填一个',
      },
    ),
    z.refine(
      (given: { first_day?: string; lessons?: unknown; site_name?: string; address?: string }) =>
        [given.first_day, given.lessons, given.site_name, given.address].some((value) => value !== undefined),
      {
        error: '没有新的时间或地点',
      },
    ),
    z.meta({ id: 'ClassMove', description: '新的时间或地点' }),
  );
