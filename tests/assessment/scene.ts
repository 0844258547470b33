/** A class that has been held, its institution and evaluator, ready to be examined. */

import { planAssessment } from '../../lib/classes/assessment/plan';
import { encodeMark } from '../../lib/classes/attendance/items';
import type { DraftCommand } from '../../lib/classes/draft-class';
import { editClass } from '../../lib/classes/edit-class';
import { enrol } from '../../lib/classes/enrol';
import { readLessons } from '../../lib/classes/read';
import type { TrainingClass } from '../../lib/classes/types';
import { createOrganisation } from '../../lib/people/create-organisation';
import { type CreateStaff, createStaff } from '../../lib/people/create-staff';
import { maskIdNumber, readIdNumber } from '../../lib/people/id-number';
import { maskPhone } from '../../lib/people/read';
import { register } from '../../lib/people/register';
import type { Organisation, Staff, Worker } from '../../lib/people/types';
import { HOUR_MS, instant, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { must, openClass, run } from '../support/town';
import { syntheticIdNumber, type TestWorld } from '../support/world';

export const HOME = '530128';

export interface Scene {
  world: TestWorld;
  c: TrainingClass;
  institution: Organisation;
  evaluator: Organisation;
  /** Two of the evaluator's: the second for appeals. */
  assessors: Staff[];
  teacher: Staff;
  workers: Worker[];
}

let serial = 300;

export async function organisation(world: TestWorld, kind: Organisation['kind'], name: string, set: object = {}) {
  const command = { kind, name, home_region: HOME, region: HOME, ...set };
  return (await must(world, () => createOrganisation(world, command))).organisation;
}

export async function staffOf(world: TestWorld, org: Organisation, set: Partial<CreateStaff> = {}): Promise<Staff> {
  const id_number = syntheticIdNumber(++serial % 900, `${1940 + Math.floor(serial / 900)}0505`);
  const command = {
    home_region: HOME,
    org_id: org.org_id,
    name: '王考官',
    duties: ['assessor' as const],
    id_number,
    ...set,
  };
  return (await must(world, () => createStaff(world, command))).staff;
}

let names = 0;

/** A class of eight units with `n` workers, at the end of its last day; everyone was there. */
export async function heldClass(world: TestWorld, n = 3, set: Partial<DraftCommand> = {}): Promise<Scene> {
  names++;
  const institution = await organisation(world, 'institution', `昌吉职校${names}`);
  const evaluator = await organisation(world, 'evaluator', `评价中心${names}`);
  const teacher = await staffOf(world, institution, { name: '马老师', duties: ['teacher'] });
  const assessors = [await staffOf(world, evaluator), await staffOf(world, evaluator, { name: '赵考官' })];
  const opened = await openClass(world, { units: 8, capacity: Math.max(n, 2), ...set });
  const edited = await must(world, () =>
    editClass(world, { class_id: opened.class_id, rev: opened.rev, institution_id: institution.org_id, by: 'li' }),
  );
  const c = edited.training_class;
  const workers: Worker[] = [];
  for (let i = 0; i < n; i++) {
    const worker = await someone(world, names * 100 + i);
    await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
    workers.push(worker);
  }
  await teach(world, c, teacher);
  for (const worker of workers) await present(world, c, worker);
  world.clock.set(c.ends_at);
  world.clock.pass(HOUR_MS);
  return { world, c, institution, evaluator, assessors, teacher, workers };
}

/** A registered worker of these tests alone: another number, day of birth and id than any other file's. */
export async function someone(world: TestWorld, n: number): Promise<Worker> {
  const born = instant(millis('1980-01-01T12:00:00+08:00') + Math.floor(n / 900) * 24 * HOUR_MS).slice(0, 10);
  const id_number = syntheticIdNumber(n % 900, born.replaceAll('-', ''));
  const read = readIdNumber(id_number);
  if (isRefusal(read)) throw new Error(read.refused);
  const worker_id = `w_e${n}`;
  const data_key = await world.vault.newKey(worker_id);
  const seal = (field: string, text: string) => world.vault.seal(worker_id, data_key, field, text);
  const phone = `139${String(n).padStart(8, '0')}`;
  const { sex, birth_day } = read;
  const chat = `wechat:o${worker_id}`;
  const registration = {
    worker_id,
    data_key,
    consent: { version: '1', at: instant(world.now()) },
    name: `张${'甲乙丙丁戊己庚辛壬癸'[n % 10]}英`,
    sex,
    birth_day,
    id_number_sealed: await seal('id_number', id_number),
    id_number_hash: world.vault.fingerprint('id_number', id_number),
    id_number_masked: maskIdNumber(id_number),
    phone_sealed: await seal('phone', phone),
    phone_masked: maskPhone(phone),
    site_region: '652302',
    site_text: '阜康',
  };
  const worker = await must(world, async () => register(world, { chat, registration }));
  const talk = {
    rev: 1,
    worker_id,
    name: worker.name,
    site: '652302',
    audience: '652302',
    following: true,
    heard_ms: world.now(),
  };
  await world.table.write([{ kind: 'put', key: keys.conversation(chat), item: talk, why: 'she has talked to us' }]);
  return worker;
}

/** This person teaches all its lessons. */
export async function teach(world: TestWorld, c: TrainingClass, teacher: Staff): Promise<void> {
  for (const lesson of await readLessons(world, c))
    await world.table.write([
      {
        kind: 'update',
        key: keys.lesson(c.class_id, c.timetable_rev, lesson.n),
        set: { teacher_id: teacher.staff_id, teacher_name: teacher.name },
        why: 'test',
      },
    ]);
}

/** She signed in for all its lessons, or for the first so many. */
export async function present(world: TestWorld, c: TrainingClass, worker: Worker, lessons = 99): Promise<void> {
  const held = (await readLessons(world, c)).slice(0, lessons);
  const set = Object.fromEntries(
    held.map((lesson) => [`n${lesson.n}`, encodeMark({ how: 'code', at_ms: millis(lesson.starts_at) })]),
  );
  await world.table.write([{ kind: 'update', key: keys.attendance(c.class_id, worker.worker_id), set, why: 'test' }]);
}

/** Its exam, now, by the evaluator's first assessor; or why not. */
export function tryPlan({ world, c, evaluator, assessors }: Scene, set: object = {}) {
  const command = { class_id: c.class_id, at: instant(world.now()), by: 'li', evaluator_id: evaluator.org_id };
  return run(world, () => planAssessment(world, { ...command, assessor_ids: [assessors[0]!.staff_id], ...set }));
}

/** As `tryPlan`, and it must not be refused. */
export async function planned(scene: Scene, set: object = {}) {
  const made = await tryPlan(scene, set);
  if (isRefusal(made)) throw new Error(made.refused);
  return made;
}
