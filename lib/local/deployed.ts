/** What serverless.yml deploys, read for running here: functions, their routes, schedules and streams. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export interface DeployedFunction {
  name: string;
  /** `handlers/wechat.handler` */
  handler: string;
  timeout_s: number;
}
export interface DeployedRoute {
  function: DeployedFunction;
  /** `*` for any. */
  method: string;
  /** `/v1/classes/{class_id}` */
  path: string;
}
export interface DeployedSchedule {
  function: DeployedFunction;
  name: string;
  /** `rate(1 minute)`, `cron(0 1 * * ? *)` */
  expression: string;
  input?: unknown;
}
export interface DeployedStream {
  function: DeployedFunction;
  batch_size: number;
  attempts_max: number;
  reports_failures: boolean;
  /** Event patterns; a record passes when one of them matches. None means all pass. */
  filters: Record<string, any>[];
}
export interface Deployed {
  functions: DeployedFunction[];
  routes: DeployedRoute[];
  schedules: DeployedSchedule[];
  streams: DeployedStream[];
}

export const ROOT = path.join(__dirname, '../..');
const API_TIMEOUT_S = 29;
const TIMEOUT_S = 6;
const STREAM_ATTEMPTS_MAX = 5;

const PART = /^\$\{file\(([^):]+)\):functions\}$/;

/** Read `serverless.yml` and the function files it names. */
export function readDeployed(): Deployed {
  const deployed: Deployed = { functions: [], routes: [], schedules: [], streams: [] };
  for (const part of read(path.join(ROOT, 'serverless.yml')).functions as string[]) {
    const file = PART.exec(part)?.[1];
    if (!file) throw new Error(`serverless.yml: functions: ${part} cannot be read here`);
    for (const [name, described] of Object.entries<any>(read(path.join(ROOT, file)).functions))
      addFunction(deployed, name, described);
  }
  return deployed;
}

function read(file: string): any {
  // CloudFormation's own tags (!Ref, !Sub) mean nothing here.
  return parse(readFileSync(file, 'utf8'), { logLevel: 'error' });
}

function addFunction(deployed: Deployed, name: string, described: any): void {
  const one: DeployedFunction = { name, handler: described.handler, timeout_s: Number(described.timeout) || TIMEOUT_S };
  deployed.functions.push(one);
  for (const event of described.events ?? []) {
    if (event.httpApi !== undefined)
      addRoute(deployed, { ...one, timeout_s: Math.min(one.timeout_s, API_TIMEOUT_S) }, event.httpApi);
    if (event.schedule !== undefined) addSchedules(deployed, one, event.schedule);
    if (event.stream !== undefined) deployed.streams.push(streamOf(one, event.stream));
  }
}

function addRoute(deployed: Deployed, one: DeployedFunction, event: any): void {
  if (event === '*') return void deployed.routes.push({ function: one, method: '*', path: '/{proxy+}' });
  const [method, route] = typeof event === 'string' ? event.trim().split(/\s+/) : [event.method, event.path];
  deployed.routes.push({ function: one, method: String(method).toUpperCase(), path: String(route) });
}

function addSchedules(deployed: Deployed, one: DeployedFunction, event: any): void {
  const whole = typeof event === 'string' ? { rate: event } : event;
  if (whole.enabled === false) return;
  for (const expression of [whole.rate].flat())
    deployed.schedules.push({
      function: one,
      name: String(whole.input?.job ?? whole.name ?? one.name),
      expression: String(expression),
      ...(whole.input !== undefined && { input: whole.input }),
    });
}

function streamOf(one: DeployedFunction, event: any): DeployedStream {
  const whole = typeof event === 'string' ? {} : event;
  return {
    function: one,
    batch_size: Number(whole.batchSize) || 100,
    attempts_max: Math.min(Number(whole.maximumRetryAttempts ?? STREAM_ATTEMPTS_MAX), STREAM_ATTEMPTS_MAX) + 1,
    reports_failures: whole.functionResponseType === 'ReportBatchItemFailures',
    filters: (whole.filterPatterns ?? []).map((pattern: any) =>
      typeof pattern === 'string' ? JSON.parse(pattern) : pattern,
    ),
  };
}
