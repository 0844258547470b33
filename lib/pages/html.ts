/** A page opened by a link: one file, nothing from anywhere else, and a policy that lets in only what stands in it. Pure. */
import { createHash } from 'node:crypto';
import { escaped } from '../platform/escaped';

export interface Page {
  html: string;
  policy: string;
}

/** For a small phone first: large type, large buttons, one column. */
const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:#f3f5f7;color:#1b2733;font:18px/1.55 -apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:480px;margin:0 auto;background:#fff;border-radius:14px;border:1px solid #dde3e9;padding:20px}
h1{margin:0 0 4px;font-size:22px;line-height:1.35}
p{margin:0 0 12px}
.quiet{color:#4b5a68;font-size:16px}
.bad{color:#a8291f}
button+.bad,div+.bad{margin-top:12px}
.good{color:#14713d}
[hidden]{display:none!important}
label,legend{display:block;margin:16px 0 6px;padding:0;font-weight:600}
fieldset{margin:16px 0 0;padding:0;border:0}
legend{margin-top:0}
.choice{font-weight:400;margin:0;padding:9px 0}
.choice input{width:22px;height:22px;vertical-align:-4px;margin:0 8px 0 0}
select,input[type=file],textarea{width:100%;font:inherit;padding:12px;border:1px solid #8795a3;border-radius:10px;background:#fff;color:inherit}
button,.button{display:block;width:100%;min-height:52px;margin:16px 0 0;padding:12px 16px;border:0;border-radius:10px;background:#0b5cad;color:#fff;font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer}
button:disabled{background:#8795a3}
.button.plain,button.plain{background:#fff;color:#0b5cad;border:2px solid #0b5cad}
:focus-visible{outline:3px solid #b45309;outline-offset:2px}
progress{width:100%;height:22px;margin:12px 0 4px;accent-color:#14713d}
dl{display:grid;grid-template-columns:1fr auto;gap:4px 12px;margin:12px 0}
dt{color:#4b5a68}dd{margin:0;text-align:right;font-weight:600;font-variant-numeric:tabular-nums}
`;

/** `more` is style of this page alone; `script` runs once the body is there. */
export function page(how: { title: string; body: string; more?: string; script?: string }): Page {
  const style = (STYLE + (how.more ?? '')).replace(/\n/g, '');
  const html = [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
    `<title>${escaped(how.title)}</title><style>${style}</style></head>`,
    `<body><main>${how.body}</main>${how.script ? `<script>${how.script}</script>` : ''}</body></html>`,
  ].join('');
  return { html, policy: policyOf(html) };
}

/** What stands in the page itself may be used, and its own address asked; nothing else. */
export function policyOf(html: string): string {
  const hashes = (tag: string) =>
    [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map(
      ([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
    );
  const [styles, scripts] = [hashes('style'), hashes('script')];
  return [
    "default-src 'none'",
    ...(styles.length > 0 ? [`style-src ${styles.join(' ')}`] : []),
    ...(scripts.length > 0 ? [`script-src ${scripts.join(' ')}`, "connect-src 'self'"] : []),
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Data for a script, safe inside its element. */
export function asJson(data: unknown): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
