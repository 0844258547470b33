import { withdrawnByOffice } from '../notices/say';
import { noticeChange } from '../notices/write';
import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, without } from './agenda';
import { leaveLine } from './leave-line';
import { loadHeld, loadLine, policyOf } from './load';
import { passSeat } from './pass-seat';
import { mayLeave } from './rules';
import type { AgendaEntry, EnrolRefusal, TrainingClass } from './types';

export interface WithdrawCommand {
  class_id: string;
  worker_id: string;
  by: string;
  reason?: string;
  /** The office may withdraw someone when chat no longer may; she is told, with the reason. */
  office?: boolean;
}
export interface Withdrawn {
  training_class: TrainingClass;
  was: 'enrolled' | 'waiting';
  offered_to?: string;
}

/**
 * 退课: she leaves the class or its waiting list. Her seat is kept for the first in line in the same
 * step. Refuses `class_unknown`, `not_enrolled`, `too_late_to_cancel`.
 */
export async function withdraw(world: World, command: WithdrawCommand): Promise<Planned<Withdrawn>> {
  const [facts, line] = await Promise.all([
    loadHeld(world, command.class_id, command.worker_id),
    loadLine(world, command.class_id),
  ]);
  if (!facts) return refuse<EnrolRefusal>('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const entry = agenda.classes[c.class_id];
  const refused = command.office && entry ? undefined : mayLeave(c, entry, policyOf(world, c), world.now());
  if (refused) return refused;
  const { status } = entry as AgendaEntry;
  const told = command.office ? [tellHer(world, c, command)] : [];
  const mine = agendaChange(agenda, without(agenda, c.class_id), 'her time is free again');
  if (status === 'waiting') {
    // Read side by side, the line may be older than her agenda, and her row not in it yet.
    const seen = line.rows.some((row) => row.worker_id === command.worker_id)
      ? line
      : await loadLine(world, c.class_id);
    const left = leaveLine(world, c, seen, command.worker_id);
    return {
      changes: [mine, ...left.changes, ...told],
      value: { training_class: c, was: 'waiting', offered_to: left.offered_to },
    };
  }
  const passed = passSeat(world, c, line, (entry as AgendaEntry).block ?? 0);
  return {
    changes: [leaveRoster(world, c, command), mine, ...passed.changes, ...told],
    value: { training_class: c, was: 'enrolled', offered_to: passed.offered_to },
  };
}

function leaveRoster(world: World, c: TrainingClass, command: WithdrawCommand): Change {
  return {
    kind: 'update',
    key: keys.member(c.class_id, command.worker_id),
    set: {
      status: command.office ? 'withdrawn' : 'cancelled',
      left_at: instant(world.now()),
      left_by: command.by,
      left_reason: command.reason,
    },
    when: [{ attr: 'status', op: '=', value: 'enrolled' }],
    why: 'she is on the roster',
  };
}

function tellHer(world: World, c: TrainingClass, command: WithdrawCommand): Change {
  return noticeChange(world, {
    notice_id: `withdrawn-${c.class_id}-${world.now()}`,
    worker_id: command.worker_id,
    kind: 'withdrawn',
    topic: 'service',
    ...withdrawnByOffice(c, command.reason ?? ''),
  });
}
