/** Sending in a roster from a phone or a desk: which class, how they agreed, the file; then a bar, then the result. Pure. */
import { escaped } from '../platform/escaped';
import { asJson, type Page, page } from './html';
import { REFUSED_SAYS } from './say';

export interface ImportPage {
  /** Named by the link; otherwise one of `classes` is chosen, or none. */
  class_id?: string;
  classes: { class_id: string; title: string }[];
}

/**
 * The import's id stays in the address (after #) and in the browser: reloaded, or opened again from the chat, where the link has
 * no #, the page goes on where it was. Each call does about a hundred rows; one that fails is made again, up to eight times in a
 * row.
 */
const SCRIPT = `
(function(){
var base=location.pathname,tries=0;
function el(id){return document.getElementById(id)}
function say(code,title){return SAYS[code]||title||'没有办成，请再试一次。'}
function trouble(text){el('trouble').textContent=text;el('trouble').hidden=false}
function bar(part,text){el('bar').value=part;el('how').textContent=text;el('doing').hidden=false}
function keep(id){location.hash=id;try{localStorage.setItem('import',base+'#'+id)}catch(e){}}
function kept(){try{var at=localStorage.getItem('import')||'';return at.indexOf(base+'#')===0?at.slice(base.length):''}catch(e){return ''}}
function form(on){el('form').hidden=!on;el('send').disabled=false;if(on)el('doing').hidden=true}
function json(text){try{return JSON.parse(text)}catch(e){return {}}}
function over(n){
 var rows=[['表里一共',n.rows],['新登记',n.entered],['早已登记',n.known],['没有录入',n.refused]];
 if(n.enrolled+n.already+n.not_enrolled)rows.push(['报上名',n.enrolled],['早已报名',n.already],['没有报上名',n.not_enrolled]);
 el('counts').innerHTML='';
 rows.forEach(function(r){var t=document.createElement('dt'),d=document.createElement('dd');t.textContent=r[0];d.textContent=r[1]+' 人';el('counts').append(t,d)});
 var bad=n.refused+n.not_enrolled;
 el('say').textContent=bad?'有 '+bad+' 人要看一看。原因写在结果表里，标红的格子就是。改好只传这几行就行。':'都办好了。';
 el('say').className=bad?'bad':'good';
 el('result').href=base+'/imports/'+n.import_id+'/result.xlsx';
 el('passed').textContent=n.passed_over.length?'这些列没有收：'+n.passed_over.join('、'):'';
 var others=n.other_sheets||[];
 el('others').textContent=others.length?'只录了工作表“'+n.sheet+'”。没有录：'+others.join('、')+'。请另存成单独的文件再传。':'';
 el('doing').hidden=true;el('done').hidden=false;
}
function run(id){
 form(false);
 fetch(base+'/imports/'+id+'/run',{method:'POST'}).then(function(r){return r.text().then(function(t){
  var n=json(t);
  if(r.ok){tries=0;if(n.state==='done')return over(n);
   bar(n.rows?n.rows_done/n.rows:0,'已办 '+n.rows_done+' / '+n.rows+' 行。可以关掉，再打开会接着办。');return run(id)}
  if(r.status<500&&r.status!==429&&n.code!=='busy'){keep('');form(true);return trouble(say(n.code,n.title))}
  again(id)})},function(){again(id)});
}
function again(id){
 if(++tries>8){bar(0,'');return trouble('网络不好，停在这里了。重新打开这一页会接着办。')}
 el('how').textContent='网络不好，正在重试…';setTimeout(function(){run(id)},1000*tries);
}
function send(){
 var file=el('file').files[0],consent=document.querySelector('input[name=consent]:checked'),chosen=el('class');
 el('trouble').hidden=true;
 if(!file)return trouble('请先选文件。');
 if(!/\\.xlsx$/i.test(file.name))return trouble(say('file_type'));
 if(file.size>MAX)return trouble(say('file_too_large'));
 if(!consent)return trouble('请选名单上的人是怎样同意的。');
 var q='?consent='+consent.value+(chosen&&chosen.value?'&class_id='+chosen.value:''),x=new XMLHttpRequest();
 el('send').disabled=true;
 x.open('POST',base+'/imports'+q);
 x.setRequestHeader('content-type','application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
 x.upload.onprogress=function(e){if(e.lengthComputable)bar(e.loaded/e.total*0.1,'正在上传…')};
 x.onload=function(){var n=json(x.responseText);
  if(x.status===200){keep(n.import_id);bar(0,'读完了，共 '+n.rows+' 行。');run(n.import_id)}
  else{form(true);trouble(say(n.code,n.title))}};
 x.onerror=function(){form(true);trouble('网络断了，没有传上去。请再试。')};
 x.send(file);
}
el('send').onclick=send;
el('more').onclick=function(){keep('');location.reload()};
var held=/^#(im_[0-9a-z]+)$/.exec(location.hash||kept());
if(held)run(held[1]);
})();
`;

export function importPage(about: ImportPage, max_bytes: number): Page {
  const named = about.classes.find((one) => one.class_id === about.class_id);
  const options = about.classes.map(
    (one) => `<option value="${escaped(one.class_id)}">${escaped(`${one.class_id} ${one.title}`)}</option>`,
  );
  const which = named
    ? `<p class="quiet">报名到：${escaped(`${named.class_id} ${named.title}`)}</p>`
    : `<label for="class">报哪个班</label><select id="class"><option value="">不报班，只登记</option>${options.join('')}</select>`;
  const body = [
    '<h1>导入花名册</h1><p class="quiet">.xlsx 文件，最多 5,000 人。列的次序随意，要有姓名、身份证号、联系电话。</p>',
    `<div id="form">${which}`,
    '<label for="file">花名册文件</label><input id="file" type="file" accept=".xlsx">',
    '<fieldset><legend>名单上的人怎样同意录入的</legend>',
    '<label class="choice"><input type="radio" name="consent" value="paper">都签了书面同意</label>',
    '<label class="choice"><input type="radio" name="consent" value="spoken">当面说明后，都口头同意</label></fieldset>',
    '<button id="send" type="button">上传</button></div>',
    '<p id="trouble" class="bad" role="alert" hidden></p>',
    '<div id="doing" hidden><progress id="bar" max="1" value="0" aria-label="进度"></progress><p id="how" class="quiet" aria-live="polite"></p></div>',
    '<div id="done" hidden><h1>导完了</h1><p id="say" role="status"></p><dl id="counts"></dl><p id="others" class="bad"></p>',
    '<a id="result" class="button">下载结果表</a><button id="more" class="plain" type="button">再导一个</button>',
    '<p id="passed" class="quiet"></p><p class="quiet">结果表保留 24 小时。在微信里下载不了的，点右上角，选“在浏览器打开”。</p></div>',
  ].join('');
  const script = `var SAYS=${asJson(REFUSED_SAYS)},MAX=${max_bytes};${SCRIPT}`;
  return page({ title: '导入花名册', body, script });
}
