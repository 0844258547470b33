/** What of her past counts. */
import { pruned, withPassed } from '../../lib/classes/agenda';
import type { Agenda, AgendaEntry } from '../../lib/classes/types';
import { millis } from '../../lib/platform/clock';

const entry = (status: AgendaEntry['status'], trade_id: string): AgendaEntry => ({
  status,
  trade_id,
  level: '5',
  title: trade_id,
  starts_at: '2025-07-24T09:00:00+08:00',
  ends_at: '2025-08-07T17:00:00+08:00',
  slots: [],
  timetable_rev: 1,
  year: '2025',
});
const agenda: Agenda = {
  worker_id: 'w',
  rev: 3,
  classes: { A10: entry('enrolled', 'electrician'), A11: entry('waiting', 'welder') },
  per_year: { 2025: 1 },
  done: [],
  past: ['A09'],
};

it('a class that ended is past, and counted for its year; a seat held to the end is no pass', () => {
  const after = pruned(agenda, millis('2025-08-07T17:00:01+08:00'));
  expect(after).toEqual({ ...agenda, classes: {}, done: [], past: ['A09', 'A10', 'A11'] });
  expect(pruned(after, millis('2026-01-01T00:00:00+08:00'))).toBe(after);
});

it('a pass is trade and level done, once, and bars the same from then on', () => {
  const c = { trade_id: 'electrician', level: '5' as const };
  const after = withPassed(agenda, c);
  expect(after.done).toEqual(['electrician:5']);
  expect(withPassed(after, c)).toBe(after);
});

it('a class that has not ended is kept, to its last second', () => {
  expect(pruned(agenda, millis('2025-08-07T17:00:00+08:00'))).toBe(agenda);
});
