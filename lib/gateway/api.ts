/** Routes of the gateway: three signed ones for its resident processes, and the accounts for the administrator. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { Instant, line, page, paging, Region, says } from '../platform/schemas';
import { ACCOUNT, OUTCOMES } from './types';

export const ITEMS_MAX = 10;
const Account = z.string().check(z.regex(ACCOUNT, '要像 putuo-1 这样：小写字母开头，2 到 24 个字母、数字、- 或 _'));
/** Becomes part of a key. */
const KeySafe = z.string().check(z.regex(/^[\w~-]{1,200}$/, '只能有字母、数字和 _ ~ -'));
const Id = z.string().check(z.regex(/^[\w:@.~-]{1,200}$/, '只能有字母、数字和 _ : @ . ~ -'));
const ItemId = z.string().check(z.regex(/^[rp]_[\w-]{22}$/, '要填领到的编号'));
const Detail = z.string().check(z.regex(/^[a-z_]{1,40}$/, '要填简短的代码'), says('简短的代码，不写原话'));

const KINDS = ['text', 'image', 'voice', 'video', 'location', 'link', 'sticker', 'unknown'] as const;
const Degrees = (max: number) => z.number().check(z.minimum(-max), z.maximum(max));

const PostedShape = z.strictObject({
  id: Id.check(says('微信的消息编号；同一条再发一次，只办一次')),
  contact: KeySafe.check(says('谁说的')),
  sent_ms: z.int().check(z.minimum(0), z.maximum(9_999_999_999_999), says('什么时候说的，毫秒')),
  kind: z.enum(KINDS),
  text: z.optional(z.string().check(z.maxLength(2048))),
  location: z.optional(
    z.strictObject({
      latitude: Degrees(90),
      longitude: Degrees(180),
      label: z.optional(line(0, 60)),
    }),
  ),
  group: z.optional(z.strictObject({ id: KeySafe }).check(says('在群里说的，并且点了名'))),
  event: z.optional(z.strictObject({ name: z.enum(['follow']) }).check(says('follow：成了好友'))),
});

const AccountShape = z
  .strictObject({
    account: z.string(),
    name: z.string(),
    home_region: Region,
    active: z.boolean(),
    created_at: Instant,
    updated_at: Instant,
  })
  .check(z.meta({ id: 'GatewayAccount', description: '网关的一个微信号' }));
const WithSecret = z.strictObject({
  ...AccountShape.shape,
  secret: z.string().check(says('密钥，只给这一次。放进常驻程序的 GATEWAY_SECRET')),
});
const Count = z.int();

const common = { handler: 'gateway', tag: '微信网关' } as const;
const signed = { ...common, method: 'POST', roles: 'public', signed: true, region_of: 'none' } as const;
const SIGNED_REFUSALS = [
  'signature_missing',
  'signature_invalid',
  'signature_expired',
  'nonce_used',
  'gateway_account_closed',
  'unavailable',
  'busy',
] as const;
const HOW =
  '不用令牌，用签名：请求头 `x-songxun-account`、`x-songxun-timestamp`（秒，前后 5 分钟）、`x-songxun-nonce`（16 到 64 个字母数字，只用一次）、' +
  '`x-songxun-signature`：以密钥对七行文字（`songxun-gateway-1`、方法、路径、账号、时间、nonce、内容的 SHA-256 十六进制，以换行相连）做 HMAC-SHA256，base64url。';
const params = z.strictObject({ account: Account });
const account = { ...common, region_of: 'account' } as const;

export const gatewayRoutes = {
  gateway_message: route({
    ...signed,
    path: '/v1/gateway/messages',
    request: { body: PostedShape },
    response: {
      status: 200,
      schema: z.strictObject({ outcome: z.enum(['answered', 'silent']).check(says('answered：回话在待发里')) }),
      description: '收到了，办完了',
    },
    refusals: SIGNED_REFUSALS,
    summary: '送来一条消息',
    description: HOW,
  }),
  gateway_lease: route({
    ...signed,
    path: '/v1/gateway/lease',
    request: {
      body: z.strictObject({
        items_max: z.int().check(z.minimum(1), z.maximum(ITEMS_MAX), says(`最多领几条，1 到 ${ITEMS_MAX}`)),
        replies_only: z.optional(z.boolean().check(says('只领有人在等的回话'))),
      }),
    },
    response: {
      status: 200,
      schema: z.strictObject({
        items: z
          .array(
            z.strictObject({
              id: z.string(),
              to: z.string(),
              group: z.optional(z.string()),
              text: z.string(),
              priority: z.union([z.literal(0), z.literal(1)]).check(says('0 回话，1 通知')),
              attempt: Count.check(says('第几次领出')),
              lease_until: Instant.check(says('到这时没有回报，就给别人')),
            }),
          )
          .check(z.maxLength(ITEMS_MAX)),
      }),
      description: '领到的；一个人同时最多一条',
    },
    refusals: SIGNED_REFUSALS,
    summary: '领要发的',
    description: HOW,
  }),
  gateway_ack: route({
    ...signed,
    path: '/v1/gateway/ack',
    request: {
      body: z.strictObject({
        acks: z
          .array(
            z.strictObject({
              id: ItemId,
              attempt: z.int().check(z.minimum(1), z.maximum(1000)),
              outcome: z.enum(OUTCOMES).check(says('duplicate：发了，但之前可能已经发过一次')),
              detail: z.optional(Detail),
            }),
          )
          .check(z.minLength(1), z.maxLength(ITEMS_MAX)),
      }),
    },
    response: {
      status: 200,
      schema: z.strictObject({
        items: z
          .array(z.strictObject({ id: z.string(), fate: z.enum(['sent', 'dead', 'waiting', 'unknown']) }))
          .check(z.maxLength(ITEMS_MAX)),
      }),
      description: '记下了；再报一次不会多算',
    },
    refusals: SIGNED_REFUSALS,
    summary: '回报发得怎样',
    description: HOW,
  }),
  create_gateway_account: route({
    ...account,
    method: 'POST',
    path: '/v1/gateway-accounts',
    roles: WRITERS,
    request: { body: z.strictObject({ account: Account, name: line(1, 40) }) },
    response: { status: 201, schema: WithSecret, description: '已登记' },
    refusals: ['gateway_account_taken', 'busy'],
    summary: '登记一个微信号',
  }),
  list_gateway_accounts: route({
    ...account,
    method: 'GET',
    path: '/v1/gateway-accounts',
    roles: READERS,
    request: { query: z.strictObject(paging) },
    response: {
      status: 200,
      schema: page(
        z.strictObject({
          ...AccountShape.shape,
          sent: Count.check(says('发出几条')),
          duplicates: Count.check(says('其中可能发重的')),
          failed: Count.check(says('失败过几次')),
          dead: Count.check(says('放弃了几条')),
          oldest_waiting_at: z.optional(Instant.check(says('最早一条待发的；很久以前，说明常驻程序停了'))),
        }),
      ),
      description: '微信号，一页',
    },
    refusals: ['cursor_invalid'],
    summary: '微信号一览',
  }),
  renew_gateway_secret: route({
    ...account,
    method: 'POST',
    path: '/v1/gateway-accounts/{account}/renew',
    roles: WRITERS,
    request: { params },
    response: { status: 200, schema: WithSecret, description: '新密钥；旧的一小时内还能用' },
    refusals: ['gateway_account_unknown', 'gateway_account_closed', 'busy'],
    summary: '换密钥',
  }),
  close_gateway_account: route({
    ...account,
    method: 'POST',
    path: '/v1/gateway-accounts/{account}/close',
    roles: WRITERS,
    request: { params },
    response: { status: 200, schema: AccountShape, description: '已停用' },
    refusals: ['gateway_account_unknown', 'busy'],
    summary: '停用一个微信号',
  }),
};
