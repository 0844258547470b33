/** 我的课: what she signed up for, when and where, and leaving. */
import { readClass, readLessons } from '../../classes/read';
import { withdraw } from '../../classes/withdraw';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import { type Place, readPlaces } from '../places';
import { CHOOSE_HINTS, ofClass } from '../say/common';
import * as say from '../say/my-classes';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show } from './flow';

const VERSION = 1;

/** Known at the start: `class_id` shows that one; `leave` asks which to leave. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  const state = begin('my_classes', VERSION, given.leave ? { leave: given.leave } : {});
  if (!worker_id) return strangerPage(state);
  const places = await readPlaces(context, worker_id);
  const wanted = given.class_id ? places.find((place) => place.class_id === given.class_id) : undefined;
  if (given.class_id && !wanted) return refused({ refused: 'not_enrolled' });
  return overview(context, state, wanted ? [wanted] : places);
}

function strangerPage(state: FlowState): Step {
  return show(state, 'stranger', {
    text: say.NOT_REGISTERED,
    options: [
      ['find', say.LABELS.find],
      ['before', say.LABEL_BEFORE],
    ],
  });
}

async function overview(context: TurnContext, state: FlowState, places: Place[]): Promise<Step> {
  const [only] = places;
  if (!only) return finish(say.NO_CLASSES, ['browse', 'profile']);
  const { leave } = state.slots;
  if (places.length === 1) return leave ? leavePage(state, only.class_id, only) : detail(context, state, only, false);
  const options = places.map((place): [string, string] => [`c:${place.class_id}`, say.placeLabel(place)]);
  return show(state, 'list', { text: leave ? say.LEAVE_WHICH : say.MY_CLASSES, options });
}

async function detail(context: TurnContext, state: FlowState, place: Place, others: boolean): Promise<Step> {
  const { world, now_ms } = context;
  const { class_id, entry } = place;
  const c = await readClass(world, class_id);
  if (!c) return refused({ refused: 'class_unknown' });
  if (c.status === 'cancelled') return finish(say.cancelled(c), ['browse', 'human']);
  const shown = { ...state, slots: { class_id, title: c.title, status: entry.status, ...(others && { others: '1' }) } };
  const more: [string, string][] = others ? [['list', say.LABELS.others]] : [['find', say.LABELS.find]];
  if (place.offered_until) {
    const options: [string, string][] = [
      ['take', ofClass(say.LABELS.take, class_id)],
      ['decline', ofClass(say.LABELS.decline, class_id)],
      ...more,
    ];
    return show(shown, 'detail', { text: say.offered(c, place.offered_until), options });
  }
  if (entry.status === 'waiting') {
    const options: [string, string][] = [['leave', say.LABELS.leave_line], ...more];
    return show(shown, 'detail', { text: say.waiting(c, place.position ?? 1), options });
  }
  const now = instant(now_ms);
  const next = (await readLessons(world, c)).find((lesson) => lesson.ends_at > now);
  return show(shown, 'detail', { text: say.enrolled(c, next), options: [['leave', say.LABELS.leave], ...more] });
}

function leavePage(state: FlowState, class_id: string, place?: Place): Step {
  const title = place?.entry.title ?? state.slots.title ?? '';
  const status = place?.entry.status ?? state.slots.status ?? '';
  return show({ ...state, slots: { ...state.slots, class_id, title, status } }, 'leave', {
    text: say.reallyLeave(title, status === 'waiting'),
    options: [
      ['yes', ofClass(say.LABELS.really, class_id)],
      ['no', say.LABELS.stay],
    ],
  });
}

/** 我说错了，要去; 算了还是去吧; 我再想想: on the page that asks whether she leaves, all but a plain yes keeps the seat. */
const STAYS =
  /(?:不用?|[莫别])(?:退|取消)|[说打点按搞弄发]错|手滑|留|想想|考虑|坚持|(?:还是?|[要想能会得]|继续)[去来上学报]|[去来上学]得|^我?[去来上学]+[的吧啊]*$/u;
const GOES = /不(?:要|想|能|会|得)?[去来上学报]|[去来上学]不|没法|不用|[留让]给|(?<![不没莫别][是想要用说]*)退/u;
const stays = ({ number, text }: Understanding): boolean =>
  number === undefined && STAYS.test(text) && (!GOES.test(text) || /不用退/u.test(text));

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = state.asking === 'leave' && stays(said) ? 'no' : pick(state, said);
  const { class_id = '' } = state.slots;
  if (!chosen && state.asking === 'leave' && GOES.test(said.text)) return leavePage(state, class_id);
  // 退这个班 on its page means this one.
  if (!chosen && said.intent === 'withdraw' && !said.class_id)
    return class_id && state.asking === 'detail' ? leavePage(state, class_id) : undefined;
  switch (chosen?.split(':')[0]) {
    case undefined:
      return said.class_id && !said.intent ? one(context, state, said.class_id) : undefined;
    case 'c':
      return one(context, state, chosen?.slice(2) ?? '');
    case 'leave':
      return leavePage(state, class_id);
    case 'yes':
      return leave(context, class_id);
    case 'no':
      return one(context, { ...state, slots: {} }, class_id);
    case 'take':
    case 'decline':
      return { go: { flow: 'offer', given: { class_id, answer: chosen as string } } };
    case 'before':
      return { go: { flow: 'sign_up', given: {} } };
    case 'list':
      return start(context, {});
    default:
      return { go: { flow: 'browse', given: {} } };
  }
}

async function one(context: TurnContext, state: FlowState, class_id: string): Promise<Step> {
  const { worker_id } = context.conversation;
  const places = worker_id ? await readPlaces(context, worker_id) : [];
  const place = places.find((held) => held.class_id === class_id);
  if (!place) return overview(context, { ...state, slots: {} }, places);
  return state.slots.leave ? leavePage(state, class_id, place) : detail(context, state, place, places.length > 1);
}

async function leave(context: TurnContext, class_id: string): Promise<Step> {
  const { world, conversation } = context;
  const planned = await withdraw(world, { class_id, worker_id: conversation.worker_id ?? '', by: 'chat' });
  if (isRefusal(planned)) return refused(planned);
  const { training_class, was } = planned.value;
  return finish(say.left(training_class.title, was === 'waiting'), ['browse', 'my_classes'], {
    changes: planned.changes,
  });
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  const { class_id } = state.slots;
  if (state.asking === 'leave' && class_id) return leavePage(state, class_id);
  return start(context, state.asking === 'detail' && class_id ? { class_id } : state.slots.leave ? { leave: '1' } : {});
}

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  const { class_id = '', others, leave: leaving } = state.slots;
  if (state.asking === 'leave' && !leaving) return one(context, { ...state, slots: {} }, class_id);
  return state.asking === 'detail' && others ? start(context, {}) : undefined;
}

export const myClasses: Flow = {
  name: 'my_classes',
  version: VERSION,
  summary: (state) => (state.asking === 'leave' ? `退“${state.slots.title}”` : '看我的课'),
  start,
  answer,
  ask,
  back,
  help: (state) => (state.asking === 'leave' ? say.HELP_LEAVE : say.HELP),
  hint: (_state, tries) => CHOOSE_HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
  doubts: (state, said) =>
    state.asking !== 'leave'
      ? undefined
      : stays(said)
        ? ''
        : said.intent === 'cancel'
          ? say.WHICH_MEANT
          : said.intent === 'withdraw'
            ? say.HELP_LEAVE
            : undefined,
};
