/** Binding an account to an office. */
import type { OrgRefusal } from '../../people/types';
import type { Refusal } from '../../platform/refusal';

export const isItYou = (org_name: string, name: string): string => `你是“${org_name}”的${name}吗？`;
export const LABELS = { yes: '是我', no: '不是我' };
export const HELP = '这个码让这个微信替单位办事。是你本人回“1”，不是回“2”。';
export const HINTS = ['是你回“1”，不是你回“2”。', '只要回一个数字：“1”或“2”。'];
export const NOT_ME = '好，没有绑定。码可能发错人了，请告诉给你码的人。';

/** What follows at once, and how to be a worker again. */
export const done = (name: string, org_name: string, is_worker: boolean): string =>
  `绑好了，${name}。这个微信现在可以替“${org_name}”办事。\n发“菜单”看能办什么。${is_worker ? `\n${WORKER_TOO}` : ''}`;
const WORKER_TOO = '要办自己报班的事，发“我是工友”。';

type Told = Extract<
  OrgRefusal,
  | 'binding_unknown'
  | 'binding_used'
  | 'binding_expired'
  | 'binding_elsewhere'
  | 'staff_left'
  | 'staff_bound'
  | 'account_bound'
>;

/** Why not, and what to do; never who else it is. */
const WHY_NOT: Record<Told, string> = {
  binding_unknown: '没有这个绑定码。请对一对，码是8位。',
  binding_used: '这个绑定码已经用过了。请向管理员再要一个。',
  binding_expired: '这个绑定码过期了。请向管理员再要一个。',
  binding_elsewhere: '这个绑定码是别的县的，这里绑不了。请到那个县的公众号上发。',
  staff_left: '这个绑定码对应的人已不在岗。有疑问找管理员。',
  staff_bound: '这个人已经绑了一个微信。换微信要管理员先解绑。',
  account_bound: '这个微信已经绑了单位的身份。要换，请管理员先解绑。',
};

export function whyNot(refusal: Refusal): string | undefined {
  return (WHY_NOT as Record<string, string | undefined>)[refusal.refused];
}
