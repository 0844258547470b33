/** 我的考勤, 缺了几次课, 上了几节: her hours and missed lessons, class by class. One page, nothing to answer. */
import { attendanceOfWorker } from '../../classes/attendance/of-worker';
import * as say from '../say/attendance';
import type { Flow, Step, TurnContext } from '../types';
import { finish } from './flow';

/** Classes on one page. */
const SHOWN_MAX = 3;

/** Known at the start: `class_id`, where she named one. */
async function start({ world, conversation }: TurnContext, given: Record<string, string>): Promise<Step> {
  if (!conversation.worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const hers = await attendanceOfWorker(world, conversation.worker_id, given.class_id);
  if (hers.length === 0) return finish(say.NOTHING, ['my_classes', 'browse']);
  const over = hers.every(({ lessons, so_far }) => so_far.lessons.length === lessons.length);
  const text = hers.slice(0, SHOWN_MAX).map(say.attendance).join('\n\n');
  return finish(text, ['my_classes', over ? 'human' : 'leave']);
}

export const attendanceFlow: Flow = {
  name: 'attendance',
  version: 1,
  summary: () => '看考勤',
  start,
  answer: async () => undefined,
  ask: (context) => start(context, {}),
  back: async () => undefined,
  help: () => say.HELP,
  hint: () => say.HELP,
  keeps: () => false,
};
