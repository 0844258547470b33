/** The handlers as they are bundled for Lambda, with the very options of the package step. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

export const ROOT = path.join(__dirname, '../../..');
interface Part {
  name: string;
  text: string;
  metafile: esbuild.Metafile;
}
const { optionsWithParts } = require('../../../functions/shared/bundle.cjs') as {
  optionsWithParts(parts: Part[]): esbuild.BuildOptions;
};

export const handlerNames = readdirSync(path.join(ROOT, 'handlers'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

export interface Bundle {
  name: string;
  bytes: number;
  /** Files in it (relative to the root), with the bytes that are left of each. */
  files: Map<string, number>;
  text: string;
  /** What it asks for while running. */
  imports: string[];
  /** Parts of our own that are loaded later, when they are wanted. */
  later: { name: string; bytes: number; files: Map<string, number>; text: string }[];
}

const made = new Map<string, Promise<Bundle>>();

/** Bundle a handler, in memory, once. `minify: false` keeps a comment line with each file's name. */
export function bundle(name: string, how: { minify?: boolean } = {}): Promise<Bundle> {
  const id = `${name} ${how.minify ?? true}`;
  const held = made.get(id) ?? make(name, how);
  made.set(id, held);
  return held;
}

async function make(name: string, how: { minify?: boolean }): Promise<Bundle> {
  const parts: Part[] = [];
  const built = await esbuild.build({
    ...optionsWithParts(parts),
    absWorkingDir: ROOT,
    entryPoints: [`handlers/${name}.ts`],
    outdir: 'dist/handlers',
    write: false,
    metafile: true,
    minify: how.minify ?? true,
  });
  const [described] = Object.values(built.metafile.outputs);
  return {
    name,
    bytes: described!.bytes,
    files: filesIn(built.metafile),
    text: built.outputFiles[0]!.text,
    imports: described!.imports.map((one) => one.path),
    later: parts.map((part) => ({
      name: part.name,
      bytes: Object.values(part.metafile.outputs)[0]!.bytes,
      files: filesIn(part.metafile),
      text: part.text,
    })),
  };
}

function filesIn(metafile: esbuild.Metafile): Map<string, number> {
  const [described] = Object.values(metafile.outputs);
  const files = Object.entries(described!.inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const);
  return new Map(files.filter(([, bytes]) => bytes > 0));
}

/** A function's code as it is deployed: the bundle, and the parts of ours that it loads later. */
export const wholeText = (built: Bundle): string => [built.text, ...built.later.map((part) => part.text)].join('\n');

/** Our own files in a bundle that was not minified: what is left of each after shaking, by name. */
export function ownParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  let file = '';
  for (const line of text.split('\n')) {
    const named = /^\/\/ (\S+\.(?:ts|js|json|mjs|cjs))$/.exec(line);
    if (named) file = named[1]!;
    else if (/^(lib|handlers)\//.test(file)) parts.set(file, `${parts.get(file) ?? ''}${line}\n`);
  }
  return parts;
}
