/** 3 开班: a class opened by chat. What is missing is asked; the dry answer shows the timetable; taken back while nobody is in it. */
import { type DraftCommand, draftClass } from '../../classes/draft-class';
import { CHANGES_MAX } from '../../classes/items';
import { publishClass } from '../../classes/publish-class';
import type { Lesson, TrainingClass } from '../../classes/types';
import { inArea } from '../../people/on-duty';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { mergeChanges, type Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change, Key } from '../../store/table';
import { lexiconOf } from '../lexicon';
import { policyNow } from '../people';
import { PATTERN_NAMES } from '../render';
import { BOUNDS, readClassWords } from './read-class';
import * as say from './say/open-class';
import { readStop, stopClass, stopDeeds, stopsClass } from './stop-class';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { myClasses, regionsOf } from './which';

/** The next thing not known yet, asked; nothing when all is there. */
async function missing(context: AtWork, args: Args): Promise<Outcome | undefined> {
  const { trades } = await lexiconOf(context.world);
  const trade = trades.find((one) => one.id === args.trade_id)?.name;
  const ask = (slot: string, text: string, options?: [string, string][], free?: boolean): Outcome => ({
    kind: 'ask',
    slot,
    text: `${say.soFar(args, trade)}${text}`,
    options,
    args,
    ...(free && { free }),
  });
  if (!args.trade_id) {
    const here = new Set(
      policyNow(context)
        .places.filter((p) => regionsOf(context).includes(p.region))
        .flatMap((p) => p.trades.value),
    );
    const shown = trades.filter((one) => here.has(one.id));
    return ask(
      'trade_id',
      say.ASK.trade,
      (shown.length > 0 ? shown : trades).map((one) => [one.id, one.name]),
    );
  }
  if (!args.pattern) return ask('pattern', say.ASK.pattern, Object.entries(PATTERN_NAMES));
  if (!args.host_region) {
    const places = policyNow(context).places.filter((place) => regionsOf(context).includes(place.region));
    if (places.length > 1)
      return ask(
        'host_region',
        say.ASK.region,
        places.map((place) => [place.region, place.name]),
      );
  }
  if (!args.first_day) return ask('first_day', say.ASK.day);
  if (!args.units) return ask('units', say.ASK.units);
  if (!args.capacity) return ask('capacity', say.ASK.capacity);
  if (args.place) return undefined;
  const before = [...new Set((await myClasses(context)).map((c) => c.site_name))].slice(-4);
  return ask(
    'place',
    say.ASK.place,
    before.map((place) => [place, place]),
    true,
  );
}

function draftOf(context: AtWork, args: Args): DraftCommand {
  const [region] = regionsOf(context);
  return {
    trade_id: args.trade_id,
    level: args.level ?? '5',
    home_region: context.world.account.home_region,
    host_region: args.host_region ?? region ?? context.staff.region,
    site_name: args.place,
    address: '',
    pattern: args.pattern,
    units: args.units,
    first_day: args.first_day,
    ...(args.start && { start: args.start }),
    ...(args.units_per_day && { units_per_day: args.units_per_day }),
    ...(args.off_list_reason && { off_list_reason: args.off_list_reason }),
    capacity: args.capacity,
  };
}

/** What of the answers a refusal is about: asked again, with why. */
const ABOUT: Record<string, string> = {
  pattern_weekday: 'first_day',
  class_in_past: 'first_day',
  pattern_time: 'start',
  pattern_units: 'units_per_day',
  too_many_lessons: 'units',
  trade_off_list: 'off_list_reason',
};

/** The class as it would be; or what of the answers stands in the way, asked again. */
export async function drafted(context: AtWork, draft: DraftCommand, args: Args) {
  const planned = await opening(context, draft);
  if (!isRefusal(planned)) return planned.value;
  const slot = ABOUT[planned.refused];
  if (!slot) return { kind: 'refused', refusal: planned } satisfies Outcome;
  const free = slot === 'off_list_reason';
  return {
    kind: 'ask',
    slot,
    text: say.again(slot, planned),
    // A day that only suits another kind of class stands: she may name that kind instead.
    args: planned.refused === 'pattern_weekday' ? args : { ...args, [slot]: undefined },
    free,
  } satisfies Outcome;
}

/** A number that cannot be, asked again with its bounds. */
export function outOfBounds(args: Args): Outcome | undefined {
  const slot = args.wrong as keyof typeof BOUNDS | undefined;
  return (
    slot && {
      kind: 'ask',
      slot,
      text: say.outOfBounds(slot, BOUNDS[slot]),
      args: { ...args, wrong: undefined, [slot]: undefined },
    }
  );
}

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.stop) return stopClass(context, args);
  if (args.host_region && !regionsOf(context).includes(args.host_region))
    return { kind: 'refused', refusal: refuse('area_not_yours') };
  const asked = outOfBounds(args) ?? (await missing(context, args));
  if (asked) return asked;
  const draft = draftOf(context, args);
  const planned = await drafted(context, draft, args);
  if ('kind' in planned) return planned;
  const { training_class: c, lessons } = planned;
  return { kind: 'dry', text: say.dry(c, lessons), yes: say.YES, deed: { name: 'open_class', data: { draft } }, args };
}

/** 开班 and its opposite, 停班, which has a class and a reason. */
function read(found: Found, known: Args, slot?: string): Args {
  return known.stop || stopsClass(found.said ?? found.rest)
    ? readStop(found, known)
    : readClassWords(found, known, slot);
}

export const command: Command = {
  name: 'open_class',
  number: 3,
  title: '开班',
  does: '开一个新班：工种、班型、哪天开、多少课时、多少人、在哪上；课表自动排好给你看。也停办一个班。',
  examples: ['开班', '开个电工周末班 8月2号 60课时 30人', '开班 焊工 脱产 下周一 80课时 40人 在职校', '停班 A17'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

/** `data`: draft. Drafted and published in one transaction; the timetable is planned afresh. */
const openClass: DoDeed = async (context, data) => {
  const draft = data.draft as DraftCommand;
  const area = inArea(context.staff, draft);
  if (area) return area;
  const opened = await opening(context, draft);
  if (isRefusal(opened)) return opened;
  const c = opened.value.training_class;
  const { class_id } = c;
  return {
    changes: opened.changes,
    value: {
      text: say.done(c),
      undo: { label: say.undoLabel(c), deed: { name: 'unopen_class', data: { class_id } }, minutes: 10 },
      next: [`代报名 ${class_id}`, `班 ${class_id}`],
    },
  };
};

/** Kept of a transaction's changes for the proposal the class comes of. */
const PROPOSAL_CHANGES = 2;

/**
 * Drafted and published in one transaction, so that nobody meets half a class. Refuses `too_many_lessons` where lessons
 * and seats together are more than one holds, and as `draftClass` and `publishClass`.
 */
async function opening(
  { world, staff }: AtWork,
  draft: DraftCommand,
): Promise<Planned<{ training_class: TrainingClass; lessons: Lesson[] }>> {
  const drafted = await draftClass(world, draft);
  if (isRefusal(drafted)) return drafted;
  const { training_class: c, lessons } = drafted.value;
  const published = await publishDrafted(world, drafted.changes, c.class_id, staff.staff_id);
  if (isRefusal(published)) return published;
  const over = mergeChanges(published.changes).length + PROPOSAL_CHANGES - CHANGES_MAX;
  if (over > 0)
    return refuse('too_many_lessons', { max: lessons.length - over, lessons: lessons.length, capacity: c.capacity });
  return { changes: published.changes, value: { training_class: published.value, lessons } };
}

const same = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;

/** Publish what is only about to be written: the draft's own row becomes the published one. */
async function publishDrafted(world: World, drafted: Change[], class_id: string, by: string) {
  const meta = keys.class(class_id);
  const row = drafted.find((change) => same(change.key, meta));
  const item = row?.kind === 'put' ? row.item : {};
  const table = {
    ...world.table,
    get: async (key: Key, how?: { consistent?: boolean }) =>
      same(key, meta) ? { ...meta, ...item } : world.table.get(key, how),
  };
  const planned = await publishClass({ ...world, table }, { class_id, by });
  if (isRefusal(planned)) return planned;
  const c = planned.value.training_class;
  const changes = drafted.map((change) => (change === row ? { ...change, item: { ...c } } : change));
  const result: Planned<typeof c> = {
    changes: [...changes, ...planned.changes.filter((change) => !same(change.key, meta))] as Change[],
    value: c,
  };
  return result;
}

export const deeds: Record<string, DoDeed> = { open_class: openClass, ...stopDeeds };
