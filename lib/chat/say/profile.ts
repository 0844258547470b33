/** Her details, and correcting them. */
import type { Worker } from '../../people/types';
import { HINTS as SIGN_UP_HINTS } from './sign-up';

export const details = (w: Worker): string =>
  [
    `姓名：${w.name}`,
    `身份证：${w.id_number_masked}`,
    `手机：${w.phone_masked}`,
    `上班：${w.site_text}`,
    `单位：${w.employer || '没填'}`,
  ].join('\n');
export const PROFILE_LABELS: [string, string][] = [
  ['phone', '改手机号'],
  ['site', '改上班地点'],
  ['employer', '改单位'],
  ['topics', '退订消息'],
  ['erase', '删除我的信息'],
];
export const NEW_PHONE = '新手机号是多少？';
export const NEW_EMPLOYER = '现在在哪个单位或工地？';
export const phoneKept = (masked: string): string => `改好了，手机号是${masked}。`;
export const employerKept = (employer: string): string => `改好了，单位是${employer}。`;
export const siteKept = (site: string): string => `改好了，你在${site}上班。`;
export const EMPLOYER_WRONG = '单位名太长了，或里面有号码。请写短一点。';
/** Before her name or ID number is to be changed. */
export const BY_OFFICE = '姓名、身份证号要工作人员改，回“人工”就行。别的可以自己改：';
export const surePhone = (masked: string): string => `手机号改成${masked}？`;
export const SURE_LABELS: [string, string][] = [
  ['yes', '对，改'],
  ['no', '不改'],
];
export const HELP = '这里看和改你的资料。姓名和身份证号错了，找工作人员改。';
export const HINTS: Record<string, [string, string]> = {
  phone: SIGN_UP_HINTS.phone!,
  employer: ['请发单位名。', '比如“某某建筑公司”。不改了回“返回”。'],
  site: ['回下面的数字，或发个位置。', '点右下角“+”可以发位置。'],
};
