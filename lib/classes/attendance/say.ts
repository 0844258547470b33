/** What is pushed about attendance. */
import type { Said } from '../../notices/say';
import { spokenMoment } from '../../platform/spoken';
import type { Lesson, TrainingClass } from '../types';

/** The choices lead through doors.ts into the flow confirm_mark. */
export function wereYouThere(c: TrainingClass, lesson: Lesson): Said {
  const when = spokenMoment(lesson.starts_at);
  return {
    text: `老师点名记你到了：“${c.title}”第${lesson.n}节，${when}。\n你去了吗？`,
    choices: [
      { send: `到课 ${c.class_id} ${lesson.n}`, label: '去了' },
      { send: `没到 ${c.class_id} ${lesson.n}`, label: '没去' },
    ],
    template: {
      name: 'general',
      fields: { title: c.title, note: `第${lesson.n}节你去了吗？请回“去了”或“没去”` },
    },
  };
}
