/** JSON Schema as a table a person reads: field, type and limits, meaning. Pure. */
import { escaped } from '../escaped';
import { inline } from './html';

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

const DEPTH_MAX = 4;

/** A schema in full: its fields when it is an object, else its type. Of a `given` one, fields that must be there are marked. */
export function schemaHtml(schema: JsonSchema, of: 'given' | 'answer' = 'given', depth = 0): string {
  const object = objectIn(schema);
  if (!object?.properties || depth > DEPTH_MAX) return `<p>${typeHtml(schema)}${noteHtml(schema)}</p>`;
  const rows = Object.entries(object.properties).map(([name, field]) =>
    fieldHtml(name, field, object.required?.includes(name) ?? false, of, depth),
  );
  const many = schema.type === 'array' ? `<p class="t">数组，每项：</p>` : '';
  return `${many}<div class="scroll"><table class="fields"><tbody>${rows.join('')}</tbody></table></div>`;
}

function fieldHtml(name: string, field: JsonSchema, required: boolean, of: 'given' | 'answer', depth: number): string {
  const inner = !field.$ref && objectIn(field)?.properties ? schemaHtml(field, of, depth + 1) : '';
  const must = required && of === 'given' ? '<span class="must">必填</span>' : '';
  return `<tr><td class="f"><code>${escaped(name)}</code>${must}</td><td>${typeHtml(field)}${noteHtml(field)}${inner}</td></tr>`;
}

/** The object described, also inside an array. */
function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties) return schema;
  return schema.items && !schema.items.$ref ? objectIn(schema.items) : undefined;
}

function typeHtml(schema: JsonSchema): string {
  return `<span class="t">${typeText(schema)}${limits(schema)}</span>`;
}

const NAMES: Record<string, string> = {
  string: '文字',
  integer: '整数',
  number: '数',
  boolean: '是否',
  object: '对象',
  array: '数组',
  null: '空',
};

function typeText(schema: JsonSchema): string {
  if (schema.$ref) {
    const name = escaped(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.enum) return schema.enum.map((value) => `<code>${escaped(String(value))}</code>`).join(' ');
  if (schema.const !== undefined) return `<code>${escaped(String(schema.const))}</code>`;
  const choices = schema.anyOf ?? schema.allOf;
  if (choices) return choices.map(typeText).join(' 或 ');
  if (schema.type === 'array' && schema.items)
    return `数组 [ ${objectIn(schema.items) && !schema.items.$ref ? '对象' : typeText(schema.items)} ]`;
  if (schema.format === 'date-time') return '时刻';
  if (schema.format === 'date') return '日期';
  return [schema.type ?? '任意']
    .flat()
    .map((type) => NAMES[type] ?? type)
    .join(' 或 ');
}

const HUGE = Number.MAX_SAFE_INTEGER;

function limits(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const low = minimum !== undefined && minimum > -HUGE ? minimum : (minLength ?? minItems);
  const high = maximum !== undefined && maximum < HUGE ? maximum : (maxLength ?? maxItems);
  if (low === undefined && high === undefined) return '';
  const unit =
    minLength !== undefined || maxLength !== undefined
      ? ' 字'
      : minItems !== undefined || maxItems !== undefined
        ? ' 项'
        : '';
  const range = low === undefined ? `最多 ${high}` : high === undefined ? `至少 ${low}` : `${low}–${high}`;
  return ` <small>${low === high ? low : range}${unit}</small>`;
}

function noteHtml(schema: JsonSchema): string {
  const about = schema.description ? `<div class="d">${inline(schema.description)}</div>` : '';
  const example =
    schema.examples?.[0] !== undefined
      ? `<div class="d">例：<code>${escaped(String(schema.examples[0]))}</code></div>`
      : '';
  const otherwise =
    schema.default !== undefined
      ? `<div class="d">不填是 <code>${escaped(JSON.stringify(schema.default))}</code></div>`
      : '';
  return about + example + otherwise;
}
