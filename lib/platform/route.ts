/**
 * A route is data: what it is called, who may call it, on whose behalf, what goes in and what comes out.
 * The handlers are built from it, the deployed events are checked against it, the OpenAPI document and
 * the role × region test are made from it. Nothing about a route is said twice.
 */
import type * as z from 'zod/mini';
import type { Role } from './auth';

/** The Lambda function (handlers/<name>.ts, functions/<name>.yml) that serves a route. */
export type HandlerName =
  | 'classes'
  | 'trades'
  | 'people'
  | 'broadcasts'
  | 'threads'
  | 'policies'
  | 'docs'
  // Stations, institutions, employers, evaluation agencies, villages; their staff.
  | 'organisations'
  // Wishes, surveys, proposals, job orders, the monthly sheet.
  | 'wishes'
  // Attendance, leave, make-up, gates, inspections.
  | 'attendance'
  // Assessment, certificates, follow-up, contracts, review, reports.
  | 'assessments'
  // Excel in and out.
  | 'sheets'
  // Pages opened by a link: the sign-in code, an import, a printed sheet, a certificate's verification.
  | 'pages'
  | 'gateway';

/**
 * Where the region comes from that the caller must reach:
 * - `body`: `home_region` in the body; another region is refused (403 `region_not_yours`)
 * - `query`: a list; `home_region` in the query narrows it, and it never shows more than the caller reaches
 * - `account`: the county this installation serves
 * - `class`, `worker` …: that of the thing in the path; one of another region is answered exactly like one that
 *   does not exist (404 `<thing>_unknown`), so that nothing is learnt about it. A station's area is the host region
 * - `none`: the same for every region
 */
export type RegionOf =
  | 'body'
  | 'query'
  | 'account'
  | 'class'
  | 'worker'
  | 'broadcast'
  | 'thread'
  | 'phrase'
  | 'org'
  | 'staff'
  | 'wish'
  | 'survey'
  | 'proposal'
  | 'job_order'
  | 'gate'
  | 'certificate'
  | 'import'
  | 'none';

export type Schema = z.ZodMiniType;

/** A file as the body, as it is. */
export interface FileRequest {
  /** API Gateway and Lambda carry 6 MB, in base 64: 4 MB of a file. */
  max_bytes: number;
  /** Media types, without parameters. */
  types: readonly string[];
}

/** What a route takes, by schema; a part left out is not taken at all. */
export interface RouteRequest {
  params?: Schema;
  query?: Schema;
  body?: Schema;
  /** Instead of `body`. */
  file?: FileRequest;
}

export interface Route<Request extends RouteRequest = RouteRequest> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  handler: HandlerName;
  /** `public`: no token; otherwise exactly these roles. */
  roles: readonly Role[] | 'public';
  /** No token, but a signature over the request (the gateway); `public` otherwise. */
  signed?: boolean;
  region_of: RegionOf;
  request: Request;
  response: { status: 200 | 201 | 202; schema: Schema; description: string; media?: string };
  /** Takes `Idempotency-Key`. */
  keyed?: boolean;
  /** `If-Match` with the ETag last read: `required` (428 when missing), or honoured when given. */
  if_match?: 'required' | 'optional';
  /** The answer carries an ETag. */
  etag?: boolean;
  /** Domain refusals it may answer with, besides those of every route; for the reader of the document. */
  refusals?: readonly string[];
  tag: string;
  summary: string;
  description?: string;
}

export type Routes = Record<string, Route>;

type Read<R extends Route, Part extends 'params' | 'query' | 'body'> =
  R['request'] extends Record<Part, infer S extends Schema> ? z.output<S> : undefined;

/** What an operation is given of the request, checked. */
export interface Given<R extends Route> {
  params: Read<R, 'params'>;
  query: Read<R, 'query'>;
  body: Read<R, 'body'>;
  file: R['request'] extends { file: FileRequest } ? Uint8Array : undefined;
}

/** Keeps the exact schema types of a route, so that its operation is typed by them. */
export function route<const Request extends RouteRequest>(described: Route<Request>): Route<Request> {
  return described;
}

export const READERS = ['administrator', 'auditor'] as const satisfies readonly Role[];
export const WRITERS = ['administrator'] as const satisfies readonly Role[];
