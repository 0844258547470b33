/** Rows of the rooms that were there first: trades, classes, workers, broadcasts, threads, policies, documents. */
import trades from '../../../lib/catalogue/trades.json';
import { phraseChange } from '../../../lib/chat/phrases';
import { openThread } from '../../../lib/chat/threads';
import { newWorker } from '../../support/town';
import { type Api, type Asked, HOME } from '../support';
import { DRAFT, drafted, published } from '../things';
import { ANYONE, type MakeRows, READERS, WRITERS } from './row';

let n = 100;

export const firstRows: MakeRows = (api) => {
  const nothing = async () => ({});
  const ofClass =
    (make: (a: Api, set?: object) => Promise<{ class_id: string; rev: number }>, more: Asked = {}) =>
    async () => {
      const { class_id, rev } = await make(api());
      return { params: { class_id }, headers: { 'if-match': `"${rev}"` }, ...more };
    };
  const worker = async () => (await newWorker(api().world, ++n, { site: '310107' })).worker_id;
  const ofWorker =
    (more: Asked = {}) =>
    async () => ({ params: { worker_id: await worker() }, ...more });
  const segment = { regions: ['310107'] };
  const ofBroadcast = async () => {
    await worker();
    const { body } = await api().call('start_broadcast', { body: { home_region: HOME, segment, text: '开班了' } });
    return { params: { broadcast_id: body.broadcast_id } };
  };
  const ofThread =
    (more: Asked = {}) =>
    async () => {
      const { thread_id, changes } = openThread(
        api().world,
        { chat: `wechat:t${++n}` },
        { why: 'asked', text: '在吗' },
      );
      await api().world.table.write(changes);
      return { params: { thread_id }, ...more };
    };
  const enrolled = async () => {
    const [{ class_id }, worker_id] = [await published(api()), await worker()];
    await api().call('enrol_worker', { params: { class_id }, body: { worker_id, reason: '本人要求' } });
    return { params: { class_id, worker_id }, query: { reason: '本人要求' } };
  };

  return {
    list_trades: { who: READERS, elsewhere: 'same', ask: nothing },
    load_trades: { who: WRITERS, elsewhere: 403, ask: async () => ({ body: { trades } }) },
    draft_class: { who: WRITERS, elsewhere: 403, ask: async () => ({ body: DRAFT }) },
    list_classes: { who: READERS, elsewhere: 'empty', ask: nothing },
    read_class: { who: READERS, elsewhere: 404, ask: ofClass(drafted) },
    edit_class: { who: WRITERS, elsewhere: 404, ask: ofClass(drafted, { body: { title: '电工班二' } }) },
    publish_class: { who: WRITERS, elsewhere: 404, ask: ofClass(drafted) },
    move_class: { who: WRITERS, elsewhere: 404, ask: ofClass(drafted, { body: { address: '新校区' } }) },
    cancel_class: { who: WRITERS, elsewhere: 404, ask: ofClass(drafted, { body: { reason: '并班' } }) },
    read_roster: { who: READERS, elsewhere: 404, ask: ofClass(published) },
    list_sessions: { who: READERS, elsewhere: 404, ask: ofClass(drafted) },
    enrol_worker: {
      who: WRITERS,
      elsewhere: 404,
      ask: async () => ({
        params: { class_id: (await published(api())).class_id },
        body: { worker_id: await worker(), reason: '本人要求' },
      }),
    },
    withdraw_worker: { who: WRITERS, elsewhere: 404, ask: enrolled },
    read_worker: { who: READERS, elsewhere: 404, ask: ofWorker() },
    reveal_worker: { who: WRITERS, elsewhere: 404, ask: ofWorker({ body: { reason: '核对身份' } }) },
    erase_worker: { who: WRITERS, elsewhere: 404, ask: ofWorker({ query: { reason: '本人要求' } }) },
    preview_broadcast: { who: WRITERS, elsewhere: 403, ask: async () => ({ body: { home_region: HOME, segment } }) },
    start_broadcast: {
      who: WRITERS,
      elsewhere: 403,
      ask: async () => {
        await worker();
        return { body: { home_region: HOME, segment, text: '开班了' } };
      },
    },
    list_broadcasts: { who: READERS, elsewhere: 'empty', ask: nothing },
    read_broadcast: { who: READERS, elsewhere: 404, ask: ofBroadcast },
    stop_broadcast: { who: WRITERS, elsewhere: 404, ask: ofBroadcast },
    list_threads: { who: READERS, elsewhere: 'empty', ask: nothing },
    read_thread: { who: READERS, elsewhere: 404, ask: ofThread() },
    reply_to_thread: { who: WRITERS, elsewhere: 404, ask: ofThread({ body: { text: '您好' } }) },
    close_thread: { who: WRITERS, elsewhere: 404, ask: ofThread() },
    list_phrases: { who: READERS, elsewhere: 'empty', ask: nothing },
    label_phrase: {
      who: WRITERS,
      elsewhere: 404,
      ask: async () => {
        await api().world.table.write(phraseChange(api().world, '俺想学开挖机'));
        const { body } = await api().call('list_phrases');
        return { params: { phrase_id: body.items[0].phrase_id }, body: { label: 'none' } };
      },
    },
    list_policies: { who: READERS, elsewhere: 'same', ask: nothing },
    read_policy: { who: READERS, elsewhere: 'same', ask: async () => ({ params: { policy_id: 'luquan-2025' } }) },
    openapi: { who: ANYONE, elsewhere: 'same', ask: nothing },
    docs: { who: ANYONE, elsewhere: 'same', ask: nothing },
  };
};
