/** npm run demo: a station's half year around the two Fukang classes of 24 July – 7 August 2025, 149 people, by chat and API. */
import './quiet';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import fukang from './demo/fukang-2025.json';
import { type Played, play, type RosterRead, type StepTold, WHOLE, WORDS } from './demo/play';
import { startStack } from './stack';

const BAR = 30;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: path.join('.local', 'demo') }, steps: { type: 'string', default: '9' } },
  });
  const out = path.resolve(values.out);
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-demo-'));
  const stack = await startStack({ port: 0, folder, report: (line) => console.error(`\n${line}`) });
  try {
    console.log(`${fukang.what}\n出处：${fukang.source}`);
    for (const why of Object.values(fukang.assumed)) console.log(`假定：${why}`);
    console.log(`本机系统 ${stack.url}，${seconds()} 秒起来；工友和驻站人员都经微信回调，主管部门经接口。`);
    const played = await play(stack, { ...WHOLE, steps: Number(values.steps) }, out, { progress: bar, step: told });
    for (const roster of played.rosters) show(roster);
    return sum(played, out, seconds());
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

let shown = -1;
function bar(done: number, of: number, what: string): void {
  const share = Math.floor((done / of) * 100);
  if (!process.stdout.isTTY) {
    if (Math.floor(share / 10) > shown) process.stdout.write(`${share}% `);
    shown = Math.max(shown, Math.floor(share / 10));
    return;
  }
  const full = Math.round((done / of) * BAR);
  process.stdout.write(`\r\x1b[2K[${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${done}/${of}  ${what}`);
}

let n = 0;
/** A step is over: what happened, and what it took. */
function told({ title, lines, cost, seconds }: StepTold): void {
  process.stdout.write(process.stdout.isTTY ? '\r\x1b[2K' : '\n');
  n += 1;
  const { messages, commands, replies, calls } = cost;
  console.log(
    `${n} ${title}：工友消息 ${messages} 条，指令 ${commands} 条（另回话 ${replies} 句），接口 ${calls} 次，${seconds.toFixed(1)} 秒`,
  );
  for (const line of lines) console.log(`    ${line}`);
}

function show(roster: RosterRead): void {
  const members = enrolledIn(roster);
  console.log(`\n${roster.title}（${roster.class_id}）花名册：${members.length} 人`);
  for (const [i, { name, id_number_masked, phone_masked }] of members.entries())
    console.log(`${String(i + 1).padStart(4)}  ${wide(name, 8)}  ${id_number_masked ?? ''}  ${phone_masked ?? ''}`);
  if (roster.line.length > 0)
    console.log(`  候补：${roster.line.map(({ position, name }) => `${position} ${name}`).join('，')}`);
}

/** In the order of the names, so that two runs can be laid side by side. */
function enrolledIn(roster: RosterRead): RosterRead['members'] {
  return roster.members.filter(({ status }) => status === 'enrolled').sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sum(played: Played, out: string, seconds: string): boolean {
  const { rosters, counts, cost, wrong, facts, certificates, files } = played;
  const all = rosters.map((roster) => ({ title: roster.title, members: enrolledIn(roster) }));
  const people = all.reduce((total, { members }) => total + members.length, 0);
  const rows = all.flatMap(({ title, members }) =>
    members.map((one) => `${title}|${one.name}|${one.id_number_masked}`),
  );
  const digest = createHash('sha256')
    .update([...rows, ...facts].join('\n'))
    .digest('hex')
    .slice(0, 16);
  console.log(
    `\n合计 ${people} 人：${all.map(({ title, members }) => `${title} ${members.length}`).join('，')}（各班人数是假定的，合计出自原文）`,
  );
  const ends = Object.entries(counts).map(([outcome, times]) => `${WORDS[outcome as keyof typeof WORDS]} ${times} 次`);
  console.log(`经过：${ends.join('，')}；证书 ${certificates} 张`);
  console.log(
    `用量：工友消息 ${cost.messages} 条，指令 ${cost.commands} 条（另回话 ${cost.replies} 句），接口 ${cost.calls} 次，${seconds} 秒`,
  );
  const made = [...files, played.pdf].filter(Boolean).map((file) => path.basename(file));
  if (made.length > 0) console.log(`文件在 ${out}：${made.join('、')}`);
  console.log(`指纹 ${digest}（名单、摸排、考勤、证书、报表；两次运行应相同）`);
  for (const line of wrong) console.error(`不对：${line}`);
  if (people !== fukang.people) console.error(`应为 ${fukang.people} 人，实为 ${people} 人`);
  return people === fukang.people && wrong.length === 0;
}

/** Han characters are two columns wide. */
function wide(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - 2 * [...text].length));
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error) => {
    console.error(`\n${process.env.DEBUG ? error.stack : error.message}`);
    process.exit(1);
  },
);
