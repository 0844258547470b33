/** Which question of an online lesson a person gets (L10). Pure: the same person gets the same one whenever it is asked. */
import type { Lesson } from '../types';

export interface Question {
  ask: string;
  choices: string[];
  /** Number of the right choice, from 1. */
  answer: number;
}

/**
 * One of the lesson's questions, by who she is, so that neighbours do not get the same; without any, a number to find
 * again, which needs no more than being there.
 */
export function questionOf(lesson: Lesson, worker_id: string): Question {
  const spread = hash(`${lesson.class_id} ${lesson.n} ${worker_id}`);
  const own = lesson.questions?.[spread % lesson.questions.length];
  if (own) return own;
  const wanted = 10 + (spread % 90);
  const others = [wanted + 7, wanted + 31].map((n) => 10 + ((n - 10) % 90));
  const at = spread % 3;
  const choices = [...others.slice(0, at), wanted, ...others.slice(at)].map(String);
  return { ask: `哪一个是${wanted}？`, choices, answer: at + 1 };
}

function hash(text: string): number {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ (c.codePointAt(0) as number), 16777619);
  return h >>> 0;
}
