/** What a page of each kind of task does. A new kind is a name in types.ts and a line here. */
import type { Sender } from '../channels/types';
import { followUpPage } from '../classes/after/follow-up-task';
import { examPage } from '../classes/assessment/exam-task';
import { resultsPage } from '../classes/assessment/results-task';
import { askPage } from '../classes/attendance/ask-task';
import { issuePage, recallPage } from '../classes/certificates/issue-task';
import type { World } from '../platform/world';
import { wishersPage } from '../wishes/tell-wishers';
import { audiencePage } from './audience';
import { classNoticePage } from './class-notice';
import { codePage } from './code-task';
import { onlinePage } from './online-task';
import { picturePage } from './picture-task';
import { rosterPage } from './roster-task';
import type { PageDone, Task } from './types';

/** One page of a task; at most `room` messages, what this minute still allows. */
export type TaskPage = (world: World, sender: Sender, task: Task, room: number) => Promise<PageDone>;

const roster: TaskPage = (world, _sender, task) => rosterPage(world, task);

export const TASK_PAGES: Record<Task['kind'], TaskPage> = {
  class_code: (world, sender, task) => codePage(world, sender, task),
  broadcast: audiencePage,
  class_notice: (world, _sender, task) => classNoticePage(world, task),
  survey: audiencePage,
  survey_reminder: audiencePage,
  wishers_told: (world, _sender, task) => wishersPage(world, task),
  class_published: audiencePage,
  class_moved: roster,
  confirm_marks: (world, _sender, task) => askPage(world, task),
  lesson_moved: roster,
  online_question: (world, _sender, task) => onlinePage(world, task),
  picture: picturePage,
  class_cancelled: roster,
  class_terms: roster,
  reminder_evening: roster,
  reminder_hour: roster,
  exam: (world, _sender, task) => examPage(world, task),
  results: (world, _sender, task) => resultsPage(world, task),
  certificates: (world, _sender, task) => issuePage(world, task),
  certificates_recalled: (world, _sender, task) => recallPage(world, task),
  follow_up: (world, _sender, task) => followUpPage(world, task),
};
