/** Threads handed to a person (人工) and phrases not understood, by API. Both belong to the county this installation serves. */
import { threadRoutes as routes } from '../lib/chat/api';
import { labelPhrase, listPhrases, type Phrase } from '../lib/chat/phrases';
import { closeThread, listThreads, readThread, replyToThread, type Thread } from '../lib/chat/threads';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { type Answer, doOnce } from '../lib/platform/idempotency';
import { gather } from '../lib/platform/paging';
import { refuse } from '../lib/platform/refusal';
import type { World } from '../lib/platform/world';

/** Her address on the channel stays inside: the office answers through the thread. */
function threadShown(thread: Thread) {
  const { thread_id, home_region, worker_id, why, about, state, waiting, opened_at, updated_at, closed_by, chat } =
    thread;
  return {
    thread_id,
    home_region,
    worker_id,
    why,
    about,
    state,
    waiting,
    reachable: !!chat,
    opened_at,
    updated_at,
    closed_by,
  };
}
const answerThread = (thread: Thread): Answer => ({ body: threadShown(thread) });
function phraseShown({ phrase_id, home_region, text, count, last_at, label, labelled_by }: Phrase) {
  return { phrase_id, home_region, text, count, last_at, label, labelled_by };
}

/** Which thread, in whose name. */
function deed(call: { world: World; params: { thread_id: string }; caller: { subject: string } }) {
  return { home_region: call.world.account.home_region, ...call.params, by: call.caller.subject };
}

export const handler = api({
  routes,
  world: deployedWorld,
  regions: {
    thread: async (world, { thread_id }) =>
      (await readThread(world, { home_region: world.account.home_region, thread_id }))?.thread.home_region,
    phrase: async (world) => world.account.home_region,
  },
  operations: {
    list_threads: ({ world, query, within }) =>
      gather({ pk: 'THREADS', prefix: within, ...query }, async (limit, after) => {
        const { threads, next } = await listThreads(world, { home_region: within, state: query.state, limit, after });
        return { wanted: threads.map(threadShown), next };
      }),
    read_thread: async ({ world, params }) => {
      const found = await readThread(world, { home_region: world.account.home_region, ...params });
      if (!found) return refuse('thread_unknown');
      const lines = found.lines.map(({ at, from, text, by }) => ({ at, from, text, by }));
      return { body: { ...threadShown(found.thread), lines } };
    },
    reply_to_thread: (call) =>
      doOnce(call, () => replyToThread(call.world, { ...deed(call), ...call.body }), answerThread),
    close_thread: (call) => doOnce(call, () => closeThread(call.world, deed(call)), answerThread),

    list_phrases: ({ world, query, within }) =>
      gather({ pk: 'PHRASES', prefix: within, ...query }, async (limit, after) => {
        const wish = { home_region: within, unlabelled: query.unlabelled === 'true', limit, after };
        const { phrases, next } = await listPhrases(world, wish);
        return { wanted: phrases.map(phraseShown), next };
      }),
    label_phrase: (call) => {
      const command = {
        home_region: call.world.account.home_region,
        ...call.params,
        ...call.body,
        by: call.caller.subject,
      };
      return doOnce(
        call,
        () => labelPhrase(call.world, command),
        (phrase) => ({ body: phraseShown(phrase) }),
      );
    },
  },
});
