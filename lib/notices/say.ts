/** Every sentence that is pushed, in one place. Short: most will read them on a lock screen. */
import type { Choice, TemplateMessage } from '../channels/types';
import type { Lesson, TrainingClass } from '../classes/types';
import type { Instant } from '../platform/clock';
import { spokenDay, spokenMoment, spokenTime } from '../platform/spoken';

export interface Said {
  text: string;
  choices?: Choice[];
  template: TemplateMessage;
}

/** The same words as in chat: the site, and its address where that says more. */
const place = (c: TrainingClass): string =>
  c.address && c.address !== c.site_name ? `${c.site_name}，${c.address}` : c.site_name;

function name(c: TrainingClass): string {
  return `“${c.title}”`;
}

/** A room of its own as the office wrote it; an online lesson is at its link. */
const placeOfLesson = (c: TrainingClass, lesson: Lesson): string =>
  lesson.mode === 'online' ? `在手机上听：${lesson.link ?? '链接上课前发'}` : ownPlace(c, lesson);
const ownPlace = (c: TrainingClass, lesson: Lesson): string =>
  lesson.place === `${c.site_name}，${c.address}` ? place(c) : lesson.place;

export function seatOffered(c: TrainingClass, until: Instant): Said {
  return {
    text: `好消息：${name(c)}空出一个名额，给你留到${spokenMoment(until)}。\n${spokenDay(c.starts_at)}开课，${c.site_name}。要不要？`,
    choices: [
      { send: `要 ${c.class_id}`, label: '要这个名额' },
      { send: `不要 ${c.class_id}`, label: '不要了' },
    ],
    template: {
      name: 'seat_offered',
      fields: { title: c.title, code: c.class_id, until: spokenMoment(until), note: '请回复“要”或“不要”' },
    },
  };
}

export function offerRanOut(c: TrainingClass): Said {
  return {
    text: `${name(c)}给你留的名额过了时间，让出去了。还想学，可以再报。`,
    choices: [{ send: `报名 ${c.class_id}`, label: '再报名' }],
    template: { name: 'general', fields: { title: c.title, note: '留的名额已过时间' } },
  };
}

export function withdrawnByOffice(c: TrainingClass, reason: string): Said {
  return {
    text: `工作人员把你从${name(c)}退出了。原因：${reason}\n有疑问，回复“人工”。`,
    template: { name: 'general', fields: { title: c.title, note: `已退出：${reason}` } },
  };
}

export function enrolledByOffice(c: TrainingClass): Said {
  return {
    text: `工作人员给你报了${name(c)}。\n${spokenMoment(c.starts_at)}开课，${place(c)}。不去请回复“取消报名”。`,
    template: {
      name: 'class_news',
      fields: { title: c.title, code: c.class_id, time: spokenMoment(c.starts_at), place: c.site_name },
    },
  };
}

export function lessonTomorrow(c: TrainingClass, lesson: Lesson): Said {
  return {
    text: `明天上课：${name(c)}\n${spokenMoment(lesson.starts_at)}，${placeOfLesson(c, lesson)}。`,
    template: reminder(c, lesson, '明天上课'),
  };
}

export function lessonSoon(c: TrainingClass, lesson: Lesson): Said {
  return {
    text: `快上课了：${name(c)}\n${spokenTime(lesson.starts_at)}开始，${placeOfLesson(c, lesson)}。`,
    template: reminder(c, lesson, '快上课了'),
  };
}

function reminder(c: TrainingClass, lesson: Lesson, note: string): Said['template'] {
  return {
    name: 'lesson_reminder',
    fields: { title: c.title, time: spokenMoment(lesson.starts_at), place: c.site_name, note },
  };
}

export function classMoved(c: TrainingClass, clash?: string): Said {
  const why = c.moved?.reason ? `原因：${c.moved.reason}\n` : '';
  const when = `现在是${spokenMoment(c.starts_at)}开课，${place(c)}。`;
  const after = clash ? `\n注意：和你的“${clash}”撞课了。来不了请退一个。` : '\n来不了可以退课。';
  return {
    text: `${name(c)}改了时间或地点。${why}${when}${after}`,
    choices: [
      { send: '我的课', label: '看我的课' },
      { send: `取消报名 ${c.class_id}`, label: '退这个课' },
    ],
    template: {
      name: 'class_changed',
      fields: {
        title: c.title,
        time: spokenMoment(c.starts_at),
        place: c.site_name,
        note: clash ? '和别的课撞了' : '时间或地点有变',
      },
    },
  };
}

export function lessonMoved(c: TrainingClass, lesson: Lesson, clash?: string): Said {
  const was =
    lesson.moved && lesson.moved.from !== lesson.starts_at ? `原来是${spokenMoment(lesson.moved.from)}，` : '';
  const why = lesson.moved?.reason ? `\n原因：${lesson.moved.reason}` : '';
  const after = clash ? `\n注意：和你的“${clash}”撞课了。来不了请告诉工作站。` : '';
  return {
    text: `${name(c)}第${lesson.n}节课改了。${was}现在是${spokenMoment(lesson.starts_at)}，${placeOfLesson(c, lesson)}。${why}${after}`,
    choices: [{ send: `我的课 ${c.class_id}`, label: '看我的课' }],
    template: {
      name: 'class_changed',
      fields: {
        title: c.title,
        time: spokenMoment(lesson.starts_at),
        place: c.site_name,
        note: clash ? '和别的课撞了' : `第${lesson.n}节课有变`,
      },
    },
  };
}

export function classCancelled(c: TrainingClass): Said {
  return {
    text: `${name(c)}不开了。原因：${c.cancelled?.reason ?? '另有安排'}\n你的名额已退，不占次数。`,
    choices: [{ send: '看课', label: '看别的课' }],
    template: {
      name: 'class_cancelled',
      fields: { title: c.title, code: c.class_id, note: c.cancelled?.reason ?? '另有安排' },
    },
  };
}

export const LOOK_AT_NEWS = '看这个班';

export function classPublished(c: TrainingClass): Said {
  return {
    text: `新班：${name(c)}\n${spokenMoment(c.starts_at)}开课，${c.site_name}，不收钱。\n想看就回“${c.class_id}”。`,
    choices: [{ send: c.class_id, label: LOOK_AT_NEWS }],
    template: {
      name: 'class_news',
      fields: { title: c.title, code: c.class_id, time: spokenMoment(c.starts_at), place: c.site_name },
    },
  };
}

export function broadcastText(text: string): Said {
  return { text, template: { name: 'general', fields: { title: '通知', note: text } } };
}
