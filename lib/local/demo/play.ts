/**
 * A station's half year, played on a running stack with fresh data: staff bound, a survey, proposals, the Fukang classes
 * of July 2025 with sign-up, lessons, inspection, exam, certificates, follow-up, files. Nothing in it is random: who does
 * what follows from the seed and from who she is.
 */
import { millis } from '../../platform/clock';
import type { Stack } from '../stack';
import { followed } from './after';
import { examined } from './assessment';
import { Desk, type Tally } from './desk';
import { enrolled } from './enrolment';
import { filed } from './files';
import { ready } from './inspection';
import { held } from './lessons';
import { phoneOf } from './phone';
import { opened } from './proposals';
import { staffed } from './staff';
import { type Counts, castsOf, type RosterRead, type Scale, type StepTold, type Story } from './story';
import { surveyed } from './survey';

export { WORDS } from './enrolment';
export { type RosterRead, type Scale, type StepTold, WHOLE } from './story';

const START = '2025-06-20T09:00:00+08:00';

export interface Played {
  rosters: RosterRead[];
  counts: Counts;
  steps: StepTold[];
  cost: Tally;
  certificates: number;
  pdf: string;
  files: string[];
  /** The same at every run: what the fingerprint is taken over. */
  facts: string[];
  /** Whatever did not end as meant. */
  wrong: string[];
}

/** Who listens: each matter settled, each step over. */
export interface Audience {
  progress?(done: number, of: number, what: string): void;
  step?(told: StepTold): void;
}

/** Play it; files go to the folder `out`. Throws where the story cannot go on. */
export async function play(stack: Stack, scale: Scale, out: string, audience: Audience = {}): Promise<Played> {
  const desk = new Desk(stack, phoneOf(stack));
  const tell = counter(scale, audience.progress ?? (() => undefined));
  await desk.turnTo(millis(START));
  const seeded = await fetch(`${stack.url}/local/seed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pack: 'luquan-2025' }),
  });
  if (!seeded.ok) throw new Error(`the seed: ${await seeded.text()}`);
  const steps: StepTold[] = [];
  const step = async (title: string, work: () => Promise<string[]>) => {
    if (steps.length >= (scale.steps ?? Number.POSITIVE_INFINITY)) return;
    const before = { ...desk.tally };
    const began = performance.now();
    const lines = await work().catch((error) => {
      const [first = ''] = desk.wrong;
      throw new Error(`${title}：${error.message}${first && `\n起先：${first}`}`, { cause: error });
    });
    await stack.settle();
    const cost = { ...desk.tally };
    for (const key of Object.keys(cost) as (keyof Tally)[]) cost[key] -= before[key];
    const told = { title, lines, cost, seconds: (performance.now() - began) / 1000 };
    steps.push(told);
    audience.step?.(told);
  };
  const casts = castsOf(scale);
  let staff!: Story['staff'];
  await step('单位和人', async () => {
    const made = await staffed(desk, tell);
    staff = made.staff;
    return made.told;
  });
  const story: Story = { desk, scale, casts, staff, counts: {}, facts: [], tell };
  const played = { certificates: 0, pdf: '', files: [] as string[] };
  await step('关注和意愿摸排', () => surveyed(story));
  await step('开班建议和开班', () => opened(story));
  await step('报名', () => enrolled(story));
  await step('上课、签到、巡查', () => held(story));
  await step('考试和证书', async () => {
    const { told, certificates, pdf } = await examined(story, out);
    Object.assign(played, { certificates, pdf });
    return told;
  });
  await step('申请补贴前还缺什么', () => ready(story));
  await step('回访和报表', () => followed(story));
  await step('表格', async () => {
    const { told, files } = await filed(story, out);
    played.files = files;
    return told;
  });
  const rosters = await Promise.all(
    casts.map((cast): Promise<RosterRead> => desk.call('GET', `/v1/classes/${cast.opened.class_id}/roster`)),
  );
  await attendanceFacts(story);
  const { counts, facts } = story;
  return { rosters, counts, steps, cost: { ...desk.tally }, ...played, facts, wrong: desk.wrong };
}

/** Hours of everybody, by kind. */
async function attendanceFacts({ desk, casts, facts }: Story): Promise<void> {
  for (const { opened: c } of casts) {
    const { people } = await desk.call('GET', `/v1/classes/${c.class_id}/attendance`);
    const rows = people.map(
      (one: { name: string; units_counted: number; by_kind: object; late_times: number; units_unconfirmed: number }) =>
        `${c.title}|${one.name}|${one.units_counted}|${JSON.stringify(one.by_kind)}|${one.late_times}|${one.units_unconfirmed}`,
    );
    facts.push(...rows.sort());
  }
}

/** Matters to be settled in all, about: the survey, sign-up, every sign-in, follow-up. */
function counter(scale: Scale, progress: (done: number, of: number, what: string) => void): (what: string) => void {
  const seats = scale.capacity.reduce((sum, one) => sum + one, 0);
  const per_class = 2 * scale.switching + scale.late + 2 * scale.leaving + 1 + scale.too_late;
  const lessons = (scale.units / 8) * 2;
  const of = Math.round(seats * (1 + 0.9 + 1 + lessons * 0.97 + 0.9) + scale.capacity.length * per_class);
  let done = 0;
  return (what) => progress(Math.min(++done, of), of, what);
}
