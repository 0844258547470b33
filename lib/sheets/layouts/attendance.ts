/** 考勤表: persons by class-days, each mark a sign, the legend below. Pure. */
import type { ClassAttendance, LessonState, PersonAttendance } from '../../classes/attendance/types';
import type { Lesson, TrainingClass } from '../../classes/types';
import { classLines, dayShort, SIGNED, titleOf } from './class-lines';
import type { Layout, LayoutCell } from './types';

const SIGNS: Record<LessonState, string> = {
  present: '√',
  late: '※',
  left_early: '◇',
  made_up: '补',
  list_waiting: '名',
  list_unconfirmed: '名',
  disputed: '否',
  leave: '△',
  absent: '×',
};
const LEGEND =
  '图例：√ 到课　※ 迟到　◇ 早退　△ 请假　× 缺勤　补 已补课　名 按名单记到、本人未确认　否 本人说没来；一天几节课情况不同的，按先后并列；空白是还没上。';

const BAD: LessonState[] = ['absent', 'disputed'];

export function attendanceLayout(c: TrainingClass, lessons: Lesson[], read: ClassAttendance): Layout {
  const days = [...new Set(lessons.map((lesson) => lesson.starts_at.slice(0, 10)))].sort();
  const width = days.length > 20 ? 4 : 5;
  return {
    sheet: '考勤表',
    title: titleOf(c, '学员考勤表'),
    lines: classLines(c),
    columns: [
      { title: '序号', width: 5 },
      { title: '姓名', width: 10 },
      ...days.map((day) => ({ title: dayShort(day), width: width + (lessonsOn(lessons, day).length > 2 ? 2 : 0) })),
      { title: '应到\n课时', width: 6 },
      { title: '实到\n课时', width: 6 },
      { title: '出勤率', width: 8 },
      { title: '达标', width: 6 },
    ],
    rows: [
      ...read.people.map((person, i) => [
        String(i + 1),
        person.status === 'enrolled' ? person.name : `${person.name}（退）`,
        ...days.map((day) => dayCell(person, lessonsOn(lessons, day))),
        String(person.units_held),
        String(person.units_counted),
        person.percent === undefined ? '' : `${person.percent}%`,
        person.percent === undefined ? '' : person.enough ? '是' : { text: '否', tone: 'bad' as const },
      ]),
      [
        '',
        '出勤率',
        ...days.map((day): LayoutCell => {
          const of = read.days.find((one) => one.day === day);
          return of ? { text: `${of.percent}%`, ...(!of.enough && { tone: 'bad' as const }) } : { text: '' };
        }),
        '',
        '',
        '',
        '',
      ],
    ],
    foot: [
      LEGEND,
      `个人出勤满 ${read.percent_min}% 为达标；一个班日出勤不满 ${read.day_percent_min}% 的，标红。`,
      SIGNED,
    ],
    row_pt: 20,
  };
}

const lessonsOn = (lessons: Lesson[], day: string) => lessons.filter((lesson) => lesson.starts_at.startsWith(day));

function dayCell(person: PersonAttendance, lessons: Lesson[]): LayoutCell {
  const states = lessons.flatMap((lesson) => person.lessons.find((one) => one.n === lesson.n)?.state ?? []);
  const signs = states.map((state) => SIGNS[state]);
  const text = new Set(signs).size === 1 && signs.length === lessons.length ? signs[0]! : signs.join('');
  return { text, ...(states.some((state) => BAD.includes(state)) && { tone: 'bad' as const }) };
}
