/** What sign-up asks, one question each. The next question is the first slot without an answer. */
import { checkEnrol } from '../../classes/check-enrol';
import type { EnrolPerson } from '../../classes/rules';
import { maskIdNumber, readIdNumber } from '../../people/id-number';
import { maskPhone, readEmployer, readName, readPhone, readSite } from '../../people/read';
import { instant } from '../../platform/clock';
import { isRefusal, type Refusal } from '../../platform/refusal';
import * as refusals from '../say/refusals';
import * as say from '../say/sign-up';
import type { FlowState, TurnContext, Understanding } from '../types';
import { type Page, pick } from './flow';
import { ELSEWHERE, placeOptions, readPlace } from './site-answer';

/** The words she agreed to; a new wording is a new version. */
export const CONSENT_VERSION = '1';

/** What a slot made of an answer: values to keep, what was wrong with it, an end, or nothing (it was no answer). */
export type Read =
  | { set: Record<string, string> }
  | { wrong: string }
  | { end: 'not_agreed' }
  | { refusal: Refusal }
  | undefined;

export interface Slot {
  name: string;
  /** What it fills; all missing means it is still to be asked. */
  fills: string[];
  page(context: TurnContext, state: FlowState): Page;
  read(context: TurnContext, state: FlowState, said: Understanding): Promise<Read>;
}

const typed = (context: TurnContext): string => context.message.text ?? '';
const digitsIn = (text: string): number => (text.match(/[\d０-９]/g) ?? []).length;

const consent: Slot = {
  name: 'consent',
  fills: ['consent', 'worker_id', 'data_key'],
  page: (context, state) => ({
    text: say.consent(context.world.account.name, state.slots.title),
    options: [
      ['yes', say.AGREE],
      ['no', say.DISAGREE],
    ],
  }),
  async read(context, state, said) {
    const chosen = pick(state, said) ?? { 同意: 'yes', 不同意: 'no' }[said.text];
    if (chosen === 'no') return { end: 'not_agreed' };
    if (chosen !== 'yes') return undefined;
    const { world, now_ms } = context;
    const worker_id = world.id('w');
    const data_key = await world.vault.newKey(worker_id);
    return { set: { consent: `${CONSENT_VERSION}|${instant(now_ms)}`, worker_id, data_key } };
  },
};

const ALL_BUT_NAME = /(?:身份证|手机|电话)[^\dXx０-９]*|[\dXx０-９:：]+|姓名/gu;

const name: Slot = {
  name: 'name',
  fills: ['name'],
  page: () => ({ text: say.NAME }),
  async read(context, state, said) {
    if (said.intent || said.number !== undefined) return undefined;
    const read = readName(typed(context));
    // 老李: once asked for the name on the card; said again, it is one.
    const nickname = !isRefusal(read) && /^[老小]\p{Script=Han}$/u.test(read) && state.tries === 0;
    if (nickname) return { wrong: say.NICKNAME };
    if (!isRefusal(read)) return { set: { name: read } };
    // 李小花 5301… 138…: all of it at once, as on a form.
    const first = readName(typed(context).replace(ALL_BUT_NAME, ' '));
    if (digitsIn(typed(context)) > 16 && !isRefusal(first)) {
      const rest = await idNumber.read(context, state, said);
      if (rest && 'refusal' in rest) return rest;
      return { set: { name: first, ...(rest && 'set' in rest && rest.set) } };
    }
    return { wrong: say.NAME_WRONG[Math.min(state.tries, 1)] as string };
  },
};

const idNumber: Slot = {
  name: 'id_number',
  fills: ['id_sealed', 'id_hash', 'id_masked', 'sex', 'born'],
  page: () => ({ text: say.ID_NUMBER }),
  async read(context, state, said) {
    const text = typed(context);
    const read = readIdNumber(text);
    if (isRefusal(read)) {
      // Without digits it was no try at a number: a question, or another wish.
      if (digitsIn(text) < 6 && (said.intent || read.refused !== 'id_number_format' || !read.facts?.digits))
        return undefined;
      return { wrong: refusals.idNumberWrong(read, state.tries) };
    }
    const { vault } = context.world;
    const { worker_id = '', data_key = '' } = state.slots;
    const set = {
      id_sealed: await vault.seal(worker_id, data_key, 'id_number', read.id_number),
      id_hash: vault.fingerprint('id_number', read.id_number),
      id_masked: maskIdNumber(read.id_number),
      sex: read.sex,
      born: read.birth_day,
    };
    const refusal = await tooYoungOrOld(context, { ...state, slots: { ...state.slots, ...set } });
    if (refusal) return { refusal };
    // Her phone, sent in the same breath; digits out of the middle of the ID number are none.
    const also = readPhone(text);
    const rest = isRefusal(also) ? also : readIdNumber(text.replace(also, ' '));
    const both = !isRefusal(also) && !isRefusal(rest) && rest.id_number === read.id_number;
    return { set: both ? { ...set, ...(await phoneSet(context, state, also)) } : set };
  },
};

/** Told as soon as it is known, before she types the rest. */
async function tooYoungOrOld(context: TurnContext, state: FlowState): Promise<Refusal | undefined> {
  const { class_id } = state.slots;
  if (!class_id) return undefined;
  const found = await checkEnrol(context.world, { class_id, worker: personIn(state) });
  return isRefusal(found) && ['too_young', 'too_old', 'not_eligible'].includes(found.refused) ? found : undefined;
}

/** Who she will be, from what was filled in so far. */
export function personIn(state: FlowState): EnrolPerson {
  const { worker_id = '', name = '', sex, born = '', id_masked = '', phone_masked = '' } = state.slots;
  return {
    worker_id,
    name,
    sex: sex === 'male' ? 'male' : 'female',
    birth_day: born,
    id_number_masked: id_masked,
    phone_masked,
  };
}

async function phoneSet(context: TurnContext, state: FlowState, phone: string): Promise<Record<string, string>> {
  const { worker_id = '', data_key = '' } = state.slots;
  const phone_sealed = await context.world.vault.seal(worker_id, data_key, 'phone', phone);
  return { phone_sealed, phone_masked: maskPhone(phone), phone_hash: context.world.vault.fingerprint('phone', phone) };
}

const phone: Slot = {
  name: 'phone',
  fills: ['phone_sealed', 'phone_masked', 'phone_hash'],
  page: () => ({ text: say.PHONE }),
  async read(context, state, said) {
    const text = typed(context);
    const read = readPhone(text);
    if (isRefusal(read)) return digitsIn(text) < 5 ? undefined : { wrong: refusals.phoneWrong(read) };
    if (said.intent && said.intent !== 'profile') return undefined;
    return { set: await phoneSet(context, state, read) };
  },
};

const site: Slot = {
  name: 'site',
  fills: ['site_region', 'site_text'],
  page: (context, state) => {
    const { site_said } = state.slots;
    const places = placeOptions(context);
    if (!site_said) return { text: say.SITE, options: places };
    return { text: say.nearest(site_said), options: [...places, [ELSEWHERE, say.ELSEWHERE]] };
  },
  async read(context, state, said): Promise<Read> {
    const chosen = pick(state, said);
    const said_before = state.slots.site_said;
    if (chosen === ELSEWHERE) return { set: { site_region: ELSEWHERE, site_text: said_before ?? say.ELSEWHERE } };
    if (said.intent && said.intent !== 'site') return undefined;
    const place = readPlace(context, said, chosen);
    const label = context.message.location?.label;
    if (place === 'far') return { set: { site_said: label ?? '你那里' } };
    const words = readSite(typed(context));
    const own_words = chosen || label || isRefusal(words) ? undefined : words.replace(/(?:的|这边|那边)$/u, '');
    if (place)
      return { set: { site_region: place.region, site_text: said_before ?? label ?? own_words ?? place.name } };
    // A place we do not know: which of ours is near?
    return own_words && said.number === undefined && !said_before ? { set: { site_said: own_words } } : undefined;
  },
};

const employer: Slot = {
  name: 'employer',
  fills: ['employer'],
  page: () => ({ text: say.EMPLOYER, options: [['skip', say.SKIP]] }),
  async read(context, state, said) {
    const skipped =
      pick(state, said) === 'skip' ||
      said.intent === 'no' ||
      /^(?:跳过|不说|不想说|不填|(?:没有?|没得|莫得|无)(?:单位|工地|厂)?)$/u.test(said.text);
    if (skipped) return { set: { employer: '' } };
    if (said.intent || said.number !== undefined) return undefined;
    const read = readEmployer(typed(context));
    return isRefusal(read) ? { wrong: say.EMPLOYER_WRONG } : { set: { employer: read } };
  },
};

export const SLOTS: Slot[] = [consent, name, idNumber, phone, site, employer];

/** The first slot without an answer. */
export function nextSlot(state: FlowState): Slot | undefined {
  return SLOTS.find((slot) => slot.fills.every((key) => state.slots[key] === undefined));
}

export function slotNamed(wanted: string | undefined): Slot | undefined {
  return SLOTS.find((slot) => slot.name === wanted);
}

/** What a correction, or 返回, takes away. */
export function heldBy(slot: Slot): string[] {
  return slot.name === 'site' ? [...slot.fills, 'site_said'] : slot.fills;
}
