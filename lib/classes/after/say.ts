/** What is pushed after a class. */
import type { Said } from '../../notices/say';
import type { TrainingClass } from '../types';

export function howAreYou(c: TrainingClass, month: number): Said {
  return {
    text: `“${c.title}”结束${month}个月了。工作上有变化吗？几个小问题，一分钟答完。`,
    choices: [{ send: `我的回访 ${c.class_id} ${month}`, label: '说说我的情况' }],
    template: { name: 'general', fields: { title: c.title, note: '请回复“我的回访”，说说工作情况' } },
  };
}
