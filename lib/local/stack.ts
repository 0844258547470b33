/** Everything `npm start` brings up, on one port and in one process besides the engine. Tests start it too. */
import './quiet';
import type { ServerResponse } from 'node:http';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { wechatApi } from '../channels/wechat/api';
import { wechatConfig } from '../channels/wechat/config';
import { createMenu } from '../channels/wechat/menu';
import { useAuthKeys } from '../platform/auth';
import { useWechatSettings, useWorld } from '../platform/deployed-world';
import { folderFiles } from '../platform/files';
import { newId } from '../platform/ids';
import { localMaster, vault } from '../platform/vault';
import type { World } from '../platform/world';
import { policyBook } from '../policy/book';
import { dynamoClient, dynamoTable } from '../store/dynamo';
import { type MovedClock, movedClock } from './clock';
import { createTable } from './create-table';
import { type DataFolder, openDataFolder } from './data-folder';
import { type Deployed, type DeployedStream, readDeployed } from './deployed';
import { type Engine, startEngine } from './engine';
import { tendStreamRecords } from './engine-file';
import { type Invoker, invoker } from './invoke';
import { AUDIENCE, ISSUER, type Signer, signer, wechatAccount, wechatSettings } from './keys';
import { type LocalHands, localApi, tell } from './local-api';
import { Pump, readPlace } from './pump';
import { type Recorder, recorder } from './recorder';
import { Schedules } from './schedules';
import { type Listening, listen, WECHAT_API } from './server';
import { type Settled, settle } from './settle';
import { Simulator } from './wechat-simulator';
import type { Mode } from './wechat-simulator/types';

const TABLE = 'songxun-local';
const REGION = 'cn-northwest-1';

export interface StackOptions {
  /** 0 takes any free one. */
  port: number;
  host?: string;
  /** Where everything is kept. */
  folder: string;
  /** How WeChat encrypts; `secure` unless said otherwise. */
  mode?: Mode;
  /** How long WeChat waits; 5 s unless a test is in a hurry. */
  wechat_timeout_ms?: number;
  report?(line: string): void;
}

export interface Stack {
  url: string;
  folder: string;
  world: World;
  clock: MovedClock;
  simulator: Simulator;
  schedules: Schedules;
  signer: Signer;
  engine: Engine;
  settle(max_ms?: number): Promise<Settled>;
  stop(): Promise<void>;
}

/**
 * Start everything; resolves when requests are answered. Throws `Trouble` or `EngineMissing`, each with
 * one line to show, and leaves nothing running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const host = options.host ?? '127.0.0.1';
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const folder = await openDataFolder(options.folder);
    undo.push(() => folder.release());
    const listening = await listen(options.port, host);
    undo.push(() => listening.close());
    const engine = await startEngine({ file: folder.file('table.db'), apart: true });
    undo.push(() => engine.stop());
    folder.engineStarted(engine.pid);
    return await assemble(options, host, folder, listening, engine);
  } catch (error) {
    for (const one of undo.reverse()) await one().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  options: StackOptions,
  host: string,
  folder: DataFolder,
  listening: Listening,
  engine: Engine,
): Promise<Stack> {
  const report = options.report ?? (() => undefined);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  const clock = movedClock(folder.file('clock.json'));
  const pumps: Pump[] = [];
  const { rec, stream } = await openTable(engine, () => {
    for (const pump of pumps) pump.wake();
  });
  const world = localWorld(folder, rec, clock, url);
  const signing = await signer(folder);
  const simulator = openSimulator(options, folder, url, world, clock, rec);
  shareWithHandlers(world, signing, simulator, url);

  const deployed = readDeployed();
  await tendStreamRecords(folder.file('table.db'), allDealtWith(deployed, folder, stream));
  const invoke = invoker();
  const schedules = new Schedules(deployed.schedules, invoke, clock.now, report);
  pumps.push(...startPumps(deployed, invoke, engine, folder, rec, stream, report));
  const settleNow = (max_ms?: number) =>
    settle({ pumps, schedules, invoker: invoke, simulator, writes: rec.writes }, max_ms);
  const listeners = new Set<ServerResponse>();
  const hands: LocalHands = { world, clock, simulator, schedules, signer: signing, settle: settleNow, listeners };
  simulator.state.watch((openid) => tell(listeners, 'inbox', { openid }));
  clock.watch(() => tell(listeners, 'clock', { now: clock.show() }));
  listening.serve({
    deployed,
    invoker: invoke,
    simulator,
    recorder: rec,
    now: clock.now,
    local: (...asked) => localApi(hands, ...asked),
    report,
  });
  await setUpAccount(world, simulator, url, report);
  schedules.start();
  return {
    url,
    folder: folder.path,
    world,
    clock,
    simulator,
    schedules,
    signer: signing,
    engine,
    settle: settleNow,
    async stop() {
      schedules.stop();
      for (const listener of listeners) listener.end();
      await listening.close();
      await Promise.all(pumps.map((pump) => pump.stop()));
      simulator.close();
      await engine.stop();
      await folder.release();
      useWorld(undefined);
      useWechatSettings(undefined);
    },
  };
}

async function openTable(engine: Engine, wrote: () => void): Promise<{ rec: Recorder; stream: string }> {
  const client = dynamoClient({ region: REGION, endpoint: engine.endpoint });
  await createTable(client, TABLE, { stream: true });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
  const stream = Table?.LatestStreamArn;
  if (!stream) throw new Error(`the table ${TABLE} has no stream`);
  return { rec: recorder(dynamoTable({ table: TABLE, client }), wrote), stream };
}

function localWorld(folder: DataFolder, rec: Recorder, clock: MovedClock, url: string): World {
  return {
    table: rec.table,
    now: clock.now,
    random: Math.random,
    id: newId,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    vault: vault(localMaster(folder.secret('master.key')), folder.secret('pepper.key')),
    policies: policyBook(),
    files: folderFiles(folder.file('files')),
    base_url: url,
    account: {
      appid: process.env.ACCOUNT_APPID || 'wx0000000000000000',
      home_region: process.env.HOME_REGION || '530128',
      name: process.env.ACCOUNT_NAME || '禄劝送训',
    },
  };
}

function openSimulator(
  options: StackOptions,
  folder: DataFolder,
  url: string,
  world: World,
  clock: MovedClock,
  rec: Recorder,
) {
  return new Simulator({
    account: wechatAccount(folder, world.account.appid, options.mode ?? 'secure'),
    webhook: `${url}/wechat`,
    pictures: `${url}${WECHAT_API}/mmbiz_jpg`,
    now: clock.now,
    file: folder.file('wechat.jsonl'),
    rowsOf: rec.rowsOf,
    ...(options.wechat_timeout_ms && { timeout_ms: options.wechat_timeout_ms }),
  });
}

/** Handlers ask for their world as in the cloud; here they get this one. */
function shareWithHandlers(world: World, signing: Signer, simulator: Simulator, url: string): void {
  process.env.STAGE ||= 'local';
  process.env.TABLE_NAME ||= TABLE;
  process.env.AWS_REGION ||= REGION;
  process.env.ACCOUNT_APPID ||= world.account.appid;
  process.env.ACCOUNT_NAME ||= world.account.name;
  process.env.HOME_REGION ||= world.account.home_region;
  useWorld(world);
  useWechatSettings(wechatSettings(simulator.account, `${url}${WECHAT_API}`));
  useAuthKeys([signing.public_jwk], ISSUER, AUDIENCE);
}

function checkpointOf(consumer: DeployedStream, folder: DataFolder): string {
  return folder.file(`stream-${consumer.function.name}.json`);
}

/** The last stream record every consumer has dealt with; nothing while one of them has not begun. */
function allDealtWith(deployed: Deployed, folder: DataFolder, stream: string): number | undefined {
  const places = deployed.streams.map((consumer) => readPlace(checkpointOf(consumer, folder)));
  const sequences = places.map((place) => (place?.stream === stream ? Number(place.sequence ?? 0) : 0));
  const earliest = Math.min(...sequences);
  return earliest > 0 ? earliest : undefined;
}

function startPumps(
  deployed: Deployed,
  invoke: Invoker,
  engine: Engine,
  folder: DataFolder,
  rec: Recorder,
  stream: string,
  report: (line: string) => void,
): Pump[] {
  const client = new DynamoDBStreamsClient({
    region: REGION,
    endpoint: engine.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return deployed.streams.map(
    (consumer, i) =>
      new Pump({
        client,
        stream,
        consumer,
        invoke: (event) => invoke.invoke(consumer.function, event),
        checkpoint: checkpointOf(consumer, folder),
        failed_file: folder.file('failed-records.jsonl'),
        report,
        ...(i === 0 && {
          observe: ({ eventName, dynamodb: d }) =>
            rec.streamed({
              event: eventName as 'INSERT' | 'MODIFY' | 'REMOVE',
              pk: d?.Keys?.pk?.S ?? '',
              sk: d?.Keys?.sk?.S ?? '',
              ...(d?.OldImage && { before: unmarshall(d.OldImage as any) }),
              ...(d?.NewImage && { after: unmarshall(d.NewImage as any) }),
            }),
        }),
      }),
  );
}

/** What an operator does once with a real account. */
async function setUpAccount(
  world: World,
  simulator: Simulator,
  url: string,
  report: (line: string) => void,
): Promise<void> {
  if (simulator.state.account.get('menu')) return;
  const config = wechatConfig(wechatSettings(simulator.account, `${url}${WECHAT_API}`));
  const made = await createMenu(wechatApi(config, world));
  if ('refused' in made) report(`The menu was refused: ${JSON.stringify(made.facts)}`);
  else if (made.trouble) report(`The menu could not be put up: ${made.reason}`);
}
