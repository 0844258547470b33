/** 17 月单: the classes one can sign up for and the vacancies, as text to pass on in groups (P5). */
import { addDays, dayOf } from '../../platform/clock';
import { readSheet, sheetText } from '../../wishes/sheet';
import * as say from './say/monthly-sheet';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { regionsOf } from './which';

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const { world } = context;
  if (args.month !== undefined && (args.month < 1 || args.month > 12))
    return { kind: 'answer', text: say.noSuchMonth(args.month), failed: true };
  const mine = regionsOf(context);
  const named = ((args.regions ?? []) as string[]).filter((region) => mine.includes(region));
  const sheet = await readSheet(world, {
    home_region: world.account.home_region,
    regions: named.length > 0 ? named : mine,
    month: monthSaid(context, args),
  });
  return { kind: 'answer', text: sheetText(sheet), next: ['表格：月单', '班'] };
}

/** 下个月, 8月; this month when neither was said. A month gone by is next year's. */
function monthSaid(context: AtWork, args: Args): string | undefined {
  const today = dayOf(context.now_ms);
  if (args.next_month) return addDays(`${today.slice(0, 7)}-28`, 7).slice(0, 7);
  const month = Number(args.month ?? 0);
  if (month === 0) return undefined;
  const year = Number(today.slice(0, 4)) + (month < Number(today.slice(5, 7)) ? 1 : 0);
  return `${year}-${String(month).padStart(2, '0')}`;
}

function read(found: Found, known: Args): Args {
  const month = /(\d{1,2})\s*月/u.exec(found.rest.normalize('NFKC'))?.[1];
  return {
    ...known,
    ...(/下个?月/u.test(found.rest) && { next_month: true }),
    ...(month && { month: Number(month), next_month: undefined }),
    ...(found.regions.length > 0 && { regions: found.regions }),
  };
}

export const command: Command = {
  name: 'monthly_sheet',
  number: 17,
  title: '月单',
  does: '这个月还能报名的班、还在招的岗位，可以直接转到群里。',
  examples: ['月单', '月单 8月', '下个月月单'],
  words: ['宣传单', '培训月单', '招工单'],
  duties: ['station', 'office', 'village_officer'],
  read,
  run,
};
