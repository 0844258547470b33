/** The monthly sheet on paper: A4 upright, big type, a code to scan per class. Drawn as SVG, by hand: nothing is fetched. */
import { escaped } from '../platform/escaped';
import { leftOut, type Sheet, type SheetClass, type SheetJob } from './sheet';

/** Millimetres; A4. */
const WIDTH = 210;
const HEIGHT = 297;
const MARGIN = 14;
const HEAD = 44;
const FOOT = 16;
const CLASS_HEIGHT = 41;
const JOB_HEIGHT = 17;
const SECTION_HEIGHT = 13;
const QR_SIZE = 33;
const FONT = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";
const GREEN = '#0b6b4f';
const DARK = '#1d2521';
const GREY = '#56615b';

/** As many sheets of paper as it takes; each is a sheet of its own. */
export function sheetPages(sheet: Sheet): Sheet[] {
  const pages: Sheet[] = [];
  const classes = [...sheet.classes];
  const jobs = [...sheet.jobs];
  do {
    let room = HEIGHT - HEAD - FOOT - MARGIN;
    const fitting = <T>(from: T[], height: number): T[] => {
      if (from.length === 0) return [];
      const fits = Math.max(0, Math.floor((room - SECTION_HEIGHT) / height));
      const taken = from.splice(0, fits);
      if (taken.length > 0) room -= SECTION_HEIGHT + taken.length * height;
      return taken;
    };
    pages.push({ ...sheet, classes: fitting(classes, CLASS_HEIGHT), jobs: fitting(jobs, JOB_HEIGHT) });
  } while (classes.length + jobs.length > 0);
  return pages;
}

/** One page as SVG; what does not fit is left out, so cut it with `sheetPages` first. */
export async function sheetSvg(sheet: Sheet): Promise<string> {
  const codes = await Promise.all(sheet.classes.map((c) => (c.url ? qrPath(c.url) : undefined)));
  let y = HEAD;
  const parts: string[] = [head(sheet)];
  if (sheet.classes.length > 0) {
    parts.push(section('可以报名的班（不收钱）', y));
    y += SECTION_HEIGHT;
    for (const [i, c] of sheet.classes.entries()) {
      parts.push(classRow(c, codes[i], y));
      y += CLASS_HEIGHT;
    }
  }
  if (sheet.jobs.length > 0) {
    parts.push(section('正在招人', y));
    y += SECTION_HEIGHT;
    for (const job of sheet.jobs) {
      parts.push(jobRow(job, y));
      y += JOB_HEIGHT;
    }
  }
  if (sheet.classes.length + sheet.jobs.length === 0)
    parts.push(text('这个月没有可以报名的班，也没有招工。', MARGIN, HEAD + 20, 7, DARK));
  parts.push(foot(sheet));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}mm" height="${HEIGHT}mm" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FONT}"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${parts.join('')}</svg>`;
}

function head(sheet: Sheet): string {
  return [
    `<rect width="${WIDTH}" height="${HEAD - 8}" fill="${GREEN}"/>`,
    text(sheet.title, MARGIN, 21, 14, '#fff', 700),
    text(cut(sheet.where, 7, WIDTH - 2 * MARGIN), MARGIN, 31, 7, '#e5f3ed'),
  ].join('');
}

function section(title: string, y: number): string {
  return `<rect x="${MARGIN}" y="${y + 1}" width="2.6" height="8.4" fill="${GREEN}"/>${text(title, MARGIN + 5.5, y + 8, 8, GREEN, 700)}`;
}

function classRow(c: SheetClass, code: string | undefined, y: number): string {
  const wide = WIDTH - 2 * MARGIN - (code ? QR_SIZE + 6 : 0);
  return [
    sized(c.title, [8.4, 7.2, 6.2], wide, MARGIN, y + 9, DARK, 700),
    text(cut(c.when, 6.6, wide), MARGIN, y + 18, 6.6, DARK),
    sized(c.place, [6, 5.2, 4.6], wide, MARGIN, y + 26, GREY),
    text(cut(`${c.room}  回班号 ${c.class_id}`, 6.6, wide), MARGIN, y + 35, 6.6, GREEN, 700),
    code ? qrAt(code, WIDTH - MARGIN - QR_SIZE, y + 1) : '',
    `<line x1="${MARGIN}" y1="${y + CLASS_HEIGHT - 2}" x2="${WIDTH - MARGIN}" y2="${y + CLASS_HEIGHT - 2}" stroke="#ccd6d1" stroke-width="0.3"/>`,
  ].join('');
}

function jobRow(job: SheetJob, y: number): string {
  const wide = WIDTH - 2 * MARGIN;
  return [
    text(cut(`${job.title} ${job.heads}人，${job.wage}`, 7, wide), MARGIN, y + 6.5, 7, DARK, 700),
    text(cut(`${job.place}，${job.until}`, 5.6, wide), MARGIN, y + 13.4, 5.6, GREY),
  ].join('');
}

function foot(sheet: Sheet): string {
  const y = HEIGHT - 8;
  const line = `<line x1="${MARGIN}" y1="${HEIGHT - FOOT}" x2="${WIDTH - MARGIN}" y2="${HEIGHT - FOOT}" stroke="${GREEN}" stroke-width="0.5"/>`;
  const how = text('扫码看班、报名；或在公众号里回班号', MARGIN, y, 5.4, DARK);
  const more = sheet.left_out > 0 ? text(leftOut(sheet.left_out), MARGIN, y + 5.6, 4.6, GREY) : '';
  return `${line}${how}${more}<text x="${WIDTH - MARGIN}" y="${y}" font-size="4.6" fill="${GREY}" text-anchor="end">${escaped(sheet.printed_on)}查的，名额会变</text>`;
}

function qrAt(path: string, x: number, y: number): string {
  const label = `<text x="${x + QR_SIZE / 2}" y="${y + QR_SIZE + 1.6}" font-size="4" fill="${GREY}" text-anchor="middle">扫码报名</text>`;
  return `<g transform="translate(${x} ${y})">${path}</g>${label}`;
}

/** The modules of a code as one path, scaled to its place; four modules of quiet zone, as the standard asks. */
async function qrPath(content: string): Promise<string> {
  // Loaded when a sheet is drawn: it would weigh on every page.
  const qrcode = await import('qrcode');
  const svg = await (qrcode.default ?? qrcode).toString(content, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 1);
  const paths = svg.match(/<path [^>]*\/>/g) ?? [];
  return `<g transform="scale(${QR_SIZE / size})" shape-rendering="crispEdges">${paths.join('')}</g>`;
}

function text(content: string, x: number, y: number, size: number, fill: string, weight = 400): string {
  const bold = weight === 400 ? '' : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${bold}>${escaped(content)}</text>`;
}

/** In the largest of these sizes in which it fits; cut when it fits in none. */
function sized(
  content: string,
  sizes: number[],
  width: number,
  x: number,
  y: number,
  fill: string,
  weight = 400,
): string {
  const size = sizes.find((one) => cut(content, one, width) === content) ?? (sizes.at(-1) as number);
  return text(cut(content, size, width), x, y, size, fill, weight);
}

/** As much as fits a width: a Han character is as wide as it is high, others about half of it. */
function cut(content: string, size: number, width: number): string {
  const wide = (character: string): number =>
    (/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F]/u.test(character) ? 1 : 0.56) * size;
  const characters = [...content];
  if (characters.reduce((sum, one) => sum + wide(one), 0) <= width) return content;
  let used = size;
  let kept = '';
  for (const character of characters) {
    used += wide(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}
