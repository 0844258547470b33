/** The demonstration, small: a station's half year through the webhook and the API; nothing in it hangs on a race. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { namesIn } from '../../lib/local/demo/files';
import { doing } from '../../lib/local/demo/lessons';
import { idNumber, people } from '../../lib/local/demo/people';
import { type Played, play, type Scale, WHOLE } from '../../lib/local/demo/play';
import { readIdNumber } from '../../lib/people/id-number';
import { isRefusal } from '../../lib/platform/refusal';
import { newFolder, removeFolder, testStack } from './support/stack';

/** Three days, eleven people; wishes from villages make up what a proposal needs (30). */
const SMALL: Scale = {
  seed: 7,
  capacity: [6, 5],
  units: 24,
  late: 5,
  leaving: 3,
  switching: 1,
  too_late: 1,
  by_name: 1,
  pasted: 1,
  from_villages: 28,
  at_once: 8,
};

async function played<T>(scale: Scale, look: (one: Played, out: string) => T | Promise<T>): Promise<T> {
  const folder = newFolder();
  const stack = await testStack(folder);
  const out = path.join(folder, 'out');
  try {
    return await look(await play(stack, scale, out), out);
  } finally {
    await stack.stop();
    removeFolder(folder);
  }
}
const enrolled = (one: Played) =>
  one.rosters.map((roster) =>
    roster.members
      .filter((member) => member.status === 'enrolled')
      .map((member) => member.name)
      .sort(),
  );

test('from survey to certificate and follow-up, by chat and API; three files of each class', async () => {
  await played(SMALL, async (one, out) => {
    expect(one.wrong).toEqual([]);
    expect(enrolled(one).map((list) => list.length)).toEqual([6, 5]);
    // Two who left are gone, and those further down the line who took their seats are there.
    expect(one.counts).toEqual({
      registered: expect.any(Number),
      // Two of the first were enrolled by the officer.
      enrolled: 6 + 5 + 2 + 2 * 3 - 2,
      waiting: 10,
      left: 2 * 3 + 2,
      declined: 2,
      refused: 2,
    });
    expect(one.rosters.map((roster) => roster.line)).toEqual([[], []]);
    for (const { members } of one.rosters)
      for (const member of members) {
        expect(member.id_number_masked).toMatch(/^\d{6}\*{8}\d{3}[\dX]$/);
        expect(member.phone_masked).toMatch(/^\d{3}\*{4}\d{4}$/);
      }
    expect(one.steps.map((step) => step.title)).toHaveLength(9);
    // Every step but the first is worked by commands, the API alone reads and plans.
    expect(one.steps.filter((step) => step.cost.commands === 0).map((step) => step.title)).toEqual([
      '单位和人',
      '申请补贴前还缺什么',
    ]);
    expect(JSON.parse(one.facts[0] as string)).toMatchObject({ asked: 11 });
    const said = one.steps.flatMap((step) => step.lines).join('\n');
    for (const what of [
      /迟到[1-9]/,
      /点名记的[1-9]/,
      /缺[1-9]/,
      /请假[1-9]/,
      /补课[1-9]/,
      /申诉，另一位考评员/,
      /可以申请补贴/,
    ])
      expect(said).toMatch(what);
    // One did not come to the exam; the appeal was granted.
    expect(one.certificates).toBe(10);
    expect(readFileSync(one.pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.files.map((file) => path.basename(file).replace(/^[A-Z]\d+/, ''))).toEqual(
      [1, 2].flatMap(() => ['实名制花名册.xlsx', '考勤表.xlsx', '签到签字表.xlsx']),
    );
    for (const file of one.files) expect(existsSync(file)).toBe(true);
    // The check of the files can fail: who is in the other class is in none of this one's.
    expect(await namesIn(path.join(out, path.basename(one.files[0] as string)), enrolled(one)[1] as string[])).toBe(0);
  });
}, 240_000);

test('L1 149 seats in two classes; the people are made up: valid numbers, no two alike, the same from the same seed', () => {
  const crowd = people(WHOLE.seed, 165);
  expect(new Set(crowd.map((one) => one.name)).size).toBe(165);
  expect(new Set(crowd.map((one) => one.id_number)).size).toBe(165);
  for (const { id_number } of crowd) expect(isRefusal(readIdNumber(id_number))).toBe(false);
  expect(idNumber('19900101', 1)).toBe('530128199001010013');
  const again = people(WHOLE.seed, 165);
  expect(again.map((one) => [one.name, one.phone, one.habits])).toEqual(
    crowd.map((one) => [one.name, one.phone, one.habits]),
  );
  // Enough of them stumble for the demonstration to mean something.
  expect(crowd.filter((one) => one.habits.mistypes.length > 0).length).toBeGreaterThan(20);
  expect(WHOLE.capacity.reduce((sum, seats) => sum + seats)).toBe(149);
});

test('of 149 at thirty lessons most sign in themselves, and nobody misses more than the policy bears', () => {
  const crowd = people(WHOLE.seed, 149);
  const lessons = Array.from({ length: 30 }, (_, i) => i + 1);
  const done = crowd.map((person) => lessons.map((lesson) => doing(person, lesson, 80)));
  const all = done.flat();
  expect(all.filter((what) => what === 'signs').length / all.length).toBeGreaterThan(0.85);
  for (const what of ['late', 'forgets', 'away', 'leave'] as const) expect(all).toContain(what);
  for (const hers of done)
    expect(hers.filter((what) => what === 'away' || what === 'leave').length).toBeLessThanOrEqual(0.2 * 30 + 2);
});
