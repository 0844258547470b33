/** The pages of 报名 after the questions: is it this class, is all of this right, will you stand in line? */
import type { Held } from '../../classes/load';
import type { EnrolPerson } from '../../classes/rules';
import { ofClass } from '../say/common';
import * as say from '../say/sign-up';
import type { FlowState, Step } from '../types';
import { show } from './flow';

/** What the confirm page of someone registered was drawn from. */
export interface HeldPage extends Held {
  person: EnrolPerson;
}

export function confirmClassPage(state: FlowState): Step {
  const { training_class } = state.held as HeldPage;
  return show(state, 'confirm', {
    text: say.confirmClass(training_class),
    options: [
      ['yes', ofClass(say.YES_ENROL, training_class.class_id)],
      ['no', say.NO_ENROL],
    ],
  });
}

export function linePage(state: FlowState): Step {
  return show(state, 'line', {
    text: say.full(state.slots.title ?? '', Number(state.slots.line ?? 0)),
    options: [
      ['yes', ofClass(say.LINE_UP, state.slots.class_id)],
      ['no', say.OTHERS],
    ],
  });
}

/** Everything she told us: right, or a line to correct. */
export function confirmAllPage(state: FlowState): Step {
  const {
    class_id,
    title,
    when,
    name = '',
    id_masked = '',
    phone_masked = '',
    site_text = '',
    employer,
    line,
  } = state.slots;
  return show(state, 'confirm', {
    text: say.confirmAll({ title, when, name, id_masked, phone_masked, site_text, employer, line: line !== undefined }),
    options: say.confirmLabels(title, line !== undefined, class_id),
  });
}

/** Which line is wrong? */
export function changePage(state: FlowState): Step {
  return show(state, 'change', { text: say.WHICH_LINE, options: say.CHANGE_LABELS });
}

/** The line she names as wrong: 电话错了, 改单位. */
export function lineNamed(text: string): string | undefined {
  if (!/改|错|不对|换/u.test(text)) return undefined;
  return LINES.find(([words]) => words.test(text))?.[1];
}

const LINES: [RegExp, string][] = [
  [/身份证|证号/u, 'id_number'],
  [/手机|电话/u, 'phone'],
  [/姓名|名字/u, 'name'],
  [/单位|工地|厂/u, 'employer'],
  [/上班|地点|地方/u, 'site'],
];
