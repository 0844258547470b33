/** What is read from serverless.yml, and how requests, filters and schedules find their functions. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT, readDeployed } from '../../lib/local/deployed';
import { passes } from '../../lib/local/filter';
import { matchRoute } from '../../lib/local/http-event';
import { matchesCron, rateOf, Schedules, UnknownJob } from '../../lib/local/schedules';

const deployed = readDeployed();

test('every function that is deployed is found, and its file is there', () => {
  expect(deployed.functions.length).toBeGreaterThanOrEqual(10);
  for (const { handler } of deployed.functions)
    expect(existsSync(path.join(ROOT, `${handler.replace(/\.\w+$/, '')}.ts`))).toBe(true);
  expect(deployed.streams).toMatchObject([{ function: { name: 'stream' }, reports_failures: true }]);
  expect(deployed.schedules).toMatchObject([{ name: 'due', expression: 'rate(1 minute)', input: { job: 'due' } }]);
});

test('routes: the most literal wins, parameters are decoded, methods are told apart', () => {
  const one = { name: 'f', handler: 'handlers/f.handler', timeout_s: 6 };
  const routes = [
    { function: one, method: 'GET', path: '/v1/{proxy+}' },
    { function: one, method: 'GET', path: '/v1/classes/{class_id}' },
    { function: one, method: 'GET', path: '/v1/classes/mine' },
    { function: one, method: '*', path: '/any' },
  ];
  const at = (method: string, url: string) => matchRoute(routes, method, url);
  expect(at('GET', '/v1/classes/mine')?.route.path).toBe('/v1/classes/mine');
  expect(at('GET', '/v1/classes/A%2017')?.params).toEqual({ class_id: 'A 17' });
  expect(at('GET', '/v1/classes/A17/roster')?.params).toEqual({ proxy: 'classes/A17/roster' });
  expect(at('GET', '/v1/classes/')?.route.path).toBe('/v1/{proxy+}');
  expect(at('POST', '/v1/classes/A17')).toBeUndefined();
  expect(at('DELETE', '/any')).toBeDefined();
  expect(matchRoute(deployed.routes, 'POST', '/wechat')?.route.function.name).toBe('wechat');
  // None of the local tools is deployed.
  expect(deployed.routes.filter((route) => route.path.startsWith('/local'))).toEqual([]);
});

test('filter patterns', () => {
  const event = { eventName: 'INSERT', dynamodb: { Keys: { sk: { S: 'NOTICE#1' } } } };
  const sk = (wanted: unknown[]) => ({ dynamodb: { Keys: { sk: { S: wanted } } } });
  expect(passes({ eventName: ['INSERT', 'MODIFY'] }, event)).toBe(true);
  expect(passes({ eventName: ['REMOVE'] }, event)).toBe(false);
  expect(passes(sk([{ prefix: 'NOTICE#' }]), event)).toBe(true);
  expect(passes(sk([{ prefix: 'SEATS#' }, 'TASK']), event)).toBe(false);
  expect(passes(sk([{ 'anything-but': ['STATE'] }]), event)).toBe(true);
  expect(passes({ dynamodb: { OldImage: [{ exists: false }] } }, event)).toBe(true);
  expect(passes({ $or: [{ eventName: ['REMOVE'] }, sk(['NOTICE#1'])] }, event)).toBe(true);
  expect(() => passes(sk([{ cidr: '10.0.0.0/8' }]), event)).toThrow(/not known/);
});

test('rates and cron times, in UTC as at AWS', () => {
  expect(rateOf('rate(1 minute)')).toBe(60_000);
  expect(rateOf('rate(2 hours)')).toBe(7_200_000);
  expect(rateOf('cron(0 1 * * ? *)')).toBeUndefined();
  const at = Date.parse('2025-07-24T09:00:30+08:00');
  expect(matchesCron('cron(0 1 * * ? *)', at)).toBe(true);
  expect(matchesCron('cron(0 9 * * ? *)', at)).toBe(false);
  expect(matchesCron('cron(0/15 1-3 ? JUL THU *)', at)).toBe(true);
  expect(matchesCron('cron(5/15 * ? * MON-FRI 2025)', at)).toBe(false);
});

test('a moved clock runs what fell in between, once; a job never runs beside itself', async () => {
  const ran: string[] = [];
  let beside = 0;
  const invoker = {
    async invoke(_: unknown, event: any) {
      beside += 1;
      expect(beside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      beside -= 1;
      ran.push(event.job ?? event.source);
      if (event.job === 'breaks') throw new Error('broken');
    },
    busy: () => [],
  };
  const one = { name: 'jobs', handler: 'handlers/jobs.handler', timeout_s: 5 };
  const said: string[] = [];
  const schedules = new Schedules(
    [
      { function: one, name: 'due', expression: 'rate(1 minute)', input: { job: 'due' } },
      { function: one, name: 'nightly', expression: 'cron(0 16 * * ? *)' },
      { function: { ...one, name: 'other' }, name: 'breaks', expression: 'rate(1 day)', input: { job: 'breaks' } },
    ],
    invoker,
    () => 0,
    (line) => said.push(line),
  );
  const at = (text: string) => Date.parse(`2025-07-24T${text}+08:00`);
  expect((await schedules.moved(at('09:00:00'), at('09:00:30'))).map((job) => job.name)).toEqual([]);
  expect((await schedules.moved(at('09:00:00'), at('23:59:00'))).map((job) => job.name)).toEqual(['due']);
  expect((await schedules.moved(at('23:00:00'), at('23:00:00') + 7_200_000)).map((job) => job.name)).toEqual([
    'due',
    'nightly',
  ]);
  expect(await schedules.run('breaks')).toMatchObject([{ name: 'breaks', failed: 'broken' }]);
  expect(said).toEqual(['Job breaks failed: broken']);
  await Promise.all([schedules.run('due'), schedules.run('due')]);
  await expect(schedules.run('nothing')).rejects.toThrow(UnknownJob);
  expect(ran).toEqual(['due', 'due', 'aws.events', 'breaks', 'due']);
});
