/** The last step of 报名: register her if need be, and take the seat or the place in line, in one write. */
import { enrol } from '../../classes/enrol';
import { joinLine } from '../../classes/join-line';
import type { EnrolPerson } from '../../classes/rules';
import { register } from '../../people/register';
import type { Registration } from '../../people/types';
import { isRefusal, type Refusal } from '../../platform/refusal';
import type { Planned } from '../../store/commit';
import type { Change } from '../../store/table';
import { personOf, whoIs } from '../people';
import { ofClass } from '../say/common';
import * as say from '../say/sign-up';
import type { Conversation, FlowState, Step, TurnContext } from '../types';
import { finish, refused, show, withoutAnswer } from './flow';
import { handOver } from './hand-over';
import { type HeldPage, linePage } from './sign-up-pages';
import { heldBy, slotNamed } from './sign-up-slots';
import { ELSEWHERE } from './site-answer';

/** Who enrols: someone known, or someone registered by the same write. */
interface Identity {
  person: EnrolPerson;
  changes: Change[];
  conversation: Partial<Conversation>;
  /** Her old record was found (she had unfollowed). */
  found_again?: boolean;
  fresh?: boolean;
}

export async function complete(context: TurnContext, state: FlowState, mode: 'seat' | 'line'): Promise<Step> {
  const who = await identify(context, state);
  if (isRefusal(who)) return cannotRegister(context, state, who);
  const { changes, conversation } = who;
  const { class_id } = state.slots;
  if (!class_id) {
    const text = who.found_again ? say.foundAgain(who.person.name) : say.registered(who.person.name);
    return finish(text, who.found_again ? ['my_classes', 'browse'] : ['browse', 'my_classes'], {
      changes,
      conversation,
    });
  }
  const step = await (mode === 'line' ? lineUp : takeSeat)(context, state, who, class_id);
  return {
    ...step,
    changes: [...changes, ...(step.changes ?? [])],
    conversation: { ...conversation, ...step.conversation },
  };
}

async function identify(context: TurnContext, state: FlowState): Promise<Identity | Refusal> {
  // On a first attempt the person shown on the confirm page is as good as her record.
  const held = context.attempt === 0 ? (state.held as HeldPage | undefined)?.person : undefined;
  if (held) return { person: held, changes: [], conversation: {} };
  const worker = await whoIs(context);
  if (worker) return { person: personOf(worker), changes: [], conversation: {} };
  const { world, conversation, attempt } = context;
  if (!state.slots.consent) return { refused: 'worker_unknown' };
  const command = { registration: registrationIn(state), chat: conversation.chat };
  const planned = await register(world, command, { fresh: attempt > 0 });
  if (isRefusal(planned)) return planned;
  const { worker_id, name, site_region } = planned.value;
  return {
    person: personOf(planned.value),
    changes: planned.changes,
    conversation: { worker_id, name, ...(site_region !== ELSEWHERE && { site: site_region }) },
    found_again: worker_id !== command.registration.worker_id,
    fresh: true,
  };
}

function registrationIn(state: FlowState): Registration {
  const s = state.slots as Record<string, string>;
  const [version = '', at = ''] = (s.consent ?? '').split('|');
  return {
    worker_id: s.worker_id ?? '',
    data_key: s.data_key ?? '',
    consent: { version, at },
    name: s.name ?? '',
    sex: s.sex === 'male' ? 'male' : 'female',
    birth_day: s.born ?? '',
    id_number_sealed: s.id_sealed ?? '',
    id_number_hash: s.id_hash ?? '',
    id_number_masked: s.id_masked ?? '',
    phone_sealed: s.phone_sealed ?? '',
    phone_masked: s.phone_masked ?? '',
    ...(s.phone_hash && { phone_hash: s.phone_hash }),
    site_region: s.site_region ?? ELSEWHERE,
    site_text: s.site_text ?? '',
    ...(s.employer && { employer: s.employer }),
  };
}

/** Someone else holds the number, or her record is gone: never whose, and never a dead end. */
function cannotRegister(context: TurnContext, state: FlowState, refusal: Refusal): Step {
  if (refusal.refused === 'id_number_taken') {
    const slot = slotNamed('id_number')!;
    const keep = { ...withoutAnswer(state, slot.name, heldBy(slot)), asking: slot.name, options: undefined };
    return handOver(context, 'id_number_taken', { keep });
  }
  if (refusal.refused === 'worker_unknown') {
    return {
      go: { flow: 'sign_up', given: { class_id: state.slots.class_id ?? '' } },
      conversation: { worker_id: undefined, name: undefined },
    };
  }
  return refused(refusal);
}

/** Her shifts speak against the class (L5): asked about where few come, and then back here. */
export const shiftPage = (refusal: Refusal, class_id: string): Step => ({
  go: { flow: 'wish', given: { ...(refusal.facts as Record<string, string>), class_id } },
});

const still = ({ slots: { waived } }: FlowState): Record<string, string> => (waived ? { waived } : {});

/** She said that it is settled with the employer. */
export const waived = (state: FlowState) =>
  state.slots.waived ? { waiver: { by: 'chat', reason: say.SHIFT_WAIVED } } : {};

async function takeSeat(context: TurnContext, state: FlowState, who: Identity, class_id: string): Promise<Step> {
  const command = { class_id, worker: who.person, by: 'chat', ...waived(state) };
  const page = context.attempt === 0 && !who.fresh ? (state.held as HeldPage | undefined) : undefined;
  const held = page && { training_class: page.training_class, agenda: page.agenda };
  let planned = await enrol(context.world, { ...command, held });
  // What the page showed may be old: nobody is refused on it.
  if (isRefusal(planned) && held) planned = await enrol(context.world, command);
  if (isRefusal(planned) && planned.refused === 'shift_clash') return shiftPage(planned, class_id);
  if (isRefusal(planned)) return seatRefused(state, who, planned);
  const { training_class } = planned.value;
  return finish(say.done(training_class), ['my_classes', 'browse'], { changes: planned.changes });
}

/** Registered or not, she is told why; a full class has a line to stand in. */
function seatRefused(state: FlowState, who: Identity, refusal: Refusal): Step {
  const left = Number(refusal.facts?.waiting_max ?? 0) - Number(refusal.facts?.line ?? 0);
  if (refusal.refused !== 'class_full' || left <= 0)
    return refused(refusal.refused === 'class_full' ? { ...refusal, refused: 'waiting_full' } : refusal);
  const { class_id = '', title = '', when = '' } = state.slots;
  const slots = { class_id, title, when, line: String(refusal.facts?.line ?? 0), ...still(state) };
  const step = linePage({ ...state, slots, history: [], held: undefined });
  if (!who.fresh || !step.reply) return step;
  return { ...step, reply: { ...step.reply, text: `${say.REGISTERED_TOO}\n${step.reply.text}` } };
}

async function lineUp(context: TurnContext, state: FlowState, who: Identity, class_id: string): Promise<Step> {
  const planned: Planned<{ training_class: { title: string }; position: number }> = await joinLine(context.world, {
    class_id,
    worker: who.person,
    by: 'chat',
    ...waived(state),
  });
  if (!isRefusal(planned)) {
    const { training_class, position } = planned.value;
    return finish(say.inLine(training_class.title, position), ['my_classes', 'browse'], { changes: planned.changes });
  }
  if (planned.refused !== 'seat_free') return refused(planned);
  // A seat is more than she asked for: it binds, so she is asked.
  const { title = '', when = '' } = state.slots;
  return show({ ...state, slots: { class_id, title, when, ...still(state) }, history: [], held: undefined }, 'seat', {
    text: say.seatAfterAll(title),
    options: [
      ['yes', ofClass(say.YES_ENROL, class_id)],
      ['no', say.NO_ENROL],
    ],
  });
}
