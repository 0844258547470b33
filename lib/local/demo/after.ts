/** 8. Follow-up at one, three and six months, answered by chat or noted by the officer on the phone; reports through the API. */

import { enrolledIn } from './assessment';
import { converse, type Reply, tap } from './converse';
import { inParallel } from './desk';
import fukang from './fukang-2025.json';
import type { Person } from './people';
import { officerOf } from './proposals';
import { type Cast, type Story, serialOf } from './story';

/** Months after the last lesson, and which of ten answer by chat. */
const MONTHS: [month: number, at: string, answering: number[]][] = [
  [1, '2025-09-08T11:00:00+08:00', [0, 1, 2, 3, 4]],
  [3, '2025-11-08T11:00:00+08:00', [0, 5]],
  [6, '2026-02-08T11:00:00+08:00', [1, 6]],
];
/** At the first month the officer calls so many of a class who have not answered. */
const CALLS = 4;

export async function followed(story: Story): Promise<string[]> {
  const { desk, casts, scale } = story;
  const told: string[] = [];
  const pupils = await Promise.all(casts.map((cast) => pupilsOf(story, cast)));
  for (const [month, at, answering] of MONTHS) {
    await desk.until(at);
    // Those asked page by page, some in the next minute.
    for (let minute = 0; minute < 3; minute++) await desk.until(desk.stack.clock.now() + 61_000);
    const now = pupils.flatMap((all, i) =>
      all.filter((one) => answering.includes(serialOf(one) % 10)).map((person) => ({ person, cast: casts[i]! })),
    );
    await inParallel(now, scale.at_once, ({ person, cast }) => answers(story, person, cast, month));
    let called = 0;
    if (month === 1) for (const [i, cast] of casts.entries()) called += await calls(story, cast, pupils[i]!, i);
    told.push(`${month}个月：${now.length}人自己答，驻站打电话${called}人`);
  }
  for (const [i, { opened }] of casts.entries()) {
    await desk.order(officerOf(story, i), `总结 ${opened.class_id}`, /好/);
    await desk.reply(officerOf(story, i), '到课好，实操多，单位支持', /改/);
    await desk.reply(officerOf(story, i), '下次早一周通知排班', /到课好/);
    await desk.reply(officerOf(story, i), '1', /写好|记下/);
  }
  return [...told, ...(await reports(story))];
}

async function pupilsOf(story: Story, { opened, first, late }: Cast): Promise<Person[]> {
  const by_name = new Map([...first, ...late].map((one) => [one.name, one]));
  const members = await enrolledIn(story, opened.class_id);
  return members.map(({ name }) => by_name.get(name)!).sort((a, b) => serialOf(a) - serialOf(b));
}

/** One in eight is out of work; the others earn a few hundred more a month than before. */
async function answers(story: Story, person: Person, cast: Cast, month: number): Promise<void> {
  const n = serialOf(person);
  const before = 3800 + (n % 12) * 150;
  const replies: Reply[] = [
    [/有活干吗/, n % 8 === 3 && month === 1 ? '没上班' : tap(/在上班/)],
    [/还在培训前的那家/, n % 4 === 0 ? '2' : '1'],
    [/新的是哪家/, person.employer ?? '准东煤电'],
    [/培训前做什么/, '普工'],
    [/培训前一个月/, n % 9 === 2 ? '不想说' : String(before)],
    [/现在做什么/, n % 3 === 0 ? '技工' : '1'],
    [/现在一个月/, `${before + 300 + (n % 7) * 120}块`],
    [/帮什么忙/, n % 8 === 3 ? '1' : '3'],
  ];
  await converse(story.desk, person.openid, `我的回访 ${cast.opened.class_id} ${month}`, replies, /记下了/);
  story.tell(`${person.name} ${month}个月回访`);
}

/** 回访 A17 张三 在上班 技工 以前4500 现在6500, or that nobody answered. */
async function calls(story: Story, { opened }: Cast, pupils: Person[], i: number): Promise<number> {
  const { desk } = story;
  const officer = officerOf(story, i);
  const silent = pupils.filter((one) => serialOf(one) % 10 >= 5).slice(0, CALLS);
  await desk.order(officer, `回访 ${opened.class_id}`, /回访|没/);
  for (const [k, { name }] of silent.entries()) {
    const said = k === 1 ? '没人接' : '在上班 普工 以前4200 现在4900';
    const read = await desk.order(officer, `回访 ${opened.class_id} ${name} ${said}`, new RegExp(name));
    if (read.choices.some((one) => /确定|记/.test(one.label))) await desk.reply(officer, '1', /记/);
  }
  return silent.length;
}

async function reports(story: Story): Promise<string[]> {
  const { desk } = story;
  const period = 'from=2025-07-01&to=2025-12-31';
  const [training, employment, out_of_work, lead] = await Promise.all([
    desk.call('GET', `/v1/reports/training?${period}&by=place`),
    desk.call('GET', `/v1/reports/employment?${period}`),
    desk.call('GET', `/v1/reports/not-employed?${period}`),
    desk.call('GET', '/v1/lead-times'),
  ]);
  // The classes of the seed are elsewhere, or were over before.
  const total = training.rows.find((row: { key: string }) => row.key === fukang.host_region);
  const ours = new Set(story.casts.map((cast) => cast.opened.class_id));
  const yuan = (fen: number) => `${Math.round(fen / 100)}元`;
  const lead_days = lead.items[0]?.p50_days;
  story.facts.push(
    JSON.stringify([total.persons, total.person_times, total.theory, total.practice, total.online, total.workplace]),
    JSON.stringify([employment.persons, employment.employed, employment.rate, out_of_work.people.length]),
  );
  return [
    `培训（${total.name}）：${total.sessions.value}期，${total.persons.value}人，${total.person_times.value}人次；课时 理论${total.theory.value}（其中线上${total.online.value}），实操${total.practice.value}（其中岗位${total.workplace.value}）`,
    `就业率 ${employment.rate.value}% = ${employment.employed.value}人 / ${employment.persons.value}人（分母：${employment.denominator}）`,
    ...employment.classes
      .filter((one: { class_id: string }) => ours.has(one.class_id))
      .map(
        (one: {
          title: string;
          wage_told: number;
          wage_before_fen: number;
          wage_after_fen: number;
          wage_change_fen: number;
          post_risen: number;
        }) =>
          `  ${one.title}：前后工资都说了的${one.wage_told}人，每月平均 ${yuan(one.wage_before_fen)} → ${yuan(one.wage_after_fen)}（多${yuan(one.wage_change_fen)}），升了岗位${one.post_risen}人`,
      ),
    `培训未就业名单 ${out_of_work.people.length} 人${out_of_work.more ? '以上' : ''}；从说想学到开课，一半的人不超过${lead_days ?? '—'}天`,
  ];
}
