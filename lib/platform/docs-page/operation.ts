/** One operation of the API as a card. Pure. */
import { escaped } from '../escaped';
import { inline } from './html';
import { type JsonSchema, schemaHtml } from './schema';

interface Media {
  content?: Record<string, { schema: JsonSchema }>;
  description?: string;
}
export interface Operation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: { in: string; name: string; required?: boolean; description?: string; schema: JsonSchema }[];
  requestBody?: Media & { required?: boolean };
  responses: Record<string, Media>;
  'x-roles'?: string[];
  'x-region-of'?: string;
}
export interface OpenApiDocument {
  info: { title: string; version: string; description?: string };
  tags?: { name: string }[];
  paths?: Record<string, unknown>;
  components?: { schemas?: Record<string, JsonSchema> };
}

/** Where the page has an operation. */
export const slug = (operation_id: string): string => `op-${operation_id}`;

const ROLES: Record<string, string> = {
  administrator: '管理员',
  auditor: '审计',
  station: '驻外工作站',
  institution: '培训机构',
  employer: '用人单位',
  evaluator: '评价机构',
  public: '所有人',
};
const REGIONS: Record<string, string> = {
  body: '正文里的 home_region 要在你的地区',
  query: '只列出你的地区',
  account: '要管得到本站所服务的县',
  none: '各地相同',
};
const OWN = '要在你的地区，否则和不存在一样';

/** One operation as a reader wants it: what for, who may, what goes in, what comes out. */
export function operationHtml(
  method: string,
  path: string,
  operation: Operation,
  schemas: Record<string, JsonSchema>,
): string {
  const roles = (operation['x-roles'] ?? [])
    .map((role) => `<span class="role">${ROLES[role] ?? escaped(role)}</span>`)
    .join('');
  const region = operation['x-region-of'] ?? 'none';
  return `<article id="${slug(operation.operationId)}">
<h3>${escaped(operation.summary ?? '')}</h3>
<p class="line"><span class="m ${method.toLowerCase()}">${method}</span><code class="path">${pathHtml(path)}</code></p>
${operation.description ? `<p>${inline(operation.description)}</p>` : ''}
<p class="who">${roles}<span>${REGIONS[region] ?? OWN}</span></p>
${parametersHtml(operation)}${bodyHtml(operation, schemas)}${responsesHtml(operation)}
</article>`;
}

function pathHtml(path: string): string {
  return escaped(path).replace(/\{(\w+)\}/g, '<em>{$1}</em>');
}

const PLACES: Record<string, string> = { path: '路径', query: '查询', header: '标头' };

function parametersHtml({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ in: place, name, required, schema, description }) => {
    const shown = schemaHtml({ ...schema, description: schema.description ?? description });
    const must = required ? '<span class="must">必填</span>' : '';
    return `<tr><td class="f"><code>${escaped(name)}</code>${must}<small>${PLACES[place] ?? place}</small></td><td>${shown}</td></tr>`;
  });
  return `<h4>参数</h4><div class="scroll"><table class="fields"><tbody>${rows.join('')}</tbody></table></div>`;
}

/** The body's fields at once, also when it is a named shape: whoever calls needs them here. */
function bodyHtml({ requestBody }: Operation, schemas: Record<string, JsonSchema>): string {
  const given = requestBody?.content?.['application/json']?.schema;
  const schema = given?.$ref ? schemas[given.$ref.split('/').at(-1) ?? ''] : given;
  if (!schema || (schema.properties && Object.keys(schema.properties).length === 0)) return '';
  return `<h4>正文</h4>${schemaHtml(schema)}`;
}

/** What comes back when it goes well; what may stand in the way is folded into one line. */
function responsesHtml({ responses }: Operation): string {
  const good: string[] = [];
  const bad: string[] = [];
  for (const [status, { description = '', content }] of Object.entries(responses)) {
    const schema = Object.values(content ?? {})[0]?.schema;
    if (status.startsWith('2'))
      good.push(
        `<h4>答复 <span class="s ok">${status}</span>${escaped(description)}</h4>${schema ? schemaHtml(schema, 'answer') : ''}`,
      );
    else for (const one of description.split('；')) bad.push(problemHtml(status, one));
  }
  const table = `<div class="scroll"><table><tbody>${bad.join('')}</tbody></table></div>`;
  return `${good.join('')}<details><summary>可能办不成的原因（${bad.length}）</summary>${table}</details>`;
}

/** `` `class_full` 名额已满 `` as a row that leads to the list of all. */
function problemHtml(status: string, described: string): string {
  const [, code = '', title = ''] = /^`(\w+)` (.*)$/.exec(described) ?? [];
  return `<tr><td class="s no">${status}</td><td><a href="#problem-${escaped(code)}"><code>${escaped(code)}</code></a></td><td>${escaped(title)}</td></tr>`;
}
