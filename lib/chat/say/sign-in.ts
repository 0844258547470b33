/** Signing in, and saying whether the officer's list is right. */
import type { Lesson, TrainingClass } from '../../classes/types';
import type { Refusal } from '../../platform/refusal';
import { shortDay, spokenTime } from '../../platform/spoken';

type Facts = Record<string, string | number>;
const named = (f: Facts) => (f.title ? `“${f.title}”` : '这节课');
const clock = (at: string | number | undefined) => spokenTime(String(at ?? ''));

export const NOT_REGISTERED = '你还没登记，签不了到。先找课报名，报了名就能签。';
export const lessonName = (c: Pick<TrainingClass, 'title'>, lesson: Pick<Lesson, 'n' | 'starts_at'>): string =>
  `${c.title}第${lesson.n}节，${spokenTime(lesson.starts_at)}`;

export const sendCode = (c: TrainingClass, lesson: Lesson): string =>
  `${lessonName(c, lesson)}。\n老师手机上有4位数，发给我就签到。`;
export const CODE_FIRST = '先发老师手机上的4位数字，再发位置。';
export const NOT_NOW = '好，不急。到了教室，看到4位数再发给我。没签上，请老师点名，一样算到课。';
export const HELP_CODE = '老师的手机上有4位数字，每分钟换一次。看到是几就发几。没有数字，请老师点名。';
export const HINTS = ['请发老师手机上的4位数字，像3847。', '只发4个数字就行。看不到，就跟老师说一声，请老师点名。'];

export function signed(c: TrainingClass, lesson: Lesson, late_min: number | undefined): string {
  const late = late_min === undefined ? '' : `\n晚了${late_min}分钟，记迟到。`;
  return `签到好了：${lessonName(c, lesson)}。${late}`;
}
export const already = (c: TrainingClass, lesson: Lesson, at: string): string =>
  `${lessonName(c, lesson)}，你${clock(at)}已经签过了，不用再签。`;
export const wrong = (left: number): string =>
  left > 0
    ? `这个码不是你班的，或者打错了。看看老师手机上现在是几，再发一次。（还能试${left}次）`
    : '码错得太多了。请老师点名，一样算到课。';

export const whereAreYou = (c: TrainingClass): string =>
  `码对了。“${c.title}”还要看你在不在上课的地方。\n点下面的“＋”，选“位置”，发给我。3分钟内有效。`;
export const HELP_WHERE = '点输入框旁边的“＋”，选“位置”，再点“发送”。发不了，请老师点名，一样算到课。';
export const WHERE_HINTS = ['请发位置：点“＋”，选“位置”，再点“发送”。', '还是发不了？跟老师说一声，请老师点名。'];
export const far = (away_m: number, radius_m: number): string =>
  `你离上课的地方有${metres(away_m)}，${metres(radius_m)}以内才能签。\n到了再签；已经到了，请老师点名。`;
const metres = (m: number): string => (m >= 1000 ? `${(m / 1000).toFixed(1)}公里` : `${m}米`);

const SENTENCES: Record<string, (f: Facts) => string> = {
  code_old: () => '这个码过时了，每分钟换一次。看看老师手机上现在是几，马上发。',
  code_not_yours: () => '这不是你班的签到码。点“我的课”看看你今天在哪里上课。',
  sign_in_none: () => '你今天没有要签到的课。',
  sign_in_not_open: (f) =>
    `${named(f)}${clock(f.starts_at)}上课，${f.opens_at ? `${clock(f.opens_at)}开始签到。` : '还没到签到时间。'}到时再发。`,
  sign_in_closed: (f) => `${named(f)}过了签到时间。已经到了，请老师点名。`,
  sign_in_too_many: () => '码错得太多了。请老师点名，一样算到课。',
  already_marked: () => '老师记了你这节课没到。要是记错了，请跟老师说。',
  location_expired: () => '位置发晚了，超过3分钟。请再发一次老师手机上的4位数。',
  lesson_unknown: () => '这节课改了时间或取消了。点“我的课”看看。',
  signed_elsewhere: (f) => `这个时间，你在“${f.other}”第${f.n}节签过到了，一个人不能同时上两个班。记错了，请跟老师说。`,
  class_cancelled: (f) => `${named(f)}不开了${f.reason ? `：${f.reason}` : '。'}`,
  area_closed: (f) => `这个地区现在不能上实操课${f.reason ? `：${f.reason}` : '。'}老师会通知改到什么时候。`,
  mark_not_asked: () => '这节课老师没有要你核对。已经签过到，或者老师改过了。',
  confirm_late: (f) => `过了${f.days}天，这里改不了了。记错了请回“人工”。`,
  class_unknown: () => '没找到这个班。',
};

/** A refusal to sign in, in her words. */
export const refusedSignIn = (refusal: Refusal): string =>
  SENTENCES[refusal.refused]?.(refusal.facts ?? {}) ?? '没签上。请老师点名，一样算到课。';

/** She answered what the officer's list says of her. */
export function confirmed(c: TrainingClass, lesson: Lesson, there: boolean, before: boolean): string {
  const which = `“${c.title}”第${lesson.n}节（${shortDay(lesson.starts_at)}）`;
  if (before) return `你说过了：${which}${there ? '到了' : '没到'}。`;
  return there ? `好，${which}算你到课。` : `好，${which}不算你到课。老师会看到你说没去。`;
}
export const askConfirm = (c: string, n: string): string => `${c}班第${n}节，你去了吗？`;
export const askConfirmOf = (c: TrainingClass, lesson: Lesson): string =>
  `“${c.title}”第${lesson.n}节，${shortDay(lesson.starts_at)}，老师点名记你到了。\n这节课你去了吗？`;
export const NOTHING_TO_CONFIRM = '现在没有要你核对的点名。来不了回“请假”，记错了回“人工”。';
