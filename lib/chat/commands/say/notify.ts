/** 通知, in words. */
import type { Member, TrainingClass } from '../../../classes/types';
import { ASK_ALONE } from '../names';

export const YES = '确定发';
export const WHAT_TO_ALL = '发什么给所有工友？把话打出来。';
export const HAS_NUMBER = '里面有身份证号或卡号，不能群发。去掉再发一次。';
export const BARE_NUMBER = '只有一个数字，不发。要发的话请打字。';
export const STOPPED = '撤回了，一个人都没有收到。';
const named = (c: TrainingClass) => `${c.class_id} ${c.title}`;
export const nobody = (c: TrainingClass): string => `${named(c)}还没有学员，没人可通知。`;
export const onlyByPhone = (c: TrainingClass, unreached: Member[], may_name: boolean): string =>
  `${named(c)}的人都没有微信联系，发不到，${toCall(unreached, may_name)}`;
export const whatToClass = (c: TrainingClass, count: number): string => `发什么给${named(c)}的${count}人？把话打出来。`;
export const tooLong = (length: number, max: number): string => `太长了：${length}字，最多${max}字。短一点再发。`;
export const dryClass = (c: TrainingClass, count: number, text: string, by_phone: string[]): string =>
  [`发给${named(c)}的${count}人：`, `“${text}”`, ...by_phone, '确定后等两分钟再发出。'].join('\n');
/** More are not listed one by one: the roster has them all. */
const UNREACHED_SHOWN = 8;
/** Those without an account: the officer must tell them herself. `may_name`: nobody reads along. */
export function byPhone(unreached: Member[], may_name: boolean): string[] {
  return unreached.length === 0
    ? []
    : [`其中${unreached.length}人没有微信联系，收不到，${toCall(unreached, may_name)}`];
}
function toCall(people: Member[], may_name: boolean): string {
  if (!may_name) return `要打电话。${ASK_ALONE}`;
  const shown = people.slice(0, UNREACHED_SHOWN).map((one) => `${one.name} 尾号${one.phone_masked.slice(-4)}`);
  return `要打电话：${shown.join('、')}${people.length > UNREACHED_SHOWN ? '等' : ''}`;
}
export const dryAll = (count: number, text: string): string =>
  `发给你这里的${count}位工友（退订的不发）：\n“${text}”\n确定后等两分钟再发出。`;
export const held = (count: number, minutes: number): string => `好，${minutes}分钟后发给${count}人。`;
export const undoLabel = (count: number, text: string): string =>
  `给${count}人的通知“${[...text].slice(0, 12).join('')}${[...text].length > 12 ? '…' : ''}”`;
