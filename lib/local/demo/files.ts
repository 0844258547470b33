/** 9. The three Excel files of each class, written to a folder and opened again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { enrolledIn } from './assessment';
import type { Story } from './story';

const SHEETS = [
  ['roster', '实名制花名册'],
  ['attendance', '考勤表'],
  ['sign-off', '签到签字表'],
] as const;

export interface Filed {
  told: string[];
  files: string[];
}

export async function filed(story: Story, out: string): Promise<Filed> {
  const { desk, casts, staff } = story;
  mkdirSync(out, { recursive: true });
  const told: string[] = [];
  const files: string[] = [];
  for (const { opened } of casts) {
    // The officer gets the same files behind a link of her own.
    await desk.order(staff.officers[0], `表格 ${opened.class_id}`, /点开下载：http/);
    const names = (await enrolledIn(story, opened.class_id)).map((one) => one.name);
    for (const [route, title] of SHEETS) {
      const bytes = await desk.file(`/v1/classes/${opened.class_id}/${route}.xlsx`);
      const file = path.join(out, `${opened.class_id}${title}.xlsx`);
      writeFileSync(file, bytes);
      files.push(file);
      const found = await namesIn(file, names);
      if (found !== names.length) desk.wrong.push(`${file} has ${found} of ${names.length} names`);
      told.push(`${opened.class_id}${title}.xlsx：${found}人，${Math.round(bytes.length / 1024)} KB`);
      story.tell(title);
    }
  }
  return { told, files };
}

/** How many of these people have a cell of their own, the file opened afresh. */
export async function namesIn(file: string, names: string[]): Promise<number> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const cells = new Set<string>();
  book.eachSheet((sheet) => sheet.eachRow((row) => row.eachCell((cell) => cells.add(cell.text.trim()))));
  return names.filter((name) => cells.has(name)).length;
}
