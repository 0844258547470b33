/** Refusals about signing in and what is kept of it. */
import type { ProblemRow } from './row';

export const ATTENDANCE_PROBLEMS = {
  code_old: { status: 409, title: '签到码过时了' },
  code_not_yours: { status: 403, title: '不是自己班的签到码' },
  sign_in_none: { status: 409, title: '今天没有要签到的课' },
  sign_in_not_open: { status: 409, title: '还没到签到时间' },
  sign_in_closed: { status: 409, title: '过了签到时间' },
  sign_in_too_many: { status: 429, title: '签到码错得太多' },
  location_expired: { status: 409, title: '位置发得太晚' },
  lesson_not_begun: { status: 409, title: '这节课还没开始' },
  lesson_not_ended: { status: 409, title: '这节课还没上完' },
  already_marked: { status: 409, title: '已经有考勤记录' },
  not_marked: { status: 409, title: '没有到课记录' },
  mark_not_asked: { status: 409, title: '没有要核对的点名' },
  confirm_late: { status: 409, title: '过了核对的时间' },
  nobody_to_mark: { status: 409, title: '没有要记的人' },
  nothing_to_undo: { status: 409, title: '没有可以撤的记录' },
  leave_too_late: { status: 409, title: '课已经上完，不能再请假' },
  not_missed: { status: 409, title: '这节课没有缺，不用补' },
  list_too_long: { status: 409, title: '人太多，一次点不了' },
  make_up_too_short: { status: 422, title: '补的课时不够' },
  make_up_other_kind: { status: 422, title: '理论课和实操课不能互相补' },
  own_mark: { status: 403, title: '自己的考勤不能自己记' },
  signed_elsewhere: { status: 409, title: '这个时间在别的班签过到' },
  make_up_not_later: { status: 422, title: '补课要在缺课以后，而且已经上完' },
  left_time: { status: 422, title: '离开的时间不在这节课里' },
} as const satisfies Record<string, ProblemRow>;
