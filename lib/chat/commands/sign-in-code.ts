/** 8 签到码: the code of this minute, until when, how many have signed in, and the page that changes it by itself. */
import { currentCode } from '../../classes/attendance/code';
import { signedIn } from '../../classes/attendance/read';
import { windowOf } from '../../classes/attendance/rules';
import { isOnline, isWorkplace } from '../../classes/lesson';
import { policyOf } from '../../classes/load';
import type { Lesson, TrainingClass } from '../../classes/types';
import { grantLink } from '../../pages/grant';
import { instant } from '../../platform/clock';
import { lessonIn } from './said-numbers';
import * as say from './say/roll-call';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { classFor, commonArgs, isOutcome, lessonFor } from './which';

function read(found: Found, known: Args): Args {
  const lesson = lessonIn(found.rest);
  return { ...commonArgs(found, known), ...(lesson !== undefined && { lesson }) };
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, { ask: '哪个班的签到码？', now: true });
  if (isOutcome(c)) return c;
  const lesson = await lessonFor(context, c, { ...args, class_id: c.class_id }, { when: 'now' });
  if (isOutcome(lesson)) return lesson;
  if (isOnline(lesson) || isWorkplace(lesson)) return { kind: 'answer', text: say.codeOnline(c, lesson) };
  const { opens_ms, closes_ms } = windowOf(lesson, policyOf(context.world, c).delivery.sign_in);
  if (context.now_ms < opens_ms) return { kind: 'answer', text: say.codeNotYet(c, lesson, instant(opens_ms)) };
  if (context.now_ms > closes_ms)
    return { kind: 'answer', text: say.codeOver(c, lesson), next: [`点名 ${c.class_id}`] };
  const { code, valid_until } = currentCode(context.world, c.class_id, lesson.n);
  const counted = await signedIn(context.world, c.class_id, lesson.n);
  const link = pageOf(context, c, lesson, closes_ms);
  return {
    kind: 'answer',
    text: say.code(c, lesson, { code, until: valid_until }, counted, link),
    next: [`签到码 ${c.class_id}`, `点名 ${c.class_id}`],
  };
}

/** The page by a link of hers alone: it dies when she leaves her office, and with the lesson's sign-in. */
function pageOf({ world, staff }: AtWork, c: TrainingClass, lesson: Lesson, closes_ms: number): string | undefined {
  if (!world.base_url) return undefined;
  return grantLink(world, {
    what: 'sign_in',
    class_id: c.class_id,
    lesson: lesson.n,
    by: staff.staff_id,
    until_ms: closes_ms,
  });
}

export const command: Command = {
  name: 'sign_in_code',
  number: 8,
  title: '签到码',
  does: '这一分钟的签到码，和自动换码的页面',
  examples: ['签到码', '签到码 A17', '8'],
  words: ['出码', '扫码签到'],
  duties: ['station', 'teacher', 'office'],
  read,
  run,
};
