/** npm run demo: the two Fukang classes of 24 July – 7 August 2025, 149 people, through WeChat's webhook. */
import './quiet';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fukang from './demo/fukang-2025.json';
import { type Played, play, type RosterRead, WHOLE, WORDS } from './demo/play';
import { startStack } from './stack';

const BAR = 30;

async function main(): Promise<boolean> {
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-demo-'));
  const stack = await startStack({ port: 0, folder, report: (line) => console.error(`\n${line}`) });
  try {
    console.log(`${fukang.what}\n出处：${fukang.source}`);
    for (const why of Object.values(fukang.assumed)) console.log(`假定：${why}`);
    console.log(`本机系统 ${stack.url}，${seconds()} 秒起来；所有人都经微信回调报名。\n`);
    const played = await play(stack, WHOLE, bar);
    process.stdout.write('\n');
    for (const roster of played.rosters) show(roster);
    return sum(played, seconds());
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

function sum({ rosters, counts, messages, wrong }: Played, seconds: string): boolean {
  const all = rosters.map((roster) => ({ title: roster.title, members: enrolledIn(roster) }));
  const people = all.reduce((total, { members }) => total + members.length, 0);
  const rows = all.flatMap(({ title, members }) =>
    members.map((one) => `${title}|${one.name}|${one.id_number_masked}`),
  );
  const digest = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16);
  console.log(
    `\n合计 ${people} 人：${all.map(({ title, members }) => `${title} ${members.length}`).join('，')}（各班人数是假定的，合计出自原文）`,
  );
  const ends = Object.entries(counts).map(([outcome, n]) => `${WORDS[outcome as keyof typeof WORDS]} ${n} 次`);
  console.log(`经过：${ends.join('，')}；${messages} 条消息，${seconds} 秒`);
  console.log(`名单指纹 ${digest}（两次运行应相同）`);
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
