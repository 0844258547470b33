/** A certificate drawn on A4, landscape: plain rules, large type, a code to verify it. */
import PDFDocument from 'pdfkit';
import { create as qrOf } from 'qrcode';
import { partBytes, runsOf } from './glyphs';
import { spokenNumber } from './number';
import { daySaid, KIND_NAMES, tradeAndLevelSaid } from './say';
import type { Certificate } from './types';

const WIDTH = 841.89;
const HEIGHT = 595.28;
const MARGIN = 36;
const INK = '#1b2733';
const FAINT = '#5b6671';
const RED = '#8e2a23';
const QR_SIZE = 104;

type Pen = ReturnType<typeof penOf>;

/** The PDF, and the signs of it that the font does not have. `url` goes into the code. */
export async function drawCertificate(
  certificate: Certificate,
  url: string,
): Promise<{ pdf: Uint8Array; missing: string[] }> {
  // No default font: it would be read from a file beside pdfkit, which no bundle carries.
  const doc = new PDFDocument({
    size: [WIDTH, HEIGHT],
    margin: 0,
    font: null as unknown as string,
    info: { Title: `${KIND_NAMES[certificate.kind]} ${certificate.number}`, Producer: 'Songxun' },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const pen = penOf(doc);
  frame(doc);
  heading(pen, certificate);
  body(pen, certificate);
  foot(doc, pen, certificate, url);
  doc.end();
  await ended;
  return { pdf: new Uint8Array(Buffer.concat(chunks)), missing: pen.missing() };
}

function frame(doc: PDFKit.PDFDocument): void {
  doc.rect(0, 0, WIDTH, HEIGHT).fill('#ffffff');
  doc.lineWidth(3).strokeColor(RED);
  doc.rect(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN).stroke();
  doc.lineWidth(0.75);
  doc.rect(MARGIN + 7, MARGIN + 7, WIDTH - 2 * (MARGIN + 7), HEIGHT - 2 * (MARGIN + 7)).stroke();
}

function heading(pen: Pen, { kind, number }: Certificate): void {
  pen.centred(KIND_NAMES[kind], { y: 84, size: 38, colour: RED, spread: 6 });
  pen.centred(`编号 ${spokenNumber(number)}`, { y: 146, size: 13, colour: FAINT });
}

function body(pen: Pen, c: Certificate): void {
  const left = 150;
  const rows: [string, string][] = [
    ['姓名', c.name],
    ['身份证号', c.id_number_masked],
    ['职业（工种）', tradeAndLevelSaid(c)],
    ['理论成绩', `${c.theory} 分`],
    ['实操成绩', `${c.practice} 分`],
  ];
  rows.forEach(([what, is], i) => {
    const y = 196 + i * 40;
    pen.at(what, { x: left, y: y + 4, size: 14, colour: FAINT });
    // Her name gets smaller rather than run out of the frame.
    pen.at(is, { x: left + 120, y, size: 20, colour: INK, width: WIDTH - left - 120 - MARGIN - 40 });
  });
  pen.at('经培训、考核合格，特发此证。', { x: left, y: 404, size: 16, colour: INK });
}

function foot(doc: PDFKit.PDFDocument, pen: Pen, c: Certificate, url: string): void {
  const y = 448;
  pen.at(`发证机构：${c.issuer}`, { x: 150, y, size: 14, colour: INK, width: 430 });
  pen.at(`发证日期：${daySaid(c.issued_on)}`, { x: 150, y: y + 26, size: 14, colour: INK });
  const missing = pen.missing();
  if (missing.length > 0)
    pen.at('姓名里有字库没有的字，用〔〕里的编码代替，以身份证为准。', { x: 150, y: y + 56, size: 11, colour: RED });
  const x = WIDTH - MARGIN - 44 - QR_SIZE;
  code(doc, url, x, 398);
  pen.at('扫码查验真假', { x: x + 16, y: 398 + QR_SIZE + 8, size: 12, colour: FAINT });
}

function code(doc: PDFKit.PDFDocument, url: string, x: number, y: number): void {
  const { modules } = qrOf(url, { errorCorrectionLevel: 'M' });
  const size = QR_SIZE / modules.size;
  doc.fillColor('#000000');
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) doc.rect(x + column * size, y + row * size, size + 0.05, size + 0.05);
  doc.fill('#000000');
}

interface Setting {
  y: number;
  size: number;
  colour: string;
  /** Room between signs, in points. */
  spread?: number;
}

/** Sets text that may need several parts of the font. */
function penOf(doc: PDFKit.PDFDocument) {
  const lacking = new Set<string>();
  const loaded = new Set<string>();
  const use = (part: string) => {
    if (!loaded.has(part)) doc.registerFont(part, partBytes(part));
    loaded.add(part);
    doc.font(part);
  };
  const has = (part: string, sign: string): boolean => {
    use(part);
    // The font as fontkit knows it; pdfkit's types do not name it.
    const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font;
    return font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0);
  };
  const measured = (text: string, size: number, spread = 0) => {
    const { runs, missing } = runsOf(text, has);
    for (const sign of missing) lacking.add(sign);
    doc.fontSize(size);
    const set = runs.map((run) => {
      use(run.part);
      const width = doc.widthOfString(run.text) + spread * [...run.text].length;
      return { ...run, width };
    });
    return { set, width: set.reduce((sum, run) => sum + run.width, 0) };
  };
  const put = (text: string, x: number, { y, size, colour, spread = 0 }: Setting) => {
    let at = x;
    for (const run of measured(text, size, spread).set) {
      use(run.part);
      doc.fontSize(size).fillColor(colour);
      doc.text(run.text, at, y, { lineBreak: false, characterSpacing: spread });
      at += run.width;
    }
  };
  return {
    missing: () => [...lacking],
    at(text: string, how: Setting & { x: number; width?: number }) {
      const { width } = measured(text, how.size);
      const size = how.width && width > how.width ? (how.size * how.width) / width : how.size;
      put(text, how.x, { ...how, size });
    },
    centred(text: string, how: Setting) {
      const { width } = measured(text, how.size, how.spread);
      put(text, (WIDTH - width + (how.spread ?? 0)) / 2, how);
    },
  };
}
