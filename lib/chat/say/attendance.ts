/** 我的考勤: what counts for her so far, and what is still to be done. Nobody is scolded. */
import type { HerAttendance } from '../../classes/attendance/of-worker';
import type { LessonCount } from '../../classes/attendance/types';
import { shortDay, spokenDay } from '../../platform/spoken';

export const NOT_REGISTERED = '你还没报过班。上了课，考勤会在这里。';
export const NOTHING = '你没有报上的班，没有考勤。';
/** More are only counted: the page has to fit a small screen. */
const MISSED_SHOWN_MAX = 4;
const WHY: Partial<Record<LessonCount['state'], string>> = { leave: '（请假）', disputed: '（你说没去）' };

/** One class of hers. */
export function attendance(her: HerAttendance): string {
  const { training_class: c, so_far } = her;
  const signed = her.signed.map((lesson) => `第${lesson.n}节签过到了，下课就算上。`);
  if (so_far.lessons.length === 0)
    return [c.title, ...(signed.length > 0 ? signed : [`还没上过课，${spokenDay(c.starts_at)}开课。`])].join('\n');
  const missed = so_far.lessons.filter((one) => one.counted === 0);
  const late = so_far.late_times > 0 ? `，迟到${so_far.late_times}次` : '';
  const there = so_far.lessons.length - missed.length;
  return [
    c.title,
    `上过${so_far.lessons.length}节，你到了${there}节${late}。`,
    `算课时：${so_far.units_held}里有${so_far.units_counted}，${so_far.percent ?? 0}%。`,
    ...(missed.length > 0 ? [missedLine(her, missed)] : []),
    ...signed,
    toDo(her),
    ...(so_far.lessons.some((one) => one.state === 'list_waiting') ? [TO_CONFIRM] : []),
  ].join('\n');
}

const TO_CONFIRM = '有老师点名、等你核对的：去了回“去了”，没去回“没去”。';

function missedLine({ lessons }: HerAttendance, missed: LessonCount[]): string {
  const named = missed.slice(0, MISSED_SHOWN_MAX).map((one) => {
    const day = shortDay(lessons.find((lesson) => lesson.n === one.n)?.starts_at ?? '');
    return `${day}第${one.n}节${WHY[one.state] ?? ''}`;
  });
  return `缺${missed.length}节：${named.join('、')}${missed.length > named.length ? '…' : ''}。`;
}

/** What is asked of her, and what she can do. */
function toDo({ lessons, so_far, percent_min, may_miss_units }: HerAttendance): string {
  if (may_miss_units < 0)
    return `到课要满${percent_min}%，还差${-may_miss_units}课时。不要紧，跟老师约补课，补上就算。记错了回“人工”。`;
  if (so_far.lessons.length === lessons.length) return `到课要满${percent_min}%，你够了。`;
  if (may_miss_units === 0) return `到课要满${percent_min}%。后面的课都来，就够。`;
  return so_far.enough
    ? `到课要满${percent_min}%，现在够。最多还能缺${may_miss_units}课时。`
    : `到课要满${percent_min}%。后面别再缺超过${may_miss_units}课时，就够。`;
}

export const HELP = '这里看你到了几节课、缺了几节。缺多了可以补课。';
