/** The phone page as bytes: bundled on demand from app/, served by the local stack at `/`. Never deployed. */
import path from 'node:path';
import { build } from 'esbuild';

export interface PhonePage {
  html: string;
  js: string;
  css: string;
}

/** Nothing from elsewhere, nothing inline: what a person typed can never become script. */
export const PHONE_HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%23b3261e'/%3E%3Ctext x='16' y='23' font-size='19' text-anchor='middle' fill='%23fff' font-family='serif'%3E%E8%AE%AD%3C/text%3E%3C/svg%3E";

const HTML = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light">
<title>送训 · 手机</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/phone.css">
</head>
<body>
<div id="app"></div>
<noscript>请打开浏览器的 JavaScript。</noscript>
<script type="module" src="/phone.js"></script>
</body>
</html>
`;

let made: Promise<PhonePage> | undefined;

/** Page, script and style. Bundled once per process (about 100 ms); a failed bundle is tried again at the next call. */
export function phonePage(): Promise<PhonePage> {
  made ??= bundle().catch((error) => {
    made = undefined;
    throw error;
  });
  return made;
}

async function bundle(): Promise<PhonePage> {
  const { outputFiles } = await build({
    entryPoints: { phone: path.join(__dirname, 'app/main.tsx'), style: path.join(__dirname, 'styles/all.css') },
    outdir: path.join(__dirname, 'out'),
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome100', 'safari15.4', 'firefox100'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const text = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { html: HTML, js: text('.js'), css: text('.css') };
}

export interface PhoneFile {
  body: string;
  headers: Record<string, string>;
}

/** The file the page keeps at this path (`/`, `/phone.js`, `/phone.css`), ready to send; `undefined` elsewhere. */
export async function phoneFile(pathname: string): Promise<PhoneFile | undefined> {
  const kinds: Record<string, [keyof PhonePage, string]> = {
    '/': ['html', 'text/html'],
    '/phone.js': ['js', 'text/javascript'],
    '/phone.css': ['css', 'text/css'],
  };
  const kind = Object.hasOwn(kinds, pathname) ? kinds[pathname] : undefined;
  if (!kind) return undefined;
  const page = await phonePage();
  return { body: page[kind[0]], headers: { ...PHONE_HEADERS, 'content-type': `${kind[1]}; charset=utf-8` } };
}
