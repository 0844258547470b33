/** 月单, in words: the sheet itself is worded where it is made (wishes/sheet). */
export const noSuchMonth = (month: number): string => `没有${month}月。像“月单 8月”这样说。`;
