/** Refusals of work done by chat. */
import type { ProblemRow } from './row';

export const COMMAND_PROBLEMS = {
  class_has_people: { status: 409, title: '班里已经有人了' },
  class_too_large: { status: 409, title: '名额太多，由主管部门停办' },
  deed_unknown: { status: 409, title: '这一步已经不能做了' },
} as const satisfies Record<string, ProblemRow>;
