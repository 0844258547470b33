/** Signing up. Every question says why, where it is not plain. */

import type { TrainingClass } from '../../classes/types';
import { spokenMoment } from '../../platform/spoken';
import { placeOf } from '../render';
import { ofClass } from './common';

export const consent = (account: string, title?: string): string =>
  `${title ? `报“${title}”` : '登记一下'}，${account}要记你的姓名、身份证号、电话、在哪上班。\n只用来报名、通知上课、办补贴。随时能看、能改、能删（回“删除我的信息”）。`;
export const AGREE = '同意';
export const DISAGREE = '不同意';
export const notAgreed = '好，什么都不记。班照样可以看。';
export const NAME = '你叫什么名字？跟身份证上一样。';
export const NAME_WRONG = ['请只发名字，用汉字，比如“王小妹”。', '名字是2到30个汉字。外号不行，要身份证上的。'];
export const NICKNAME = '请发身份证上的全名，外号领不到证。';
export const ID_NUMBER = '身份证号是多少？发证书、领补贴要用，存起来是加密的。';
export const PHONE = '手机号是多少？上课有变动好找你。';
export const SITE = '你在哪里上班？回数字、发位置，或打字。';
export const nearest = (said: string): string => `“${said}”离哪里近？`;
export const ELSEWHERE = '都不近';
export const EMPLOYER = '在哪个单位或工地？不想说就回“1”。';
export const EMPLOYER_WRONG = '单位名太长了，或里面有号码。写短一点，或回“1”跳过。';
export const SKIP = '跳过';
const ONE_OR_TWO = '回一个数字就行：1 或 2。';
const SEAT_HINTS: [string, string] = ['报名回“1”，不报回“2”。', ONE_OR_TWO];
export const HINTS: Record<string, [string, string]> = {
  consent: ['先回“1”同意，再发名字和号码。不同意回“2”。', ONE_OR_TWO],
  name: ['请发你的名字，比如“王小妹”。', '只发名字，2到30个汉字。'],
  id_number: ['请发18位身份证号。', '身份证号在身份证最下面一行，18位。'],
  phone: ['请发11位手机号。', '就发手机号，1开头的11个数字。'],
  site: ['回下面的数字，或发个位置。', '点右下角“+”可以发位置。或打字说在哪里。'],
  employer: ['请发单位名，不想说回“1”。', '比如“某某建筑公司”。没有就回“1”。'],
  confirm: ['都对回“1”，有错回“2”，不报回“3”。', '回一个数字就行：1、2 或 3。'],
  change: ['要改哪一项，回它的数字。', '都不用改，回“6”。'],
  sure: SEAT_HINTS,
  line: ['排队回“1”，看别的班回“2”。', ONE_OR_TWO],
  seat: SEAT_HINTS,
};
export const HELP: Record<string, string> = {
  consent: '这些信息按国家规定保护，只给办培训的工作人员看，外人看不到。不同意也能看班，只是不能报名。',
  name: '证书上要写名字，所以要跟身份证一样。',
  id_number: '有身份证号才能证明是你本人，证书和补贴不会弄错人。存的时候加密，显示只露几位。',
  phone: '上课时间变了、有名额了，打电话能找到你。不会拿去推销。',
  site: '知道你在哪里上班，才好告诉你附近的班。',
  employer: '知道单位，方便跟单位商量上课时间。可以不说。',
  confirm: '看一遍有没有错。都对回“1”，有错回“2”再改。',
  change: '哪一项写错了，就回它的数字，改好再看一遍。',
  sure: '报名回“1”，就给你留一个名额。不去回“2”，不要紧。',
  line: '排队不花钱。前面有人退了，就按先后给你留名额。',
  seat: '这个班刚空出名额，可以直接报上。',
};

export interface Lines {
  title?: string;
  when?: string;
  name: string;
  id_masked: string;
  phone_masked: string;
  site_text: string;
  employer?: string;
  line?: boolean;
}
export function confirmAll(l: Lines): string {
  return [
    '请看看对不对：',
    ...(l.title ? [`${l.line ? '排队' : '报名'}：${l.title}${l.when ? `，${spokenMoment(l.when)}开课` : ''}`] : []),
    `姓名：${l.name}`,
    `身份证：${l.id_masked}`,
    `手机：${l.phone_masked}`,
    `上班：${l.site_text}`,
    `单位：${l.employer || '没填'}`,
  ].join('\n');
}
/** Few, so that what is to be checked stays on a small screen; which line to change is asked next. */
export const confirmLabels = (title?: string, line?: boolean, class_id?: string): [string, string][] => [
  ['yes', ofClass(`都对，${title ? (line ? LINE_UP : '报名') : '登记'}`, class_id)],
  ['change', '改一项'],
  ['no', title ? NO_ENROL : '先不登记'],
];
export const WHICH_LINE = '改哪一项？';
export const CHANGE_LABELS: [string, string][] = [
  ['name', '改姓名'],
  ['id_number', '改身份证号'],
  ['phone', '改手机号'],
  ['site', '改上班地点'],
  ['employer', '改单位'],
  ['no', '不用改'],
];
export const confirmClass = (c: TrainingClass): string =>
  `报“${c.title}”？\n${spokenMoment(c.starts_at)}开课\n${placeOf(c)}`;
/** Not the word on a class's card: a tap on an old card must not answer this. */
export const YES_ENROL = '确定报名';
export const NO_ENROL = '不报了';
export const full = (title: string, line: number): string =>
  `“${title}”满了，${line > 0 ? `前面有${line}人` : '还没人'}排队。\n排队吗？轮到你会留名额，马上告诉你。`;
export const LINE_UP = '排队';
export const OTHERS = '看别的班';
export const seatAfterAll = (title: string): string => `“${title}”刚空出名额，不用排队了。报名吗？`;

export const done = (c: TrainingClass): string =>
  `报上了！${c.title}\n${spokenMoment(c.starts_at)}开课\n${placeOf(c)}\n上课前会提醒你。`;
export const inLine = (title: string, position: number): string =>
  `排上了，你是第${position}位。“${title}”有名额就告诉你，留意消息。`;
export const registered = (name: string): string => `登记好了，${name}。以后报班不用再填。`;
export const foundAgain = (name: string): string => `${name}，欢迎回来，以前的报名都找到了。`;
export const already = '你已经登记过了，报班不用再填。';
export const SHIFT_WAIVED = '本人说和单位说好了';
export const REGISTERED_TOO = '你的信息登记好了，以后不用再填。';
