/** npm start */
import './quiet';
import path from 'node:path';
import { EngineMissing } from './engine';
import { startStack } from './stack';
import { Trouble } from './trouble';

const MODES = ['plain', 'compatible', 'secure'] as const;

async function main(): Promise<void> {
  const stack = await startStack({
    port: readPort(),
    host: process.env.SONGXUN_HOST || '127.0.0.1',
    folder: process.env.SONGXUN_DATA || path.join(process.cwd(), '.local'),
    mode: MODES.find((mode) => mode === process.env.SONGXUN_WECHAT_MODE),
    report: (line) => console.error(line),
  });
  console.log(
    [
      `送训 Songxun  ${stack.url}/          手机页面 phone page`,
      `             ${stack.url}/docs      API，接口说明 reading page`,
      `             ${stack.url}/wechat    微信回调 webhook`,
      `             ${stack.url}/local/…   本机工具 tools`,
      `数据 data     ${stack.folder}`,
      `时钟 clock    ${stack.clock.show()}`,
      `${(performance.now() / 1000).toFixed(1)} s. Ctrl-C 停下，数据保留 stops, the data stay.`,
    ].join('\n'),
  );
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    const hard = setTimeout(() => process.exit(1), 8000);
    hard.unref();
    void stack.stop().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  void stack.engine.died.then((words) => {
    if (stopping) return;
    console.error(`The DynamoDB engine stopped (${words}). What it had answered is kept; start again.`);
    process.exit(1);
  });
}

function readPort(): number {
  const given = process.env.PORT || '3000';
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Trouble(`PORT=${given} is not a port: a number from 0 to 65535.`);
  return port;
}

function fail(error: unknown): never {
  const own = error instanceof Trouble || error instanceof EngineMissing;
  console.error(own || !process.env.DEBUG ? String((error as Error)?.message ?? error) : error);
  process.exit(1);
}

main().catch(fail);
