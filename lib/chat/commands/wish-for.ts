/** 15 意愿: what people want to learn, trade by trade; a wish said for someone, by a station or a village officer (P4). */
import { findPeople } from '../../people/directory';
import { inArea } from '../../people/on-duty';
import { maskPhone } from '../../people/read';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import { placeByRegion } from '../../policy/place';
import { answerSurvey, readAnswer } from '../../wishes/answer-survey';
import { countWishes } from '../../wishes/count-wishes';
import { dropWish } from '../../wishes/drop-wish';
import { isOpen } from '../../wishes/find-survey';
import { readFree } from '../../wishes/free-time';
import { makeWish } from '../../wishes/make-wish';
import { readWish } from '../../wishes/read';
import { surveysAt } from '../../wishes/surveys';
import { type FreeTime, OTHER_TRADE, type Wisher } from '../../wishes/types';
import { wishId } from '../../wishes/wish-id';
import { lexiconOf } from '../lexicon';
import { policyNow } from '../people';
import { likeAName } from '../phrases';
import { FREE_LABELS } from '../say/wish';
import * as say from './say/wish-for';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { hasPhone, personLabel, regionsOf, workerOfMine } from './which';

/** Who it is said for, as far as is known. */
interface Whom {
  wisher: Wisher;
  name: string;
  phone_masked: string;
  /** Where she works, if that is known. */
  region?: string;
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (!args.names && !args.phones && !args.tails && !args.worker_id && !args.trade_id) return counts(context);
  const whom = await whomFor(context, args);
  if ('kind' in whom) return whom;
  const ask = (slot: string, text: string, options?: [string, string][]): Outcome => ({
    kind: 'ask',
    slot,
    text,
    options,
    args,
  });
  const region: string | undefined = args.region ?? whom.region ?? only(regionsOf(context));
  const places = policyNow(context).places;
  if (!region || !regionsOf(context).includes(region)) {
    const mine = places.filter((place) => regionsOf(context).includes(place.region));
    return ask(
      'region',
      say.WHERE,
      mine.map((place) => [place.region, place.name]),
    );
  }
  const { trades } = await lexiconOf(context.world);
  const here = placeByRegion(policyNow(context), region);
  if (!args.trade_id) {
    const offered = trades.filter((trade) => here?.trades.value.includes(trade.id));
    return ask(
      'trade_id',
      say.WHAT,
      offered.map((trade) => [trade.id, trade.name]),
    );
  }
  if (args.free === undefined) return ask('free', say.FREE, FREE_LABELS);
  const trade = args.said ?? trades.find((one) => one.id === args.trade_id)?.name ?? args.trade_id;
  const survey_id = await surveyFor(context, region, whom.wisher);
  const channel = channelOf(context);
  const free = freeOf(args.free);
  const { name, phone_masked, wisher } = whom;
  const place = here?.name ?? region;
  const others = othersIn(args, name);
  const text = say.dry({
    name,
    phone_masked,
    trade,
    free,
    shift: args.shift,
    place,
    channel,
    answers: survey_id,
    others,
  });
  const { trade_id, said, shift } = args;
  const data = { wisher, name, region, trade_id, said, trade, free, shift, survey_id };
  return { kind: 'dry', text, yes: say.YES, deed: { name: 'wish_for', data }, args };
}

/** Whoever else was pasted with her: one wish is one person, and the others are not registered unsaid. */
function othersIn({ names, phones }: Args, name: string): number {
  const named = ((names ?? []) as string[]).filter((one) => one !== name && likeAName(one)).length;
  return Math.max(named, (phones?.length ?? 0) - 1, 0);
}

const only = (regions: string[]): string | undefined => (regions.length === 1 ? regions[0] : undefined);
const freeOf = (free: string): FreeTime[] => (free && free !== 'unsure' ? (free.split(',') as FreeTime[]) : []);
/** Whoever speaks for a station speaks for it; a village officer for the village. */
const channelOf = (context: AtWork): 'station' | 'village_officer' =>
  context.staff.duties.includes('village_officer') ? 'village_officer' : 'station';

async function counts(context: AtWork): Promise<Outcome> {
  const { world } = context;
  const min = policyNow(context).demand.proposal_min.value;
  const rows = await Promise.all(
    regionsOf(context).map(async (region) => ({
      place: placeByRegion(policyNow(context), region)?.name ?? region,
      counts: await countWishes(world, region, world.account.home_region),
    })),
  );
  return { kind: 'answer', text: say.counts(rows, min), next: ['开班建议', '摸排'] };
}

/** A worker of hers, chosen among several if need be; or someone new by name and phone. */
async function whomFor(context: AtWork, args: Args): Promise<Whom | Outcome> {
  if (typeof args.worker_id === 'string') {
    const worker = await workerOfMine(context, args.worker_id);
    if (!worker) return { kind: 'refused', refusal: refuse('worker_unknown') };
    return known(worker);
  }
  const name: string | undefined = args.names?.[0];
  const phone: string | undefined = args.phones?.[0];
  const tail: string | undefined = args.tails?.[0] ?? phone?.slice(-4);
  if (!name && !tail) return { kind: 'ask', slot: 'who', text: say.WHO, args };
  const found = await findPeople(context.world, regionsOf(context), name ? { name } : { tail: tail as string });
  const fits = found.filter(
    (one) =>
      (!name || one.name === name) && (!tail || one.phone_masked.endsWith(tail)) && hasPhone(context, one, phone),
  );
  const [first] = fits;
  if (fits.length === 1 && first) return known(first);
  if (fits.length > 1)
    return {
      kind: 'ask',
      slot: 'worker_id',
      text: say.WHO,
      options: fits.map((one) => [one.worker_id, personLabel(one)]),
      args,
    };
  if (!name) return { kind: 'ask', slot: 'who', text: say.nameOf(tail ?? ''), args };
  if (!phone) return { kind: 'ask', slot: 'who', text: say.phoneOf(name), args };
  return { wisher: { name, phone }, name, phone_masked: maskPhone(phone) };
}

const known = (worker: { worker_id: string; name: string; phone_masked: string; site_region: string }): Whom => ({
  wisher: { worker_id: worker.worker_id },
  name: worker.name,
  phone_masked: worker.phone_masked,
  region: worker.site_region,
});

/** While a survey asks there and she has not answered, what is said for her is her answer. */
async function surveyFor(context: AtWork, region: string, wisher: Wisher): Promise<string | undefined> {
  const { world, now_ms } = context;
  const surveys = await surveysAt(world, world.account.home_region, region, 3);
  const open = surveys.find((survey) => isOpen(survey, now_ms));
  if (!open || (await readAnswer(world, open, wisher))) return undefined;
  return open.survey_id;
}

/** 有多少人想学电焊: asked about all of them, said for nobody. */
const HOW_MANY = /(?:多少|几)个?人|(?:哪些|几多)人/u;

function read(found: Found, known_args: Args, slot?: string): Args {
  const nobody = found.phones.length + found.tails.length === 0;
  if (!slot && nobody && HOW_MANY.test(found.said ?? found.rest)) return known_args;
  const { times, shift } = readFree(found.rest);
  const by_option = slot === 'free' && FREE_LABELS.some(([value]) => value === found.rest) ? found.rest : undefined;
  const free = by_option ?? (times.length > 0 ? times.join(',') : shift ? 'unsure' : undefined);
  const [trade_id] = found.trades;
  const said = slot === 'trade_id' && !trade_id && found.left ? found.left.slice(0, 20) : undefined;
  return {
    ...known_args,
    ...(found.names.length > 0 && { names: found.names, worker_id: undefined }),
    ...(found.phones.length > 0 && { phones: found.phones, worker_id: undefined }),
    ...(found.tails.length > 0 && { tails: found.tails, worker_id: undefined }),
    ...(trade_id && { trade_id, said: undefined }),
    ...(said && { trade_id: OTHER_TRADE, said }),
    ...(found.regions[0] && { region: found.regions[0] }),
    ...(free && { free, shift }),
  };
}

export const command: Command = {
  name: 'wish_for',
  number: 15,
  title: '意愿',
  does: '看想学什么的各有多少人；替工友登记想学的、什么时候有空。',
  examples: ['意愿', '意愿 王小妹 焊工 平时晚上', '意愿 李大山 13800000008 电工 上夜班'],
  words: ['登记意愿', '想学的'],
  duties: ['station', 'village_officer', 'office'],
  read,
  run,
};

/** `data`: wisher, name, region, trade_id, trade, free, and the survey it answers. */
const wishFor: DoDeed = async (context, data) => {
  const { world } = context;
  const { home_region } = world.account;
  const { name, trade, survey_id, wisher, region, trade_id, said, free, shift } = data;
  const area = inArea(context.staff, { host_region: region, home_region });
  if (area) return area;
  const channel = channelOf(context);
  const common = { wisher, region, trade_id, said, free, shift, channel, by: context.staff.staff_id };
  const answered = survey_id
    ? await answerSurvey(world, { ...common, survey_id, mode: 'either', willing: true })
    : undefined;
  if (answered && !isRefusal(answered)) {
    return {
      changes: answered.changes,
      value: { text: say.done(name, trade, false), next: ['摸排', '意愿'] },
    };
  }
  // The survey closed a moment ago: her wish stands all the same.
  const planned = await makeWish(world, { ...common, home_region });
  if (isRefusal(planned)) return planned;
  const { wish, again } = planned.value;
  return {
    changes: planned.changes,
    value: {
      text: say.done(name, trade, again),
      ...(!again && {
        undo: { label: say.undoLabel(name, trade), deed: { name: 'drop_wish_for', data: { wish_id: wishId(wish) } } },
      }),
      next: ['意愿'],
    },
  };
};

/** `data`: wish_id. */
const dropFor: DoDeed = async (context, data) => {
  const wish = await readWish(context.world, data.wish_id);
  const refused: Refusal | undefined = wish
    ? inArea(context.staff, { host_region: wish.region, home_region: wish.home_region })
    : refuse('wish_unknown');
  if (refused || !wish) return refused ?? refuse('wish_unknown');
  const planned = await dropWish(context.world, { wish_id: data.wish_id, by: context.staff.staff_id });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.undone(wish.trade_name) } };
};

export const deeds: Record<string, DoDeed> = { wish_for: wishFor, drop_wish_for: dropFor };
