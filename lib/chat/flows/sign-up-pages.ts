/** The pages of 报名 after the questions: is it this class, is all of this right, will you stand in line? */
import type { Held } from '../../classes/load';
import type { EnrolPerson } from '../../classes/rules';
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
      ['yes', say.YES_ENROL],
      ['no', say.NO_ENROL],
    ],
  });
}

export function linePage(state: FlowState): Step {
  return show(state, 'line', {
    text: say.full(state.slots.title ?? '', Number(state.slots.line ?? 0)),
    options: [
      ['yes', say.LINE_UP],
      ['no', say.OTHERS],
    ],
  });
}

/** Everything she told us, each line to be corrected by its number. */
export function confirmAllPage(state: FlowState): Step {
  const { title, when, name = '', id_masked = '', phone_masked = '', site_text = '', employer, line } = state.slots;
  return show(state, 'confirm', {
    text: say.confirmAll({ title, when, name, id_masked, phone_masked, site_text, employer, line: line !== undefined }),
    options: say.CONFIRM_LABELS,
  });
}
