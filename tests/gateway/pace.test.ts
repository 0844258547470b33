/** How fast an account sends, by a clock that is turned by hand. */

import { Outgoing } from '../../lib/gateway/resident/outgoing';
import { LIMITS, Pace, untilTomorrow_ms } from '../../lib/gateway/resident/pace';
import { type Counts, noCounts, Throttled, Unreachable } from '../../lib/gateway/resident/types';
import { instant } from '../../lib/platform/clock';

const START_MS = Date.parse('2025-07-10T10:00:00+08:00');
const MINUTE = 60_000;

describe('the bucket', () => {
  it('lets a few through at once, then so many a minute, over no clock’s boundary', () => {
    const pace = new Pace(LIMITS, START_MS);
    let now_ms = START_MS;
    const sent_at: number[] = [];
    while (now_ms < START_MS + 10 * MINUTE) {
      const wait_ms = pace.wait_ms(now_ms);
      if (wait_ms > 0) {
        now_ms += wait_ms;
        continue;
      }
      pace.took(now_ms);
      sent_at.push(now_ms);
    }
    const { per_minute_max, burst_max } = LIMITS;
    for (const from of sent_at) {
      const in_minute = sent_at.filter((at) => at >= from && at < from + MINUTE).length;
      expect(in_minute).toBeLessThanOrEqual(per_minute_max + burst_max);
    }
    expect(sent_at.filter((at) => at === START_MS)).toHaveLength(burst_max);
    expect(sent_at.length).toBeLessThanOrEqual(10 * per_minute_max + burst_max);
    expect(sent_at.length).toBeGreaterThan(10 * per_minute_max);
  });

  it('pauses 1 to 3 s before each', () => {
    const pace = new Pace(LIMITS, START_MS);
    expect([0, 0.5, 0.999].map((random) => pace.jitter_ms(random))).toEqual([1000, 2000, 2998]);
  });
});

describe('the day', () => {
  it('keeps the last of the day’s number for answers, and begins anew at midnight in Shanghai', () => {
    const pace = new Pace({ ...LIMITS, daily_max: 5, daily_for_replies: 2 }, START_MS);
    const budgets = [1, 2, 3, 4, 5].map(() => {
      pace.took(START_MS);
      return pace.budget(START_MS);
    });
    expect(budgets).toEqual(['all', 'all', 'replies', 'replies', 'none']);
    expect(untilTomorrow_ms(START_MS)).toBe(14 * 60 * MINUTE);
    expect(pace.budget(START_MS + untilTomorrow_ms(START_MS) - 1)).toBe('none');
    expect(pace.budget(START_MS + untilTomorrow_ms(START_MS))).toBe('all');
  });

  it('goes on counting after a restart', () => {
    expect(new Pace({ ...LIMITS, daily_max: 5 }, START_MS, 5).budget(START_MS)).toBe('none');
  });
});

describe('the breaker', () => {
  it('opens, tries one, opens twice as long, closes when one goes through', () => {
    const pace = new Pace(LIMITS, START_MS);
    const pauses: number[] = [];
    let now_ms = START_MS;
    for (let i = 0; i < 8; i++) {
      pace.throttled(now_ms);
      pauses.push(pace.wait_ms(now_ms) / MINUTE);
      now_ms += pace.wait_ms(now_ms);
      expect(pace.careful).toBe(true);
      expect(pace.wait_ms(now_ms)).toBe(0);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
    pace.passed();
    expect(pace.careful).toBe(false);
    pace.throttled(now_ms);
    expect(pace.wait_ms(now_ms)).toBe(5 * MINUTE);
  });
});

describe('sending by it', () => {
  interface Bench {
    outgoing: Outgoing;
    now_ms: number;
    sent: { at_ms: number; id: string }[];
    acks: { id: string; outcome: string; detail?: string; at_ms: number }[];
    leases: { items_max: number; replies_only?: boolean }[];
    counts: Counts;
  }
  /** An endless queue of things to send. */
  function bench(
    send: (n: number) => void = () => undefined,
    limits = {},
    server_ahead_ms = 0,
    online = () => true,
  ): Bench {
    const b = { now_ms: START_MS, sent: [], acks: [], leases: [], counts: noCounts() } as unknown as Bench;
    let n = 0;
    b.outgoing = new Outgoing({
      journal: {
        append: async () => undefined,
        rewrite: async () => undefined,
        close: async () => undefined,
        length: 0,
      },
      lines: [],
      pace: new Pace({ ...LIMITS, ...limits }, START_MS),
      counts: b.counts,
      hands: {
        now: () => b.now_ms,
        random: () => 0.5,
        log: () => undefined,
        sleep: async (ms) => {
          b.now_ms += ms;
        },
      },
      line: {
        online,
        send: async ({ to }) => {
          send(b.sent.length + 1);
          b.sent.push({ at_ms: b.now_ms, id: to });
        },
      },
      client: {
        post: async () => ({ outcome: 'silent' }),
        ack: async (acks) => void b.acks.push(...acks.map((one) => ({ ...one, at_ms: b.now_ms }))),
        lease: async (how) => {
          b.leases.push(how);
          if (how.replies_only) return [];
          return Array.from({ length: how.items_max }, () => {
            const id = `i${++n}`;
            const lease_until = instant(b.now_ms + server_ahead_ms + MINUTE);
            return { id, to: id, text: '好', priority: 1, attempt: 1, lease_until } as const;
          });
        },
      },
    });
    return b;
  }
  const run = async (b: Bench, until_ms: number) => {
    while (b.now_ms < until_ms) {
      const rest_ms = await b.outgoing.once();
      b.now_ms += rest_ms;
    }
  };

  it('an endless queue goes out at the account’s pace, and stops at the day’s number', async () => {
    const b = bench();
    await run(b, START_MS + 60 * MINUTE);
    expect(b.sent.length).toBe(300);
    const gaps = b.sent.slice(1).map((one, i) => one.at_ms - b.sent[i]!.at_ms);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    // The other 200 of the day are for answers, of which there are none here.
    expect(b.leases.at(-1)).toMatchObject({ replies_only: true });
    await run(b, START_MS + 15 * 60 * MINUTE);
    expect(b.sent.filter((one) => one.at_ms < START_MS + 14 * 60 * MINUTE)).toHaveLength(300);
    expect(b.sent.length).toBeGreaterThan(500);
  });

  it('操作过于频繁: it stops for a while, gives back what it holds, tries one', async () => {
    let angry = true;
    const b = bench((n) => {
      if (n === 4 && angry) throw new Throttled();
    });
    await run(b, START_MS + 4 * MINUTE);
    expect(b.sent).toHaveLength(3);
    expect(b.acks.filter((one) => one.outcome === 'failed').every((one) => one.detail === 'throttled')).toBe(true);
    expect(b.counts).toMatchObject({ throttled: 1, sent: 3 });
    angry = false;
    await run(b, START_MS + 7 * MINUTE);
    expect(b.sent.length).toBeGreaterThan(4);
    // The first after the pause was leased by itself.
    const tried = b.sent[3]!;
    expect(tried.at_ms).toBeGreaterThan(START_MS + 5 * MINUTE);
    expect(b.leases.filter((one) => one.items_max === 1)).toHaveLength(1);
  });

  it('what it still holds when WeChat wants a pause is given back at once, not kept through it', async () => {
    const b = bench(() => {
      throw new Throttled();
    });
    await b.outgoing.once();
    expect(b.acks.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['failed', 'throttled'],
      ['failed', 'throttled'],
    ]);
    // Only the pause before the first send has passed, none of WeChat's five minutes.
    expect(b.acks[1]!.at_ms - START_MS).toBeLessThan(5_000);
    expect(b.sent).toEqual([]);
  });

  it.each([-4 * MINUTE, 4 * MINUTE])(
    'a clock %s ms off the server’s, too little to be refused, sends as any, and no later than its lease',
    async (ahead_ms) => {
      const b = bench(undefined, { per_minute_max: 1, burst_max: 2 }, ahead_ms);
      await b.outgoing.once();
      expect([b.sent.length, b.acks.map((one) => one.outcome)]).toEqual([2, ['sent', 'sent']]);
      await run(b, b.now_ms + MINUTE);
      // A token a minute: the second of two would go out when its lease is over.
      expect(b.acks.slice(2, 4).map(({ outcome, detail }) => [outcome, detail])).toEqual([
        ['sent', undefined],
        ['failed', 'throttled'],
      ]);
    },
  );

  it('before somebody is logged in nothing is leased, so nothing is lost to a phone that is not scanned yet', async () => {
    let logged_in = false;
    const b = bench(undefined, {}, 0, () => logged_in);
    await run(b, START_MS + 10 * MINUTE);
    expect([b.leases, b.acks]).toEqual([[], []]);
    logged_in = true;
    await run(b, b.now_ms + MINUTE);
    expect(b.sent.length).toBeGreaterThan(0);
  });

  it('nobody there: said so; what is not understood is a failure like any', async () => {
    const b = bench((n) => {
      if (n === 1 && b.acks.length === 0) throw new Unreachable('contact_unknown');
      if (n === 1 && b.acks.length === 1) throw new Error('socket hang up');
    });
    await b.outgoing.once();
    expect(b.acks).toMatchObject([
      { outcome: 'failed', detail: 'contact_unknown' },
      { outcome: 'failed', detail: 'error' },
    ]);
  });
});
