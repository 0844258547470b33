/** Routes of broadcasts (群发): how many would get it, send, see how far it is, stop. */
import * as z from 'zod/mini';
import { holdsIdNumber } from '../people/id-number';
import { READERS, route, WRITERS } from '../platform/route';
import { Instant, lines, Nothing, page, paging, Region, says, TradeId } from '../platform/schemas';
import { PER_MINUTE_MAX } from './task-write';

/** Topics one may write to many about; the others belong to a class or a person. */
const SegmentShape = z
  .strictObject({
    regions: z.array(Region).check(z.minLength(1), z.maxLength(50), says('务工地')),
    trades: z._default(z.array(TradeId).check(z.maxLength(50)), []).check(says('关注的工种；不填是全部')),
    topic: z._default(z.enum(['news', 'class_change', 'service']), 'news').check(says('退订了这个话题的人不发')),
  })
  .check(z.meta({ id: 'Segment', description: '发给谁' }));

const BroadcastId = z.string().check(z.regex(/^[a-z]{1,10}_[0-9a-z]{1,40}$/, '要填一览里给出的 broadcast_id'));
const BroadcastShape = z
  .strictObject({
    broadcast_id: BroadcastId,
    home_region: Region,
    segment: SegmentShape,
    text: z.string(),
    state: z.enum(['running', 'stopped', 'done']),
    total: z.int().check(says('开始时的人数')),
    handled: z.int(),
    sent: z.int(),
    skipped: z.int(),
    failed: z.int(),
    per_minute_max: z.int().check(says('每分钟最多几条')),
    created_at: Instant,
    updated_at: Instant,
    by: z.string(),
  })
  .check(z.meta({ id: 'Broadcast', description: '一次群发和它的进度' }));

const per_minute_max = z.optional(z.int().check(z.minimum(1), z.maximum(PER_MINUTE_MAX), says('每分钟最多几条')));
const common = { handler: 'broadcasts', tag: '群发' } as const;
const params = z.strictObject({ broadcast_id: BroadcastId });

export const broadcastRoutes = {
  preview_broadcast: route({
    ...common,
    method: 'POST',
    path: '/v1/broadcasts/preview',
    roles: WRITERS,
    region_of: 'body',
    request: { body: z.strictObject({ home_region: Region, segment: SegmentShape, per_minute_max }) },
    response: {
      status: 200,
      schema: z.strictObject({ total: z.int().check(says('人')), minutes: z.int().check(says('大约要几分钟')) }),
      description: '现在有多少人',
    },
    summary: '看看会发给多少人',
    description: '只数人，不发送。',
  }),
  start_broadcast: route({
    ...common,
    method: 'POST',
    path: '/v1/broadcasts',
    roles: WRITERS,
    region_of: 'body',
    request: {
      body: z.strictObject({
        home_region: Region,
        segment: SegmentShape,
        text: lines(2, 500).check(z.refine((text: string) => !holdsIdNumber(text), '里面有身份证号或卡号，不能群发')),
        per_minute_max,
        previewed_total: z.optional(z.int().check(z.minimum(1), says('预览时的人数，省去再数一遍'))),
      }),
    },
    response: { status: 202, schema: BroadcastShape, description: '已开始' },
    keyed: true,
    refusals: ['segment_empty'],
    summary: '开始群发',
  }),
  list_broadcasts: route({
    ...common,
    method: 'GET',
    path: '/v1/broadcasts',
    roles: READERS,
    region_of: 'query',
    request: { query: z.strictObject({ home_region: z.optional(Region), ...paging }) },
    response: { status: 200, schema: page(BroadcastShape), description: '一页' },
    summary: '群发一览',
  }),
  read_broadcast: route({
    ...common,
    method: 'GET',
    path: '/v1/broadcasts/{broadcast_id}',
    roles: READERS,
    region_of: 'broadcast',
    request: { params },
    response: { status: 200, schema: BroadcastShape, description: '进度' },
    refusals: ['broadcast_unknown'],
    summary: '群发进度',
  }),
  stop_broadcast: route({
    ...common,
    method: 'POST',
    path: '/v1/broadcasts/{broadcast_id}/stop',
    roles: WRITERS,
    region_of: 'broadcast',
    request: { params, body: Nothing },
    response: { status: 200, schema: BroadcastShape, description: '已停止' },
    keyed: true,
    refusals: ['broadcast_unknown', 'broadcast_over'],
    summary: '停止群发',
    description: '已经发出的收不回。',
  }),
};
