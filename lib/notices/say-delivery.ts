/** Pushes about lessons under way: the online question, the supervisor's sign-off, an inspector who was drawn; a link of hers that was used. */
import type { Question } from '../classes/online/question';
import type { Lesson, TrainingClass } from '../classes/types';
import { spokenMoment, spokenTime } from '../platform/spoken';
import type { Said } from './say';

const name = (c: TrainingClass): string => `“${c.title}”`;

export function onlineQuestion(c: TrainingClass, lesson: Lesson, question: Question, minutes: number): Said {
  return {
    text: `${name(c)}正在网上上课。请${minutes}分钟内答一题，答了就算到：\n${question.ask}`,
    choices: question.choices.map((label, i) => ({ send: `在线 ${c.class_id} ${lesson.n} ${i + 1}`, label })),
    template: {
      name: 'general',
      fields: { title: c.title, note: `${minutes}分钟内回“在线 ${c.class_id} ${lesson.n}”答题` },
    },
  };
}

export function signOffDue(c: TrainingClass, lesson: Lesson): Said {
  return {
    text: `${name(c)}第${lesson.n}节岗位实训（${spokenMoment(lesson.starts_at)}到${spokenTime(lesson.ends_at)}）结束了。请签字：谁在。不签字不算课时。`,
    choices: [{ send: `签字 ${c.class_id} ${lesson.n}`, label: '现在签字' }],
    template: {
      name: 'general',
      fields: { title: c.title, note: `实训待签字，回“签字 ${c.class_id} ${lesson.n}”` },
    },
  };
}

/** To whom a link belongs, once it has opened whole numbers: it may have been passed on. */
export function numbersOpened(c: TrainingClass, people: number): Said {
  return {
    text: `有人用给你的链接，下载了${name(c)}的完整花名册，${people}人的证件号和电话都在里面。不是你下载的，请马上告诉主管部门。链接不要转发。`,
    template: {
      name: 'general',
      fields: { title: c.title, note: '完整花名册已下载，不是你就告诉主管部门' },
    },
  };
}

export function inspectorDrawn(c: TrainingClass, with_whom: string[]): Said {
  const place = c.address && c.address !== c.site_name ? `${c.site_name}，${c.address}` : c.site_name;
  const others = with_whom.length > 0 ? `同行：${with_whom.join('、')}。` : '';
  return {
    text: `抽到你去巡查${name(c)}（${c.class_id}）。\n${spokenMoment(c.starts_at)}开课，${place}。${others}\n到了现场回“巡查 ${c.class_id}”，填人数、拍照片。`,
    choices: [{ send: `巡查 ${c.class_id}`, label: '我到现场了' }],
    template: { name: 'general', fields: { title: c.title, note: `抽到你巡查，到现场回“巡查 ${c.class_id}”` } },
  };
}

export const pictureLost = (c: TrainingClass): Said =>
  sendAnother(c, `没收到。请回“巡查 ${c.class_id}”再发一次。`, '没收到，请再发');

/** The same picture as one handed in before. */
export const pictureReused = (c: TrainingClass): Said =>
  sendAnother(c, `以前交过，不能再用。请在现场另拍一张，回“巡查 ${c.class_id}”再发。`, '以前交过，请另拍一张');

function sendAnother(c: TrainingClass, what: string, note: string): Said {
  return {
    text: `${name(c)}的一张巡查照片${what}`,
    choices: [{ send: `巡查 ${c.class_id}`, label: '再发照片' }],
    template: { name: 'general', fields: { title: c.title, note: `一张巡查照片${note}` } },
  };
}
