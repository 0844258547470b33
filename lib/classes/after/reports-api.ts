/** Routes of reports: training and employment. Every figure states its unit and the classes behind it. */
import * as z from 'zod/mini';
import { READERS, route } from '../../platform/route';
import { ClassId, Day, Instant, says, WorkerId } from '../../platform/schemas';

const common = { handler: 'assessments', tag: '报表', method: 'GET', roles: READERS, region_of: 'account' } as const;
const period = { from: Day, to: Day };
const figure = (unit: string) => z.strictObject({ value: z.number(), unit: z.literal(unit) });
const class_ids = z.array(ClassId).check(says('这些数是从哪些班来的'));

const RowShape = z.strictObject({
  key: z.string(),
  name: z.string(),
  sessions: figure('期'),
  persons: figure('人').check(says('按人去重')),
  person_times: figure('人次'),
  days: figure('天').check(says('这些班从第一天到最后一天，含首尾')),
  theory: figure('课时'),
  practice: figure('课时'),
  online: figure('课时').check(says('理论里，线上上的')),
  workplace: figure('课时').check(says('实操里，岗位上的')),
  class_ids,
});
const Sessions = z.strictObject({ sessions: figure('期'), class_ids });

export const reportRoutes = {
  report_training: route({
    ...common,
    path: '/v1/reports/training',
    request: {
      query: z.strictObject({
        ...period,
        by: z.enum(['trade', 'place', 'site', 'mode']).check(says('按工种、务工地、场地、承训方式')),
      }),
    },
    response: {
      status: 200,
      schema: z.strictObject({
        from: Day,
        to: Day,
        by: z.enum(['trade', 'place', 'site', 'mode']),
        rows: z.array(RowShape),
        total: RowShape,
        in_village: z.strictObject({
          sessions: figure('期'),
          person_times: figure('人次'),
          percent: figure('%').check(says('村里的人次占全部人次')),
          class_ids,
        }),
        flexible: Sessions,
        fixed: Sessions,
      }),
      description: '这段时间开课的班',
    },
    refusals: ['period_order', 'report_too_large'],
    summary: '培训情况',
    description: '期、人、人次分开（B15），课时按种类分开（B12）。一次最多500个班，再多请把时间分段。',
  }),
  report_employment: route({
    ...common,
    path: '/v1/reports/employment',
    request: { query: z.strictObject(period) },
    response: {
      status: 200,
      schema: z.strictObject({
        from: Day,
        to: Day,
        persons: figure('人').check(says('分母')),
        employed: figure('人').check(says('分子')),
        answered: figure('人'),
        rate: figure('%').check(says('保留一位，不进位')),
        denominator: z.string().check(says('分母是怎么算的')),
        contracts: figure('份'),
        class_ids,
        classes: z.array(
          z.strictObject({
            class_id: ClassId,
            title: z.string(),
            persons: z.int().check(says('人')),
            employed: z.int().check(says('人')),
            percent: z.number().check(says('%')),
            contracts: z.int().check(says('份')),
            wage_told: z.int().check(says('在上班、前后工资都说了的，人；没有人时下面都是0')),
            wage_before_fen: z.int().check(says('平均每月，分')),
            wage_after_fen: z.int().check(says('平均每月，分')),
            wage_change_fen: z.int().check(says('平均每月，分')),
            wage_change_median_fen: z.int().check(says('每月，中位数，分')),
            post_told: z.int().check(says('在上班、前后岗位都说了的，人')),
            post_risen: z.int().check(says('从普工升上来的，人')),
          }),
        ),
      }),
      description: '这段时间结束的班',
    },
    refusals: ['period_order', 'report_too_large'],
    summary: '就业情况',
    description: '就业率写明分母（B20）；工资和岗位的变化按班算（L23）。',
  }),
  list_not_employed: route({
    ...common,
    path: '/v1/reports/not-employed',
    request: { query: z.strictObject(period) },
    response: {
      status: 200,
      schema: z.strictObject({
        people: z.array(
          z.strictObject({
            class_id: ClassId,
            worker_id: WorkerId,
            name: z.string(),
            phone_masked: z.string(),
            why: z.enum(['not_working', 'not_reached']),
            guidance: z.optional(z.enum(['job', 'startup'])),
            attempts: z.int().check(says('次')),
            last_attempt_at: z.optional(Instant),
          }),
        ),
        more: z.boolean().check(says('还有没列出来的，请把时间分段')),
      }),
      description: '培训过、还没有就业的人',
    },
    refusals: ['period_order', 'report_too_large'],
    summary: '培训未就业名单',
  }),
};
