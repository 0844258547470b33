/** The handlers as they are bundled for Lambda, with the very options of the package step. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

export const ROOT = path.join(__dirname, '../../..');
const { esbuildOptions } = require('../../../functions/shared/bundle.cjs') as { esbuildOptions: esbuild.BuildOptions };

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
  const built = await esbuild.build({
    ...esbuildOptions,
    absWorkingDir: ROOT,
    entryPoints: [`handlers/${name}.ts`],
    outdir: 'dist/handlers',
    write: false,
    metafile: true,
    minify: how.minify ?? true,
  });
  const [described] = Object.values(built.metafile.outputs);
  const files = Object.entries(described!.inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const);
  return {
    name,
    bytes: described!.bytes,
    files: new Map(files.filter(([, bytes]) => bytes > 0)),
    text: built.outputFiles[0]!.text,
    imports: described!.imports.map((one) => one.path),
  };
}

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
