/** 22 表格: links to the files of a class, and to sending in a roster. Nothing is sent by chat: names stay off it. */
import { grantLink } from '../../pages/grant';
import { MINUTE_MS } from '../../platform/clock';
import * as say from './say/sheets';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome } from './which';

/** Long enough to go to a desk and open it there; a roster of 5,000 takes some of it. */
const VALID_MIN = 30;
const MONTHLY = /月单|宣传单|招生单/u;
const INTO = /导入|上传|录入|传名单|传表|批量/u;

function read(found: Found, known: Args): Args {
  const said = found.said ?? found.rest;
  return {
    ...commonArgs(found, known),
    ...(INTO.test(said) && { into: true }),
    ...(MONTHLY.test(said) && { monthly: true }),
  };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const { world, staff } = context;
  if (!world.base_url) return { kind: 'answer', text: say.NOWHERE };
  const until_ms = context.now_ms + VALID_MIN * MINUTE_MS;
  const link = (what: 'import' | 'download' | 'monthly_sheet', class_id?: string) =>
    grantLink(world, { what, by: staff.staff_id, until_ms, ...(class_id && { class_id }) });
  if (args.into && !staff.duties.some((duty) => duty === 'station' || duty === 'office'))
    return { kind: 'answer', text: say.NOT_YOURS };
  if (args.monthly) return { kind: 'answer', text: say.monthly(link('monthly_sheet'), VALID_MIN) };
  // A roster may go in without a class: which one is then chosen on the page.
  if (args.into && !args.class_id) return { kind: 'answer', text: say.upload(undefined, link('import'), VALID_MIN) };
  const c = await classFor(context, args, { among: () => true, ask: say.WHICH });
  if (isOutcome(c)) return c;
  if (args.into) return { kind: 'answer', text: say.upload(c, link('import', c.class_id), VALID_MIN) };
  const text = say.download(c, link('download', c.class_id), VALID_MIN);
  return { kind: 'answer', text, next: [`导入名单 ${c.class_id}`] };
}

export const command: Command = {
  name: 'sheets',
  number: 22,
  title: '表格',
  does: '下载花名册、考勤表、签到表、成绩表；用表格导入名单',
  examples: ['表格', '表格 A17', '导入名单 A17'],
  words: ['导出', '导入名单', '下载名单'],
  duties: ['station', 'office', 'teacher', 'assessor'],
  read,
  run,
};
