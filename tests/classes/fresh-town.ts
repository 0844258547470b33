/** A town for the tests of a file that imports it: a table each, people numbered through, and what is done to them in a word. */

import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import type { Worker } from '../../lib/people/types';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { newWorker, recordingSender, run, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

export let world: TestWorld;
export let written: ReturnType<typeof tapped>['written'];
export let post: ReturnType<typeof recordingSender>;
let n = 0;

// A table each: the clock is moved, and what falls due in one test is nobody else's business.
beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
});

export const someone = (set: Parameters<typeof newWorker>[2] = {}) => newWorker(world, ++n, set);
export const signUp = (class_id: string, worker: Worker) =>
  run(world, () => enrol(world, { class_id, worker, by: 'chat' }));
export const wait = (class_id: string, worker: Worker) =>
  run(world, () => joinLine(world, { class_id, worker, by: 'chat' }));
