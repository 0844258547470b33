/** Shapes that every room's routes share. zod/mini: a fifth of the size of zod, on a person's path. */
import * as z from 'zod/mini';
import { instant, millis } from './clock';
import { hasLongNumber } from './long-number';
import { PAGE_DEFAULT, PAGE_MAX } from './paging';

/** A description for the reader of the document. */
export const says = z.describe;

export const Region = z
  .string()
  .check(
    z.regex(/^[1-9]\d{5}$/, '要填六位地区代码，像 530128'),
    z.meta({ description: 'GB/T 2260 六位地区代码', examples: ['530128'] }),
  );

export const Day = z.iso
  .date('要像 2025-07-24 这样的日期')
  .check(z.meta({ description: '日期（上海时间）', examples: ['2025-07-24'] }));

/** As it goes out: Shanghai time, to the second. */
export const Instant = z.iso
  .datetime({ offset: true, error: '要像 2025-07-24T09:00:00+08:00 这样的时刻，带时区' })
  // A fraction of a second may otherwise have any number of digits.
  .check(z.maxLength(35), z.meta({ description: '时刻，ISO 8601，带时区', examples: ['2025-07-24T09:00:00+08:00'] }));

/** As it comes in: any offset, kept as Shanghai time to the second. */
export const GivenInstant = z.pipe(
  Instant,
  z.transform((text: string) => instant(millis(text))),
);

export const TimeOfDay = z
  .string()
  .check(
    z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '要像 18:30 这样的钟点'),
    z.meta({ description: '钟点 HH:MM', examples: ['18:30'] }),
  );

/** One line of text a person wrote: no control characters, no blank ends. */
export const line = (min: number, max: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(min),
      z.maxLength(max),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, '只能写一行，不要换行，也不要看不见的字符'),
    );

/** Text of several lines. */
export const lines = (min: number, max: number) =>
  z
    .string()
    .check(z.trim(), z.minLength(min), z.maxLength(max), z.regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u, '不要看不见的字符'));

/** Free text is kept in the clear: never with a number of anybody in it. */
export const noNumbers = z.refine<string>((text) => !hasLongNumber(text), '不要写证件号、手机号');

/** Why an officer did it; kept with the deed, never with a number of anybody in it. */
export const Reason = line(2, 200).check(
  z.refine((text: string) => !hasLongNumber(text), '理由里不要写证件号、手机号'),
  says('理由，随记录保存。不要写证件号、手机号'),
);

export const id = (prefix: string) =>
  z
    .string()
    .check(
      z.regex(new RegExp(`^${prefix}_[0-9a-z]{1,40}$`), `要像 ${prefix}_3k9qw7m2c8x4t6ra 这样的编号`),
      z.meta({ examples: [`${prefix}_3k9qw7m2c8x4t6ra`] }),
    );
export const WorkerId = id('w');
export const ClassId = z
  .string()
  .check(z.regex(/^[A-Z]\d{1,7}$/, '要像 A17 这样的班号'), z.meta({ description: '班号', examples: ['A17'] }));
export const TradeId = z
  .string()
  .check(
    z.regex(/^[a-z][a-z0-9_-]{1,39}$/, '要像 electrician 这样的工种标识'),
    z.meta({ description: '工种标识', examples: ['electrician'] }),
  );

export const Level = z
  .enum(['none', '5', '4', '3', '2', '1'])
  .check(says('技能等级：5 初级工 … 1 高级技师，none 不分等级'));
export const Pattern = z.enum(['weekend', 'evening', 'full_time']).check(says('班型：周末班、夜间班、脱产班'));

const LIMIT_SAYS = `要填 1 到 ${PAGE_MAX} 的整数`;

/** `?limit=&cursor=`, to be spread into a list's query. */
export const paging = {
  // `prefault`: what is left out is read like what is given, so that it comes out as a number, too.
  limit: z.prefault(
    z.pipe(
      z
        .string()
        .check(z.regex(/^[1-9]\d{0,2}$/, LIMIT_SAYS), says(`一页最多几条：1 到 ${PAGE_MAX}，不填是 ${PAGE_DEFAULT}`)),
      z.pipe(z.transform(Number), z.int().check(z.maximum(PAGE_MAX, LIMIT_SAYS))),
    ),
    String(PAGE_DEFAULT),
  ),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(400), says('上一页给出的 next_cursor'))),
};

/** A page of a list. `next_cursor` is there while more follow. */
export const page = <T extends z.ZodMiniType>(item: T) =>
  z.strictObject({ items: z.array(item).check(z.maxLength(PAGE_MAX)), next_cursor: z.optional(z.string()) });

/** A rule's source. */
export const CitationShape = z.strictObject({
  source: z.string(),
  clause: z.string(),
  assumed: z.optional(z.boolean()),
  why: z.optional(z.string()),
});

export const Nothing = z.strictObject({});
