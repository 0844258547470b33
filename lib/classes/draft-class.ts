import { findTrade } from '../catalogue/list-trades';
import type { Level } from '../catalogue/types';
import { type Day, type Instant, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Policy } from '../policy/types';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { conditionsWithin, tradeOnList, windowInOrder } from './conditions';
import { practiceClosed } from './gates/gate-closed';
import { blockSizes, lessonPuts } from './items';
import { kindsAllowed, kindUnits, withKinds } from './kinds';
import { partiesOf, withTeachers } from './parties';
import { slotsOf } from './slots';
import { checkPattern, generateLessons, LESSONS_MAX, type Slice, type TimetableRefusal } from './timetable';
import type { ClassRefusal, DeliveryMode, GivenLesson, Lesson, Pattern, SiteType, TrainingClass } from './types';

export interface DraftCommand {
  trade_id: string;
  level: Level;
  /** Made from trade and pattern when left out. */
  title?: string;
  home_region: string;
  host_region: string;
  site_name: string;
  address: string;
  pattern: Pattern;
  units: number;
  first_day: Day;
  start?: string;
  units_per_day?: number;
  skip_days?: Day[];
  /** Given instead of generated; checked against the pattern all the same. */
  lessons?: GivenLesson[];
  /** Of the units; as much theory as leaves practice its share when left out. */
  theory_units?: number;
  /** 培训机构, 评价机构. */
  institution_id?: string;
  evaluator_id?: string;
  mode?: DeliveryMode;
  site_type?: SiteType;
  flexible?: boolean;
  fence?: TrainingClass['fence'];
  capacity: number;
  waiting_max?: number;
  age_min?: number;
  age_max?: number;
  groups?: string[];
  opens_at?: Instant;
  closes_at?: Instant;
  off_list_reason?: string;
  contact?: string;
}

const PATTERN_NAMES: Record<Pattern, string> = { weekend: '周末班', evening: '夜间班', full_time: '脱产班' };
// No I, L or O: codes are read aloud and typed on small keys.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * 开班草稿: a class with its lessons, seen by nobody yet. The timetable is generated for the pattern, or
 * checked against it (L4), theory before practice unless lessons say otherwise; trade and place are held against the
 * programme's lists (L7), conditions against its limits, practice against its share and closed areas (H3). Home and
 * host region are both kept (L3). Refuses any `ClassRefusal`, `TimetableRefusal`, what `partiesOf`, `withTeachers` and
 * `kindsAllowed` refuse, and `area_closed`.
 */
export async function draftClass(
  world: World,
  command: DraftCommand,
): Promise<Planned<{ training_class: TrainingClass; lessons: Lesson[] }>> {
  const policy = world.policies.of(command.home_region, command.first_day);
  const [trade, counter] = await Promise.all([
    findTrade(world, command.trade_id),
    world.table.get(keys.counter('class'), { consistent: true }),
  ]);
  if (!trade) return refuse<ClassRefusal>('trade_unknown', { trade_id: command.trade_id });
  const timetable = lessonsOf(command, policy);
  if (isRefusal(timetable)) return timetable;
  const [parties, slices] = await Promise.all([
    partiesOf(world, command),
    withTeachers(world, command.home_region, timetable),
  ]);
  if (isRefusal(parties)) return parties;
  if (isRefusal(slices)) return slices;
  const n = (counter?.n ?? 0) as number;
  const c = { ...classFrom(world, command, policy, trade.name, codeOf(n), slices), ...parties };
  if (c.starts_at <= instant(world.now())) return refuse<ClassRefusal>('class_in_past', { starts_at: c.starts_at });
  const refused =
    tradeOnList(c, policy) ??
    conditionsWithin(c, policy) ??
    windowInOrder(c) ??
    kindsAllowed(slices, policy) ??
    (await practiceClosed(world, c, slices));
  if (refused) return refused;
  const lessons = slices.map((slice) => ({ ...slice, class_id: c.class_id, timetable_rev: 1 }));
  return {
    changes: [
      {
        kind: 'put',
        key: keys.counter('class'),
        item: { n: n + 1 },
        when: n === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'n', op: '=', value: n }],
        why: 'the next class code',
      },
      {
        kind: 'put',
        key: keys.class(c.class_id),
        item: { ...c },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a new class',
      },
      {
        kind: 'put',
        key: keys.classListing(c.home_region, c.class_id),
        item: { class_id: c.class_id },
        why: 'listed for the office',
      },
      ...lessonPuts(c, lessons, policy, world.now()),
    ],
    value: { training_class: c, lessons },
  };
}

/** A10 … A99, B10 …; three digits after Z99. */
function codeOf(n: number): string {
  const letter = LETTERS[Math.floor(n / 90) % LETTERS.length];
  const round = Math.floor(n / (90 * LETTERS.length));
  return `${letter}${round === 0 ? '' : round}${10 + (n % 90)}`;
}

function lessonsOf(command: DraftCommand, policy: Policy) {
  const rule = policy.patterns.value[command.pattern];
  if (!command.lessons) {
    const wish = { ...command, place: placeOfLessons(command) };
    const made = generateLessons(wish, rule, policy.patterns.rule);
    if (isRefusal(made)) return made;
    const cut = withKinds(made, policy, command.theory_units);
    return cut.length > LESSONS_MAX ? refuse<TimetableRefusal>('too_many_lessons', { max: LESSONS_MAX }) : cut;
  }
  const slices: Slice[] = [...command.lessons]
    .sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))
    .map((lesson, i) => ({ ...lesson, n: i + 1, place: lesson.place ?? placeOfLessons(command) }));
  return (
    checkPattern(slices, command.pattern, rule, policy.patterns.rule) ?? withKinds(slices, policy, command.theory_units)
  );
}

/** What a lesson that names no place of its own says. */
export function placeOfLessons(at: { site_name: string; address: string }): string {
  return at.address ? `${at.site_name}，${at.address}` : at.site_name;
}

function classFrom(
  world: World,
  d: DraftCommand,
  policy: Policy,
  trade_name: string,
  class_id: string,
  lessons: Slice[],
): TrainingClass {
  const now = instant(world.now());
  const first = lessons[0] as Slice;
  const limits = policy.enrolment;
  return {
    class_id,
    rev: 1,
    timetable_rev: 1,
    terms_rev: 1,
    status: 'draft',
    title: d.title ?? `${trade_name}${PATTERN_NAMES[d.pattern]}`,
    trade_id: d.trade_id,
    trade_name,
    level: d.level,
    home_region: d.home_region,
    host_region: d.host_region,
    site_name: d.site_name,
    address: d.address,
    pattern: d.pattern,
    units: lessons.reduce((sum, lesson) => sum + lesson.units, 0),
    ...kindUnits(lessons),
    ...(d.mode && { mode: d.mode }),
    ...(d.site_type && { site_type: d.site_type }),
    ...(d.flexible !== undefined && { flexible: d.flexible }),
    ...(d.fence && { fence: d.fence }),
    starts_at: first.starts_at,
    ends_at: (lessons.at(-1) as Slice).ends_at,
    slots: slotsOf(lessons),
    lessons: lessons.length,
    capacity: d.capacity,
    blocks: blockSizes(d.capacity).length,
    waiting_max: d.waiting_max ?? limits.waiting_max.value,
    age_min: d.age_min ?? limits.age_min.value,
    age_max: d.age_max ?? limits.age_max.value,
    groups: d.groups ?? [],
    opens_at: d.opens_at ?? now,
    closes_at: d.closes_at ?? first.starts_at,
    ...(d.off_list_reason && { off_list_reason: d.off_list_reason }),
    ...(d.contact && { contact: d.contact }),
    policy: { id: policy.id, version: policy.version },
    created_at: now,
    updated_at: now,
  };
}
