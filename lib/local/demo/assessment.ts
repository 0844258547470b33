/** 7. The exam is planned through the API, marked by an assessor in chat, published, appealed, and certified by command. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays, dayOf } from '../../platform/clock';
import { converse, tap } from './converse';
import type { Person } from './people';
import { officerOf } from './proposals';
import { type Cast, type RosterRead, type Story, serialOf } from './story';

export interface Certified {
  told: string[];
  certificates: number;
  pdf: string;
}

/** A paste of the assessor's: below what a message holds. */
const LINES_AT_ONCE = 40;

export async function examined(story: Story, out: string): Promise<Certified> {
  const { desk, casts } = story;
  const ends = (await desk.call('GET', `/v1/classes/${casts[0]!.opened.class_id}`)).ends_at;
  const exam_day = addDays(dayOf(Date.parse(ends)), 2);
  const told: string[] = [];
  for (const { opened } of casts)
    await desk.call('POST', `/v1/classes/${opened.class_id}/assessment`, {
      evaluator_id: story.staff.orgs.evaluator,
      assessor_ids: story.staff.assessors.map((one) => one.staff_id),
      at: `${exam_day}T09:00:00+08:00`,
      place: '阜康考点',
    });
  await desk.until(`${exam_day}T15:00:00+08:00`);
  for (const cast of casts) told.push(await marked(story, cast));
  await desk.until(`${addDays(exam_day, 1)}T10:00:00+08:00`);
  for (const cast of casts) told.push(await appealed(story, cast));
  await desk.until(`${addDays(exam_day, 8)}T10:00:00+08:00`);
  const numbers: string[] = [];
  for (const [i, cast] of casts.entries()) {
    const issued = await certified(story, cast, i);
    numbers.push(...issued.map((one) => one.number));
    told.push(`${cast.opened.title}发证${issued.length}张`);
    story.facts.push(`${cast.opened.title}|${issued.map((one) => one.name).join(',')}`);
  }
  mkdirSync(out, { recursive: true });
  const pdf = path.join(out, '证书样张.pdf');
  const bytes = await desk.file(`/v1/certificates/${numbers[0]}/pdf`);
  if (bytes.subarray(0, 5).toString() !== '%PDF-') desk.wrong.push('the certificate is no PDF');
  writeFileSync(pdf, bytes);
  return { told, certificates: numbers.length, pdf };
}

/** By serial number: most pass, one in twenty-three does not, one in forty-one does not come. Pure. */
export function scoresOf(person: Person): { theory: number; practice: number } | 'absent' {
  const n = serialOf(person);
  if (n % 41 === 17) return 'absent';
  if (n % 23 === 8) return { theory: 48 + (n % 9), practice: 71 };
  return { theory: 62 + ((n * 17) % 37), practice: 65 + ((n * 11) % 34) };
}

async function marked(story: Story, { opened, first, late }: Cast): Promise<string> {
  const { desk } = story;
  const [assessor] = story.staff.assessors;
  const { class_id, title } = opened;
  const by_name = new Map([...first, ...late].map((one) => [one.name, one]));
  const members = await enrolledIn(story, class_id);
  const lines = members.map(({ name }) => {
    const score = scoresOf(by_name.get(name)!);
    return score === 'absent' ? `${name} 缺考` : `${name} ${score.theory} ${score.practice}`;
  });
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
    const part = lines.slice(at, at + LINES_AT_ONCE);
    // Who was not there enough is left out, and the dry answer says so.
    const dry = await desk.order(assessor, `成绩 ${class_id}\n${part.join('\n')}`, /要登\d+人/);
    await desk.reply(assessor, '1', new RegExp(`登好了，${/要登(\d+)人/.exec(dry.text)?.[1]}人`));
  }
  const dry = await desk.order(assessor, `公布成绩 ${class_id}`, /公布“/);
  await desk.reply(assessor, '1', /公布了/);
  await desk.stack.settle();
  story.tell(`${class_id} 公布成绩`);
  return `${title}：${/合格.*人/.exec(dry.text)?.[0] ?? dry.text}`;
}

export async function enrolledIn({ desk }: Story, class_id: string): Promise<RosterRead['members']> {
  const roster: RosterRead = await desk.call('GET', `/v1/classes/${class_id}/roster`);
  return roster.members.filter((one) => one.status === 'enrolled');
}

/** The first who did not pass appeals by chat; the other assessor looks again, and marks the theory up. */
async function appealed(story: Story, { opened, first, late }: Cast): Promise<string> {
  const { desk, staff } = story;
  const { class_id, title } = opened;
  const items = await desk.list(`/v1/classes/${class_id}/scores`);
  const failed = items.filter((one: { outcome: string }) => one.outcome === 'failed');
  const all = [...first, ...late].sort((a, b) => serialOf(a) - serialOf(b));
  const person = all.find((one) => failed.some((score: { name: string }) => score.name === one.name));
  if (!person) return `${title}：没有人申诉`;
  const replies = [
    [/要申诉吗/, tap(/^要申诉|申诉/)],
    [/觉得哪里不对/, '理论第三题我写对了'],
  ] as Parameters<typeof converse>[3];
  await converse(desk, person.openid, `申诉 ${class_id}`, replies, /交上去了/);
  const other = staff.assessors[1];
  const read = await desk.order(other, `成绩 ${class_id}`, /1人申诉|觉得|她说/);
  if (/处理哪个/.test(read.text)) await desk.reply(other, '1', /重新打分/);
  await desk.reply(other, '64 71 第三题漏算一步，补分', /改成理论64分/);
  await desk.reply(other, '1', /处理好了/);
  await desk.stack.settle();
  story.tell(`${person.name} 申诉`);
  return `${title}：${person.name}申诉，另一位考评员重新打分，合格`;
}

async function certified(story: Story, { opened }: Cast, i: number): Promise<{ number: string; name: string }[]> {
  const { desk } = story;
  const { class_id } = opened;
  const dry = await desk.order(officerOf(story, i), `发证 ${class_id}`, /发证，\d+人/);
  await desk.reply(officerOf(story, i), '1', /开始给/);
  await desk.stack.settle();
  const items = await desk.list(`/v1/classes/${class_id}/certificates`);
  const expected = Number(/发证，(\d+)人/.exec(dry.text)?.[1]);
  if (items.length !== expected) desk.wrong.push(`${class_id}: ${items.length} certificates of ${expected}`);
  story.tell(`${class_id} 发证`);
  return items.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1));
}
