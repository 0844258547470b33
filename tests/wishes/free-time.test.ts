/** L5: what people say of their shifts, and what it means for a class. */

import { shiftAllows } from '../../lib/classes/rules';
import { slotKind, slotsOf } from '../../lib/classes/slots';
import type { Agenda, FreeTime, TrainingClass } from '../../lib/classes/types';
import { policyBook } from '../../lib/policy/book';
import { readFree, readMode, spokenFree } from '../../lib/wishes/free-time';
import { bestPattern, canCome, leadDays, percentile } from '../../lib/wishes/rules';

const policy = policyBook().of('530128', '2025-07-10');

describe('L5 free times and shifts in people’s words', () => {
  it.each<[string, FreeTime[], string?]>(
    (
      [
        ['晚上有空', ['weekday_evening', 'weekend_evening']],
        ['平时晚上', ['weekday_evening']],
        ['下班以后', ['weekday_evening', 'weekend_evening']],
        ['周末', ['weekend_day']],
        ['周六周日都可以来，平时要上班', ['weekend_day']],
        ['礼拜天白天', ['weekend_day']],
        ['周末晚上', ['weekend_evening']],
        ['白天', ['weekend_day', 'weekday_day']],
        ['我上夜班，白天有空', ['weekend_day', 'weekday_day'], 'night'],
        ['上夜班', ['weekend_day', 'weekday_day'], 'night'],
        ['上白班', ['weekday_evening', 'weekend_day', 'weekend_evening'], 'day'],
        ['三班倒', [], 'three_shifts'],
        ['两班倒，不一定', [], 'two_shifts'],
        ['做六休一', ['weekday_evening', 'weekend_evening'], 'six_on_one_off'],
        ['随时都行', ['full_time']],
        ['可以脱产', ['full_time']],
        ['平时没空，周末可以', ['weekend_day']],
        ['周一到周五晚上', ['weekday_evening']],
        ['什么时候都没空', []],
        ['整天上班', []],
        ['全天都要上班，周日有空', ['weekend_day']],
        ['周末不忙', ['weekend_day']],
        ['没上班，随时都行', ['full_time']],
        ['晚上不行，其他时间都可以', ['weekend_day', 'weekday_day']],
        ['除了晚上都行', ['weekend_day', 'weekday_day']],
        ['除了周末白天都没空', ['weekend_day']],
        ['平时下午五点以后', ['weekday_evening']],
        ['你好', []],
        ['13800000001', []],
        ['想学电工', []],
      ] as [string, FreeTime[], string?][]
    ).map(([text, times, shift]) => [text, times, shift]),
  )('%s', (text, times, shift) => {
    const read = readFree(text);
    expect([read.times.toSorted(), read.shift]).toEqual([times.toSorted(), shift]);
  });

  it('says them back, and reads online and offline', () => {
    expect(spokenFree(['weekday_evening', 'weekend_day'], 'night')).toBe('上夜班、平时晚上、周末白天');
    expect(spokenFree([])).toBe('时间没定');
    expect([readMode('想在网上学'), readMode('要当面教'), readMode('电工')]).toEqual(['online', 'offline', undefined]);
  });
});

describe('L5 a class outside her free times', () => {
  const slots = (day: string, from: string, to: string) =>
    slotsOf([{ starts_at: `${day}T${from}:00+08:00`, ends_at: `${day}T${to}:00+08:00` }]);
  const classAt = (held: number[]) => ({ title: '班', slots: held }) as unknown as TrainingClass;
  const agenda = (times: FreeTime[]): Agenda => ({
    worker_id: 'w',
    rev: 1,
    classes: {},
    per_year: {},
    done: [],
    past: [],
    free: { times, at: '2025-07-01T00:00:00+08:00' },
  });
  // 2025-08-04 is a Monday, 2025-08-09 a Saturday.
  const monday_morning = slots('2025-08-04', '09:00', '12:00');
  const monday_evening = slots('2025-08-04', '19:00', '21:00');
  const saturday = slots('2025-08-09', '09:00', '17:00');

  it('knows weekends and evenings of every half-day', () => {
    expect(monday_morning.map(slotKind)).toEqual([{ weekend: false, evening: false }]);
    expect(monday_evening.map(slotKind)).toEqual([{ weekend: false, evening: true }]);
    expect(saturday.map(slotKind)).toEqual([
      { weekend: true, evening: false },
      { weekend: true, evening: false },
    ]);
    expect(slots('2026-01-04', '19:00', '20:00').map(slotKind)).toEqual([{ weekend: true, evening: true }]);
  });

  it('L5 is refused with the time it takes; a waiver, an unknown time or rotating shifts let her in', () => {
    const evenings = agenda(['weekday_evening']);
    expect(shiftAllows(classAt(saturday), evenings, policy)).toMatchObject({
      refused: 'shift_clash',
      facts: { busy: 'weekend_day', free: 'weekday_evening', half_days: 2 },
      rule: { source: expect.any(String) },
    });
    expect(shiftAllows(classAt(monday_evening), evenings, policy)).toBeUndefined();
    expect(shiftAllows(classAt([...monday_evening, ...monday_morning]), evenings, policy)).toMatchObject({
      facts: { busy: 'weekday_day', half_days: 1 },
    });
    expect(shiftAllows(classAt(saturday), evenings, policy, { by: 'chat', reason: '说好了' })).toBeUndefined();
    expect(shiftAllows(classAt(saturday), agenda([]), policy)).toBeUndefined();
    expect(shiftAllows(classAt(saturday), agenda(['full_time']), policy)).toBeUndefined();
    expect(shiftAllows(classAt(saturday), { ...evenings, free: undefined }, policy)).toBeUndefined();
  });
});

describe('what follows from wishes', () => {
  it('P6 suggests the pattern most can come to, and of two alike the one that takes less from work', () => {
    const evening = { free: ['weekday_evening' as const] };
    const weekend = { free: ['weekend_day' as const] };
    expect(bestPattern(canCome([evening, evening, weekend]))).toBe('evening');
    expect(bestPattern(canCome([evening, weekend]))).toBe('weekend');
    expect(canCome([{ free: [] }, { free: ['weekday_day', 'weekend_day'] as const }, evening])).toEqual({
      weekend: 2,
      evening: 2,
      full_time: 2,
    });
  });

  it('P7 counts whole days, and percentiles by nearest rank', () => {
    expect(leadDays('2025-07-01T20:00:00+08:00', '2025-07-24T09:00:00+08:00')).toBe(22);
    expect(leadDays('2025-07-24T20:00:00+08:00', '2025-07-24T09:00:00+08:00')).toBe(0);
    const days = new Map(Array.from({ length: 10 }, (_, i) => [i + 1, 1]));
    expect([percentile(days, 0.5), percentile(days, 0.9)]).toEqual([5, 9]);
    expect(percentile(new Map([[7, 1]]), 0.9)).toBe(7);
    expect(percentile(new Map(), 0.5)).toBeUndefined();
  });
});
