/** What the routes of wishes and surveys take and give, field by field. */
import * as z from 'zod/mini';
import {
  Day,
  Instant,
  id,
  Level,
  line,
  Pattern,
  Reason,
  Region,
  says,
  TimeOfDay,
  TradeId,
  WorkerId,
} from '../platform/schemas';
import { SURVEY_REGIONS_MAX, SURVEY_TRADES_MAX } from './surveys';

const int = (from: number, to: number) => z.int().check(z.minimum(from), z.maximum(to));
export const Free = z.enum(['weekday_day', 'weekday_evening', 'weekend_day', 'weekend_evening', 'full_time']);
const free = z.array(Free).check(z.maxLength(5), says('什么时候有空：平时白天、平时晚上、周末白天、周末晚上、全天'));
const Shift = z
  .enum(['day', 'night', 'two_shifts', 'three_shifts', 'six_on_one_off'])
  .check(says('班次：白班、夜班、两班倒、三班倒、做六休一'));
const Mode = z.enum(['online', 'offline', 'either']).check(says('理论课：网上、当面、都行'));
export const Channel = z
  .enum(['chat', 'station', 'village_officer', 'survey', 'api'])
  .check(says('谁报来的：本人、工作站、村干部、摸排、系统录入（P4）'));
export const WishStatusShape = z
  .enum(['open', 'pooled', 'met', 'dropped'])
  .check(says('没安排、已归入开班建议、已报上班、不学了'));
export const WishId = z
  .string()
  .check(z.regex(/^\d{6}\.[a-z][a-z0-9_-]{1,39}\.[wcp]_[0-9A-Za-z_-]{1,40}$/, '要填一览里给出的 wish_id'));
const CountsBy = z.record(z.string(), z.int());

export const WishShape = z
  .strictObject({
    wish_id: WishId,
    home_region: Region,
    region: Region.check(says('务工地')),
    trade_id: TradeId.check(says('other 是目录里没有的，看 trade_name')),
    trade_name: z.string(),
    free,
    shift: z.optional(Shift),
    mode: Mode,
    channel: Channel,
    by: z.string(),
    first_at: Instant.check(says('第一次说的时候；从意愿到开课从这里算')),
    at: Instant,
    status: WishStatusShape,
    proposal_id: z.optional(z.string()),
    class_id: z.optional(z.string().check(says('报上的班'))),
    worker_id: z.optional(WorkerId),
    person: z
      .optional(z.strictObject({ name: z.string(), phone_masked: z.string() }))
      .check(says('替没登记的人说的；手机号隐去')),
    registered: z.boolean().check(says('false：只在公众号里说过，没有登记姓名')),
  })
  .check(z.meta({ id: 'Wish', description: '一条学习意愿（点单）' }));

export const WishGiven = z
  .strictObject({
    home_region: Region,
    region: Region.check(says('务工地')),
    trade_id: TradeId,
    worker_id: z.optional(WorkerId),
    person: z.optional(
      z.strictObject({
        name: z
          .string()
          .check(
            z.trim(),
            z.minLength(2),
            z.maxLength(30),
            z.regex(/^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u, '姓名是 2 到 30 个汉字'),
          ),
        phone: z.string().check(z.regex(/^1[3-9]\d{9}$/, '手机号是 11 位')),
      }),
    ),
    free: z._default(free, []),
    shift: z.optional(Shift),
    mode: z._default(Mode, 'either'),
    channel: z.optional(
      z.enum(['station', 'village_officer', 'api']).check(says('不填：工作站是 station，其他是 api')),
    ),
  })
  .check(
    z.refine<{ worker_id?: string; person?: unknown }>(
      (given) => (given.worker_id === undefined) !== (given.person === undefined),
      { error: 'worker_id 和 person 填一个，只填一个' },
    ),
    z.meta({ id: 'WishGiven', description: '替人登记意愿：已登记的人填 worker_id，没登记的填姓名和手机号' }),
  );

export const SurveyId = z
  .string()
  .check(z.regex(/^M\d{1,6}$/, '要像 M12 这样的摸排编号'), z.meta({ examples: ['M12'] }));
const survey_fields = {
  survey_id: SurveyId,
  home_region: Region,
  regions: z.array(Region),
  trades: z.array(z.strictObject({ trade_id: TradeId, name: z.string() })),
  state: z.enum(['open', 'closed']),
  segment: z.int().check(says('开始时这部分人有多少')),
  started_at: Instant,
  closes_at: Instant,
  closed_at: z.optional(Instant),
  reminded: z.int().check(says('已提醒几次')),
  by: z.string(),
};
export const SurveyShape = z.strictObject(survey_fields).check(z.meta({ id: 'Survey', description: '一次意愿摸排' }));
export const SurveyGiven = z
  .strictObject({
    home_region: Region,
    regions: z.array(Region).check(z.minLength(1), z.maxLength(SURVEY_REGIONS_MAX), says('问哪些务工地的人')),
    trades: z.optional(
      z
        .array(TradeId)
        .check(z.minLength(1), z.maxLength(SURVEY_TRADES_MAX), says('问哪些工种；不填是这些地方的紧缺工种，问所有人')),
    ),
  })
  .check(z.meta({ id: 'SurveyGiven', description: '开始一次摸排' }));
export const SurveyResultsShape = z
  .strictObject({
    ...survey_fields,
    asked: z.int().check(says('问到的人')),
    answered: z.int().check(says('答了的人')),
    response_percent: z.optional(z.int().check(says('问到的人里自己答了的，百分之几'))),
    willing: z.int().check(says('开班就来的人')),
    nothing: z.int().check(says('都不想学的人')),
    by_channel: CountsBy,
    demand: z
      .array(
        z.strictObject({
          region: Region,
          trade_id: TradeId,
          name: z.string(),
          online: z.int(),
          offline: z.int(),
          either: z.int(),
        }),
      )
      .check(says('按地方、工种；线上、线下分开（H2）。单位：人')),
    free: z.array(z.strictObject({ region: Region, time: Free, persons: z.int() })),
  })
  .check(z.meta({ id: 'SurveyResults', description: '摸排和到现在的结果' }));

export const ProposalId = id('q');
export const ProposalShape = z
  .strictObject({
    proposal_id: ProposalId,
    home_region: Region,
    region: Region,
    trade_id: TradeId,
    trade_name: z.string(),
    wishes: z.int().check(says('人')),
    pattern: Pattern.check(says('多数人来得了的班型')),
    can_come: z
      .strictObject({ weekend: z.int(), evening: z.int(), full_time: z.int() })
      .check(says('各班型来得了的人')),
    by_channel: CountsBy,
    by_mode: CountsBy,
    first_wish_at: Instant,
    state: z.enum(['open', 'accepted', 'declined']),
    class_id: z.optional(z.string()),
    decided: z.optional(z.strictObject({ at: Instant, by: z.string(), reason: z.optional(z.string()) })),
    created_at: Instant,
  })
  .check(z.meta({ id: 'Proposal', description: '开班建议：同一地方、同一工种的意愿够开一个班' }));
export const AcceptGiven = z
  .strictObject({
    site_name: z.optional(line(2, 60)),
    address: z.optional(line(2, 120)),
    first_day: z.optional(Day),
    start: z.optional(TimeOfDay),
    units: z.optional(int(1, 1000).check(says('总课时'))),
    units_per_day: z.optional(int(1, 20).check(says('每天课时；不填按班型排满'))),
    capacity: z.optional(int(1, 5000)),
    level: z.optional(Level),
    pattern: z.optional(Pattern),
    title: z.optional(line(2, 60)),
    contact: z.optional(line(2, 60)),
    off_list_reason: z.optional(line(4, 200)),
  })
  .check(z.meta({ id: 'ProposalAccept', description: '采纳；不填的按建议和常例，草稿里都还能改' }));
export const DeclineGiven = z.strictObject({ reason: Reason });

export const SheetShape = z
  .strictObject({
    month: z.string(),
    title: z.string(),
    where: z.string(),
    printed_on: z.string(),
    classes: z.array(
      z.strictObject({
        class_id: z.string(),
        title: z.string(),
        when: z.string(),
        place: z.string(),
        room: z.string(),
        seats_left: z.int(),
        url: z.optional(z.string().check(says('二维码的内容'))),
      }),
    ),
    jobs: z.array(
      z.strictObject({
        job_order_id: z.string(),
        title: z.string(),
        heads: z.int(),
        wage: z.string(),
        place: z.string(),
        until: z.string(),
      }),
    ),
    left_out: z.int().check(says('一张单放不下、没列的条数')),
    text: z.string().check(says('可以直接发到群里的文字')),
  })
  .check(z.meta({ id: 'MonthlySheet', description: '每月宣传单：还能报名的班和还在招的岗位（P5）' }));

export const LeadTimeShape = z.strictObject({
  home_region: Region,
  region: z.optional(Region.check(says('不写是全县'))),
  persons: z.int(),
  p50_days: z.optional(z.int()),
  p90_days: z.optional(z.int()),
});
