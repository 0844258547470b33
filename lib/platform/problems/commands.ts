/** Refusals of work done by chat. */
import type { ProblemRow } from './row';

export const COMMAND_PROBLEMS = {
  class_has_people: { status: 409, title: '班里已经有人了' },
  deed_unknown: { status: 409, title: '这一步已经不能做了' },
} as const satisfies Record<string, ProblemRow>;
