/** Routes of 亮单: trades. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { line, says, TradeId } from '../platform/schemas';
import { TRADES_PER_LOAD_MAX } from './load-trades';

const TradeShape = z
  .strictObject({
    id: TradeId,
    code: z
      .string()
      .check(
        z.regex(
          /^(\d-\d{2}-\d{2}-\d{2}|local-[a-z0-9_-]{1,40})$/,
          '要像 6-31-01-03 这样的大典编码；大典里没有的，像 local-noodle',
        ),
        says('《国家职业分类大典》（2022）编码，或 local-…'),
      ),
    name: line(2, 40),
    aliases: z.array(line(1, 20)).check(z.maxLength(20), says('人们的叫法：月嫂、电焊')),
    local: z.optional(z.boolean().check(says('来源里有、大典里没有'))),
  })
  .check(z.meta({ id: 'Trade', description: '工种' }));

const each_once = z.refine<{ id: string }[]>(
  (trades) => new Set(trades.map((trade) => trade.id)).size === trades.length,
  {
    error: '同一个工种标识出现两次',
  },
);

const common = { path: '/v1/trades', handler: 'trades', tag: '工种' } as const;

export const tradeRoutes = {
  list_trades: route({
    ...common,
    method: 'GET',
    roles: READERS,
    region_of: 'none',
    request: {},
    response: { status: 200, schema: z.strictObject({ items: z.array(TradeShape) }), description: '全部工种' },
    summary: '工种目录',
  }),
  load_trades: route({
    ...common,
    method: 'PUT',
    roles: WRITERS,
    region_of: 'account',
    request: {
      body: z.strictObject({
        trades: z.array(TradeShape).check(z.minLength(1), z.maxLength(TRADES_PER_LOAD_MAX), each_once),
      }),
    },
    response: { status: 200, schema: z.strictObject({ loaded: z.int() }), description: '已装入' },
    summary: '装入工种',
    description: '按标识新增或替换；没有提到的保持不变。重复装入结果相同。',
  }),
};
