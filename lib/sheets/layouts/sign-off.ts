/** 签到签字表: blank cells to be signed, a column a class-day and half, so many days a sheet as a hand can sign in. Pure. */
import type { Lesson, Member, TrainingClass } from '../../classes/types';
import { classLines, dayShort, titleOf } from './class-lines';
import type { Layout } from './types';

/** Signature columns on one A4 page: below 2 cm nobody can sign. */
const CELLS_A_PAGE = 8;
const SIGNATURE_WIDTH = 12;
/** The last days of a class may be few: wider cells keep the lines above the table on one line. */
const SIGNATURE_WIDTH_MAX = 26;

export function signOffLayouts(c: TrainingClass, lessons: Lesson[], members: Member[]): Layout[] {
  const cells = lessons.map((lesson) => ({ day: lesson.starts_at.slice(0, 10), title: timesOf(lesson), lesson }));
  const pages: (typeof cells)[] = [];
  for (const cell of cells) {
    const page = pages.at(-1);
    const of_day = cells.filter((one) => one.day === cell.day).length;
    const begins = page?.at(-1)?.day !== cell.day;
    // A day is not torn apart where it fits on a page.
    const full = !page || page.length >= CELLS_A_PAGE || (begins && page.length + of_day > CELLS_A_PAGE);
    if (full) pages.push([cell]);
    else page.push(cell);
  }
  return pages.map((page, i) => {
    const width = Math.min(SIGNATURE_WIDTH_MAX, (CELLS_A_PAGE * SIGNATURE_WIDTH) / page.length);
    const days = [...new Set(page.map((cell) => cell.day))];
    return {
      sheet: pages.length > 1 ? `签到表${i + 1}` : '签到表',
      title: titleOf(c, '学员签到签字表'),
      lines: classLines(c),
      groups: [
        ['', 2],
        ...days.map((day): [string, number] => [dayShort(day), page.filter((one) => one.day === day).length]),
      ],
      columns: [
        { title: '序号', width: 5 },
        { title: '姓名', width: 11 },
        ...page.map((cell) => ({ title: cell.title, width })),
      ],
      rows: [
        ...members.map((member, n) => [String(n + 1), member.name, ...page.map(() => '')]),
        ['', '授课教师', ...page.map((cell) => cell.lesson.teacher_name ?? '')],
        ['', '教师签字', ...page.map(() => '')],
      ],
      foot: [
        '须本人签字，不得代签。缺勤的画“×”，请假的画“△”。',
        '班主任（签字）：　　　　　　　　　　　　工作站（盖章）：',
      ],
      row_pt: 26,
    };
  });
}

/** `09:00\n12:00` */
function timesOf(lesson: Lesson): string {
  return `${lesson.starts_at.slice(11, 16)}\n${lesson.ends_at.slice(11, 16)}`;
}
