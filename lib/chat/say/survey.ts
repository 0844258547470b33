/** 摸排: a survey's questions. */
import { MODE_NAMES, spokenFree } from '../../wishes/free-time';
import type { SurveyAnswer, WishMode } from '../../wishes/types';

export const ASK_SITE = '你现在在哪里上班？';
export const askTrade = (of: number): string => `一共${of}个小问题，回数字就行。\n1. 最想学什么？`;
export const NOTHING = '都不想学';
export const ASK_FREE = '2. 什么时候有空学？可以回几个数，像“1 2”，也可以打字。';
export const ASK_MODE = '3. 理论课，想当面学，还是在手机上学？（实操都在当面）';
export const MODE_LABELS: [WishMode, string][] = [
  ['offline', MODE_NAMES.offline],
  ['online', '手机上学'],
  ['either', MODE_NAMES.either],
];
export const ASK_WILLING = '4. 这样的班真开了，你来不来？';
export const WILLING_LABELS: [string, string][] = [
  ['yes', '来'],
  ['no', '先看看'],
];
export const thanks = (again: boolean, wished: boolean): string =>
  `${again ? '改好了' : '答完了'}，谢谢！${wished ? '给你登记上了，开班第一时间告诉你。' : '开了合适的班会告诉你。'}`;
export const NOT_WANTED = '好的。以后想学了，随时回“找培训班”。';
export const NOTHING_DONE = '记下了，谢谢！以后想学了随时说。';
export const CLOSED = '这次摸排已经结束了。想学什么，随时可以登记：回“登记想学的”。';
export const LEFT = '好，先不答。想答了回“摸排”。';
export const NONE = '现在没有摸排。想学什么，随时可以登记：回“登记想学的”。';
export function answered(a: SurveyAnswer): string {
  const what =
    a.trade_id === 'none'
      ? ['都不想学']
      : [
          `想学：${a.trade_name ?? a.said ?? ''}`,
          `有空：${spokenFree(a.free, a.shift)}`,
          `理论：${MODE_NAMES[a.mode]}`,
          `开班：${a.willing ? '来' : '先看看'}`,
        ];
  return [a.channel === 'survey' ? '你答过了：' : '别人替你答过：', ...what, '要改吗？'].join('\n');
}
export const AGAIN_LABELS: [string, string][] = [
  ['again', '改一改'],
  ['keep', '不用改'],
];
export const KEPT = '好，就按你答的。';
export const HELP: Record<string, string> = {
  site: '知道你在哪里上班，才好在那边开班。',
  again: '想改就回“1”，再答一遍，按新的算。不改回“2”。',
  trade: '问问大家想学什么，想学的人多就开班。单子上没有的，可以打字说。',
  free: '知道你哪些时候有空，开班就排在那个时候。',
  mode: '理论课可以在手机上听，也可以到场听。动手的课都要到场。',
  willing: '说“来”不是报名，不占名额。开班时会先告诉你，那时再决定。',
};
export const HINTS: Record<string, [string, string]> = {
  site: ['回下面的数字，或发个位置。', '点右下角“+”可以发位置。或回下面的数字。'],
  trade: ['回下面的数字，或打字说想学什么。', '回一个数字就行，比如“1”。'],
  trade_text: ['打几个字就行，比如“开挖机”。', '只说想学什么，20个字以内。'],
  free: ['回数字就行，像“1”，或“1 2”。', '比如回“1”，就是平时晚上有空。'],
  mode: ['回 1、2 或 3。', '当面学回“1”，手机上学回“2”，都行回“3”。'],
  willing: ['来就回“1”，先看看回“2”。', '回一个数字就行：1 或 2。'],
  again: ['要改回“1”，不改回“2”。', '回一个数字就行：1 或 2。'],
};
