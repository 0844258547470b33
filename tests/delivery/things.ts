/** A county with who trains, who assesses, where people work; classes with theory online and practice at the workplace. */

import type { Push } from '../../lib/channels/types';
import { turn } from '../../lib/chat/turn';
import { enrol } from '../../lib/classes/enrol';
import type { TrainingClass } from '../../lib/classes/types';
import type { Organisation, Staff, Worker } from '../../lib/people/types';
import { memoryTable } from '../../lib/store/memory';
import { newOrganisation, newStaff } from '../people/office';
import { freshTable, type TestTable } from '../support/engine';
import { minute, must, newWorker, recordingSender, settle, tapped } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';

export interface County {
  world: TestWorld;
  sent: { address: string; push: Push }[];
  /** What the engine reports as consumed; the tap of the tests reads what is written once more. */
  used: TestTable['used'];
  /** What was written is followed up, and what fell due done. */
  minute(): Promise<void>;
  /** The clock goes forward minute by minute, as the schedule does. */
  pass(minutes: number): Promise<void>;
}

export async function county(): Promise<County> {
  const { table, used } = await freshTable();
  const tap = tapped(table, memoryTable());
  const world = testWorld(tap.table);
  const { sender, sent } = recordingSender();
  const one = async () => {
    await settle(world, sender, tap.written);
    await minute(world, sender, tap.written);
  };
  return {
    world,
    sent,
    used,
    minute: one,
    async pass(minutes) {
      for (let i = 0; i < minutes; i++) {
        world.clock.pass(60_000);
        await one();
      }
    },
  };
}

export interface Parties {
  institution: Organisation;
  evaluator: Organisation;
  employer: Organisation;
  teacher: Staff;
  supervisor: Staff;
}

export async function parties(world: TestWorld): Promise<Parties> {
  const institution = await newOrganisation(world, { kind: 'institution', name: '禄劝职校', region: '530128' });
  const evaluator = await newOrganisation(world, { kind: 'evaluator', name: '昆明评价中心', region: '530100' });
  const employer = await newOrganisation(world, { kind: 'employer', name: '阜康棉纺厂', region: '652302' });
  const teacher = await newStaff(world, institution, {
    name: '王老师',
    duties: ['teacher'],
    id_number: syntheticIdNumber(901),
  });
  const supervisor = await newStaff(world, employer, { name: '赵师傅', duties: ['supervisor'] });
  return { institution, evaluator, employer, teacher, supervisor };
}

/** Three days: theory online, practice on site, practice at the workplace. Thu 24 to Sat 26 July. */
export const threeLessons = (of: Pick<Parties, 'teacher' | 'supervisor'>) => [
  {
    starts_at: '2025-07-24T09:00:00+08:00',
    ends_at: '2025-07-24T10:30:00+08:00',
    units: 2,
    kind: 'theory' as const,
    mode: 'online' as const,
    link: 'https://class.example/a',
    teacher_id: of.teacher.staff_id,
    content: '安全用电',
  },
  {
    starts_at: '2025-07-25T09:00:00+08:00',
    ends_at: '2025-07-25T11:15:00+08:00',
    units: 3,
    kind: 'practice' as const,
    teacher_id: of.teacher.staff_id,
  },
  {
    starts_at: '2025-07-26T09:00:00+08:00',
    ends_at: '2025-07-26T11:15:00+08:00',
    units: 3,
    kind: 'practice' as const,
    mode: 'workplace' as const,
    supervisor_id: of.supervisor.staff_id,
  },
];

export async function members(world: TestWorld, { class_id }: TrainingClass, ...ns: number[]): Promise<Worker[]> {
  const workers: Worker[] = [];
  for (const n of ns) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
    workers.push(worker);
  }
  return workers;
}

let serial = 0;

/** She says something on her phone; the worker of newWorker() or any account. */
export async function says(world: TestWorld, address: string, what: string | { media: { id: string } }) {
  world.clock.pass(2000);
  const id = `d${++serial}`;
  const common = { channel: 'wechat' as const, address, id, sent_ms: Math.floor(world.now() / 1000) * 1000 };
  const message =
    typeof what === 'string'
      ? { ...common, kind: 'text' as const, text: what }
      : { ...common, kind: 'image' as const, ...what };
  return turn(world, message);
}
