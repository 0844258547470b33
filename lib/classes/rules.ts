/**
 * Who may sign up for a class, and when. Pure: what was loaded, the policy and the time in; a refusal
 * or nothing out. Everything here that two people at once could break is also a condition of the write.
 */
import { type Instant, instant, MINUTE_MS, millis, yearsBetween } from '../platform/clock';
import { type Refusal, refuse } from '../platform/refusal';
import type { Policy } from '../policy/types';
import { slotKind } from './slots';
import type { Agenda, AgendaEntry, EnrolRefusal, FreeTime, InLine, TrainingClass, Waiver } from './types';

export interface EnrolPerson {
  worker_id: string;
  name: string;
  sex: 'male' | 'female';
  birth_day: string;
  id_number_masked: string;
  phone_masked: string;
  groups?: string[];
}

type Refused = Refusal<EnrolRefusal> | undefined;

/** May anyone sign up for this class now: published, window open, not begun? */
export function classOpen(c: TrainingClass, now_ms: number): Refused {
  const now = instant(now_ms);
  if (c.status === 'draft') return refuse('class_draft');
  if (c.status === 'cancelled') return refuse('class_cancelled', { title: c.title, reason: c.cancelled?.reason ?? '' });
  if (now < c.opens_at) return refuse('class_not_yet_open', { title: c.title, opens_at: c.opens_at });
  if (now >= c.starts_at) return refuse('class_started', { title: c.title, starts_at: c.starts_at });
  if (now >= c.closes_at) return refuse('class_closed', { title: c.title, closes_at: c.closes_at });
  return undefined;
}

/** Age on the first day, and group, against the class's own conditions (which the policy bounded when it was opened). */
function personEligible(c: TrainingClass, person: EnrolPerson, policy: Policy): Refused {
  const { age_min, age_max, groups } = policy.enrolment;
  const age = yearsBetween(person.birth_day, c.starts_at.slice(0, 10));
  if (age < c.age_min) return refuse('too_young', { age, limit: c.age_min, title: c.title }, age_min.rule);
  if (age > c.age_max) return refuse('too_old', { age, limit: c.age_max, title: c.title }, age_max.rule);
  if (c.groups.length > 0 && !c.groups.some((group) => person.groups?.includes(group)))
    return refuse('not_eligible', { groups: c.groups.join('、'), title: c.title }, groups.rule);
  return undefined;
}

/** Her other classes against this one: already in it, clash, yearly limit, same trade and level once. */
export function agendaAllows(c: TrainingClass, agenda: Agenda, policy: Policy): Refused {
  const held = agenda.classes[c.class_id];
  if (held?.status === 'enrolled') return refuse('already_enrolled', { title: c.title });
  if (held?.status === 'waiting') return refuse('already_waiting', { title: c.title });
  return timeAllows(c, agenda, policy) ?? limitsAllow(c, agenda, policy);
}

/** 工学之外不撞课: no half-day in two classes. Waiting holds no time. */
export function timeAllows(c: TrainingClass, agenda: Agenda, policy: Policy): Refused {
  const rule = policy.enrolment.clash_refused;
  const other = rule.value && clashOf(c.class_id, c.slots, agenda);
  return other
    ? refuse('clash', { title: c.title, other: other.title, starts_at: other.starts_at }, rule.rule)
    : undefined;
}

function clashOf(class_id: string, slots: number[], agenda: Agenda): AgendaEntry | undefined {
  const wanted = new Set(slots);
  return Object.entries(agenda.classes).find(
    ([id, entry]) => id !== class_id && entry.status === 'enrolled' && entry.slots.some((slot) => wanted.has(slot)),
  )?.[1];
}

function limitsAllow(c: TrainingClass, agenda: Agenda, policy: Policy): Refused {
  const { classes_per_year_max: per_year, same_trade_and_level_once: once } = policy.enrolment;
  const year = c.starts_at.slice(0, 4);
  if ((agenda.per_year[year] ?? 0) >= per_year.value)
    return refuse('limit_year', { limit: per_year.value, year, title: c.title }, per_year.rule);
  const same = `${c.trade_id}:${c.level}`;
  const again =
    agenda.done.includes(same) ||
    Object.values(agenda.classes).some((e) => e.status === 'enrolled' && `${e.trade_id}:${e.level}` === same);
  return once.value && again
    ? refuse('same_trade_done', { trade: c.trade_name, title: c.title }, once.rule)
    : undefined;
}

/** The kind of free time a half-day asks for. */
function timeOf(slot: number): FreeTime {
  const { weekend, evening } = slotKind(slot);
  if (weekend) return evening ? 'weekend_evening' : 'weekend_day';
  return evening ? 'weekday_evening' : 'weekday_day';
}

/**
 * 工学矛盾 (L5): no half-day of the class outside the times she said she is free. What she never said, or what changes
 * with her shifts, blocks nothing. Waived by herself or the office: then it is not asked.
 */
export function shiftAllows(c: TrainingClass, agenda: Agenda, policy: Policy, waiver?: Waiver): Refused {
  const times = agenda.free?.times ?? [];
  const rule = policy.enrolment.clash_refused;
  if (waiver || !rule.value || times.length === 0 || times.includes('full_time')) return undefined;
  const busy = c.slots.filter((slot) => !times.includes(timeOf(slot)));
  if (busy.length === 0) return undefined;
  return refuse(
    'shift_clash',
    { title: c.title, free: times.join(','), busy: timeOf(busy[0] as number), half_days: busy.length },
    rule.rule,
  );
}

/** All of the above, in the order in which a person would want to hear it. */
export function mayEnrol(
  c: TrainingClass,
  agenda: Agenda,
  person: EnrolPerson,
  policy: Policy,
  now_ms: number,
): Refused {
  const held = agenda.classes[c.class_id];
  if (held) return agendaAllows(c, agenda, policy);
  return classOpen(c, now_ms) ?? personEligible(c, person, policy) ?? agendaAllows(c, agenda, policy);
}

/** Leaving by chat ends a while before the first lesson; the office can still withdraw someone, with a reason. */
export function mayLeave(c: TrainingClass, entry: AgendaEntry | undefined, policy: Policy, now_ms: number): Refused {
  if (!entry) return refuse('not_enrolled', { title: c.title });
  const until_ms = millis(c.starts_at) - policy.enrolment.cancel_before_start_min.value * MINUTE_MS;
  if (entry.status === 'enrolled' && c.status === 'published' && now_ms > until_ms)
    return refuse(
      'too_late_to_cancel',
      { title: c.title, until: instant(until_ms) },
      policy.enrolment.cancel_before_start_min.rule,
    );
  return undefined;
}

/** A kept seat can be taken until its hour, and while the class still takes people. */
export function mayAccept(c: TrainingClass, row: InLine | undefined, now_ms: number): Refused {
  if (row?.status !== 'offered') return refuse('no_offer', { title: c.title });
  if (c.status === 'cancelled') return refuse('class_cancelled', { title: c.title, reason: c.cancelled?.reason ?? '' });
  if (instant(now_ms) >= c.starts_at) return refuse('class_started', { title: c.title, starts_at: c.starts_at });
  if (!row.offered_until || instant(now_ms) > row.offered_until) return refuse('offer_expired', { title: c.title });
  return undefined;
}

/** A freed seat is kept until its time runs out, but never past the first lesson. */
export function offerUntil(c: TrainingClass, runs_out_ms: number): Instant {
  const until = instant(runs_out_ms);
  return until < c.starts_at ? until : c.starts_at;
}
