/**
 * The shape of a policy pack, and the sense it must make. Packs are JSON that people write, so they are
 * checked here: by the tests, by `npm start` and by the package step. The Lambdas do not check again:
 * what they carry is the file that was checked, and zod would be a fifth of their bundle.
 */
import * as z from 'zod';
import type { Policy } from './types';

const day = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, HH:MM');
const region = z.string().regex(/^\d{6}$/, 'a GB/T 2260 code of six digits');
const minutes = z
  .int()
  .min(0)
  .max(7 * 24 * 60);

const percent = z.int().min(0).max(100);

const citation = z
  .strictObject({
    source: z.string().min(1),
    clause: z.string().min(1),
    assumed: z.boolean().optional(),
    why: z.string().min(1).optional(),
  })
  .refine((rule) => !rule.assumed || rule.why, 'an assumed rule must say why');

const ruled = <T extends z.ZodType>(value: T) => z.strictObject({ value, rule: citation });

const place = z.strictObject({
  region,
  name: z.string().min(2),
  aliases: z.array(z.string().min(2)),
  trades: ruled(z.array(z.string().regex(/^[a-z_]+$/))),
  // Within China, so that a swapped pair is caught.
  centre: z.strictObject({ latitude: z.number().min(18).max(54), longitude: z.number().min(73).max(135) }),
});

const UNIT_MIN = 45;
const patternRule = z
  .strictObject({
    weekdays: z.array(z.int().min(1).max(7)).min(1),
    earliest: time,
    latest: time,
    units_per_day_max: z.int().min(1).max(12),
  })
  .refine((p) => new Set(p.weekdays).size === p.weekdays.length, 'a weekday stands twice')
  .refine(
    (p) => p.units_per_day_max * UNIT_MIN <= minuteOf(p.latest) - minuteOf(p.earliest),
    'the units of a day do not fit between earliest and latest',
  );

const policySchema = z
  .strictObject({
    id: z.string().regex(/^[a-z]+-\d{4}$/),
    version: z.string().min(1),
    name: z.string().min(2),
    home_region: region,
    from: day,
    to: day.optional(),
    places: z.array(place).min(1),
    patterns: ruled(z.strictObject({ weekend: patternRule, evening: patternRule, full_time: patternRule })),
    enrolment: z.strictObject({
      age_min: ruled(z.int().min(14).max(100)),
      age_max: ruled(z.int().min(14).max(100)),
      groups: ruled(z.array(z.string().min(1))),
      classes_per_year_max: ruled(z.int().min(1).max(50)),
      same_trade_and_level_once: ruled(z.boolean()),
      clash_refused: ruled(z.boolean()),
      waiting_max: ruled(z.int().min(0).max(1000)),
      offer_min: ruled(minutes.min(10)),
      cancel_before_start_min: ruled(minutes),
    }),
    demand: z.strictObject({
      // No more than one proposal holds (POOLED_MAX of the wishes): else it would be made of fewer than it takes.
      proposal_min: ruled(z.int().min(1).max(90)),
      survey_days: ruled(z.int().min(1).max(60)),
      survey_remind_after_h: ruled(z.array(z.int().min(1).max(1440)).max(5)),
    }),
    delivery: z.strictObject({
      practice_percent_min: ruled(percent),
      attendance_percent_min: ruled(percent),
      class_day_percent_min: ruled(percent),
      sign_in: ruled(
        z
          .strictObject({
            opens_before_min: z.int().min(0).max(240),
            late_after_min: z.int().min(0).max(120),
            closes_after_min: z.int().min(1).max(600),
            leaves_before_min: z.int().min(0).max(120),
          })
          .refine((s) => s.late_after_min <= s.closes_after_min, 'closes before it is late'),
      ),
      fence_m: ruled(z.int().min(50).max(50_000)),
      online_answer_min: ruled(z.int().min(1).max(60)),
      confirm_days: ruled(z.int().min(1).max(60)),
      inspection: ruled(
        z.strictObject({
          visits_min: z.int().min(0).max(20),
          inspectors: z.int().min(1).max(5),
          report_within_h: z.int().min(1).max(240),
        }),
      ),
    }),
    assessment: z.strictObject({
      pass_mark: ruled(z.int().min(1).max(100)),
      appeal_days: ruled(z.int().min(1).max(60)),
      follow_up_months: ruled(z.array(z.int().min(1).max(24)).min(1).max(6)),
      follow_up_window: ruled(
        z.strictObject({ early_days: z.int().min(0).max(20), late_days: z.int().min(1).max(90) }),
      ),
    }),
    notices: z.strictObject({
      quiet: ruled(z.strictObject({ from: time, to: time })),
      evening_at: ruled(time),
      before_lesson_min: ruled(minutes.min(5)),
    }),
  })
  .refine((p) => !p.to || p.from <= p.to, 'ends before it begins')
  .refine((p) => p.enrolment.age_min.value <= p.enrolment.age_max.value, 'age_min is above age_max')
  .refine((p) => new Set(p.places.map((one) => one.region)).size === p.places.length, 'a place stands twice')
  .refine((p) => namesAreDistinct(p.places), 'two places share a name or alias')
  .refine(
    (p) => p.demand.survey_remind_after_h.value.every((hours) => hours < p.demand.survey_days.value * 24),
    'a survey reminds after it has closed',
  )
  // Otherwise an offer made in the evening runs out before its notice may go out.
  .refine(
    (p) => p.enrolment.offer_min.value > quietLength(p.notices.quiet.value),
    'an offer must outlast the quiet hours',
  )
  .refine(
    (p) => !isQuiet(p.notices.quiet.value, p.notices.evening_at.value),
    'the evening reminder falls into the quiet hours',
  );

export class BadPolicy extends Error {
  override name = 'BadPolicy';
}

/** A pack as read from its file → the policy. Throws `BadPolicy`, naming every fault and where it is. */
export function checkPolicy(json: unknown): Policy {
  const read = policySchema.safeParse(json);
  if (read.success) return read.data;
  throw new BadPolicy(
    read.error.issues.map((issue) => `${issue.path.join('.') || 'pack'}: ${issue.message}`).join('\n'),
  );
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

function quietLength(quiet: { from: string; to: string }): number {
  return (minuteOf(quiet.to) - minuteOf(quiet.from) + 1440) % 1440;
}

function isQuiet(quiet: { from: string; to: string }, clock: string): boolean {
  return (minuteOf(clock) - minuteOf(quiet.from) + 1440) % 1440 < quietLength(quiet);
}

function namesAreDistinct(places: { name: string; aliases: string[] }[]): boolean {
  const names = places.flatMap((one) => [one.name, ...one.aliases]);
  return new Set(names).size === names.length;
}
