/** The page a verification answers with: for a small phone, without a script. Pure. */
import { escaped } from '../../platform/escaped';
import { spokenNumber } from './number';

export interface Shown {
  number: string;
  kind: string;
  trade: string;
  name: string;
  issued: string;
  issuer: string;
  valid: boolean;
}

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:#f3f5f7;color:#1b2733;font:17px/1.55 -apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:420px;margin:0 auto;background:#fff;border-radius:14px;overflow:hidden;border:1px solid #dde3e9}
h2{margin:0;padding:20px 20px 14px;font-size:22px;line-height:1.35}
p{margin:0;padding:0 20px 20px;color:#4b5a68;font-size:16px}
.state{margin:0;padding:18px 20px;color:#fff;font-size:24px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.valid{background:#14713d}.revoked{background:#a8291f}.none{background:#5b6671}
dl{margin:0;padding:8px 20px 20px}
dt{margin-top:12px;color:#4b5a68;font-size:15px}
dd{margin:0;font-size:18px;overflow-wrap:anywhere}
`.replace(/\n/g, '');

/** Without `shown`: no such certificate. */
export function verifyPage(shown: Shown | undefined): string {
  const body = shown ? found(shown) : NONE;
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
    `<title>证书查验</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`,
  ].join('');
}

const NONE =
  '<h1 class="state none">没有查到</h1><h2>没有这个编号的证书</h2><p>请对着证书，一个字一个字再看看编号。还是查不到，问发证的机构。</p>';

function found(shown: Shown): string {
  const rows: [string, string][] = [
    ['证书', shown.kind],
    ['工种', shown.trade],
    ['姓名', shown.name],
    ['发证日期', shown.issued],
    ['发证机构', shown.issuer],
    ['编号', spokenNumber(shown.number)],
  ];
  const list = rows.map(([what, is]) => `<dt>${what}</dt><dd>${escaped(is)}</dd>`).join('');
  const state = shown.valid ? '<h1 class="state valid">证书有效</h1>' : '<h1 class="state revoked">证书已撤销</h1>';
  const note = shown.valid ? '' : '<p>这张证书已经撤销，不能再用。</p>';
  return `${state}<dl>${list}</dl>${note}`;
}
