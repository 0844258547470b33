/** 表格, in words. */
import type { TrainingClass } from '../../../classes/types';

/** A link opens pages with names: it is hers, and short-lived. */
const MINE = (minutes: number) => `链接只给你用，${minutes}分钟内有效，别转发。`;

export const download = (c: TrainingClass, link: string, minutes: number): string =>
  [`${c.class_id} ${c.title}的表格：花名册、考勤表、签到签字表、成绩登记表。`, `点开下载：${link}`, MINE(minutes)].join(
    '\n',
  );

export const upload = (c: TrainingClass | undefined, link: string, minutes: number): string =>
  [
    c ? `往${c.class_id} ${c.title}里导名单。` : '导入花名册，可以同时报名。',
    '要 .xlsx 文件，列要有姓名、身份证号、手机。',
    `点开上传：${link}`,
    MINE(minutes),
  ].join('\n');

export const monthly = (link: string, minutes: number): string =>
  ['月单可以打印，A4 纸。', `点开打印：${link}`, `链接${minutes}分钟内有效。`].join('\n');

export const NOWHERE = '这里现在给不了链接。请找管理员看看设置。';
export const NOT_YOURS = '导入名单要工作站或主管部门的人来办。';
export const WHICH = '要哪个班的表格？';
