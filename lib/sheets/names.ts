/** The sheets of a class that can be taken away. */
export type SheetName = 'roster' | 'attendance' | 'sign-off' | 'scores';
export const SHEET_NAMES: Record<SheetName, string> = {
  roster: '实名制花名册',
  attendance: '考勤表',
  'sign-off': '签到签字表',
  scores: '成绩登记表',
};
