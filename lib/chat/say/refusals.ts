/** Every refusal in words she understands, without blame, and what she can do instead. */

import type { EnrolRefusal } from '../../classes/types';
import type { Refusal } from '../../platform/refusal';
import { shortDay, spokenMoment } from '../../platform/spoken';
import type { IntentName } from '../types';

type Facts = Record<string, string | number>;
const moment = (at: string | number | undefined) => spokenMoment(String(at ?? ''));
const named = (f: Facts) => (f.title ? `“${f.title}”` : '这个班');

/** What chat can be refused: whoever adds a refusal is made to find its words. */
type Told = Exclude<EnrolRefusal, 'busy'> | 'seat_free' | 'worker_unknown' | 'id_number_taken';

const SENTENCES: Record<Told, (f: Facts) => string> = {
  class_unknown: (f) => `没找到${f.class_id ? `编号${f.class_id}的班` : '这个班'}。看看别的？`,
  class_draft: () => '这个班还没开放报名。看看别的？',
  class_cancelled: (f) => `${named(f)}不开了${f.reason ? `：${f.reason}` : '。'}`,
  class_closed: (f) => `${named(f)}报名${shortDay(String(f.closes_at))}就截止了。看看别的？`,
  class_not_yet_open: (f) => `${named(f)}还没开始报名，${moment(f.opens_at)}开始。到时再来。`,
  class_started: (f) => `${named(f)}${shortDay(String(f.starts_at))}已经开课了，报不了。看看别的？`,
  class_full: (f) => `${named(f)}名额满了。`,
  waiting_full: (f) => `${named(f)}满了，排队的人也满了。看看别的？`,
  already_enrolled: (f) => `你已经报了${named(f)}，不用再报。`,
  already_waiting: (f) => `你已经在${named(f)}排队了，有名额会告诉你。`,
  clash: (f) => `上课时间和你的“${f.other}”撞了，一个人没法同时上。\n想换，先退掉那个。`,
  shift_clash: (f) => `${named(f)}上课的时候，你说过没空。和单位说好了也能来。`,
  limit_year: (f) => `一年最多报${f.limit}个班，${f.year}年你报满了。明年再来。`,
  same_trade_done: (f) => `你报过同样的${f.trade}班了，同一级只能报一次。换个工种或级别？`,
  not_eligible: (f) => `${named(f)}只收：${f.groups}。你要是符合，让工作人员帮你登记。`,
  too_young: (f) => `${named(f)}要满${f.limit}岁，你开课时${f.age}岁，还差一点。`,
  too_old: (f) => `${named(f)}收到${f.limit}岁，你开课时${f.age}岁，报不了。`,
  not_enrolled: (f) => `你没有报${named(f)}，不用退。`,
  too_late_to_cancel: (f) => `快开课了，${named(f)}在这里退不了了。有急事，找工作人员。`,
  no_offer: (f) => `现在没有给你留的${f.title ? `“${f.title}”` : ''}名额。`,
  offer_expired: (f) => `${named(f)}给你留名额的时间过了，已经让给下一位。想学可以再排队。`,
  seat_free: (f) => `${named(f)}刚空出名额。`,
  worker_unknown: () => '没找到你的登记，要重新登记一下。',
  id_number_taken: () => '这个身份证号要工作人员核对一下。',
};

const NEXT: Record<string, IntentName[]> = {
  clash: ['my_classes', 'browse'],
  limit_year: ['my_classes', 'human'],
  already_enrolled: ['my_classes', 'browse'],
  already_waiting: ['my_classes', 'browse'],
  not_eligible: ['human', 'browse'],
  too_old: ['browse', 'human'],
  not_enrolled: ['my_classes', 'browse'],
  too_late_to_cancel: ['human', 'my_classes'],
  no_offer: ['my_classes', 'browse'],
};

export function sentence(refusal: Refusal): string {
  const say = (SENTENCES as Record<string, ((f: Facts) => string) | undefined>)[refusal.refused];
  return say ? say(refusal.facts ?? {}) : '这一步没办成。让工作人员帮你看看？';
}

export function nextSteps(code: string): IntentName[] {
  return NEXT[code] ?? (code in SENTENCES ? ['browse', 'human'] : ['human', 'menu']);
}

/** What was wrong with a number or a name, and where to look. */
export function idNumberWrong(refusal: Refusal, tries: number): string {
  const facts = refusal.facts ?? {};
  if (facts.hint === 'old_15') return '这是老的15位号码。请发现在身份证上的18位号码。';
  if (refusal.refused === 'id_number_format') return `身份证号是18位，你发的是${facts.digits}位。请数一数，再发一次。`;
  if (refusal.refused === 'id_number_date') return '第7到14位是出生年月日，好像不对。请对着身份证再发一次。';
  return tries === 0
    ? '有一位数字对不上。请看看第7到14位（生日）和最后4位，再发一次。'
    : '还是对不上。请对着身份证，一个数一个数地念着打。最后一位是X就打X。';
}

export function phoneWrong(refusal: Refusal): string {
  const digits = Number(refusal.facts?.digits ?? 0);
  if (digits === 0) return '请发11位手机号，比如1开头的。';
  return digits === 11 ? '手机号是1开头的，请看看再发一次。' : `手机号是11位，你发的是${digits}位。再发一次？`;
}
