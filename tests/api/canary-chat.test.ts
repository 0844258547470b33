/**
 * A whole sign-up through the webhook, by someone who sends her numbers at every wrong moment too. They are then found
 * in no row (packed state unpacked), log line, answer or push; and after 删除我的信息 nothing of her is left to read.
 */
import '../support/loud';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { handler as wechat } from '../../handlers/wechat';
import { field, readXml } from '../../lib/channels/wechat/xml';
import { unpack } from '../../lib/chat/pack';
import { useWechatSettings } from '../../lib/platform/deployed-world';
import { pad } from '../../lib/store/keys';
import type { Item } from '../../lib/store/table';
import { KEY, OPENID, sealed, sha1 } from '../channels/callbacks';
import { freshTable } from '../support/engine';
import { capturedOutput } from '../support/output';
import { syntheticIdNumber } from '../support/world';
import { type Api, startApi } from './support';
import { published, tradesLoaded } from './things';

const { decrypt } = jest.requireActual('@wecom/crypto');
const ID_NUMBER = syntheticIdNumber(907);
const PHONE = `1380${pad(6421907, 7)}`;
const NAME = '吉克阿依莫';
const TOKEN = 'songxun_test';
/** As people write them. */
const dotted = (number: string) => number.replace(/^(...)(....)/, '$1.$2·');
const spoken = (number: string) => [...number].map((d) => '零幺二三四五六七八九'[Number(d)] ?? d).join('');

let api: Api;
let engine: { client: DynamoDBClient; name: string };
let printed: ReturnType<typeof capturedOutput>;
let answers = '';
let sent = 0;

beforeAll(async () => {
  const { table, client, name } = await freshTable();
  engine = { client, name };
  api = await startApi();
  api.world.table = table;
  useWechatSettings({ appid: api.world.account.appid, secret: 'not-a-secret', token: TOKEN, encoding_aes_key: KEY });
  printed = capturedOutput();
  await tradesLoaded(api);
});
afterAll(() => {
  printed.release();
  useWechatSettings(undefined);
});

/** Through the door as WeChat would send it; what she then reads. */
async function send(type: string, fields: string): Promise<string> {
  api.world.clock.pass(7000);
  const seconds = String(Math.floor(api.world.now() / 1000));
  const nonce = String(++sent);
  const xml = `<xml><ToUserName>gh_0</ToUserName><FromUserName>${OPENID}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>${type}</MsgType>${fields}<MsgId>${type === 'event' ? '' : 700 + sent}</MsgId></xml>`;
  const ciphertext = sealed(xml);
  const answer = await wechat({
    requestContext: { http: { method: 'POST' } },
    queryStringParameters: {
      timestamp: seconds,
      nonce,
      encrypt_type: 'aes',
      openid: OPENID,
      msg_signature: sha1(TOKEN, seconds, nonce, ciphertext),
    },
    body: `<xml><Encrypt>${ciphertext}</Encrypt></xml>`,
  } as any);
  expect(answer.statusCode).toBe(200);
  const cipher = field(readXml(answer.body ?? ''), 'Encrypt');
  const said = cipher ? (field(readXml(decrypt(KEY, cipher).message), 'Content') ?? '') : '';
  answers += `${said}\n`;
  return said;
}
const say = (text: string) => send('text', `<Content><![CDATA[${text}]]></Content>`);

/** Every row as it can be read, packed state unpacked. */
async function rows(): Promise<Item[]> {
  const items: Item[] = [];
  let after: Record<string, any> | undefined;
  do {
    const page = await engine.client.send(new ScanCommand({ TableName: engine.name, ExclusiveStartKey: after }));
    items.push(...(page.Items ?? []).map((item) => unmarshall(item) as Item));
    after = page.LastEvaluatedKey;
  } while (after);
  return items.map(({ packed, ...item }) => ({ ...item, ...(packed && { packed: unpack(packed) }) }) as Item);
}

const textOf = (items: Item[]): string =>
  JSON.stringify(items, (_key, value) => (value instanceof Set ? [...value] : value));

/** Where a number stands: as it is, without its marks, spelled out, or in base 64 at any of its three offsets. */
function traces(text: string, number: string): string[] {
  const bare = text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  const coded = [0, 1, 2].map((at) => {
    const whole = Buffer.from('x'.repeat(at) + number).toString('base64');
    return whole.slice(at === 0 ? 0 : 4, -4);
  });
  const forms = { plain: text.includes(number), bare: bare.includes(number), spoken: text.includes(spoken(number)) };
  return [
    ...Object.entries(forms).flatMap(([form, there]) => (there ? [form] : [])),
    ...coded.filter((code) => text.includes(code)).map((code) => `base64 ${code}`),
  ];
}

it('control: the watch sees a number in each of its forms', () => {
  for (const form of [PHONE, dotted(PHONE), spoken(PHONE), Buffer.from(`a ${PHONE} b`).toString('base64')])
    expect([form, traces(JSON.stringify({ form }), PHONE).length > 0]).toEqual([form, true]);
  expect(traces('1380001', PHONE)).toEqual([]);
});

it('numbers sent at the right and at every wrong moment stand nowhere; erased, she is gone', async () => {
  const { class_id } = await published(api, { capacity: 5 });
  await send('event', `<Event>subscribe</Event><EventKey>qrscene_class:${class_id}</EventKey>`);
  // At the top level, where nobody asked.
  await say(ID_NUMBER);
  await say(`我的电话${dotted(PHONE)}`);
  await say(spoken(PHONE));
  await send('voice', `<Recognition><![CDATA[${spoken(PHONE)}]]></Recognition>`);
  await send('link', `<Title><![CDATA[${dotted(ID_NUMBER)}]]></Title>`);
  await say('返回');
  await say('结束');
  // In the form, in the wrong place.
  await send('event', `<Event>SCAN</Event><EventKey>class:${class_id}</EventKey>`);
  expect(await say('1')).toContain('同意');
  expect(await say('同意')).toContain('名字');
  await say(ID_NUMBER);
  await say(`${NAME}${spoken(PHONE)}`);
  expect(await say(NAME)).toContain('身份证');
  await say(`${ID_NUMBER.slice(0, 17)}${ID_NUMBER.endsWith('0') ? '1' : '0'}`);
  expect(await say(ID_NUMBER)).toContain('手机');
  await say(`${PHONE}9`);
  expect(await say(dotted(PHONE))).toContain('上班');
  await say(`工地${dotted(PHONE)}`);
  await send(
    'location',
    `<Location_X>0.1</Location_X><Location_Y>0.1</Location_Y><Label><![CDATA[店${dotted(PHONE)}]]></Label>`,
  );
  await say('1');
  await say(`老板${dotted(PHONE)}`);
  const confirm = await say('恒力纺织厂');
  expect(confirm).toContain(NAME);
  const before = await rows();
  for (const number of [ID_NUMBER, PHONE]) expect(traces(textOf(before), number)).toEqual([]);
  expect(await say('1')).toContain('报');

  // To a person, who answers.
  await say('人工');
  await say(`我是${NAME}`);
  await say(
    `我是${ID_NUMBER.slice(0, 6)} ${ID_NUMBER.slice(6, 14)}.${ID_NUMBER.slice(14)}，电话${spoken(PHONE)}，或${dotted(PHONE)}`,
  );
  const registered = await rows();
  const profile = registered.find((row) => row.sk === 'PROFILE')!;
  const { worker_id, data_key, id_number_sealed } = profile;
  expect(await api.world.vault.open(worker_id, data_key, 'id_number', id_number_sealed)).toBe(ID_NUMBER);
  const thread = registered.find((row) => row.pk === 'THREADS' && row.state === 'open')!;
  for (const [operation, how] of [
    ['read_thread', { params: { thread_id: thread.thread_id } }],
    ['list_threads', {}],
    ['list_phrases', {}],
    ['read_roster', { params: { class_id }, query: { everyone: 'true' } }],
    ['read_worker', { params: { worker_id } }],
    ['reveal_worker', { params: { worker_id }, body: { reason: `核对${ID_NUMBER}` } }],
    ['withdraw_worker', { params: { class_id, worker_id }, query: { reason: `电话${dotted(PHONE)}` } }],
  ] as const) {
    const { status, text } = await api.call(operation, how as any);
    answers += text;
    expect([operation, status]).toEqual([operation, /reveal|withdraw/.test(operation) ? 422 : 200]);
  }
  for (const [where, text] of Object.entries({ rows: textOf(await rows()), logged: printed.text(), answers }))
    for (const number of [ID_NUMBER, PHONE]) expect([where, traces(text, number)]).toEqual([where, []]);

  // 删除我的信息.
  await say('结束');
  await say('删除我的信息');
  expect(await say('删除')).toContain('删');
  const left = textOf(await rows());
  for (const gone of [NAME, data_key, id_number_sealed, profile.phone_sealed, profile.id_number_masked, '恒力纺织厂'])
    expect([gone, left.includes(gone)]).toEqual([gone, false]);
  // Her address on the channel stands only in the conversation that answers her.
  const named = (await rows()).filter((row) => textOf([row]).includes(OPENID)).map((row) => `${row.pk} ${row.sk}`);
  expect(named).toEqual([`CHAT#wechat:${OPENID} STATE`]);
  await expect(api.world.vault.open(worker_id, '', 'id_number', id_number_sealed)).rejects.toThrow();
  for (const number of [ID_NUMBER, PHONE]) expect(traces(left + printed.text(), number)).toEqual([]);
});
