/** The station's phone at the door: the code of the minute, large, and as a code to scan; how many have come. Pure. */
import { escaped } from '../platform/escaped';
import { type Page, page } from './html';

export interface Now {
  code: string;
  valid_until_ms: number;
  now_ms: number;
  present: number;
  of: number;
  /** The code to scan, as SVG. */
  qr: string;
  /** Scanning signs in by itself; otherwise it only shows the digits. */
  qr_signs_in: boolean;
}

const STYLE = `
body{padding:8px}
main{text-align:center;padding:12px}
main p{margin:0}
#code{margin:4px 0;font-size:min(34vw,168px);line-height:1.05;font-weight:700;letter-spacing:.04em;font-variant-numeric:tabular-nums}
#code.old{color:#aab4be}
#code.old~#qr{opacity:.15}
#left{font-size:18px}
#qr svg{width:min(56vw,300px);height:auto;display:block;margin:8px auto}
#count{font-size:24px;font-weight:700}
#trouble{margin:8px 0;padding:10px;border-radius:10px;background:#fdecea;color:#a8291f}
`;

/**
 * Asks each three seconds; between, counts down by the server's clock. A code that ran out is greyed, to scan as well, never
 * shown as good.
 * The phone stands at the door: its screen is kept on where the browser can.
 */
const SCRIPT = `
(function(){
var at=location.pathname+'/now',until=0,ahead=0,done=false;
function el(id){return document.getElementById(id)}
function show(n){
 el('code').textContent=n.code;until=n.valid_until_ms;ahead=n.now_ms-Date.now();
 el('qr').innerHTML=n.qr;el('how').textContent=n.qr_signs_in?'微信扫一扫就签到，或把四位数发给公众号':'把四位数发给公众号';
 el('count').textContent='已到 '+n.present+' 人，共 '+n.of+' 人';el('trouble').hidden=true;tick();
}
function trouble(text){el('trouble').textContent=text;el('trouble').hidden=false}
function tick(){
 var s=Math.max(0,Math.ceil((until-Date.now()-ahead)/1000));
 el('left').textContent=s>0?'还有 '+s+' 秒换下一个':'正在换…';
 el('code').className=s>0?'':'old';
}
function ask(){
 if(done)return;
 fetch(at,{cache:'no-store'}).then(function(r){
  if(r.ok)return r.json().then(show);
  if(r.status===403||r.status===404||r.status===410){done=true;until=0;el('qr').innerHTML='';el('how').textContent='';el('left').textContent='';el('code').textContent='----';trouble('这个链接不能用了，请在公众号里再要一个。');return}
  trouble('暂时连不上，正在重试。');
 },function(){trouble('网络断了，正在重连。')}).then(function(){setTimeout(ask,3000)});
}
function awake(){if(navigator.wakeLock&&document.visibilityState==='visible'&&!done)navigator.wakeLock.request('screen').catch(function(){})}
document.addEventListener('visibilitychange',awake);awake();
setInterval(function(){if(!done)tick()},500);
setTimeout(ask,3000);
`;

/** `first` is what the page shows before it has asked. */
export function signInPage(about: { title: string; lesson: string; place: string }, first: Now): Page {
  const body = [
    `<h1>${escaped(about.title)}</h1><p class="quiet">${escaped(about.lesson)}<br>${escaped(about.place)}</p>`,
    '<div id="code" aria-live="polite"></div><p id="left"></p><p id="count"></p>',
    '<p id="trouble" role="alert" hidden></p><div id="qr"></div><p id="how" class="quiet"></p>',
  ].join('');
  return page({
    title: `签到码 ${about.title}`,
    body,
    more: STYLE,
    script: `${SCRIPT}show(${JSON.stringify(first).replace(/</g, '\\u003c')});})();`,
  });
}
