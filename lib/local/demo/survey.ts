/** 2. Workers follow and say where they work; the officer asks all of them what they want to learn, and reads the counts. */
import { converse, type Reply, tap } from './converse';
import { inParallel } from './desk';
import type { Person } from './people';
import { type Cast, type Story, serialOf } from './story';
import { pursue } from './talk';

const STARTS = '2025-06-20T09:20:00+08:00';
/** After the first reminder, and after the second. */
const REMINDED = ['2025-06-21T12:00:00+08:00', '2025-06-23T12:00:00+08:00'];

/** Of ten: who answers at once, who when reminded once, who when reminded twice; one never does. */
const HABIT = [0, 0, 1, 0, 2, 0, 'never', 0, 1, 0] as const;

/** Two of five register; the others only say where they work. Who is enrolled from a pasted list is among those. */
export const registersFirst = (person: Person): boolean => serialOf(person) % 5 < 2;

export async function surveyed(story: Story): Promise<string[]> {
  const { desk, casts, scale } = story;
  const all = casts.flatMap((cast) => cast.first.map((person) => ({ person, cast })));
  await inParallel(all, scale.at_once, ({ person }) => follows(story, person));
  await desk.until(STARTS);
  const { survey_id, asked } = await begun(story, all.length);
  for (const wave of [0, 1, 2]) {
    if (wave > 0) await desk.until(REMINDED[wave - 1]!);
    const now = all.filter(({ person }) => HABIT[serialOf(person) % HABIT.length] === wave);
    await inParallel(now, scale.at_once, ({ person, cast }) => answers(story, person, cast, survey_id));
    await desk.stack.settle();
  }
  const said = await saidForThem(story, all);
  const counted = await desk.order(story.staff.officers[0], '摸排结果', new RegExp(`问了${asked}人`));
  await desk.order(story.staff.officers[0], '摸排 结束', /结束M/);
  await desk.reply(story.staff.officers[0], '1', /结束了/);
  const results = await desk.call('GET', `/v1/surveys/${survey_id}`);
  const { answered, response_percent, willing, nothing, demand, free } = results;
  if (results.asked !== all.length) desk.wrong.push(`the survey asked ${results.asked} of ${all.length}`);
  story.facts.push(JSON.stringify({ asked: results.asked, answered, willing, nothing, demand, free }));
  return [
    `${all.length}人关注公众号：${all.filter(({ person }) => registersFirst(person)).length}人登记了资料，其余说了在阜康`,
    `摸排${survey_id}问了${results.asked}人，答了${answered}人（自己答的${response_percent}%，驻站代说${said}人），开班就来的${willing}人，都不想学的${nothing}人`,
    ...demand.map(
      (one: { name: string; online: number; offline: number; either: number }) =>
        `  ${one.name} ${one.online + one.offline + one.either}人（当面${one.offline}，网上${one.online}，都行${one.either}）`,
    ),
    ...counted.text.split('\n').slice(0, 1),
  ];
}

async function follows(story: Story, person: Person): Promise<void> {
  const { desk } = story;
  await desk.phone.send(person.openid, { event: 'subscribe' });
  if (registersFirst(person)) {
    const done = await pursue(desk.phone, person, { kind: 'register' });
    desk.tally.messages += done.messages;
    story.counts[done.outcome] = (story.counts[done.outcome] ?? 0) + 1;
    if (done.outcome !== 'registered') desk.wrong.push(`${person.openid} did not register: ${done.last}`);
  } else await converse(desk, person.openid, '找培训班', [[/哪里|在哪|哪儿/, tap(/阜康/)]], /想看哪个|现在没有/);
  story.tell(`${person.name} 说了在哪里上班`);
}

async function begun(story: Story, expected: number): Promise<{ survey_id: string; asked: number }> {
  const { desk, staff } = story;
  const [officer] = staff.officers;
  const dry = await desk.order(officer, '摸排 电工 农作物植保员 开始', /问新疆阜康的(\d+)位工友/);
  const asked = Number(/的(\d+)位工友/.exec(dry.text)?.[1]);
  if (asked !== expected) desk.wrong.push(`the survey would ask ${asked}, not ${expected}`);
  const started = await desk.reply(officer, '1', /M\d+开始了/);
  // Held back for two minutes, so that it can still be taken back.
  await desk.until(desk.stack.clock.now() + 3 * 60_000);
  return { survey_id: /M\d+/.exec(started.text)?.[0] ?? 'M10', asked };
}

/** By numbers; some type words. Free by day or all day, now and then an evening, so that the shift question comes up. */
async function answers(story: Story, person: Person, cast: Cast, survey_id: string): Promise<void> {
  const n = serialOf(person);
  const trade = cast.opened.trade || cast.described.title;
  const replies: Reply[] = [
    [/哪里上班/, tap(/阜康/)],
    [/最想学什么/, n % 40 === 7 ? tap(/都不想学/) : n % 3 === 0 ? tradeName(cast) : tap(new RegExp(tradeName(cast)))],
    [/什么时候有空/, n % 7 === 1 ? '平时晚上' : tap(/全天|都行|随时|脱产/)],
    [/理论课/, tap([/当面/, /手机上学/, /都行/][n % 3] ?? /当面/)],
    [/来不来/, n % 12 === 5 ? '2' : '1'],
  ];
  await converse(story.desk, person.openid, `摸排 ${survey_id}`, replies, /答完了|记下了/);
  story.tell(`${person.name} 答了摸排：${trade}`);
}

export const tradeName = (cast: Cast): string => (cast.described.trade_id === 'electrician' ? '电工' : '农作物植保员');

/** Two who never answer told the officer what they want; she says it for them (P4). */
async function saidForThem(story: Story, all: { person: Person; cast: Cast }[]): Promise<number> {
  const { desk, staff } = story;
  const silent = all.filter(
    ({ person }) => HABIT[serialOf(person) % HABIT.length] === 'never' && registersFirst(person),
  );
  const said = silent.slice(0, 2);
  for (const { person, cast } of said) {
    await desk.order(staff.officers[1], `意愿 ${person.name} ${tradeName(cast)} 全天`, /也算答了摸排/);
    await desk.reply(staff.officers[1], '1', /记下了/);
  }
  return said.length;
}
