/** Refusals of 点单 and 下单: wishes, surveys, proposals, job orders. */
import type { ProblemRow } from './row';

export const WISH_PROBLEMS = {
  wish_unknown: { status: 404, title: '没有这条意愿' },
  wishes_too_many: { status: 409, title: '登记的意愿太多了' },
  wish_text: { status: 422, title: '想学什么写得不对：20 个字以内，不写号码' },
  survey_unknown: { status: 404, title: '没有这次摸排' },
  survey_closed: { status: 409, title: '这次摸排已经结束' },
  survey_going_out: { status: 409, title: '摸排的问题还在发，发完才能提醒' },
  survey_answered: { status: 409, title: '她自己已经答过这次摸排' },
  survey_place: { status: 422, title: '这个地方不在这次摸排里' },
  survey_places: { status: 422, title: '一次摸排要写 1 到 5 个地方' },
  proposal_unknown: { status: 404, title: '没有这条开班建议' },
  proposal_decided: { status: 409, title: '这条开班建议已经办过' },
  proposal_empty: { status: 409, title: '这条开班建议里已经没有人了' },
  job_order_unknown: { status: 404, title: '没有这张用工单' },
  job_order_closed: { status: 409, title: '这张用工单已经关闭' },
  job_order_wage: { status: 422, title: '工资的下限高于上限' },
  job_order_units: { status: 422, title: '实操课时多于总课时' },
  job_order_past: { status: 422, title: '要人的日期已经过去' },
} as const satisfies Record<string, ProblemRow>;
