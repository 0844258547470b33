/** The two routes that describe all the others. Open to everyone: they hold nothing of anybody. */
import * as z from 'zod/mini';
import { route } from './route';

const common = {
  handler: 'docs',
  method: 'GET',
  roles: 'public',
  region_of: 'none',
  request: {},
  tag: '文档',
} as const;

export const docsRoutes = {
  openapi: route({
    ...common,
    path: '/v1/openapi.json',
    response: { status: 200, schema: z.looseObject({ openapi: z.string() }), description: 'OpenAPI 3.1' },
    summary: '接口说明（OpenAPI）',
  }),
  docs: route({
    ...common,
    path: '/docs',
    response: { status: 200, schema: z.string(), description: '网页', media: 'text/html' },
    summary: '接口说明（网页）',
  }),
};

/** The gateway's route for what no other takes (functions/docs.yml). No operation: it is only ever refused. */
export const CATCH_ALL = { handler: 'docs', method: 'ANY', path: '/v1/{proxy+}' } as const;
