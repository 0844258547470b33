/** On whose word the hours of a class rest (D20): for whoever audits it, and for who runs it. Pure. */
import type { HowMarked, PersonAttendance } from './types';

export type Ground =
  | 'sign_in_code'
  | 'online_answer'
  | 'workplace_signed'
  | 'list_confirmed'
  /** The officer's word alone: those still asked, and those who never answered within the policy's days. */
  | 'list_unconfirmed'
  | 'made_up'
  | 'corrected';

/** 课时 of all who are enrolled, added up: together what counts for them. */
export type RestsOn = Record<Ground, number>;

const GROUND: Partial<Record<HowMarked, Ground>> = {
  code: 'sign_in_code',
  scanned: 'sign_in_code',
  located: 'sign_in_code',
  online: 'online_answer',
  workplace: 'workplace_signed',
  list: 'list_unconfirmed',
  list_confirmed: 'list_confirmed',
  make_up: 'made_up',
  corrected: 'corrected',
};

/** Counted hours by how their marks were made. By the mark, not the state: who was listed and left early is on the list all the same. */
export function restsOn(people: Pick<PersonAttendance, 'status' | 'lessons'>[]): RestsOn {
  const sum: RestsOn = {
    sign_in_code: 0,
    online_answer: 0,
    workplace_signed: 0,
    list_confirmed: 0,
    list_unconfirmed: 0,
    made_up: 0,
    corrected: 0,
  };
  for (const { status, lessons } of people)
    for (const { how, counted } of status === 'enrolled' ? lessons : []) {
      const ground = how && GROUND[how];
      if (ground) sum[ground] += counted;
    }
  return sum;
}
