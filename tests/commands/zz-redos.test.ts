import * as all from '../../lib/chat/commands/hear';
import { COMMANDS } from '../../lib/chat/commands/index';
import { controlOf, helpAbout, yesOrNo } from '../../lib/chat/commands/controls';
import { doorOf, sceneDoor } from '../../lib/chat/doors';
import { readScoreLines } from '../../lib/chat/commands/read-scores';
import * as reading from '../../lib/chat/commands/read';
import * as lines from '../../lib/chat/commands/people-lines';
import * as call from '../../lib/chat/commands/read-call';
import { lexicon } from '../chat/lexicon';
import { understand } from '../../lib/chat/understand';

const units = ['撤销','我要','我','刚才','发点','错了','帮助 ',' ','：','?','A17','1','12-','12.','1 ','7月','号','2025-','周六','上午','点','十','百','和','跟','·','王','欧阳','问','都','了','成绩','理论','1:','，','分','缺','\n','；','身份证','[哈','[','#','/','a','９','人','请','一下','看看','给','以前','千','4500','以前4500','到','5301281990','13800000000','13800000000\n','张三 ','再','半','第','零','节','没来 ','怎么','．','86','-','+86 ','明后天','今明','班','签到 ','点名','你好 报名 ','尾号','手机号','下个','周','月','20','25','不','不要','要不要'];
it('times', () => {
  const slow: any[] = [];
  const fns: Record<string, (t: string) => unknown> = {
    hear: (t) => all.hear(t), control: controlOf, help: helpAbout, yn: yesOrNo, door: (t) => doorOf(t, false), scene: sceneDoor,
    scores: readScoreLines,
    ...Object.fromEntries(Object.entries({ ...lines, ...call }).filter(([, f]) => typeof f === 'function').map(([n, f]) => [n, (t: string) => (f as any)(t, lexicon)])),
    reads: (t) => (reading as any).readFound ? (reading as any).readFound(t, lexicon, Date.now()) : undefined,
    understand: (t) => understand(t, lexicon),
  };
  console.log(Object.keys(reading), Object.keys(lines), Object.keys(call));
  for (const [name, f] of Object.entries(fns))
    for (const a of units) for (const b of ['', ...units.filter((_, i) => i % 4 === 0)]) {
      const text = (a + b).repeat(2048).slice(0, 2040) + '!x';
      const t0 = performance.now();
      try { f(text); } catch (e) { slow.push([name, a, b, String(e).slice(0, 80)]); }
      const ms = performance.now() - t0;
      if (ms > 60) slow.push([name, a, b, Math.round(ms)]);
    }
  console.log(JSON.stringify(slow.sort((x, y) => (y[3] as number) - (x[3] as number)).slice(0, 60)));
}, 600000);
