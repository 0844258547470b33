/** 培训情况 (B12 B14 B15 H13): sessions (期), persons (人) and person-times (人次) apart, hours by kind; every figure opens down to its classes. */
import { DAY_MS, type Day } from '../../platform/clock';
import type { Refusal } from '../../platform/refusal';
import { isRefusal } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { readLessons } from '../read';
import { roster } from '../roster';
import type { Lesson, TrainingClass } from '../types';
import { classesBetween, ofEach } from './period';

export type GroupBy = 'trade' | 'place' | 'site' | 'mode';

/** What one class gives to the figures. */
export interface ClassFacts {
  training_class: TrainingClass;
  lessons: Pick<Lesson, 'kind' | 'mode' | 'units'>[];
  worker_ids: string[];
}

/** A figure: its value, its unit, and the classes behind it. */
export interface Figure {
  value: number;
  unit: '期' | '人' | '人次' | '天' | '课时' | '%' | '份';
}

export interface TrainingRow {
  key: string;
  name: string;
  sessions: Figure;
  persons: Figure;
  person_times: Figure;
  /** From the first day of these classes to the last, both counted (L1: 7-24 to 8-7 are 15). */
  days: Figure;
  theory: Figure;
  practice: Figure;
  online: Figure;
  workplace: Figure;
  class_ids: string[];
}

export interface TrainingReport {
  from: Day;
  to: Day;
  by: GroupBy;
  rows: TrainingRow[];
  total: TrainingRow;
  /** B14: of all sessions and person-times. */
  in_village: { sessions: Figure; person_times: Figure; percent: Figure; class_ids: string[] };
  flexible: { sessions: Figure; class_ids: string[] };
  fixed: { sessions: Figure; class_ids: string[] };
}

/** Classes that began in the period. Refuses `period_order`, `report_too_large`. */
export async function trainingReport(
  world: World,
  wish: { home_region: string; from: Day; to: Day; by: GroupBy },
): Promise<TrainingReport | Refusal> {
  const classes = await classesBetween(world, { ...wish, by: 'starts_at' });
  if (isRefusal(classes)) return classes;
  const facts = await ofEach(classes, async (c): Promise<ClassFacts> => {
    const [lessons, members] = await Promise.all([readLessons(world, c), roster(world, c.class_id)]);
    return { training_class: c, lessons, worker_ids: members.map((member) => member.worker_id) };
  });
  const { from, to, by } = wish;
  // A class nobody came to was not held: no 期, and no hours.
  const held = facts.filter((one) => one.worker_ids.length > 0);
  return { from, to, by, ...figures(held, by) };
}

/** The figures of a report. Pure. */
export function figures(facts: ClassFacts[], by: GroupBy): Omit<TrainingReport, 'from' | 'to' | 'by'> {
  const groups = new Map<string, ClassFacts[]>();
  for (const one of facts) {
    const key = keyOf(one.training_class, by);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups].map(([key, some]) => rowOf(key, nameOf(some[0]!.training_class, by), some));
  const village = facts.filter(({ training_class: c }) => c.site_type === 'village');
  const total = rowOf('all', '合计', facts);
  const share = total.person_times.value === 0 ? 0 : times(village) / total.person_times.value;
  return {
    rows: rows.sort((a, b) => b.person_times.value - a.person_times.value || (a.key < b.key ? -1 : 1)),
    total,
    in_village: {
      sessions: figure(village.length, '期'),
      person_times: figure(times(village), '人次'),
      percent: figure(Math.floor(share * 1000) / 10, '%'),
      class_ids: idsOf(village),
    },
    flexible: sessionsOf(facts.filter(({ training_class: c }) => c.flexible === true)),
    fixed: sessionsOf(facts.filter(({ training_class: c }) => c.flexible !== true)),
  };
}

const figure = (value: number, unit: Figure['unit']): Figure => ({ value, unit });
const idsOf = (facts: ClassFacts[]) => facts.map((one) => one.training_class.class_id).sort();
const times = (facts: ClassFacts[]) => facts.reduce((sum, one) => sum + one.worker_ids.length, 0);
const sessionsOf = (facts: ClassFacts[]) => ({ sessions: figure(facts.length, '期'), class_ids: idsOf(facts) });

function spanOf(facts: ClassFacts[]): number {
  if (facts.length === 0) return 0;
  const first = facts.map(({ training_class: c }) => c.starts_at.slice(0, 10)).sort()[0] as Day;
  const last = facts
    .map(({ training_class: c }) => c.ends_at.slice(0, 10))
    .sort()
    .at(-1) as Day;
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

function rowOf(key: string, name: string, facts: ClassFacts[]): TrainingRow {
  const lessons = facts.flatMap((one) => one.lessons);
  const units = (of: (lesson: ClassFacts['lessons'][number]) => boolean) =>
    figure(
      lessons.filter(of).reduce((sum, lesson) => sum + lesson.units, 0),
      '课时',
    );
  return {
    key,
    name,
    sessions: figure(facts.length, '期'),
    // One who came to three classes is one person, and three person-times.
    persons: figure(new Set(facts.flatMap((one) => one.worker_ids)).size, '人'),
    person_times: figure(times(facts), '人次'),
    days: figure(spanOf(facts), '天'),
    theory: units((lesson) => lesson.kind === 'theory'),
    practice: units((lesson) => lesson.kind !== 'theory'),
    online: units((lesson) => lesson.mode === 'online'),
    workplace: units((lesson) => lesson.mode === 'workplace'),
    class_ids: idsOf(facts),
  };
}

const SITES: Record<string, string> = {
  village: '村里',
  workplace: '厂里',
  school: '学校',
  base: '实训基地',
  online: '线上',
};
const MODES: Record<string, string> = { sent: '送培训', entrusted: '委托', apprenticeship: '学徒制' };
const NOT_SAID = '没有登记';

function keyOf(c: TrainingClass, by: GroupBy): string {
  if (by === 'trade') return c.trade_id;
  if (by === 'place') return c.host_region;
  return (by === 'site' ? c.site_type : c.mode) ?? 'none';
}

function nameOf(c: TrainingClass, by: GroupBy): string {
  if (by === 'trade') return c.trade_name;
  if (by === 'place') return c.host_region;
  return (by === 'site' ? SITES[c.site_type ?? ''] : MODES[c.mode ?? '']) ?? NOT_SAID;
}
