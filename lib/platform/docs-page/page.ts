/** The reading page of the API: one HTML document, no script, nothing fetched. */
import { createHash } from 'node:crypto';
import { escaped } from '../escaped';
import { PROBLEMS } from '../problem';
import { marked } from './html';
import { type OpenApiDocument, type Operation, operationHtml, slug } from './operation';
import { type JsonSchema, schemaHtml } from './schema';
import { STYLE } from './style';

/** The page, and the Content-Security-Policy under which it may do nothing but show itself. */
export function docsPage(document: OpenApiDocument): { html: string; policy: string } {
  const operations = operationsOf(document);
  const tags = document.tags?.map((tag) => tag.name) ?? [];
  const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(document.info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="目录">
<a class="brand" href="#top">送训 <small>API ${escaped(document.info.version)}</small></a>
${tags.map((tag) => navHtml(tag, operations)).join('\n')}
<h2>其他</h2>
<a href="#schemas">数据结构</a>
<a href="#problems">办不成的原因</a>
<a href="/v1/openapi.json">openapi.json</a>
</nav>
<main id="top">
<header><h1>${escaped(document.info.title)}</h1>${marked(document.info.description ?? '')}</header>
${tags.map((tag) => sectionHtml(tag, operations, document.components?.schemas ?? {})).join('\n')}
<section id="schemas"><h2>数据结构</h2>${schemasHtml(document)}</section>
<section id="problems"><h2>办不成的原因</h2>
<p>答复是 <code>application/problem+json</code>（RFC 9457），<code>code</code> 是下面之一。规则类的原因另带 <code>rule</code>：出自哪份文件、哪一条；<code>assumed</code> 表示文件没有写明。</p>
${problemsHtml()}</section>
</main>
</body>
</html>
`;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}

interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

function operationsOf(document: OpenApiDocument): Listed[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

function navHtml(tag: string, operations: Listed[]): string {
  const links = operations
    .filter(({ operation }) => operation.tags?.includes(tag))
    .map(({ method, operation }) => {
      const badge = `<span class="m ${method.toLowerCase()}">${method}</span>`;
      return `<a href="#${slug(operation.operationId)}">${badge}${escaped(operation.summary ?? '')}</a>`;
    });
  return `<h2>${escaped(tag)}</h2>\n${links.join('\n')}`;
}

function sectionHtml(tag: string, operations: Listed[], schemas: Record<string, JsonSchema>): string {
  const own = operations.filter(({ operation }) => operation.tags?.includes(tag));
  return `<section><h2>${escaped(tag)}</h2>${own.map((one) => operationHtml(one.method, one.path, one.operation, schemas)).join('\n')}</section>`;
}

/** Names of the shapes that are sent, in a body or within one; what must be there is marked in them alone. */
function givenIn(document: OpenApiDocument): Set<string> {
  const schemas = document.components?.schemas ?? {};
  const names = new Set<string>();
  const look = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      if (!names.has(name)) {
        names.add(name);
        look(schemas[name]);
      }
  };
  for (const { operation } of operationsOf(document)) look(operation.requestBody);
  return names;
}

function schemasHtml(document: OpenApiDocument): string {
  const given = givenIn(document);
  return Object.entries(document.components?.schemas ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => {
      const about = schema.description ? `<p>${escaped(schema.description)}</p>` : '';
      return `<article class="schema" id="schema-${escaped(name)}"><h3>${escaped(name)}</h3>${about}${schemaHtml({ ...schema, description: undefined }, given.has(name) ? 'given' : 'answer')}</article>`;
    })
    .join('\n');
}

function problemsHtml(): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([a, x], [b, y]) => x.status - y.status || (a < b ? -1 : 1))
    .map(
      ([code, { status, title }]) =>
        `<tr id="problem-${code}"><td class="s">${status}</td><td><code>${code}</code></td><td>${escaped(title)}</td></tr>`,
    );
  return `<div class="scroll"><table><thead><tr><th>状态</th><th>code</th><th>说明</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
