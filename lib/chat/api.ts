/** Routes of conversations: threads handed to a person (人工), and phrases not understood. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { Instant, id, lines, Nothing, page, paging, Region, says, WorkerId } from '../platform/schemas';

const ThreadId = id('t');
const ThreadShape = z
  .strictObject({
    thread_id: ThreadId,
    home_region: Region,
    worker_id: z.optional(WorkerId),
    why: z.enum(['asked', 'misses', 'id_number_taken', 'refusal']).check(says('为什么转人工')),
    about: z.optional(z.string().check(says('当时在做什么'))),
    state: z.enum(['open', 'closed']),
    waiting: z.boolean().check(says('等待工作人员答复')),
    reachable: z.boolean().check(says('还关注着公众号，可以回复')),
    opened_at: Instant,
    updated_at: Instant,
    closed_by: z.optional(z.string()),
  })
  .check(z.meta({ id: 'Thread', description: '转给工作人员的会话' }));

const ThreadLineShape = z.strictObject({
  at: Instant,
  from: z.enum(['worker', 'office']),
  text: z.string().check(says('长号码已隐去')),
  by: z.optional(z.string()),
});

/** What an administrator may say a phrase means: the intents the bot knows, or none of them. */
export const LABELS = [
  'yes',
  'no',
  'stop',
  'human',
  'cancel',
  'back',
  'help',
  'menu',
  'unsubscribe',
  'erase',
  'browse',
  'enrol',
  'withdraw',
  'my_classes',
  'where_when',
  'profile',
  'site',
  'accept_offer',
  'decline_offer',
  'wish',
  'sign_in',
  'leave',
  'attendance',
  'results',
  'greeting',
  'thanks',
  'none',
] as const;
const Label = z.enum(LABELS);

const PhraseShape = z
  .strictObject({
    phrase_id: z.string(),
    home_region: Region,
    text: z.string().check(says('数字已换成 #')),
    count: z.int().check(says('说过几次')),
    last_at: Instant,
    label: z.optional(Label),
    labelled_by: z.optional(z.string()),
  })
  .check(z.meta({ id: 'Phrase', description: '没有听懂的一句话' }));

const thread = { handler: 'threads', tag: '会话' } as const;
const phrase = { handler: 'threads', tag: '没听懂的话' } as const;
const thread_params = z.strictObject({ thread_id: ThreadId });
const flag = z.enum(['true', 'false']);

export const threadRoutes = {
  list_threads: route({
    ...thread,
    method: 'GET',
    path: '/v1/threads',
    roles: READERS,
    region_of: 'query',
    request: {
      query: z.strictObject({
        home_region: z.optional(Region),
        state: z.optional(z.enum(['open', 'closed'])),
        ...paging,
      }),
    },
    response: { status: 200, schema: page(ThreadShape), description: '一页会话' },
    summary: '会话一览',
  }),
  read_thread: route({
    ...thread,
    method: 'GET',
    path: '/v1/threads/{thread_id}',
    roles: READERS,
    region_of: 'thread',
    request: { params: thread_params },
    response: {
      status: 200,
      schema: z.strictObject({ ...ThreadShape.shape, lines: z.array(ThreadLineShape) }),
      description: '会话和说过的话',
    },
    refusals: ['thread_unknown'],
    summary: '查看一个会话',
  }),
  reply_to_thread: route({
    ...thread,
    method: 'POST',
    path: '/v1/threads/{thread_id}/reply',
    roles: WRITERS,
    region_of: 'thread',
    request: { params: thread_params, body: z.strictObject({ text: lines(1, 500) }) },
    response: { status: 200, schema: ThreadShape, description: '已发出' },
    keyed: true,
    refusals: ['thread_unknown', 'thread_closed'],
    summary: '答复',
  }),
  close_thread: route({
    ...thread,
    method: 'POST',
    path: '/v1/threads/{thread_id}/close',
    roles: WRITERS,
    region_of: 'thread',
    request: { params: thread_params, body: Nothing },
    response: { status: 200, schema: ThreadShape, description: '已交回' },
    keyed: true,
    refusals: ['thread_unknown', 'thread_closed'],
    summary: '结束会话，交回自动答复',
  }),
  list_phrases: route({
    ...phrase,
    method: 'GET',
    path: '/v1/phrases',
    roles: READERS,
    region_of: 'query',
    request: {
      query: z.strictObject({
        home_region: z.optional(Region),
        unlabelled: z.optional(flag.check(says('true：只看还没标注的'))),
        ...paging,
      }),
    },
    response: { status: 200, schema: page(PhraseShape), description: '一页' },
    summary: '没听懂的话',
  }),
  label_phrase: route({
    ...phrase,
    method: 'POST',
    path: '/v1/phrases/{phrase_id}/label',
    roles: WRITERS,
    region_of: 'phrase',
    request: {
      params: z.strictObject({ phrase_id: z.string().check(z.regex(/^[\w-]{1,64}$/, '要填一览里给出的 phrase_id')) }),
      body: z.strictObject({ label: Label.check(says('意思；none 表示都不是')) }),
    },
    response: { status: 200, schema: PhraseShape, description: '已标注' },
    keyed: true,
    refusals: ['phrase_unknown'],
    summary: '标注一句话的意思',
  }),
};
