/** Refusals as staff hear them: what is in the way, and what to do instead. A new code is a line here, else its title answers. */
import { PROBLEMS, type ProblemCode } from '../../../platform/problem';
import type { Refusal } from '../../../platform/refusal';
import { shortDay, spokenDay, spokenMoment } from '../../../platform/spoken';
import { PATTERN_NAMES } from '../../render';
import type { Pattern } from '../../types';

type Facts = Record<string, string | number>;
const day = (value: string | number | undefined) => (value ? shortDay(String(value)) : '');
const moment = (value: string | number | undefined) => (value ? spokenMoment(String(value)) : '');
const named = (f: Facts) => (f.title ? `“${f.title}”` : '这个班');

const SENTENCES: Record<string, (f: Facts) => string> = {
  class_unknown: (f) => `没有${f.class_id ?? '这个'}班。只查得到你这里的班，回“班”看看。`,
  class_draft: (f) => `${named(f)}还是草稿，没有发布。`,
  class_cancelled: (f) => `${named(f)}已经取消。`,
  class_closed: (f) => `${named(f)}${day(f.closes_at)}截止报名了。`,
  class_not_yet_open: (f) => `${named(f)}${moment(f.opens_at)}才开始报名。`,
  class_started: (f) => `${named(f)}${day(f.starts_at)}已经开课，报不进了。`,
  class_full: (f) => `${named(f)}名额满了${f.line ? `，还有${f.line}人排队` : ''}。`,
  waiting_full: (f) => `${named(f)}满了，候补也满了。`,
  already_enrolled: (f) => `已经在${named(f)}名单里。`,
  already_waiting: (f) => `已经在${named(f)}候补里。`,
  clash: (f) => `和已报的“${f.other}”上课时间撞了。`,
  limit_year: (f) => `${f.year}年已报满${f.limit}个班。`,
  same_trade_done: (f) => `学过同级的${f.trade}，不能再报。`,
  not_eligible: (f) => `${named(f)}只收：${f.groups}。`,
  too_young: (f) => `不满${f.limit}岁。`,
  too_old: (f) => `过了${f.limit}岁。`,
  not_enrolled: (f) => `不在${named(f)}名单里。`,
  worker_unknown: () => '没找到这个人。只查得到你这里的工友。',
  id_number_taken: () => '这个身份证号已经登记在别人名下，请核对。',
  id_number_checksum: () => '身份证号有一位不对。',
  id_number_format: (f) => `身份证号要18位${f.digits ? `，这里是${f.digits}位` : ''}。`,
  id_number_date: () => '身份证号第7到14位（生日）不对。',
  phone_format: () => '手机号不对，要11位。',
  name_format: () => '姓名不对，要两个以上汉字。',
  pattern_weekday: (f) =>
    `${f.day ? spokenDay(`${f.day}T00:00`) : '这天'}不是${PATTERN_NAMES[f.pattern as Pattern] ?? '这种班'}的上课日。`,
  pattern_time: (f) => `这个时间不行：${f.earliest}到${f.latest}之间才能上课。`,
  pattern_units: (f) => `一天最多${f.max}课时，${day(f.day)}排了${f.units}课时。`,
  lesson_too_short: (f) => `${f.from}到${f.to}上不了${f.units}课时。一课时45分钟，要${f.needed_min}分钟。`,
  own_mark: (f) =>
    `${f.name}是你自己，自己的考勤不能自己记、自己签。去掉你自己再来；你的请别的老师记，或自己输签到码。${
      f.by_name ? '只是和你同名的，请主管部门登记你的身份证号，就分得清了。' : ''
    }`,
  make_up_other_kind: (f) => `第${f.n}节是另一种课：理论补理论，实操补实操。`,
  list_too_long: (f) => `一次最多给${f.max}人记到课，这里是${f.people}人。人多请用签到码，没签上的再点名。`,
  roster_too_large: (f) => `一次最多签${f.max}人。先签这么多，其余的人请主管部门在考勤里更正。`,
  too_many_lessons: (f) =>
    f.capacity
      ? `收${f.capacity}人最多排${f.max}节课，这样要排${f.lessons}节。课时少一些，或者少收些人。`
      : `课次太多，最多${f.max}次。`,
  class_in_past: () => '开课时间已经过了。',
  class_not_draft: (f) => `${named(f)}已经发布过了。`,
  class_not_published: (f) => `${named(f)}没有发布。`,
  trade_off_list: (f) => `${f.trade ?? '这个工种'}不在当地紧缺目录里，要写明理由才能开。`,
  place_off_list: () => '这个地方不在项目的培训地里。',
  trade_unknown: () => '没有这个工种。',
  class_has_people: (f) => `${named(f)}已经有${f.people}人报名或候补，不能撤销开班。要停办请找主管部门取消。`,
  class_too_large: (f) => `${named(f)}名额太多，工作站停不了，要县里主管部门停。`,
  broadcast_over: () => '已经发出去了，撤不回来。',
  segment_empty: () => '没有能收到的人。',
  notices_too_many: (f) => `今天已经发过${f.max}次了，再发会打扰大家。明天再发；有急事请打电话。`,
  thread_unknown: () => '没有这个留言。',
  thread_closed: () => '这个留言已经结束了。',
  not_on_duty: () => '你的工作身份已经解除，办不了。',
  staff_left: () => '你的工作身份已经解除，办不了。',
  area_not_yours: () => '这不在你负责的范围。',
  lesson_unknown: () => '没有这节课。',
  not_marked: (f) => `${f.name ?? '这个人'}这节课还没有记到课，记不了早退。先签到或点名。`,
  make_up_not_later: () => '补课要在缺课那天以后，补完了才能记。还没上的先约好，上完再回“补课”。',
  lesson_over: () => '这节课已经上完。',
  survey_going_out: (f) => `${f.survey_id}的问题还没发完，现在提醒会和问题一起到。过几分钟再提醒。`,
  assessment_unknown: () => '这个班还没有安排考试。考试由主管部门安排：哪天、在哪、谁来考。',
  results_published: () => '成绩已经公布，不能再登。出勤更正后够了、还没考的，请主管部门再安排一次考试，给他们补考。',
  results_not_published: (f) =>
    `成绩还没有公布。由考评员登好分、回“公布成绩 ${f.class_id ?? '班号'}”，公布了才能发证。`,
  scores_missing: (f) =>
    f.names
      ? `还有${f.count}人没有成绩：${f.names}${Number(f.count) > String(f.names).split('、').length ? '等' : ''}。没来考的写“缺考”。`
      : '还没有登过成绩。',
  follow_up_early: (f) => `满${f.month}个月的回访${day(f.from)}起才能记，现在还早。`,
  stale: () => '刚才有人改过，请再来一次。',
  busy: () => '现在人多，没办成，什么都没动。过一会儿再发一次。',
};

/** A refusal in the words of the office; with a name, of whom it is said. */
export function refusedText(refusal: Refusal): string {
  const say = SENTENCES[refusal.refused];
  if (say) return say(refusal.facts ?? {});
  const title = PROBLEMS[refusal.refused as ProblemCode]?.title;
  return title ? `没办成：${title}。` : '没办成，什么都没动。请让主管部门看看。';
}
