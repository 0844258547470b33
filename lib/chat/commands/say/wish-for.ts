/** 意愿, in words. */

import type { WishCount } from '../../../wishes/count-wishes';
import { spokenFree } from '../../../wishes/free-time';
import type { FreeTime, Shift } from '../../../wishes/types';
import { CHANNEL_SAYS } from '../../../wishes/words';

export const YES = '确定登记';
export const WHO = '替谁登记？发姓名，没登记过的加上手机号。';
export const phoneOf = (name: string): string => `${name}没有登记过。发一下手机号（11位）。`;
export const nameOf = (tail: string): string => `没找到尾号${tail}的人。发姓名和手机号。`;
export const WHAT = '想学什么？';
export const FREE = '什么时候有空？可以打字，像“平时晚上”“上夜班”。';
export const WHERE = '在哪里上班？';

export interface Dry {
  name: string;
  phone_masked: string;
  trade: string;
  free: FreeTime[];
  shift?: Shift;
  place: string;
  channel: 'station' | 'village_officer';
  answers?: string;
  /** People said with her who are not registered this time. */
  others: number;
}
export const dry = ({ name, phone_masked, trade, free, shift, place, channel, answers, others }: Dry): string =>
  [
    ...(others > 0 ? [`一次登记一人，这次只登记${name}。另外${others}人请一个一个发；人多请他们自己回“摸排”。`] : []),
    `替${name}（${phone_masked}）登记意愿：`,
    `想学：${trade}`,
    `有空：${spokenFree(free, shift)}`,
    `在哪：${place}`,
    `记成${CHANNEL_SAYS[channel]}报的${answers ? `，也算答了摸排${answers}` : ''}。`,
  ].join('\n');
export const done = (name: string, trade: string, again: boolean): string =>
  again ? `${name}想学${trade}，改好了。` : `记下了：${name}想学${trade}。`;
export const undoLabel = (name: string, trade: string): string => `意愿 ${name} ${trade}`;
export const undone = (trade: string): string => `想学${trade}的这条去掉了。`;

export function counts(rows: { place: string; counts: WishCount[] }[], min: number): string {
  const lines = rows.flatMap(({ place, counts }) =>
    counts.length === 0
      ? [`${place}：还没有人登记。`]
      : [
          `${place}：`,
          ...counts.map((one) => {
            const short = Math.max(0, min - one.open);
            const rest = one.open === 0 ? '，都在开班建议里了' : short > 0 ? `，还差${short}人够一个班` : '';
            return `${one.trade_name} ${one.wanted}人（${spokenChannels(one)}）${rest}`;
          }),
        ],
  );
  return ['想学的人：', ...lines, '替人登记，回“意愿 王小妹 焊工 平时晚上”。'].join('\n');
}

const spokenChannels = ({ by_channel }: WishCount): string =>
  Object.entries(by_channel)
    .map(([channel, n]) => `${CHANNEL_SAYS[channel as 'chat']}${n}`)
    .join('，');
