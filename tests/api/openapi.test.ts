import '../support/quiet';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { CATCH_ALL } from '../../lib/platform/docs-api';
import { allRoutes, codesOf } from '../../lib/platform/openapi';
import { PROBLEMS } from '../../lib/platform/problem';
import { type Api, startApi } from './support';

const ROOT = path.join(__dirname, '../..');
let api: Api;
let document: any;
beforeAll(async () => {
  api = await startApi();
  document = (await api.call('openapi', { token: null })).body;
});

const routeNames = () =>
  Object.values(allRoutes)
    .map((route) => `${route.handler}: ${route.method} ${route.path}`)
    .sort();

/** Every HTTP event of functions/*.yml, but those of the channels. */
function deployed(): string[] {
  const folder = path.join(ROOT, 'functions');
  const found: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yml') && name !== 'wechat.yml')) {
    const { functions = {} } = parse(readFileSync(path.join(folder, file), 'utf8'), { logLevel: 'silent' }) ?? {};
    for (const one of Object.values<any>(functions)) {
      const name = /^handlers\/(\w+)\.handler$/.exec(one.handler)?.[1];
      for (const { httpApi } of one.events ?? []) {
        if (!httpApi) continue;
        const [method, where] = typeof httpApi === 'string' ? httpApi.split(' ') : [httpApi.method, httpApi.path];
        found.push(`${name}: ${String(method).toUpperCase()} ${where}`);
      }
    }
  }
  return found.sort();
}

describe('the OpenAPI document', () => {
  it('equals the route tables, which equal what functions/*.yml deploy', () => {
    const { handler, method, path: where } = CATCH_ALL;
    const caught = `${handler}: ${method} ${where}`;
    // Once, and no operation: what it takes is only ever refused.
    expect(deployed().filter((one) => one === caught)).toHaveLength(1);
    expect(deployed().filter((one) => one !== caught)).toEqual(routeNames());
    const documented = Object.entries<any>(document.paths).flatMap(([where, methods]) =>
      Object.entries<any>(methods).map(([method, operation]) => {
        const route = allRoutes[operation.operationId];
        expect(operation['x-roles']).toEqual(route?.roles === 'public' ? ['public'] : route?.roles);
        return `${route?.handler}: ${method.toUpperCase()} ${where}`;
      }),
    );
    expect(documented.sort()).toEqual(routeNames());
  });

  it('is a valid OpenAPI 3.1 document by the official schema', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'openapi-')), 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const check = (broken: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', VALIDATE, file, broken], {
        cwd: ROOT,
        encoding: 'utf8',
      });
    expect(JSON.parse(check(''))).toEqual({ valid: true, version: '3.1' });
    // Control: the validator does find fault.
    expect(JSON.parse(check('break it')).valid).toBe(false);
  });

  it('has every path parameter declared, every reference resolved, every operation named once', () => {
    const ids = new Set<string>();
    for (const [where, methods] of Object.entries<any>(document.paths)) {
      for (const operation of Object.values<any>(methods)) {
        expect(ids.has(operation.operationId)).toBe(false);
        ids.add(operation.operationId);
        const declared = (operation.parameters ?? [])
          .filter((one: any) => one.in === 'path')
          .map((one: any) => one.name);
        expect(declared).toEqual([...where.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
        expect(operation.summary).toBeTruthy();
      }
    }
    for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(document.components.schemas).toHaveProperty([name!]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('names fields in snake_case, and lets none through that it does not name', () => {
    const walk = (schema: any, at: string): void => {
      for (const [name, field] of Object.entries<any>(schema?.properties ?? {})) {
        expect(`${at}.${name}`).toMatch(/^[\w.[\]]+$/);
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        walk(field, `${at}.${name}`);
      }
      if (schema?.items) walk(schema.items, `${at}[]`);
    };
    for (const [name, schema] of Object.entries<any>(document.components.schemas)) {
      walk(schema, name);
      if (name !== 'Problem') expect([name, schema.additionalProperties]).toEqual([name, false]);
    }
  });

  it('declares every refusal a route may give, and they all have a title and a status', () => {
    for (const route of Object.values(allRoutes))
      for (const code of codesOf(route)) expect(PROBLEMS).toHaveProperty(code);
  });

  it('every code refused anywhere in lib has a title', () => {
    const codes = new Set<string>();
    for (const file of readdirSync(path.join(ROOT, 'lib'), { recursive: true }).map(String)) {
      // What the channels refuse never reaches the API.
      if (!file.endsWith('.ts') || /^(local|channels)/.test(file)) continue;
      for (const [, code] of readFileSync(path.join(ROOT, 'lib', file), 'utf8').matchAll(
        /refuse(?:<[^>]+>)?\(\s*'(\w+)'/g,
      ))
        codes.add(code!);
    }
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !Object.hasOwn(PROBLEMS, code))).toEqual([]);
  });
});

const VALIDATE = `
import { Validator } from '@seriousme/openapi-schema-validator';
import { readFileSync } from 'node:fs';
const [file, broken] = process.argv.slice(-2);
const document = JSON.parse(readFileSync(file, 'utf8'));
if (broken === 'break it') document.paths['/v1/trades'].get.responses = [];
const validator = new Validator();
const { valid, errors } = await validator.validate(document);
console.log(JSON.stringify(valid ? { valid, version: validator.version } : { valid, errors }));
`;

describe('the reading page', () => {
  it('shows every operation, schema and problem; needs no script and fetches nothing', async () => {
    const { status, headers, text } = await api.call('docs', { token: null });
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const operation of Object.keys(allRoutes)) expect(text).toContain(`id="op-${operation}"`);
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`id="problem-${code}"`);
    for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`id="schema-${name}"`);
    const anchors = new Set([...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target);
    // What must be given is marked, in every shape that is sent and in none that is answered.
    const shape = (name: string) => text.split(`id="schema-${name}"`)[1]!.split('</article>')[0];
    for (const name of ['ClassDraft', 'OrganisationGiven', 'StaffGiven', 'Segment'])
      expect(shape(name)).toContain('必填');
    for (const name of ['Organisation', 'Staff', 'Problem']) expect(shape(name)).not.toContain('必填');
    // A limit on one side only is said in words, never as half a range.
    expect(text).toMatch(/最多 35 字/);
    expect(text).not.toMatch(/<small>–|–(?: [字项])?<\/small>/);
    // Who may is said in the reader's words.
    expect(text).toContain('<span class="role">驻外工作站</span>');
    expect(text).not.toMatch(/class="role">[a-z]/);
    expect(text).not.toMatch(/<script|<img|<link|src=|https?:\/\//);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
