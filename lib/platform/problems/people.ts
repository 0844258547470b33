/** Refusals about workers and their numbers. */
import type { ProblemRow } from './row';

export const PEOPLE_PROBLEMS = {
  worker_unknown: { status: 404, title: '没有这个人' },
  id_number_taken: { status: 409, title: '身份证号已登记' },
  id_number_checksum: { status: 422, title: '身份证号校验码不对' },
  id_number_format: { status: 422, title: '身份证号格式不对' },
  id_number_date: { status: 422, title: '身份证号里的出生日期不对' },
  phone_format: { status: 422, title: '手机号格式不对' },
  text_format: { status: 422, title: '文字太短或太长' },
  name_format: { status: 422, title: '姓名格式不对' },
} as const satisfies Record<string, ProblemRow>;
