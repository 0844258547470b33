/** Files to take away: roster, attendance, signature and score sheets of a class. */
import { readScores } from '../classes/assessment/items';
import { classMarks, countClass } from '../classes/attendance/read';
import { readClass, readLessons } from '../classes/read';
import { roster } from '../classes/roster';
import type { TrainingClass } from '../classes/types';
import { numbersOpened } from '../notices/say-delivery';
import { noticeChange } from '../notices/write';
import { workerOf } from '../people/items';
import { dayOf, instant } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { attendanceLayout } from './layouts/attendance';
import { type RosterPerson, rosterLayout } from './layouts/roster';
import { scoresLayout } from './layouts/scores';
import { signOffLayouts } from './layouts/sign-off';
import type { Layout } from './layouts/types';
import { SHEET_NAMES, type SheetName } from './names';
import { writeSheet } from './write-sheet';

/** Numbers in full: only for whoever's duty needs them, who says why. */
export interface InFull {
  reader: string;
  reason: string;
  /** Opened by a link, which may have been passed on: the reader is then whom it was made for. */
  via?: 'link';
  /** Her chat, where she is told of it: whoever else had her link is then noticed. */
  tell?: string;
}

export interface SheetFile {
  /** `A17实名制花名册.xlsx` */
  name: string;
  bytes: Uint8Array;
}

/** The file. With `full` the roster shows ID numbers and phones whole, and that is audited first. Refuses `class_unknown`. */
export async function exportSheet(
  world: World,
  class_id: string,
  sheet: SheetName,
  full?: InFull,
): Promise<SheetFile | Refusal> {
  const c = await readClass(world, class_id);
  if (!c) return refuse('class_unknown');
  const layout = await layoutOf(world, c, sheet, full);
  if (isRefusal(layout)) return layout;
  return { name: `${class_id}${SHEET_NAMES[sheet]}.xlsx`, bytes: await writeSheet(layout) };
}

async function layoutOf(
  world: World,
  c: TrainingClass,
  sheet: SheetName,
  full: InFull | undefined,
): Promise<Layout | Layout[] | Refusal> {
  if (sheet === 'roster') return rosterOf(world, c, full);
  if (sheet === 'attendance') {
    const read = await classMarks(world, c.class_id);
    return read ? attendanceLayout(c, read.lessons, countClass(world, read)) : refuse('class_unknown');
  }
  const members = await roster(world, c.class_id);
  if (sheet === 'scores') return scoresLayout(c, members, await readScores(world, c.class_id));
  const lessons = await readLessons(world, c);
  return signOffLayouts(
    c,
    lessons.sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1)),
    members,
  );
}

async function rosterOf(world: World, c: TrainingClass, full: InFull | undefined): Promise<Layout | Refusal> {
  const members = await roster(world, c.class_id);
  if (full) {
    const told = await audited(world, c, members.length, full);
    if (isRefusal(told)) return told;
  }
  const items = await world.table.getMany(members.map((member) => keys.profile(member.worker_id)));
  const people = await Promise.all(
    members.map(async (member, i): Promise<RosterPerson> => {
      const worker = workerOf(items[i]);
      const whole = (field: 'id_number' | 'phone', masked: string) =>
        full && worker
          ? world.vault.open(worker.worker_id, worker.data_key, field, worker[`${field}_sealed`])
          : (masked ?? '');
      return {
        name: member.name,
        sex: member.sex,
        id_number: await whole('id_number', member.id_number_masked),
        phone: await whole('phone', member.phone_masked),
        groups: worker?.groups ?? [],
        ...(worker?.employer && { employer: worker.employer }),
      };
    }),
  );
  return rosterLayout(c, people, full !== undefined);
}

/** Written before anything is opened: no reading without its record. */
function audited(world: World, c: TrainingClass, people: number, { tell, ...full }: InFull) {
  const at = world.now();
  const read_id = world.id('read');
  const audit: Change = {
    kind: 'put',
    key: keys.audit(dayOf(at), read_id),
    item: { what: 'reveal_roster', class_id: c.class_id, people, ...full, at: instant(at) },
    why: 'who read a class’s numbers, and why',
  };
  const occasion = { notice_id: `numbers-${read_id}`, kind: 'numbers_opened', topic: 'service', urgent: true } as const;
  const told = tell ? [noticeChange(world, { ...occasion, chat: tell, ...numbersOpened(c, people) })] : [];
  return carryOut(world, async () => ({ changes: [audit, ...told], value: true }));
}
