/** The parts put together: what is heard goes in, what waits goes out, and a stop loses nothing. */
import path from 'node:path';
import { client as makeClient } from './client';
import { type Incoming, type InLine, incoming } from './incoming';
import { openJournal } from './journal';
import { lockFolder } from './lock';
import { Outgoing, type OutLine, sentToday } from './outgoing';
import { type Limits, Pace } from './pace';
import { type Counts, type Hands, type Line, noCounts } from './types';

export interface ResidentParts {
  url: string;
  account: string;
  secret: string;
  folder: string;
  limits: Limits;
  line: Line;
  hands: Hands;
  fetch?: typeof fetch;
  /** How journals are opened, where a test watches their writing. */
  open?: typeof openJournal;
}

export interface Resident {
  counts: Counts;
  /** Messages that wait to be posted. */
  waiting(): number;
  /** Rejects when going on would lose something; otherwise lasts until `stop`. */
  ended: Promise<void>;
  /** Nothing new is heard or leased; what is under way is finished. */
  stop(): Promise<void>;
}

/** Open the journals, post what they still hold, log in, begin. Throws `FolderTaken` where another process does so. */
export async function startResident(parts: ResidentParts): Promise<Resident> {
  const { folder, hands, limits, line, open = openJournal } = parts;
  const unlock = await lockFolder(folder, hands.sleep);
  const [heard, said] = await Promise.all([
    open<InLine>(path.join(folder, 'incoming.jsonl')),
    open<OutLine>(path.join(folder, 'outgoing.jsonl')),
  ]);
  const counts = noCounts();
  const client = makeClient({ ...parts, now: hands.now });
  const pace = new Pace(limits, hands.now(), sentToday(said.lines, hands.now()));
  const outgoing = new Outgoing({ ...said, client, line, pace, hands, counts });
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<void>((_, reject) => {
    fail = reject;
  });
  const posting: Incoming = incoming({
    ...heard,
    client,
    hands,
    counts,
    answered: () => outgoing.wake(),
    broken: fail,
  });
  await line.start((posted) => posting.heard(posted));
  const running = outgoing.run();
  const ended = Promise.race([running, broken]);
  ended.catch(() => undefined);
  return {
    counts,
    waiting: posting.waiting,
    ended,
    async stop() {
      try {
        await outgoing.stop();
        await line.stop();
      } finally {
        await posting.stop();
        await Promise.all([heard.journal.close(), said.journal.close()]);
        await unlock();
      }
    },
  };
}
