/** Calling the deployed handlers in this very process: the clock, the table and the simulator are shared. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type DeployedFunction, ROOT } from './deployed';

export type Handler = (event: any, context: any) => Promise<any>;

export class TimedOut extends Error {
  override name = 'TimedOut';
}

export interface Invoker {
  /** Throws what the handler throws, and `TimedOut` past the function's time limit. */
  invoke(one: DeployedFunction, event: unknown): Promise<any>;
  busy(): string[];
}

/** Calls the deployed handlers in process, each loaded when it is first called. */
export function invoker(root = ROOT): Invoker {
  const loaded = new Map<string, Promise<Handler>>();
  const running = new Map<string, string>();
  const handlerOf = (one: DeployedFunction) => {
    const held = loaded.get(one.handler);
    if (held) return held;
    const loading = load(root, one.handler);
    loaded.set(one.handler, loading);
    // A file that did not load may be mended: try again at the next call.
    loading.catch(() => loaded.delete(one.handler));
    return loading;
  };
  return {
    async invoke(one, event) {
      const handler = await handlerOf(one);
      const request_id = randomUUID();
      const until_ms = Date.now() + one.timeout_s * 1000;
      const context = {
        functionName: one.name,
        functionVersion: '$LATEST',
        invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${one.name}`,
        memoryLimitInMB: '256',
        awsRequestId: request_id,
        logGroupName: `/aws/lambda/${one.name}`,
        logStreamName: 'local',
        callbackWaitsForEmptyEventLoop: false,
        getRemainingTimeInMillis: () => Math.max(0, until_ms - Date.now()),
      };
      running.set(request_id, one.name);
      // What a handler started keeps running after its time is up, as nothing can stop it in this process.
      const work = Promise.resolve(handler(event, context)).finally(() => running.delete(request_id));
      return await withinTime(work, one);
    },
    busy: () => [...running.values()],
  };
}

async function load(root: string, described: string): Promise<Handler> {
  const dot = described.lastIndexOf('.');
  const file = path.join(root, `${described.slice(0, dot)}.ts`);
  const module = await import(file);
  const name = described.slice(dot + 1);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') throw new Error(`${described}: no such function`);
  return handler;
}

async function withinTime<T>(work: Promise<T>, one: DeployedFunction): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TimedOut(`${one.name} took more than ${one.timeout_s} s`)),
      one.timeout_s * 1000,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
