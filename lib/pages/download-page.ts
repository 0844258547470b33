/** The files of a class, to take away. Pure. */
import { escaped } from '../platform/escaped';
import { asJson, type Page, page } from './html';
import { REFUSED_SAYS } from './say';

export interface DownloadPage {
  class_id: string;
  title: string;
  sheets: { name: string; title: string; about: string }[];
  /** May have the roster with whole numbers, saying why. */
  full: boolean;
}

const SCRIPT = `
(function(){
function el(id){return document.getElementById(id)}
if(!el('give'))return;
function trouble(text){el('trouble').textContent=typeof text==='string'?text:'没有办成，请再试一次。';el('trouble').hidden=false}
el('give').onclick=function(){
 var reason=el('reason').value.trim();el('trouble').hidden=true;
 if(reason.length<2)return trouble('请写明用途。');
 el('give').disabled=true;
 fetch(location.pathname+'/sheets/roster',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({reason:reason})}).then(function(r){
  el('give').disabled=false;
  if(!r.ok)return r.json().then(function(n){trouble(SAYS[n.code]||(n.fields&&n.fields[0]&&n.fields[0].message)||n.title)},trouble);
  return r.blob().then(function(b){var a=document.createElement('a');a.href=URL.createObjectURL(b);a.download=NAME;a.click();setTimeout(function(){URL.revokeObjectURL(a.href)},60000)});
 }).catch(function(){el('give').disabled=false;trouble('网络断了，没有下载。请再试。')});
};
})();
`;

export function downloadPage(about: DownloadPage, path: string): Page {
  const links = about.sheets.map(
    ({ name, title, about: says }) =>
      `<a class="button plain" href="${escaped(`${path}/sheets/${name}`)}" download>${escaped(title)}</a><p class="quiet">${escaped(says)}</p>`,
  );
  const full = about.full
    ? [
        '<label for="reason">要完整证件号的，写明用途</label>',
        '<textarea id="reason" rows="2" maxlength="200" placeholder="如：报县人社局开班审核"></textarea>',
        '<p class="quiet">谁、什么时候、为什么，都会记下来。</p>',
        '<p id="trouble" class="bad" role="alert" hidden></p><button id="give" type="button">下载完整花名册</button>',
      ]
    : [];
  const body = [
    `<h1>${escaped(`${about.class_id} ${about.title}`)}</h1><p class="quiet">点一下就下载。在微信里下载不了的，点右上角，选“在浏览器打开”。</p>`,
    ...links,
    ...full,
  ].join('');
  const script = `var SAYS=${asJson(REFUSED_SAYS)},NAME=${asJson(`${about.class_id}实名制花名册（完整）.xlsx`)};${SCRIPT}`;
  return page({ title: '下载表格', body, ...(about.full && { script }) });
}
