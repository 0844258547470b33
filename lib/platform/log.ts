/**
 * The log. Nobody writes personal data into it; this is the last net for when someone does by mistake: every
 * string that passes, in messages, fields and errors, loses what looks like an ID, card or phone number.
 */
import { Logger } from '@aws-lambda-powertools/logger';

// Full-width digits too: people type them. Longer runs than 19 are no number of a person or a card.
const DIGIT = '[0-9０-９]';
const LONG = new RegExp(
  `(?<!${DIGIT})(?:(?:${DIGIT} ?){14,18}|${DIGIT}{6}-${DIGIT}{8}-${DIGIT}{3})[0-9０-９XxＸｘ](?!${DIGIT})`,
  'g',
);
const PHONE = new RegExp(`(?<!${DIGIT})(?:(?:00)?86[ -]?)?[1１][3-9３-９](?:[ -]?${DIGIT}){9}(?!${DIGIT})`, 'g');

/** `530128199001010013` → `[number]`, `13800000013` → `[phone]`; all else stays. */
export function withoutNumbers(text: string): string {
  return text.replace(LONG, '[number]').replace(PHONE, '[phone]');
}

/** For JSON.stringify: strings are cleaned, and numbers that would read as one. */
export function cleaned(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return withoutNumbers(value);
  if (typeof value === 'number' && value >= 1e10) {
    const text = withoutNumbers(String(value));
    return text === String(value) ? value : text;
  }
  return value;
}

// In the cloud POWERTOOLS_LOG_LEVEL decides; elsewhere only what went wrong, unless it is set.
const quiet = !process.env.AWS_LAMBDA_FUNCTION_NAME && !process.env.POWERTOOLS_LOG_LEVEL;

export const log = new Logger({ serviceName: 'songxun', jsonReplacerFn: cleaned, ...(quiet && { logLevel: 'WARN' }) });
