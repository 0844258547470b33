/**
 * A refusal as HTTP says it: RFC 9457 problem+json. One table gives each code its status and its title
 * for people. Nothing internal goes out: no stack, no message of an error, no key of the table.
 */
import type { TimetableRefusal } from '../classes/timetable';
import type { ClassRefusal, EnrolRefusal } from '../classes/types';
import type { BroadcastRefusal } from '../notices/broadcast';
import type { OrgRefusal, PeopleRefusal } from '../people/types';
import type { AuthRefusal } from './auth';
import { ASSESSMENT_PROBLEMS } from './problems/assessments';
import { ATTENDANCE_PROBLEMS } from './problems/attendance';
import { CLASS_PROBLEMS } from './problems/classes';
import { COMMAND_PROBLEMS } from './problems/commands';
import { DELIVERY_PROBLEMS } from './problems/delivery';
import { GATEWAY_PROBLEMS } from './problems/gateway';
import { HTTP_PROBLEMS } from './problems/http';
import { NOTICE_PROBLEMS } from './problems/notices';
import { ORGANISATION_PROBLEMS } from './problems/organisations';
import { PEOPLE_PROBLEMS } from './problems/people';
import type { ProblemRow } from './problems/row';
import { SHEET_PROBLEMS } from './problems/sheets';
import { WISH_PROBLEMS } from './problems/wishes';
import type { Refusal } from './refusal';

/** Status and title of every code; each room's in a file of problems/. */
const ROWS = {
  ...ASSESSMENT_PROBLEMS,
  ...ATTENDANCE_PROBLEMS,
  ...HTTP_PROBLEMS,
  ...CLASS_PROBLEMS,
  ...GATEWAY_PROBLEMS,
  ...PEOPLE_PROBLEMS,
  ...NOTICE_PROBLEMS,
  ...ORGANISATION_PROBLEMS,
  ...DELIVERY_PROBLEMS,
  ...COMMAND_PROBLEMS,
  ...SHEET_PROBLEMS,
  ...WISH_PROBLEMS,
};
export type ProblemCode = keyof typeof ROWS;
export const PROBLEMS: Record<ProblemCode, ProblemRow> = ROWS;

/** Codes the rooms declare and no row stands for: must stay `never`. */
type Declared =
  | AuthRefusal
  | EnrolRefusal
  | ClassRefusal
  | TimetableRefusal
  | PeopleRefusal
  | OrgRefusal
  | BroadcastRefusal;
const unanswered: Exclude<Declared, ProblemCode>[] = [];
const complete: never[] = unanswered;
void complete;

/** A field that was not accepted: where, and why in words. Never its value. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  /** The request's id, to be quoted when asking for help. */
  instance?: string;
  facts?: Record<string, string | number>;
  fields?: FieldProblem[];
  rule?: { source: string; clause: string; assumed?: boolean; why?: string };
}

/** A refusal in which single fields are named. */
export interface FieldRefusal extends Refusal<'input_invalid'> {
  fields: FieldProblem[];
}

/** The problem a refusal stands for. A code without a row is our own mistake and is answered as `internal`. */
export function problemOf(refusal: Refusal | FieldRefusal, instance?: string): Problem {
  const known = Object.hasOwn(PROBLEMS, refusal.refused);
  const code = (known ? refusal.refused : 'internal') as ProblemCode;
  return {
    type: `/docs#problem-${code}`,
    ...PROBLEMS[code],
    code,
    ...(instance && { instance: `urn:request:${instance}` }),
    ...(known && refusal.facts && { facts: refusal.facts }),
    ...(known && 'fields' in refusal && { fields: refusal.fields }),
    ...(known && refusal.rule && { rule: refusal.rule }),
  };
}

const RETRY_AFTER_S: Record<string, number> = { busy: 1, unavailable: 2, keys_unreachable: 5 };

/** The whole HTTP answer to a refusal. */
export function problemAnswer(refusal: Refusal | FieldRefusal, instance?: string) {
  const problem = problemOf(refusal, instance);
  const retry_s = RETRY_AFTER_S[problem.code];
  const challenge =
    problem.code === 'token_missing' ? 'Bearer realm="songxun"' : 'Bearer realm="songxun", error="invalid_token"';
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(retry_s && { 'retry-after': String(retry_s) }),
      // Which methods there are: RFC 9110 asks for it.
      ...(problem.status === 405 && { allow: String(problem.facts?.allow ?? '') }),
      ...(problem.status === 401 && { 'www-authenticate': challenge }),
    },
    body: JSON.stringify(problem),
  };
}
