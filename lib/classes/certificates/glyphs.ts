/**
 * Noto Sans SC (OFL 1.1), one weight, in the hundred parts in which it is published: each holds some ranges of code
 * points (unicode.json). A sheet loads only the parts its text needs, a handful of 30–80 KB.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PACKAGE = 'node_modules/@fontsource/noto-sans-sc';
/** In Lambda the font lies in the function's zip (functions/assessments.yml), under the same path as here. */
function folder(): string {
  const roots = [process.env.LAMBDA_TASK_ROOT, process.cwd()].flatMap((root) =>
    root ? [path.join(root, PACKAGE)] : [],
  );
  const found = roots.find((root) => existsSync(path.join(root, 'unicode.json')));
  if (!found) throw new Error('the font is not in the package');
  return found;
}

interface Part {
  name: string;
  ranges: [from: number, to: number][];
}
let parts: Part[] | undefined;

/** `U+4e00-4e03,U+4e07` → ranges. */
function rangesOf(text: string): [number, number][] {
  return text.split(',').map((one) => {
    const [from = '', to = from] = one.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

function allParts(): Part[] {
  parts ??= Object.entries(JSON.parse(readFileSync(path.join(folder(), 'unicode.json'), 'utf8')) as object).map(
    ([key, text]) => ({ name: key.replace(/[[\]]/g, ''), ranges: rangesOf(text) }),
  );
  return parts;
}

/** The part that should hold a sign; nothing when none does. */
export function partOf(sign: string): string | undefined {
  const code = sign.codePointAt(0) ?? 0;
  return allParts().find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))?.name;
}

/** The file of a part. */
export const partBytes = (name: string): Buffer =>
  readFileSync(path.join(folder(), 'files', `noto-sans-sc-${name}-400-normal.woff`));

/** A run of text and the part it is set in. */
export interface Run {
  part: string;
  text: string;
}

/**
 * Text as runs of one part each. A sign that no part holds is set as its code, `〔U+2A437〕`: it is seen to be missing,
 * and can be looked up. `has` asks the part itself, for its ranges promise a little more than it holds.
 */
export function runsOf(text: string, has: (part: string, sign: string) => boolean): { runs: Run[]; missing: string[] } {
  const runs: Run[] = [];
  const missing: string[] = [];
  const add = (sign: string, part: string) => {
    const last = runs[runs.length - 1];
    if (last?.part === part) last.text += sign;
    else runs.push({ part, text: sign });
  };
  for (const sign of text.normalize('NFC')) {
    const part = partOf(sign);
    if (part && has(part, sign)) add(sign, part);
    else {
      missing.push(sign);
      for (const one of codeOf(sign)) add(one, partOf(one) ?? 'latin');
    }
  }
  return { runs, missing };
}

/** `〔U+2A437〕` */
export const codeOf = (sign: string): string =>
  `〔U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}〕`;
