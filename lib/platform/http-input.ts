/** What comes in: at most 64 KB, JSON, and nothing but what the route's schemas name. */
import jsonBodyParser from '@middy/http-json-body-parser';
import type { ApiEvent } from './http';
import { type Issue, isMissing, sentenceOf, UNKNOWN_FIELD } from './input-says';
import type { FieldProblem, FieldRefusal } from './problem';
import { type Refusal, refuse } from './refusal';
import type { FileRequest, Route, Schema } from './route';

export const BODY_MAX_BYTES = 65_536;
const FIELDS_MAX = 20;

/** Thrown inside the chain, answered as the problem it stands for. */
export class Refused extends Error {
  override name = 'Refused';
  constructor(readonly refusal: Refusal | FieldRefusal) {
    super(refusal.refused);
  }
}

interface Request {
  event: ApiEvent;
}

/** Reads a JSON body where the route takes one. An empty body is an empty object: `POST …/publish` needs none. */
export function bodyRead(route: Route) {
  const parse = jsonBodyParser().before as (request: Request) => Promise<void>;
  return {
    before: async (request: Request) => {
      const { event } = request;
      const raw = event.body ?? '';
      if (route.request.file) return fileRead(event, route.request.file);
      if (Buffer.byteLength(raw, event.isBase64Encoded ? 'base64' : 'utf8') > BODY_MAX_BYTES)
        throw new Refused(refuse('body_too_large'));
      if (!route.request.body) return;
      if (raw === '') {
        event.body = {} as any;
        return;
      }
      try {
        await parse(request);
      } catch (error) {
        // The parser answers 415 to both; a JSON content type with something else in it is a bad request.
        throw new Refused(refuse(/malformed/.test((error as Error).message) ? 'body_malformed' : 'body_not_json'));
      }
    },
  };
}

/** The body as it came, no larger than the route takes; its type is what the sender says, its content the room's to judge. */
function fileRead(event: ApiEvent, file: FileRequest): void {
  const type = (event.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (!file.types.includes(type)) throw new Refused(refuse('file_type'));
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > file.max_bytes)
    throw new Refused(refuse('file_too_large', { bytes: bytes.length, bytes_max: file.max_bytes }));
  event.call = { ...event.call, file: bytes as never };
  event.body = undefined;
}

/** Path, query and body through their schemas. Unknown fields are refused, in the query too. */
export function inputChecked(route: Route) {
  const { params, query, body } = route.request;
  return {
    before: ({ event }: Request) => {
      const fields: FieldProblem[] = [];
      const read = (schema: Schema | undefined, value: unknown, where: string) => {
        if (!schema) return undefined;
        const result = schema.safeParse(value);
        if (!result.success)
          fields.push(...result.error.issues.flatMap((issue) => problemsOf(issue as Issue, value, where)));
        return result.data;
      };
      const read_params = read(params, { ...event.pathParameters }, 'path');
      const read_query = query ? read(query, { ...event.queryStringParameters }, 'query') : nothing(event);
      const read_body = read(body, event.body, 'body');
      if (fields.length > 0) {
        const refusal: FieldRefusal = { refused: 'input_invalid', fields: fields.slice(0, FIELDS_MAX) };
        throw new Refused(refusal);
      }
      Object.assign(event.call!, { params: read_params, query: read_query, body: read_body });
    },
  };
}

/** A route without a query schema takes no query. */
function nothing(event: ApiEvent): undefined {
  const unknown = Object.keys(event.queryStringParameters ?? {});
  if (unknown.length === 0) return undefined;
  const fields = unknown
    .slice(0, FIELDS_MAX)
    .map((name) => ({ field: `query.${shown(name)}`, message: UNKNOWN_FIELD }));
  throw new Refused({ refused: 'input_invalid', fields } as FieldRefusal);
}

/** Where and why, in words; never the value that was sent. */
function problemsOf(issue: Issue, value: unknown, where: string): FieldProblem[] {
  const at = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${shown(String(part))}`),
    where,
  );
  if (issue.code === 'unrecognized_keys')
    return (issue.keys ?? []).map((key) => ({ field: `${at}.${shown(key)}`, message: UNKNOWN_FIELD }));
  return [{ field: at, message: sentenceOf(issue, isMissing(value, issue.path)) }];
}

/** A field's name as it may be repeated; anything else could be a number someone put in the wrong place. */
function shown(name: string): string {
  return /^[a-z_]{1,40}$/.test(name) ? name : '…';
}
