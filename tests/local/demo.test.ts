/** The demonstration, small: people read and answer through the webhook, and the rosters hang on no race. */

import { idNumber, people } from '../../lib/local/demo/people';
import { type Played, play, type Scale, WHOLE } from '../../lib/local/demo/play';
import { readIdNumber } from '../../lib/people/id-number';
import { isRefusal } from '../../lib/platform/refusal';
import { newFolder, removeFolder, testStack } from './support/stack';

const SMALL: Scale = { seed: 7, capacity: [6, 5], late: 5, leaving: 3, switching: 1, too_late: 1, at_once: 8 };

async function played(scale: Scale): Promise<Played> {
  const folder = newFolder();
  const stack = await testStack(folder);
  try {
    return await play(stack, scale, () => {});
  } finally {
    await stack.stop();
    removeFolder(folder);
  }
}
const names = (one: Played) =>
  one.rosters.map((roster) =>
    roster.members
      .filter((member) => member.status === 'enrolled')
      .map((member) => member.name)
      .sort(),
  );

test('eight at once or one after the other: the same names in the same classes, every seat taken', async () => {
  const at_once = await played(SMALL);
  const in_turn = await played({ ...SMALL, at_once: 1 });
  expect(at_once.wrong).toEqual([]);
  expect(names(at_once).map((list) => list.length)).toEqual([6, 5]);
  expect(names(in_turn)).toEqual(names(at_once));
  // Two who left are gone, and those further down the line who took their seats are there.
  expect(at_once.counts).toEqual({
    enrolled: 6 + 5 + 2 + 2 * 3,
    waiting: 10,
    left: 2 * 3 + 2,
    declined: 2,
    refused: 2,
  });
  expect(at_once.rosters.map((roster) => roster.line)).toEqual([[], []]);
  for (const { members } of at_once.rosters)
    for (const member of members) {
      expect(member.id_number_masked).toMatch(/^\d{6}\*{8}\d{3}[\dX]$/);
      expect(member.phone_masked).toMatch(/^\d{3}\*{4}\d{4}$/);
    }
}, 60_000);

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
