/** Classes as the API shows them: what is stored, without what only the store needs. Pure. */
import { instant } from '../platform/clock';
import type { ClassCode } from './class-code';
import type { InLine, Lesson, Member, SeatBlock, TrainingClass } from './types';

/** The class itself, without what only the store needs. */
export function classShown(c: TrainingClass) {
  const { slots: _slots, blocks: _blocks, timetable_rev: _timetable, terms_rev: _terms, lessons, ...shown } = c;
  return { ...shown, lesson_count: lessons };
}

/** One lesson of its timetable; what is asked in it, and the answers, stay inside. */
export function lessonShown(lesson: Lesson) {
  const { n, starts_at, ends_at, units, place, kind, mode, content, teacher_id, teacher_name, link } = lesson;
  const { questions, asked_at, supervisor_id, signed_off, moved } = lesson;
  return {
    ...{ n, starts_at, ends_at, units, place, kind, mode, content, teacher_id, teacher_name, link },
    ...(questions && { question_count: questions.length }),
    ...{ asked_at, supervisor_id, signed_off, moved },
  };
}

function seatsShown(seats: SeatBlock[]) {
  const sum = (of: (s: SeatBlock) => number) => seats.reduce((total, s) => total + of(s), 0);
  return { taken: sum((s) => s.taken), left: sum((s) => s.size - s.taken), waiting: sum((s) => s.line) };
}

/** Nothing of who is erased. */
const masks = ({ id_number_masked, phone_masked }: Pick<Member, 'id_number_masked' | 'phone_masked'>) => ({
  ...(id_number_masked && { id_number_masked }),
  ...(phone_masked && { phone_masked }),
});

/** Named one by one: a field added to the row one day must not leave by itself. */
function memberShown(member: Member) {
  const { worker_id, name, sex, status, at, by, reason } = member;
  const { left_at, left_by, left_reason } = member as Member & {
    left_at?: string;
    left_by?: string;
    left_reason?: string;
  };
  return {
    worker_id,
    name,
    sex,
    ...masks(member),
    status,
    at,
    by,
    reason,
    left_at,
    left_by,
    left_reason,
  };
}

function inLineShown(row: InLine, i: number) {
  const { worker_id, name, sex, status, joined_ms, offered_until } = row;
  return {
    position: i + 1,
    worker_id,
    name,
    sex,
    ...masks(row),
    status,
    joined_at: instant(joined_ms),
    offered_until,
  };
}

/** An answer that is the class itself, and one with its timetable; the revision becomes the ETag. */
export const plain = ({ training_class: c }: { training_class: TrainingClass }) => ({
  body: classShown(c),
  rev: c.rev,
});
export const withLessons = ({ training_class: c, lessons }: { training_class: TrainingClass; lessons: Lesson[] }) => ({
  body: { ...classShown(c), lessons: lessons.map(lessonShown) },
  rev: c.rev,
});

/** The class with its timetable and, once published, its seats and its code to scan. */
export function classInFull(c: TrainingClass, lessons: Lesson[], seats?: SeatBlock[], code?: ClassCode) {
  const { body, rev } = withLessons({ training_class: c, lessons });
  const shown = code && { url: code.url, picture_url: code.picture_url };
  return { body: { ...body, ...(seats && { seats: seatsShown(seats) }), ...(shown && { code: shown }) }, rev };
}

/** 花名册 and 候补名单, numbers masked. */
export function rosterShown({ class_id, title }: TrainingClass, members: Member[], line: InLine[]) {
  const enrolled = members.filter((member) => member.status === 'enrolled').length;
  return { body: { class_id, title, enrolled, members: members.map(memberShown), line: line.map(inLineShown) } };
}
