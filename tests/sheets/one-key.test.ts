/** What KMS is asked for: one key a new person, however she comes in; the page that only asks costs none. */
import { roster } from '../../lib/classes/roster';
import { registerByOffice } from '../../lib/people/register-by-office';
import { instant } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { localMaster, vault } from '../../lib/platform/vault';
import { runImport } from '../../lib/sheets/run-import';
import { startImport } from '../../lib/sheets/start-import';
import { memoryTable } from '../../lib/store/memory';
import { talker } from '../chat/talk';
import { putOnDuty } from '../support/staff';
import { openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { idOf, nameOf, people, phoneOf, rosterFile } from './support';

/** A world whose calls to KMS are written down: for whom a key was made, and whose was unwrapped. */
function counted() {
  const local = localMaster(Buffer.alloc(32, 7));
  const made: string[] = [];
  const unwrapped: string[] = [];
  const master = {
    generate: (person: string) => {
      made.push(person);
      return local.generate(person);
    },
    unwrap: (person: string, wrapped: string) => {
      unwrapped.push(person);
      return local.unwrap(person, wrapped);
    },
  };
  const world: TestWorld = { ...testWorld(memoryTable()), vault: vault(master, Buffer.alloc(32, 9)) };
  return { world, made, unwrapped };
}
const ofWorkers = (made: string[]) => made.filter((person) => person.startsWith('w_'));

it('an import makes one key a person, and one of its own', async () => {
  const { world, made, unwrapped } = counted();
  const bytes = await rosterFile(people(12));
  const place = { home_region: '530128', host_region: '652302' };
  let head = await startImport(world, { bytes, ...place, consent: 'spoken', by: 'officer-1', may: () => true });
  while (!isRefusal(head) && head.state !== 'done') head = await runImport(world, head.import_id);
  expect(head).toMatchObject({ counts: { entered: 12 } });
  expect([made.length, new Set(made).size, unwrapped]).toEqual([13, 13, []]);
});

it('a pasted list: none for the page that asks, one a person when she says yes', async () => {
  const { world, made, unwrapped } = counted();
  await putOnDuty(world, 's', { region: '652302', duties: ['station'] });
  const c = await openClass(world, { capacity: 10 });
  const officer = talker(world, 's');
  const lines = [1, 2, 3].map((n) => `${nameOf(n)} ${idOf(n)} ${phoneOf(n)}`);
  const page = await officer.say(`代报名 ${c.class_id}\n${lines.join('\n')}`);
  expect(page.reply?.text).toMatch(/3人可以报/);
  expect(ofWorkers(made)).toEqual([]);
  expect((await officer.say('1')).reply?.text).toMatch(/报好3人/);
  expect(ofWorkers(made)).toHaveLength(3);
  expect(ofWorkers(unwrapped)).toEqual([]);
  // The keys are those of the people who are there: their numbers open.
  const members = await roster(world, c.class_id);
  expect(new Set(members.map((member) => member.worker_id))).toEqual(new Set(ofWorkers(made)));
});

it('a look has nothing to write', async () => {
  const { world, made } = counted();
  const consent = { version: '1', at: instant(world.now()), basis: 'spoken' as const };
  const command = { name: nameOf(1), id_number: idOf(1), phone: phoneOf(1), site_region: '652302', site_text: '阜康' };
  const looked = await registerByOffice(world, { ...command, consent, by: 's' }, { look: true });
  expect(looked).toMatchObject({ changes: [], value: { was: 'new' } });
  expect(made).toEqual([]);
});
