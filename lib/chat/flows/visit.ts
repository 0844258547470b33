/** 巡查记录 (D11): heads, teacher, timetable, remarks, then pictures; asked one by one on the spot. At work only. */
import type { Visit } from '../../classes/inspection/types';
import {
  addPicture,
  type Drawn,
  drawnFor,
  finishVisit,
  PICTURES_MAX,
  reportVisit,
} from '../../classes/inspection/visit';
import { onDutyCheck } from '../../people/on-duty';
import { instant } from '../../platform/clock';
import { maskLongNumbers } from '../../platform/long-number';
import { isRefusal, type Refusal } from '../../platform/refusal';
import { headsSaid } from '../commands/said-numbers';
import { refusedText } from '../commands/say/refusals';
import { chineseNumber } from '../numerals';
import * as say from '../say/visit';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, pick, show, withAnswer } from './flow';

const VERSION = 1;
const HEADS_MAX = 5000;
const REMARKS_MAX = 200;
/** What one says where there is nothing to say. */
const NOTHING = /^(?:无|没有|没|没了|无了|都好|正常|一切正常)[。.!！]?$/u;
const ORDER = ['heads', 'teacher', 'timetable', 'remarks'] as const;

const refused = (refusal: Refusal): Step => ({ reply: { text: refusedText(refusal) } });
const staffId = ({ conversation }: TurnContext): string => conversation.staff?.staff_id ?? '';

/** Known at the start: `class_id`, and `heads` where she said them. What she reported before is gone on with. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { class_id = '' } = given;
  const drawn = await drawnFor(context.world, class_id, staffId(context));
  if (isRefusal(drawn)) return refused(drawn);
  const { visit, inspection } = drawn;
  if (visit?.state === 'finished' && !drawn.picture_until_ms) return { reply: { text: say.FINISHED } };
  const state = begin('visit', VERSION, {
    class_id,
    inspection_id: inspection.inspection_id,
    visited_at: visit?.visited_at ?? instant(context.now_ms),
  });
  if (drawn.picture_until_ms) return furtherPage(state, drawn.picture_until_ms);
  const { heads } = given;
  if (visit)
    return picturesPage(state, countOf(visit), heads && Number(heads) !== visit.heads ? say.heldAs(visit.heads) : '');
  if (!heads || Number(heads) > HEADS_MAX) return question(state, 'heads', drawn);
  const text = say.counted(drawn, heads);
  return show(withAnswer(state, 'heads', { heads }), 'teacher', { text, options: say.TEACHER_OPTIONS });
}

const countOf = (visit: Visit): number =>
  Object.values(visit.pictures).filter((picture) => picture.state !== 'lost').length;

function question(state: FlowState, asking: (typeof ORDER)[number], drawn?: Drawn): Step {
  switch (asking) {
    case 'heads':
      return show(state, 'heads', { text: drawn ? say.heads(drawn) : (say.HINTS.heads ?? '') });
    case 'teacher':
      return show(state, 'teacher', { text: say.TEACHER, options: say.TEACHER_OPTIONS });
    case 'timetable':
      return show(state, 'timetable', { text: say.TIMETABLE, options: say.TIMETABLE_OPTIONS });
    case 'remarks':
      return show(state, 'remarks', { text: say.REMARKS, options: [['none', '无']] });
  }
}

/** Her report is handed in and stays as it is; only a picture is missing. */
const furtherPage = (state: FlowState, until_ms: number): Step =>
  show(state, 'further', { text: say.further(instant(until_ms)) });

const picturesPage = (state: FlowState, n: number, lead = ''): Step =>
  show(state, 'pictures', {
    text: `${lead}${say.pictures(n, PICTURES_MAX)}`,
    options: [
      ['finish', say.FINISH],
      ['again', say.AGAIN],
    ],
  });

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const { asking = 'heads' } = state;
  const text = context.message.text?.trim() ?? '';
  if (context.message.kind === 'image')
    return ['pictures', 'further'].includes(asking) ? picture(context, state) : pictureTooSoon(context, state);
  if (asking === 'heads') {
    const heads = headsIn(text, said);
    return heads === undefined ? undefined : question(withAnswer(state, 'heads', { heads: String(heads) }), 'teacher');
  }
  if (asking === 'further') return undefined;
  if (asking === 'remarks') return remarks(context, state, text, said);
  if (asking === 'pictures') return atPictures(context, state, text, said);
  const chosen = pick(state, said) ?? (asking === 'teacher' ? taught(text) : undefined) ?? spoken(text);
  if (chosen === undefined) return undefined;
  return question(withAnswer(state, asking, { [asking]: chosen }), asking === 'teacher' ? 'timetable' : 'remarks');
}

/** 老师在讲课, 王老师在: not only 在. */
const taught = (text: string): string | undefined =>
  /不在|没在|没来|没见|没有老师|没老师/u.test(text)
    ? 'no'
    : /(?:老师|师傅|教员|人)都?在(?!哪)|在(?:上课|讲课|教)|正?在讲|到了/u.test(text)
      ? 'yes'
      : undefined;

/** 25, 25人, 二十五个, 实到25. */
function headsIn(text: string, said: Understanding): number | undefined {
  const plain = text.normalize('NFKC').replace(/[人个位名。.\s]|共|有/gu, '');
  const n = said.number ?? (/^\d{1,5}$/.test(plain) ? Number(plain) : (chineseNumber(plain) ?? headsSaid(text)));
  return n !== undefined && n >= 0 && n <= HEADS_MAX ? n : undefined;
}

const spoken = (text: string): string | undefined =>
  /^不|没/u.test(text) ? 'no' : /^(?:在|一样|是|对|有|一致|相符)/u.test(text) ? 'yes' : undefined;

async function remarks(
  context: TurnContext,
  state: FlowState,
  text: string,
  said: Understanding,
): Promise<Step | undefined> {
  const none = pick(state, said) === 'none' || NOTHING.test(text);
  if (!none && text === '') return undefined;
  return report(
    context,
    withAnswer(state, 'remarks', { remarks: none ? '' : maskLongNumbers([...text].slice(0, REMARKS_MAX).join('')) }),
  );
}

async function report(context: TurnContext, state: FlowState): Promise<Step> {
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return refused(duty);
  const { class_id = '', heads = '', teacher, timetable, remarks: written, visited_at = '' } = state.slots;
  const planned = await reportVisit(context.world, {
    class_id,
    staff_id: duty.staff.staff_id,
    name: duty.staff.name,
    visited_at,
    heads: Number(heads),
    teacher_there: teacher === 'yes',
    as_timetable: timetable === 'yes',
    ...(written && { remarks: written }),
  });
  if (isRefusal(planned)) return refused(planned);
  const step = picturesPage(state, countOf(planned.value.visit));
  return { ...step, changes: [...planned.changes, duty.check] };
}

async function atPictures(
  context: TurnContext,
  state: FlowState,
  text: string,
  said: Understanding,
): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (chosen === 'again' || text === say.AGAIN) {
    const drawn = await drawnFor(context.world, state.slots.class_id ?? '', staffId(context));
    return isRefusal(drawn) ? refused(drawn) : question({ ...state, history: [] }, 'heads', drawn);
  }
  const over = chosen === 'finish' || /^(?:完成|好了|发完了|交|提交|没了|完了)[。.!！]?$/u.test(text);
  if (!over) return undefined;
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return refused(duty);
  const { class_id = '', inspection_id = '' } = state.slots;
  const planned = await finishVisit(context.world, { class_id, inspection_id, staff_id: duty.staff.staff_id });
  if (isRefusal(planned))
    return planned.refused === 'pictures_missing' ? picturesPage(state, 0, `${say.NO_PICTURE}\n`) : refused(planned);
  const { training_class, waiting_for, visit } = planned.value;
  return {
    reply: { text: say.done(training_class, waiting_for, visit.late === true) },
    changes: [...planned.changes, duty.check],
  };
}

async function picture(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  const { media } = context.message;
  if (!media) return undefined;
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return refused(duty);
  const { class_id = '', inspection_id = '' } = state.slots;
  const staff_id = duty.staff.staff_id;
  const planned = await addPicture(context.world, { class_id, inspection_id, staff_id, media });
  if (isRefusal(planned)) {
    if (planned.refused !== 'too_many_pictures') return refused(planned);
    return { ...picturesPage(state, PICTURES_MAX), reply: { text: say.tooMany(PICTURES_MAX) } };
  }
  const changes = [...planned.changes, duty.check];
  if (state.asking === 'further') return { reply: { text: say.FURTHER_DONE }, changes };
  return { ...picturesPage(state, planned.value.pictures), changes };
}

/** Sent before all is answered: she is told when to send it, and asked again. */
async function pictureTooSoon(context: TurnContext, state: FlowState): Promise<Step> {
  const step = await ask(context, state);
  return { ...step, ...(step.reply && { reply: { ...step.reply, text: `${say.PICTURE_LATER}\n${step.reply.text}` } }) };
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  const { asking = 'heads', slots } = state;
  const drawn = await drawnFor(context.world, slots.class_id ?? '', staffId(context));
  if (isRefusal(drawn)) return refused(drawn);
  if (asking === 'pictures') return picturesPage(state, drawn.visit ? countOf(drawn.visit) : 0);
  if (asking === 'further')
    return drawn.picture_until_ms ? furtherPage(state, drawn.picture_until_ms) : { reply: { text: say.FINISHED } };
  return question(state, asking as (typeof ORDER)[number], drawn);
}

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  const at = state.asking === 'pictures' ? ORDER.length : ORDER.indexOf(state.asking as (typeof ORDER)[number]);
  const before = ORDER[at - 1];
  return before ? ask(context, { ...state, asking: before }) : undefined;
}

export const visitFlow: Flow = {
  name: 'visit',
  version: VERSION,
  summary: () => '巡查记录',
  start,
  answer,
  ask,
  back,
  help: () => say.HELP,
  hint: (state) => say.HINTS[state.asking ?? ''] ?? say.HINT,
  keeps: () => false,
};
