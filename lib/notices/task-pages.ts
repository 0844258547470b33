/** What a page of each kind of task does. A new kind is a name in types.ts and a line here. */
import type { Sender } from '../channels/types';
import type { World } from '../platform/world';
import { audiencePage } from './audience';
import { codePage } from './code-task';
import { rosterPage } from './roster-task';
import type { PageDone, Task } from './types';

/** One page of a task; at most `room` messages, what this minute still allows. */
export type TaskPage = (world: World, sender: Sender, task: Task, room: number) => Promise<PageDone>;

const roster: TaskPage = (world, _sender, task) => rosterPage(world, task);

export const TASK_PAGES: Record<Task['kind'], TaskPage> = {
  class_code: (world, sender, task) => codePage(world, sender, task),
  broadcast: audiencePage,
  class_published: audiencePage,
  class_moved: roster,
  class_cancelled: roster,
  class_terms: roster,
  reminder_evening: roster,
  reminder_hour: roster,
};
