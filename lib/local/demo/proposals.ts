/** 3. Wishes pool into proposals; the station opens one class by chat, the office the other through the API (off the list, with its reason). */
import type { Staffer } from './desk';
import fukang from './fukang-2025.json';
import type { Cast, Story } from './story';
import { tradeName } from './survey';

const VILLAGES = '2025-06-24T10:00:00+08:00';
const OPENS = '2025-07-03T09:00:00+08:00';
const DIGITS = [...'一二三四五六七八九十'];
/** Lessons with something particular: theory heard by phone (L10), practice at the employer's signed off there (L11). */
export const ONLINE_LESSON = 2;
const WORKPLACE_FROM = 14;
const WEEKS_LONG = 20;

export async function opened(story: Story): Promise<string[]> {
  const { desk, casts, scale, staff } = story;
  await desk.until(VILLAGES);
  for (const [i, cast] of casts.entries())
    for (let n = 0; n < scale.from_villages; n++)
      await desk.call('POST', '/v1/wishes', {
        home_region: fukang.home_region,
        region: fukang.host_region,
        trade_id: cast.described.trade_id,
        person: { name: villager(i, n), phone: `1370000${i}${String(n).padStart(3, '0')}` },
        free: ['full_time'],
        channel: 'village_officer',
      });
  await desk.until(OPENS);
  const { home_region, host_region: region } = fukang;
  const { items } = await desk.call('POST', '/v1/proposals', { home_region, region });
  const listed = await desk.order(staff.officers[0], '开班建议', /开班建议：/);
  const lines = listed.text.split('\n').filter((line) => /^\d\. /.test(line));
  for (const [i, cast] of casts.entries()) {
    const proposal = items.find((one: { trade_id: string }) => one.trade_id === cast.described.trade_id);
    if (!proposal) throw new Error(`no proposal for ${cast.described.title}: ${listed.text}`);
    const class_id =
      i === 0
        ? await byChat(story, cast, lines.findIndex((line) => line.includes(tradeName(cast))) + 1)
        : await byApi(story, cast, proposal.proposal_id);
    await furnished(story, cast, class_id, i);
    story.tell(`${cast.opened.title} 开班`);
  }
  await desk.order(staff.officers[0], '月单 7月', /7月培训和招工/);
  const wished = items.map((one: { trade_name: string; wishes: number }) => `${one.trade_name}${one.wishes}人`);
  return [
    `村干部代说${casts.length * scale.from_villages}人；意愿归成${items.length}条开班建议：${wished.join('、')}`,
    ...casts.map(
      ({ opened: c, seats }, i) =>
        `${c.class_id} ${c.title}，${seats}个名额，${i === 0 ? '驻站用指令' : '主管部门用接口，附目录外理由'}开班`,
    ),
  ];
}

const villager = (i: number, n: number): string =>
  `${['杨', '李'][i] ?? '王'}村${DIGITS[Math.floor(n / 10)] ?? ''}${DIGITS[n % 10]}`;

/** 开班建议 1, the place, what is particular about the class, and yes. */
async function byChat(story: Story, { described, seats }: Cast, nth: number): Promise<string> {
  const { desk, scale } = story;
  const [officer] = story.staff.officers;
  await desk.order(officer, `开班建议 ${nth}`, /什么地方/);
  await desk.reply(officer, fukang.site_name, /要开/);
  const set = `脱产 ${spoken(fukang.first_day)} ${scale.units}课时 每天${described.units_per_day}课时 ${seats}人`;
  await desk.reply(officer, set, new RegExp(`${scale.units}课时`));
  const done = await desk.reply(officer, '1', /开好了/);
  return /[A-Z]\d{2,}/.exec(done.text)?.[0] ?? '';
}

async function byApi({ desk, scale }: Story, { described, seats }: Cast, proposal_id: string): Promise<string> {
  const { title, pattern, units_per_day, off_list_reason } = described;
  const { class_id } = await desk.call('POST', `/v1/proposals/${proposal_id}/accept`, {
    site_name: fukang.site_name,
    address: fukang.address,
    first_day: fukang.first_day,
    units: scale.units,
    units_per_day,
    capacity: seats,
    level: '5',
    pattern,
    title,
    off_list_reason,
  });
  await desk.call('POST', `/v1/classes/${class_id}/publish`, {});
  return class_id;
}

/** Who teaches and who examines, the teacher of each lesson, the lesson heard online, the one at the employer's. */
async function furnished({ desk, staff, scale }: Story, cast: Cast, class_id: string, i: number): Promise<void> {
  const path = `/v1/classes/${class_id}`;
  const given = {
    title: cast.described.title,
    institution_id: staff.orgs.institution,
    evaluator_id: staff.orgs.evaluator,
    mode: 'sent',
    site_type: 'workplace',
  };
  const before = await desk.call('GET', path);
  await desk.call('PATCH', path, given, `"${before.rev}"`);
  const c = await desk.call('GET', path);
  cast.opened = { class_id, title: c.title, trade: c.trade_name };
  if (!c.ends_at.startsWith(lastDay(scale.units))) desk.wrong.push(`${class_id} ends on ${c.ends_at}`);
  for (const { n } of c.lessons) {
    const online = i === 0 && n === ONLINE_LESSON;
    // From the second week on the afternoons are practice where people work; in a short class only the last morning.
    const workplace =
      c.lessons.length < WEEKS_LONG ? i === 1 && n === c.lessons.length - 1 : n % 2 === 0 && n >= WORKPLACE_FROM;
    await desk.call('PATCH', `${path}/sessions/${n}`, {
      teacher_id: staff.teacher.staff_id,
      ...(online && { mode: 'online', link: 'https://class.example/dengdian', questions: QUESTIONS }),
      ...(workplace && { mode: 'workplace', supervisor_id: staff.supervisor.staff_id }),
    });
  }
}

const QUESTIONS = [{ ask: '电线着火先做什么？', choices: ['断电', '泼水', '跑'], answer: 1 }];

/** Eight a day from the first day, every day. */
const lastDay = (units: number): string =>
  new Date(Date.parse(fukang.first_day) + (units / 8 - 1) * 86_400_000).toISOString().slice(0, 10);

const spoken = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** The officer whose turn it is. */
export const officerOf = ({ staff }: Story, i: number): Staffer => staff.officers[i % 2]!;
