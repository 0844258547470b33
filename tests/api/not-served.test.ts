/** What no route takes: answered in words, by the route that catches it, here as deployed. */
import '../support/quiet';
import { readDeployed } from '../../lib/local/deployed';
import { matchRoute } from '../../lib/local/http-event';
import { CATCH_ALL } from '../../lib/platform/docs-api';
import { allRoutes } from '../../lib/platform/openapi';
import { invoke, startApi } from './support';

beforeAll(async () => void (await startApi()));

const ask = (method: string, path: string) => invoke({ ...CATCH_ALL, method: method as 'GET', path }, {});
const PROBLEM = 'application/problem+json; charset=utf-8';

it('404 for a path that is none', async () => {
  for (const path of [
    '/v1/nothing',
    '/v1/classes/A17/nothing',
    '/v1/classes//roster',
    '/v1/classes/',
    '/v1/__proto__',
  ]) {
    const { status, headers, body } = await ask('GET', path);
    expect([path, status, headers['content-type']]).toEqual([path, 404, PROBLEM]);
    expect(body).toMatchObject({ code: 'route_unknown', title: '没有这个接口' });
  }
});

it('405 for a path that is there with other methods, naming them', async () => {
  const cases = [
    ['DELETE', '/v1/classes', 'POST, GET'],
    ['PUT', '/v1/classes/A17', 'GET, PATCH'],
    ['HEAD', '/v1/openapi.json', 'GET'],
    ['OPTIONS', '/v1/trades', 'GET, PUT'],
  ];
  for (const [method, path, allow] of cases) {
    const { status, headers, body } = await ask(method!, path!);
    expect([method, status, headers['content-type'], headers.allow]).toEqual([method, 405, PROBLEM, allow]);
    expect(body).toMatchObject({ code: 'method_not_allowed', title: '这个接口不能用这种方法', facts: { allow } });
  }
});

it('repeats nothing of what was asked', async () => {
  for (const path of ['/v1/530128199001010013', '/v1/workers/530128199001010013/x'])
    expect((await ask('GET', path)).text).not.toContain('530128199001010013');
});

describe('as routed', () => {
  const { routes } = readDeployed();
  const served = (method: string, path: string) => {
    const found = matchRoute(routes, method, path);
    return found && `${found.route.function.name}: ${found.route.method} ${found.route.path}`;
  };
  const CAUGHT = 'docs: ANY /v1/{proxy+}';

  it('what has a route of its own is never caught', () => {
    for (const { method, path, handler } of Object.values(allRoutes))
      expect(served(method, path.replace(/\{\w+\}/g, 'A17'))).toBe(`${handler}: ${method} ${path}`);
  });

  it('whatever else begins with /v1/ is; nothing besides, for it would call a function for nothing', () => {
    expect(served('GET', '/v1/nothing')).toBe(CAUGHT);
    expect(served('GET', '/v1/nothing/at/all')).toBe(CAUGHT);
    expect(served('DELETE', '/v1/classes')).toBe(CAUGHT);
    for (const path of ['/', '/v1', '/nothing', '/wechat/x', '/.env']) expect(served('GET', path)).toBeUndefined();
    expect(served('DELETE', '/wechat')).toBeUndefined();
  });

  it('without it nobody would answer (control)', () => {
    const without = routes.filter((route) => route.path !== CATCH_ALL.path);
    expect(matchRoute(without, 'GET', '/v1/nothing')).toBeUndefined();
  });
});
