/** The API described: OpenAPI 3.1, and a page to read. Made once per container, from the route tables. */
import { compressed } from '../lib/platform/compressed';
import { docsRoutes as routes } from '../lib/platform/docs-api';
import type { OpenApiDocument } from '../lib/platform/docs-page/operation';
import { docsPage } from '../lib/platform/docs-page/page';
import { api } from '../lib/platform/http';
import { notServed } from '../lib/platform/not-served';
import { allRoutes, openApi } from '../lib/platform/openapi';

let document: ReturnType<typeof openApi> | undefined;
let page: ReturnType<typeof docsPage> | undefined;

const CACHED = { 'cache-control': 'public, max-age=300' };

const described = api({
  routes,
  unmatched: (_method, path) => notServed(path, Object.values(allRoutes)),
  operations: {
    openapi: async () => {
      document ??= openApi();
      return { body: document, headers: CACHED };
    },
    docs: async () => {
      document ??= openApi();
      page ??= docsPage(document as unknown as OpenApiDocument);
      return { body: page.html, headers: { ...CACHED, 'content-security-policy': page.policy } };
    },
  },
});

export const handler = compressed(described);
