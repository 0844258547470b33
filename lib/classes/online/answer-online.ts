import { MINUTE_MS, millis } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { agendaOf } from '../agenda';
import { sentAt } from '../attendance/code';
import { notElsewhere } from '../attendance/elsewhere';
import { clashesIn } from '../attendance/hers';
import { markChange } from '../attendance/items';
import { herRow } from '../attendance/read';
import { FIRM, newMark, standsFor } from '../attendance/rules';
import { isOnline } from '../lesson';
import { policyOf } from '../load';
import type { Lesson, TrainingClass } from '../types';
import { type Question, questionOf } from './question';

export type OnlineRefusal =
  | 'class_unknown'
  | 'lesson_unknown'
  | 'lesson_not_online'
  | 'not_asked'
  | 'answer_too_late'
  | 'answered_already'
  | 'already_marked'
  | 'signed_elsewhere';

export interface AnswerOnline {
  class_id: string;
  n: number;
  worker_id: string;
  /** Number of the choice, from 1; left out: she only looks at her question. */
  choice?: number;
  /** When the channel says she sent it. */
  sent_ms: number;
}

export interface AnsweredOnline {
  training_class: TrainingClass;
  lesson: Lesson;
  question: Question;
  /** Nothing while she only looked. */
  right?: boolean;
}

/** How an answer stands in the mark: there is there, right or wrong. */
export const RIGHT = 'right';
export const WRONG = 'wrong';

/**
 * 在线 (L10, H1): an answer to the lesson's question, within the policy's minutes, is presence; whether it is right is
 * kept beside it and changes no hours. Refuses `class_unknown` (also: she is not on its roster), `lesson_unknown`,
 * `lesson_not_online`, `not_asked` (before the moment), `answer_too_late`, `answered_already`, `already_marked` (the office
 * marked her absent), `signed_elsewhere` (she sits in another class at that moment, D20).
 */
export async function answerOnline(world: World, command: AnswerOnline): Promise<Planned<AnsweredOnline>> {
  const { class_id, worker_id } = command;
  const [held, agenda] = await Promise.all([
    herRow(world, class_id, worker_id),
    world.table.get(keys.agenda(worker_id), { consistent: true }),
  ]);
  if (held?.member.status !== 'enrolled') return refuse<OnlineRefusal>('class_unknown', { class_id });
  const { training_class, lessons, marks } = held;
  const lesson = lessons.find((one) => one.n === command.n);
  if (!lesson) return refuse<OnlineRefusal>('lesson_unknown', { n: command.n });
  if (!isOnline(lesson)) return refuse<OnlineRefusal>('lesson_not_online', { n: lesson.n });
  if (!lesson.asked_at) return refuse<OnlineRefusal>('not_asked', { n: lesson.n });
  const { delivery } = policyOf(world, training_class);
  const mark = marks.marks[lesson.n];
  const stands = mark && standsFor(mark, lesson, delivery.sign_in) ? mark.how : undefined;
  if (stands === 'absent') return refuse<OnlineRefusal>('already_marked', { n: lesson.n, title: training_class.title });
  if (stands && FIRM.has(stands))
    return refuse<OnlineRefusal>('answered_already', { n: lesson.n, title: training_class.title });
  const { value: minutes, rule } = delivery.online_answer_min;
  const at_ms = sentAt(command.sent_ms, world.now());
  if (at_ms > millis(lesson.asked_at) + minutes * MINUTE_MS)
    return refuse<OnlineRefusal>('answer_too_late', { n: lesson.n, minutes, title: training_class.title }, rule);
  const question = questionOf(lesson, worker_id);
  if (command.choice === undefined) return { changes: [], value: { training_class, lesson, question } };
  const her = { training_class, lessons, marks, ...clashesIn(agendaOf(worker_id, agenda), class_id) };
  const alone = await notElsewhere(world, her, lesson, at_ms);
  if (isRefusal(alone)) return alone;
  const right = command.choice === question.answer;
  const made = newMark(lesson, { how: 'online', at_ms, source: right ? RIGHT : WRONG });
  return {
    changes: [
      markChange(class_id, worker_id, lesson.n, made, marks.stored[lesson.n], 'she is there, online'),
      ...alone,
    ],
    value: { training_class, lesson, question, right },
  };
}
