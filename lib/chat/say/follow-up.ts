/** 回访: one question at a time, numbers to press. */
import type { Guidance, Post } from '../../classes/after/types';
import type { Refusal } from '../../platform/refusal';
import { shortDay } from '../../platform/spoken';

export const NOT_REGISTERED = '你还没报过班，不用填。';
export const NOTHING_DUE = '现在没有要填的。到时会问你。';
export const POSTS: [Post, string][] = [
  ['general', '普工'],
  ['skilled', '技工'],
  ['foreman', '班组长'],
  ['self', '自己干'],
  ['other', '别的'],
];
export const postName = (post: string | undefined): string => POSTS.find(([code]) => code === post)?.[1] ?? '';
const GUIDANCE: [Guidance | 'none', string][] = [
  ['job', '帮我找工作'],
  ['startup', '想自己创业'],
  ['none', '都不用'],
];
export const guidanceName = (guidance: string | undefined): string =>
  GUIDANCE.find(([code]) => code === guidance)?.[1] ?? '';

export const SKIP = '不想说';
export const QUESTIONS: Record<string, { text: string; options?: [string, string][] }> = {
  working: {
    text: '现在有活干吗？',
    options: [
      ['yes', '在上班'],
      ['no', '没上班'],
    ],
  },
  same_job: {
    text: '还在培训前的那家吗？',
    options: [
      ['yes', '还是那家'],
      ['no', '换了一家'],
    ],
  },
  employer: { text: '新的是哪家？写名字就行。', options: [['skip', SKIP]] },
  post_before: { text: '培训前做什么？', options: [...POSTS, ['skip', SKIP]] },
  post: { text: '现在做什么？', options: [...POSTS, ['skip', SKIP]] },
  wage_before: { text: '培训前一个月大约多少钱？比如“四千五”。', options: [['skip', SKIP]] },
  wage_after: { text: '现在一个月大约多少钱？比如“六千五”。', options: [['skip', SKIP]] },
  guidance: { text: '想要我们帮什么忙？', options: GUIDANCE },
};

export function thanks(answers: Record<string, string>): string {
  const help = answers.guidance === 'job' || answers.guidance === 'startup';
  return `记下了，谢谢你！${help ? `\n“${guidanceName(answers.guidance)}”会转给工作人员，有消息就找你。` : ''}`;
}

type Facts = Record<string, string | number>;
const SENTENCES: Record<string, (f: Facts) => string> = {
  class_unknown: () => '没找到这个班。',
  not_followed: () => '这个班的名单里没有你，不用填。',
  month_unknown: () => '这个月不用填。',
  follow_up_early: (f) => `还早呢，${shortDay(String(f.from))}起再填。到时会问你。`,
};
export const refusedAnswer = (refusal: Refusal): string =>
  SENTENCES[refusal.refused]?.(refusal.facts ?? {}) ?? '没记上。过一会儿再发一次。';

export const HELP = '问问培训后工作怎么样，好帮大家找活、涨工资。不想说的，回“不想说”那个数字。';
export const HINTS = ['回下面的数字就行。', '回一个数字，比如“1”。'];
export const WAGE_HINTS = ['一个月大约多少？写个数，比如“5000”。', '写个数，比如“5000”。不想说，回“1”。'];
