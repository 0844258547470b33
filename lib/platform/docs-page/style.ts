/** The look of the reading page: system fonts, light and dark, one column on a phone. */
export const STYLE = `
:root{--ink:#1c2430;--soft:#5b6675;--line:#e3e7ec;--paper:#fff;--tint:#f6f8fa;--brand:#0f7b5f;--get:#1769aa;--post:#0f7b5f;--put:#8a5a00;--patch:#8a5a00;--delete:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--line:#2b333e;--paper:#12161c;--tint:#1a2028;--brand:#4cc2a0;--get:#6db3f2;--post:#4cc2a0;--put:#e0b35c;--patch:#e0b35c;--delete:#f2857e}}
*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0;display:grid;grid-template-columns:264px minmax(0,1fr);background:var(--paper);color:var(--ink);font:15px/1.65 system-ui,-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:20px 14px 40px 20px;border-right:1px solid var(--line);background:var(--tint)}
nav h2{margin:18px 0 4px;font-size:12px;color:var(--soft);font-weight:600;letter-spacing:.04em}
nav a{display:flex;gap:8px;align-items:center;padding:3px 6px;margin-left:-6px;border-radius:6px;color:inherit;text-decoration:none;font-size:14px}
nav a:hover{background:var(--line)}
nav .brand{font-size:20px;font-weight:700;color:var(--brand)}
nav .brand small{font-size:12px;font-weight:400;color:var(--soft)}
nav .m{min-width:52px;padding:1px 4px;font-size:10px}
main{max-width:860px;padding:32px 40px 120px}
h1{margin:0 0 8px;font-size:28px}
h2{font-size:20px}
main>section>h2{margin:52px 0 12px;padding-bottom:6px;border-bottom:2px solid var(--line)}
h3{margin:0;font-size:17px}
h4{margin:20px 0 6px;font-size:13px;color:var(--soft)}
h4 .s{margin-left:4px}
p{margin:6px 0}
header p{color:var(--soft)}
article{margin:0 0 22px;padding:18px 20px;border:1px solid var(--line);border-radius:10px}
article:target,tr:target{outline:2px solid var(--brand)}
a{color:var(--brand)}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--tint);padding:1px 5px;border-radius:4px;overflow-wrap:anywhere}
.line{display:flex;gap:10px;align-items:center}
.path{background:none;padding:0;font-size:14px}
.path em{color:var(--brand);font-style:normal}
.m{display:inline-block;min-width:58px;text-align:center;padding:1px 6px;border-radius:5px;border:1px solid currentColor;font:600 11px/1.6 ui-monospace,Menlo,monospace}
.get{color:var(--get)}.post{color:var(--post)}.put{color:var(--put)}.patch{color:var(--patch)}.delete{color:var(--delete)}
.who{font-size:13px;color:var(--soft)}
.role{margin-right:6px;padding:1px 8px;border-radius:9px;background:var(--tint);border:1px solid var(--line);color:var(--ink)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px}
th{text-align:left;font-size:12px;color:var(--soft)}
td,th{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child>td{border-bottom:0}
td p{margin:0}
.fields .f{width:34%}
.fields .fields{margin:4px 0 2px;background:var(--tint);border-radius:6px}
.fields .fields td{padding-left:10px}
.f small{display:block;color:var(--soft)}
.must{margin-left:6px;font-size:11px;color:var(--delete)}
.t{color:var(--soft)}
.t small{color:var(--soft)}
.d{font-size:13px;color:var(--soft)}
details{margin-top:14px;border-top:1px solid var(--line);padding:8px 0 0;font-size:14px;color:var(--soft)}
details td{color:var(--ink)}
summary{cursor:pointer}
.s{display:inline-block;min-width:44px;font:600 13px ui-monospace,Menlo,monospace}
td.s{display:table-cell;width:64px}
.ok{color:var(--post)}.no{color:var(--delete)}
@media(max-width:820px){body{display:block}nav{position:static;height:auto;max-height:38vh;border-right:0;border-bottom:1px solid var(--line)}main{padding:20px 16px 80px}}
@media print{nav{display:none}body{display:block}}
`;
