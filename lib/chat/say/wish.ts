/** 点单: what she wants to learn, and when she is free. */
import { FREE_NAMES, spokenFree } from '../../wishes/free-time';
import type { FreeTime, Shift } from '../../wishes/types';

export const ASK_SITE = '你在哪里上班？想学的开在那边。回数字，或发个位置。';
export const ASK_TRADE = '想学什么？回数字，或直接打字。';
export const ASK_TRADE_TEXT = '想学什么？打几个字就行，比如“开挖机”。';
export const ANY_TRADE = '那挑一样最想学的，回数字，或打字说。';
export const timesKept = (free: FreeTime[], shift?: Shift): string => `有空：${spokenFree(free, shift)}。`;
export const OTHER = '别的，我打字说';
export const ASK_FREE = '什么时候有空学？可以回几个数，像“1 2”，也可以打字。';
export const FREE_LABELS: [string, string][] = [
  ['weekday_evening', FREE_NAMES.weekday_evening],
  ['weekend_day', FREE_NAMES.weekend_day],
  ['weekday_day', FREE_NAMES.weekday_day],
  ['weekend_evening', FREE_NAMES.weekend_evening],
  ['full_time', FREE_NAMES.full_time],
  ['unsure', '倒班，说不准'],
];

export interface WishLines {
  trade: string;
  free: FreeTime[];
  shift?: Shift;
  place: string;
  known: boolean;
}
export const confirm = ({ trade, free, shift, place, known }: WishLines): string =>
  [
    '登记一下，对不对？',
    `想学：${trade}`,
    `有空：${spokenFree(free, shift)}`,
    `在哪：${place}`,
    known ? '人够了就开班，会告诉你。不收钱，也不占名额。' : '不用留名字。人够了就开班，会告诉你。不收钱。',
  ].join('\n');
/** Not words of other pages: a tap on an older page must not answer this one. */
export const CONFIRM_LABELS: [string, string][] = [
  ['yes', '对，登记'],
  ['time', '改时间'],
  ['trade', '改想学的'],
  ['no', '先不登记'],
];
export const kept = (trade: string, again: boolean): string =>
  again ? `改好了：${trade}。人够了就开班，第一时间告诉你。` : `记下了：想学${trade}。人够了就开班，第一时间告诉你。`;
export const openNow = (card: string): string => `\n现在就能报的有：${card}。回“1”看看。`;
export const tooMany = (max: string | number | undefined): string => `最多登记${max ?? 5}样，先去掉一样再加。`;
export const BAD_TEXT = '写短一点，20个字以内，不要写号码。';
/** Those who work longest need it most: no page gives up on them. */
export const NO_TIME = '有空的时候少，也能登记：晚上、周末，选一个最可能的。说不准回“6”，先不填回“取消”。';
export const notKept = '好，不登记。想学了随时说。';

export const LIST = '你登记想学的。不想学了，回它的数字去掉：';
export const wishLabel = (trade: string, free: FreeTime[], shift?: Shift): string =>
  `${trade}（${spokenFree(free, shift)}）`;
export const WHICH_DROP = '哪样不想学了？回它的数字。都不学了，一样一样去掉。';
export const ADD = '再登记一样';
export const DONE = '都不动';
export const reallyDrop = (trade: string): string => `不想学${trade}了？去掉以后开班不再告诉你。`;
export const DROP_LABELS: [string, string][] = [
  ['drop', '去掉'],
  ['keep', '留着'],
];
export const dropped = (trade: string): string => `好，${trade}去掉了。`;
export const nothingDropped = '好，都留着。';

export const shiftClash = (title: string, busy: string, free: string): string =>
  `“${title}”要${busy}来上课，你说过${free}有空。\n和单位说好了，能来吗？`;
export const SHIFT_LABELS: [string, string][] = [
  ['waive', '和单位说好了，能来'],
  ['time', '我有空的时间变了'],
  ['no', '来不了，不报了'],
];
export const timeKept = '记下了你有空的时间。';
export const GO_ON_LABELS: [string, string][] = [
  ['enrol', '接着报名'],
  ['no', '先不报'],
];
export const notComing = '好，不报。有合适时间的班再告诉你。';

export const HELP = {
  site: '知道你在哪里上班，才好在那边开班。',
  trade: '想学什么就回什么。单子上没有的，打字说也记下来。',
  free: '知道你哪些时候有空，开班就排在那个时候。上夜班、倒班也可以直接说。',
  confirm: '登记不是报名，不占名额。想学的人够了就开班，开班时会告诉你，那时再决定报不报。',
  list: '登记想学的，人够了就开班，会告诉你。不想学了，回那一样的数字去掉。',
  drop: '去掉以后，开这样的班不再告诉你。想留着回“2”。',
  go_on: '你有空的时间改好了。还想报这个班，回“1”。',
  shift: '上课和上班撞了。和单位说好了就能来；没说好，可以请工作人员帮忙跟单位商量，回“人工”。',
} as Record<string, string>;
export const HINTS: Record<string, [string, string]> = {
  site: ['回下面的数字，或发个位置。', '点右下角“+”可以发位置。或回下面的数字。'],
  trade: ['回下面的数字，或打字说想学什么，像“想学电焊”。', '回一个数字就行。单子上没有的，回最后一个数。'],
  trade_text: ['打几个字就行，比如“开挖机”“做饭”。', '只说想学什么，20个字以内。'],
  free: ['回数字就行，像“1”，或“1 2”。', '比如回“1”，就是平时晚上有空。'],
  confirm: ['对就回“1”，要改回“2”或“3”，不登记回“4”。', '回一个数字就行。'],
  list: ['要去掉哪样，回它的数字。都不动，回最后一个数。', '回一个数字就行。'],
  drop: ['去掉回“1”，留着回“2”。', '回一个数字就行：1 或 2。'],
  go_on: ['接着报名回“1”，先不报回“2”。', '回一个数字就行：1 或 2。'],
  shift: ['能来回“1”，时间变了回“2”，不报回“3”。', '回一个数字就行：1、2 或 3。'],
};
