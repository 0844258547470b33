/** 3 开班: a class opened by chat. What is missing is asked; the dry answer shows the timetable; taken back while nobody is in it. */
import { cancelClass } from '../../classes/cancel-class';
import { type DraftCommand, draftClass } from '../../classes/draft-class';
import { loadSeats } from '../../classes/load';
import { publishClass } from '../../classes/publish-class';
import { readClass } from '../../classes/read';
import { inArea, onDutyCheck } from '../../people/on-duty';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change, Key } from '../../store/table';
import { lexiconOf } from '../lexicon';
import { policyNow } from '../people';
import { PATTERN_NAMES } from '../render';
import type { Pattern } from '../types';
import * as say from './say/open-class';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { isOutcome, myClasses, regionsOf } from './which';

const CAPACITY_MAX = 500;
const UNITS_MAX = 720;
const PLACE_MAX = 40;

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
  trade_off_list: 'trade_id',
};

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const asked = await missing(context, args);
  if (asked && isOutcome(asked)) return asked;
  const draft = draftOf(context, args);
  const planned = await draftClass(context.world, draft);
  if (isRefusal(planned)) {
    const slot = ABOUT[planned.refused];
    if (!slot) return { kind: 'refused', refusal: planned };
    return { kind: 'ask', slot, text: say.again(slot, planned), args: { ...args, [slot]: undefined } };
  }
  const { training_class: c, lessons } = planned.value;
  return { kind: 'dry', text: say.dry(c, lessons), yes: say.YES, deed: { name: 'open_class', data: { draft } }, args };
}

const within = (n: number | undefined, max: number): number | undefined => (n && n >= 1 && n <= max ? n : undefined);
const numberBefore = (text: string, what: RegExp): number | undefined => {
  const found = new RegExp(`(\\d{1,4})\\s*(?:${what.source})`, 'u').exec(text.normalize('NFKC'));
  return found ? Number(found[1]) : undefined;
};

const LEVELS: [pattern: RegExp, level: string][] = [
  [/初级|五级|5级/u, '5'],
  [/中级|四级|4级/u, '4'],
  [/高级(?!技师)|三级|3级/u, '3'],
];

function read(found: Found, known: Args, slot?: string): Args {
  const said = found.rest;
  // 文化路12号 is an address, and no day.
  if (slot === 'place' && !/^改/u.test(said.trim()))
    return { ...known, ...([...said.trim()].length <= PLACE_MAX && { place: said.trim() }) };
  const alone = found.numbers.length === 1 ? found.numbers[0] : undefined;
  const units = numberBefore(said, /课时|学时|个课时|节课?/u) ?? (slot === 'units' ? alone : undefined);
  const capacity = numberBefore(said, /人|名|个人|位|个名额/u) ?? (slot === 'capacity' ? alone : undefined);
  const per_day =
    /(?:每天|一天|每晚|每次|一晚)\s*(\d{1,2})\s*(?:课时|学时|节)?/u.exec(said.normalize('NFKC'))?.[1] ??
    (slot === 'units_per_day' && alone ? String(alone) : undefined);
  const all_units =
    per_day && units === Number(per_day)
      ? numberBefore(
          said.normalize('NFKC').replace(/(?:每天|一天|每晚|每次|一晚)\s*\d{1,2}\s*(?:课时|学时|节)?/u, ''),
          /课时|学时|节课?/u,
        )
      : units;
  const level = LEVELS.find(([pattern]) => pattern.test(said))?.[1];
  const place = /(?:地点|地方|在)[:：\s]*([\p{Script=Han}\p{L}\p{N}（）()·]{3,40}?)(?:上课|上|开|[,，。；;\s]|$)/u.exec(
    said,
  )?.[1];
  return {
    ...known,
    ...(found.trades[0] && { trade_id: found.trades[0] }),
    ...(found.patterns[0] && { pattern: found.patterns[0] as Pattern }),
    ...(found.regions[0] && { host_region: found.regions[0] }),
    ...(found.days[0] && { first_day: found.days[0] }),
    ...(found.times[0] && { start: found.times[0] }),
    ...(within(all_units, UNITS_MAX) && { units: all_units }),
    ...(within(capacity, CAPACITY_MAX) && { capacity }),
    ...(within(Number(per_day), 12) && { units_per_day: Number(per_day) }),
    ...(level && { level }),
    ...(place && [...place].length <= PLACE_MAX && { place: place.trim() }),
  };
}

export const command: Command = {
  name: 'open_class',
  number: 3,
  title: '开班',
  does: '开一个新班：工种、班型、哪天开、多少课时、多少人、在哪上；课表自动排好给你看。',
  examples: ['开班', '开个电工周末班 8月2号 60课时 30人', '开班 焊工 脱产 下周一 80课时 40人 在职校'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

/** `data`: draft. Drafted and published in one transaction; the timetable is planned afresh. */
const openClass: DoDeed = async (context, data) => {
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return duty;
  const draft = data.draft as DraftCommand;
  const area = inArea(duty.staff, draft);
  if (area) return area;
  const { world } = context;
  const drafted = await draftClass(world, draft);
  if (isRefusal(drafted)) return drafted;
  const published = await publishDrafted(
    world,
    drafted.changes,
    drafted.value.training_class.class_id,
    duty.staff.staff_id,
  );
  if (isRefusal(published)) return published;
  const c = published.value;
  const { class_id } = c;
  return {
    changes: [duty.check, ...published.changes],
    value: {
      text: say.done(c),
      undo: { label: say.undoLabel(c), deed: { name: 'unopen_class', data: { class_id } }, minutes: 10 },
      next: [`代报名 ${class_id}`, `班 ${class_id}`],
    },
  };
};

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

/** While nobody is in it. `data`: class_id. */
const unopen: DoDeed = async (context, data) => {
  const duty = await onDutyCheck(context);
  if (isRefusal(duty)) return duty;
  const c = await readClass(context.world, data.class_id, { consistent: true });
  if (!c || inArea(duty.staff, c)) return refuse('class_unknown', { class_id: data.class_id });
  const seats = await loadSeats(context.world, c);
  const held = seats.reduce((sum, block) => sum + block.taken + block.line, 0);
  if (held > 0) return refuse('class_has_people', { title: c.title, people: held });
  const planned = await cancelClass(context.world, {
    class_id: c.class_id,
    rev: c.rev,
    reason: say.UNDO_REASON,
    by: duty.staff.staff_id,
  });
  if (isRefusal(planned)) return planned;
  return { changes: [duty.check, ...planned.changes], value: { text: say.undone(c), next: ['班'] } };
};

export const deeds: Record<string, DoDeed> = { open_class: openClass, unopen_class: unopen };
