/** When an online lesson asks whether people are there: a moment nobody can know beforehand (L10). */
import { MINUTE_MS, millis } from '../../platform/clock';
import type { World } from '../../platform/world';
import type { Lesson } from '../types';

// Not in the first and not in the last fifth: who comes late or goes early is not what is asked.
const FROM = 0.2;
const TO = 0.8;
const DIGITS = 6;

/**
 * The moment (ms), the same each time it is asked for: it follows from the installation's secret, so it is written
 * nowhere before it has come, and nobody without the secret can work it out. Leaves time for the answer within the lesson.
 */
export function momentOf(world: Pick<World, 'vault'>, lesson: Lesson, answer_min: number): number {
  const { class_id, timetable_rev, n, starts_at, ends_at } = lesson;
  const hash = world.vault.fingerprint('moment', `${class_id} ${timetable_rev} ${n} ${starts_at}`);
  const chance = Buffer.from(hash, 'base64url').readUIntBE(0, DIGITS) / 256 ** DIGITS;
  const whole_ms = millis(ends_at) - millis(starts_at);
  const latest_ms = Math.max(whole_ms * FROM, Math.min(whole_ms * TO, whole_ms - answer_min * MINUTE_MS));
  return millis(starts_at) + Math.floor(whole_ms * FROM + chance * (latest_ms - whole_ms * FROM));
}
