/**
 * Turns through handlers/wechat.ts in this process: signed and encrypted as WeChat sends them, on the
 * real engine (a table without a stream), on memory, and the bare SDK commands the same turns sent. The
 * CPU on memory is ours; what the engine's run takes beyond it is the SDK's and the connection's.
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createTable } from '../../lib/local/create-table';
import { startEngine } from '../../lib/local/engine';
import { useWechatSettings, useWorld } from '../../lib/platform/deployed-world';
import { dynamoClient, dynamoTable } from '../../lib/store/dynamo';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { KEY, sealed, sha1 } from '../channels/callbacks';
import { openClass } from '../support/town';
import { syntheticIdNumber, testWorld } from '../support/world';
import type { How } from './parts';
import { one as figure, table, two } from './table';

interface TurnsRun {
  what: string;
  turns: number;
  per_s: number;
  cpu_ms: number;
  p50_ms: number;
  p99_ms: number;
}

/** From the first message to the seat and a look at it: what a new worker sends. */
const JOURNEY = (n: number, class_id: string) => [
  { event: 'subscribe', key: `qrscene_class:${class_id}` },
  '1',
  '1',
  '张秀英',
  syntheticIdNumber(n % 1000, `19${70 + Math.floor(n / 1000)}0101`),
  `138${String(n).padStart(8, '0')}`,
  '阜康',
  '1',
  '1',
  '我的课',
];

let serial = 0;
const TOKEN = 'songxun_bench';

function posted(
  world: { now(): number },
  openid: string,
  said: string | { event: string; key: string },
): APIGatewayProxyEventV2 {
  const seconds = String(Math.floor(world.now() / 1000));
  const what =
    typeof said === 'string'
      ? `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${said}]]></Content><MsgId>${10 ** 16 + ++serial}</MsgId>`
      : `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${said.event}]]></Event><EventKey><![CDATA[${said.key}]]></EventKey>`;
  const xml = `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName><CreateTime>${seconds}</CreateTime>${what}</xml>`;
  const ciphertext = sealed(xml);
  const nonce = String(++serial);
  return {
    requestContext: { http: { method: 'POST' } },
    queryStringParameters: {
      signature: sha1(TOKEN, seconds, nonce),
      timestamp: seconds,
      nonce,
      openid,
      encrypt_type: 'aes',
      msg_signature: sha1(TOKEN, seconds, nonce, ciphertext),
    },
    body: `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

type Handler = (event: APIGatewayProxyEventV2) => Promise<{ statusCode?: number; body?: string }>;

/** Some people go through the journey side by side; each waits for her answer before the next message. */
async function converse(
  handler: Handler,
  table: Table,
  people: number,
  abreast: number,
  what: string,
): Promise<TurnsRun> {
  const world = testWorld(table);
  useWorld(world);
  useWechatSettings({ appid: world.account.appid, secret: 'bench-not-a-secret', token: TOKEN, encoding_aes_key: KEY });
  const c = await openClass(world, { capacity: 2000 });
  const took_ms: number[] = [];
  let cpu_us = 0;
  let wall_ms = 0;
  // What WeChat does (signing, sealing) is not ours: made between the turns, outside the measure when alone.
  const one = async (n: number) => {
    for (const said of JOURNEY(n, c.class_id)) {
      world.clock.pass(50);
      const event = posted(world, `oBench_${String(n).padStart(21, '0')}`, said);
      const cpu = process.cpuUsage();
      const began_ms = performance.now();
      const answer = await handler(event);
      const ms = performance.now() - began_ms;
      took_ms.push(ms);
      if (abreast === 1) {
        const used = process.cpuUsage(cpu);
        cpu_us += used.user + used.system;
        wall_ms += ms;
      }
      if (answer.statusCode !== 200 || !answer.body?.includes('<xml>'))
        throw new Error(`no answer: ${answer.statusCode} ${answer.body}`);
    }
  };
  for (let n = 0; n < 15; n++) await one(5000 + n);
  took_ms.length = 0;
  cpu_us = wall_ms = 0;
  const cpu = process.cpuUsage();
  const began_ms = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      while (next < people) await one(next++);
    }),
  );
  if (abreast > 1) {
    const used = process.cpuUsage(cpu);
    cpu_us = used.user + used.system;
    wall_ms = performance.now() - began_ms;
  }
  return figures(what, took_ms, cpu_us, wall_ms);
}

function figures(what: string, took_ms: number[], cpu_us: number, wall_ms: number): TurnsRun {
  const turns = took_ms.length;
  const sorted = took_ms.sort((a, b) => a - b);
  return {
    what,
    turns,
    per_s: turns / (wall_ms / 1000),
    cpu_ms: cpu_us / 1000 / turns,
    p50_ms: sorted[Math.floor(turns / 2)]!,
    p99_ms: sorted[Math.floor(turns * 0.99)]!,
  };
}

/** Every command as sent, to be sent again bare. */
function recorded(client: DynamoDBClient) {
  const sent: { kind: new (input: any) => any; input: any }[] = [];
  return {
    sent,
    client: {
      send: (command: any) => {
        sent.push({ kind: command.constructor, input: command.input });
        return client.send(command);
      },
    } as Pick<DynamoDBClient, 'send'>,
  };
}

async function benchTurns(people: number): Promise<TurnsRun[]> {
  // Imported here: the handler reads its world when called, and the bench's own is in place by then.
  const { handler } = (await import('../../handlers/wechat')) as { handler: Handler };
  const engine = await startEngine();
  try {
    const client = dynamoClient({ region: 'cn-north-1', endpoint: engine.endpoint });
    const fresh = async (name: string) => {
      await createTable(client, name, { stream: false });
      return name;
    };
    // Code runs slower until the engine of Node has made it fast: nothing counts before it has.
    await converse(handler, dynamoTable({ table: await fresh('warm'), client }), 40, 1, 'warming up');
    const tape = recorded(client);
    const real = await converse(
      handler,
      dynamoTable({ table: await fresh('alone'), client: tape.client }),
      people,
      1,
      'on the engine, one at a time',
    );
    const memory = await converse(handler, memoryTable(), people, 1, 'on memory, one at a time');
    const bare = await replay(client, tape.sent, 'alone', await fresh('bare'), people, real.turns);
    const many = await converse(
      handler,
      dynamoTable({ table: await fresh('abreast'), client }),
      people,
      8,
      'on the engine, eight at a time',
    );
    return [real, memory, bare, many];
  } finally {
    useWorld(undefined);
    useWechatSettings(undefined);
    await engine.stop();
  }
}

/** The same commands on a fresh table, without anything of ours; what made the town and warmed up is not counted. */
async function replay(
  client: DynamoDBClient,
  sent: { kind: new (input: any) => any; input: any }[],
  from: string,
  to: string,
  people: number,
  turns: number,
): Promise<TurnsRun> {
  const commands = sent.map(
    ({ kind, input }) => new kind(JSON.parse(JSON.stringify(input).replaceAll(`"${from}"`, `"${to}"`))),
  );
  const per_person = commands.length;
  const counted_from = firstOf(sent, people, per_person);
  const took_ms: number[] = [];
  let cpu = process.cpuUsage();
  let wall_ms = 0;
  for (const [i, command] of commands.entries()) {
    if (i === counted_from) cpu = process.cpuUsage();
    const began_ms = performance.now();
    // A condition that failed then fails now.
    await client.send(command as any).catch(() => undefined);
    const ms = performance.now() - began_ms;
    if (i < counted_from) continue;
    took_ms.push(ms);
    wall_ms += ms;
  }
  const used = process.cpuUsage(cpu);
  const run = figures(
    `the bare SDK commands of the same turns (${(took_ms.length / turns).toFixed(2)} a turn)`,
    took_ms,
    used.user + used.system,
    wall_ms,
  );
  const per_turn = took_ms.length / turns;
  return {
    ...run,
    turns,
    per_s: run.per_s / per_turn,
    cpu_ms: run.cpu_ms * per_turn,
    p50_ms: run.p50_ms * per_turn,
    p99_ms: run.p99_ms,
  };
}

/** Index of the first command of the first counted person. */
function firstOf(sent: { input: any }[], people: number, fallback: number): number {
  const mark = `oBench_${'0'.padStart(21, '0')}`;
  const at = sent.findIndex(({ input }) => JSON.stringify(input).includes(mark));
  return at >= 0 && people > 0 ? at : fallback;
}

const PEOPLE = 100;

export async function turnsTable({ quick }: How): Promise<string> {
  const runs = await benchTurns(quick ? 2 : PEOPLE);
  const [real, memory, bare] = runs as [TurnsRun, TurnsRun, TurnsRun];
  const rows = runs.map((r) => [
    r.what,
    r.turns,
    Math.round(r.per_s),
    two(r.cpu_ms),
    figure(r.p50_ms),
    figure(r.p99_ms),
  ]);
  const share = `Of ${two(real.cpu_ms)} ms CPU a turn, ${two(memory.cpu_ms)} ms are ours and ${two(real.cpu_ms - memory.cpu_ms)} ms the SDK's and the connection's; the bare commands alone take ${two(bare.cpu_ms)} ms.`;
  return `${table(['turns', 'n', 'per second', 'CPU ms a turn', 'p50 ms', 'p99 ms'], rows)}\n\n${share}`;
}
