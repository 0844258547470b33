/** The commands as they are numbered and called: fixed, for people learn them. What they do is in their own files. */
import type { Duty } from '../types';

export interface CommandName {
  name: string;
  number: number;
  title: string;
  /** Changes something for others: never done without a dry answer, never on a guess. */
  acts?: true;
  /** Its numbers are people's or lessons': `12-15` is a range. */
  numbered?: true;
  /** Takes words to pass on or a reason: other commands' names may stand in them. */
  wordy?: true;
  /** Answered in a group as well: it names nobody there (`mayName`). */
  open?: true;
}

export const COMMAND_NAMES: CommandName[] = [
  { name: 'today', number: 1, title: '今天', open: true },
  { name: 'classes', number: 2, title: '班', open: true },
  { name: 'open_class', number: 3, title: '开班', acts: true, open: true },
  { name: 'roster', number: 4, title: '名单' },
  { name: 'enrol_for', number: 5, title: '代报名', acts: true, wordy: true },
  { name: 'survey', number: 6, title: '摸排', acts: true },
  { name: 'roll_call', number: 7, title: '点名', acts: true, numbered: true },
  { name: 'sign_in_code', number: 8, title: '签到码' },
  { name: 'move_lesson', number: 9, title: '改课', acts: true, wordy: true, open: true },
  { name: 'notify', number: 10, title: '通知', acts: true, wordy: true, open: true },
  { name: 'find_worker', number: 11, title: '找人' },
  { name: 'leave', number: 12, title: '请假', acts: true, wordy: true },
  { name: 'scores', number: 13, title: '成绩', acts: true, numbered: true },
  { name: 'threads', number: 14, title: '留言', acts: true, wordy: true },
  { name: 'wish_for', number: 15, title: '意愿', acts: true },
  { name: 'proposals', number: 16, title: '开班建议', open: true },
  { name: 'monthly_sheet', number: 17, title: '月单', open: true },
  { name: 'make_up', number: 18, title: '补课', acts: true },
  { name: 'inspection', number: 19, title: '巡查', acts: true },
  { name: 'certificates', number: 20, title: '证书', acts: true },
  { name: 'follow_up', number: 21, title: '回访', acts: true, numbered: true },
  { name: 'sheets', number: 22, title: '表格' },
  { name: 'attendance', number: 23, title: '考勤' },
  { name: 'withdraw_for', number: 24, title: '代退', acts: true, wordy: true },
  { name: 'sign_off', number: 25, title: '签字', acts: true, numbered: true, wordy: true },
  { name: 'review', number: 26, title: '评价', acts: true, wordy: true },
];

const BY_NAME = new Map(COMMAND_NAMES.map((one) => [one.name, one]));
const BY_NUMBER = new Map(COMMAND_NAMES.map((one) => [one.number, one]));

export const named = (name: string): CommandName | undefined => BY_NAME.get(name);
export const numberedAs = (number: number): CommandName | undefined => BY_NUMBER.get(number);

/** In a group others read along: people are counted there, never named. */
export const mayName = ({ message }: { message: { group?: unknown } }): boolean => !message.group;
/** Where to learn who they are. */
export const ASK_ALONE = '是谁请单独问我。';

export const DUTY_NAMES: Record<Duty, string> = {
  station: '工作站',
  teacher: '老师',
  assessor: '考评员',
  inspector: '巡查员',
  supervisor: '带班师傅',
  village_officer: '村干部',
  office: '主管部门',
};
