/** Quiet hours: nobody who works shifts wants her phone to ring at night. Pure. */
import { addDays, at, dayOf, instant, millis } from '../platform/clock';

export interface Quiet {
  /** `HH:MM`, Shanghai. May run over midnight. */
  from: string;
  to: string;
}

/** Is this moment within the quiet hours? */
export function isQuiet(ms: number, quiet: Quiet): boolean {
  const time = instant(ms).slice(11, 16);
  return quiet.from < quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to;
}

/** This moment, or the end of the quiet hours it falls into. */
export function afterQuiet(ms: number, quiet: Quiet): number {
  if (!isQuiet(ms, quiet)) return ms;
  const today = millis(at(dayOf(ms), quiet.to));
  return today > ms ? today : millis(at(addDays(dayOf(ms), 1), quiet.to));
}
