/** 10 通知: words to everyone of a class, or to all who work in her area. Goes out two minutes later, so that it can be taken back. */

import { roster } from '../../classes/roster';
import { countSegment } from '../../notices/audience';
import { type NoticeTarget, oneLessToday, oneMoreToday } from '../../notices/day-limit';
import { taskChange } from '../../notices/task-write';
import type { Segment } from '../../notices/types';
import { holdsIdNumber } from '../../people/id-number';
import { inArea } from '../../people/on-duty';
import { instant, MINUTE_MS } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { mayName } from './names';
import { isKnown, outOfReach } from './reach';
import { loneNumber } from './said-numbers';
import * as say from './say/notify';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classFor, isOutcome, myClasses, regionsOf } from './which';

export const TEXT_MAX = 300;
/** How long it is held back: as long as it takes to see what one has written. */
const HELD_MIN = 2;
const ALL = /所有人|全部人|全体|所有工友|全部工友|所有的人|全站|工友们|大家伙/u;
/** Between the class and the words themselves. */
const LEAD =
  /^(?:(?:给|跟|和|对|让|叫|请|把)?(?:全班|班里|学员们?|大家伙?|所有人|全部人|全体|所有工友|全部工友|全站|工友们|他们|她们|同学们?)+|[\s:：,，。说]|一下|下(?![周个星礼月班课午次一雨雪]))+/u;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  if (args.to === 'all') return toAll(context, args);
  if (!args.class_id && !(await myClasses(context)).some((c) => c.ends_at >= instant(context.now_ms)))
    return toAll(context, args);
  const c = await classFor(context, args, { ask: '通知哪个班？回“所有人”发给你这里全部工友。' });
  if (isOutcome(c)) return c;
  const known = { ...args, class_id: c.class_id };
  const members = (await roster(context.world, c.class_id)).filter(isKnown);
  if (members.length === 0) return { kind: 'answer', text: say.nobody(c), next: [`代报名 ${c.class_id}`] };
  const wrong = wrongText(args.text);
  if (wrong)
    return {
      kind: 'ask',
      slot: 'text',
      text: wrong === 'missing' ? say.whatToClass(c, members.length) : wrong,
      args: { ...known, text: undefined },
      free: true,
    };
  const unreached = await outOfReach(context, members);
  const reached = members.length - unreached.length;
  if (reached === 0)
    return { kind: 'answer', text: say.onlyByPhone(c, unreached, mayName(context)), next: [`名单 ${c.class_id}`] };
  const data = { class_id: c.class_id, text: args.text, total: members.length, reached };
  return {
    kind: 'dry',
    text: say.dryClass(c, members.length, args.text, say.byPhone(unreached, mayName(context))),
    yes: say.YES,
    deed: { name: 'notify', data },
    args: known,
  };
}

async function toAll(context: AtWork, args: Args): Promise<Outcome> {
  const segment = segmentOf(context);
  const wrong = wrongText(args.text);
  if (wrong)
    return {
      kind: 'ask',
      slot: 'text',
      text: wrong === 'missing' ? say.WHAT_TO_ALL : wrong,
      args: { ...args, text: undefined },
      free: true,
    };
  const total = await countSegment(context.world, segment);
  if (total === 0) return { kind: 'refused', refusal: refuse('segment_empty') };
  const data = { text: args.text, total, regions: segment.regions };
  return { kind: 'dry', text: say.dryAll(total, args.text), yes: say.YES, deed: { name: 'notify', data }, args };
}

const segmentOf = (context: AtWork): Segment => ({ regions: regionsOf(context), trades: [], topic: 'news' });

function wrongText(text: string | undefined): string | undefined {
  if (!text) return 'missing';
  // It was meant to choose something.
  if (loneNumber(text) !== undefined) return say.BARE_NUMBER;
  if ([...text].length > TEXT_MAX) return say.tooLong([...text].length, TEXT_MAX);
  // A phone to call is meant to be read; an ID or card number never is.
  return holdsIdNumber(text) ? say.HAS_NUMBER : undefined;
}

function read(found: Found, known: Args, slot?: string): Args {
  if (slot === 'text') return { ...known, text: found.rest };
  const [class_id] = found.class_ids;
  const all = ALL.test(found.rest) && !class_id;
  const text = wordsOf(found.rest, class_id);
  return {
    ...known,
    ...(class_id && { class_id, to: undefined }),
    ...(all && { to: 'all', class_id: undefined }),
    ...(text && { text }),
  };
}

/** The words to pass on: what follows the class and whom it is for. */
function wordsOf(rest: string, class_id: string | undefined): string {
  const without = class_id
    ? rest.replace(new RegExp(`^(.{0,12}?)${class_id[0]}[\\s_-]?${class_id.slice(1)}(?:这个|的)?班?`, 'iu'), '$1')
    : rest;
  return without.replace(LEAD, '').trim();
}

export const command: Command = {
  name: 'notify',
  number: 10,
  title: '通知',
  does: '发一段话给一个班，或你这里所有工友；先看发给多少人，两分钟内能撤。',
  examples: ['通知 A17 明天上课带身份证', '通知 所有人 周六招工会', 'A17通知：停课一天'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

const targetOf = ({ staff }: { staff: { region: string } }, class_id?: string): NoticeTarget =>
  class_id ? { class_id } : { area: staff.region };

/** `data`: text, total, and for a class class_id and reached (those with an account), else the regions of her area. */
const notify: DoDeed = async (context, data) => {
  const { world } = context;
  const not_before = instant(context.now_ms + HELD_MIN * MINUTE_MS);
  const task_id = world.id('b');
  const common = {
    task_id,
    home_region: world.account.home_region,
    text: data.text,
    total: data.total,
    by: context.staff.staff_id,
  };
  const counted = await oneMoreToday(world, targetOf(context, data.class_id));
  if (isRefusal(counted)) return counted;
  const changes: Change[] = [counted];
  if (data.class_id) {
    changes.push(taskChange(world, { ...common, kind: 'class_notice', class_id: data.class_id }, { not_before }));
  } else {
    const { regions } = data as { regions: string[] };
    // To those who were counted on the page, not to those of wherever she has been moved since.
    const elsewhere = regions.map((host_region) =>
      inArea(context.staff, { host_region, home_region: world.account.home_region }),
    );
    const refused = elsewhere.find(Boolean);
    if (refused) return refused;
    const segment: Segment = { regions, trades: [], topic: 'news' };
    changes.push(taskChange(world, { ...common, kind: 'broadcast', segment }, { not_before }), {
      kind: 'put',
      key: keys.broadcast(common.home_region, task_id),
      item: { task_id, at: instant(context.now_ms) },
      why: 'listed for the office',
    });
  }
  const reached = data.reached ?? data.total;
  const undo = {
    label: say.undoLabel(reached, data.text),
    deed: { name: 'stop_notice', data: { task_id } },
    minutes: HELD_MIN,
  };
  return { changes, value: { text: say.held(reached, HELD_MIN), undo } };
};

/** Taken back before it goes out. `data`: task_id. */
const stop: DoDeed = async (context, data) => {
  const task = await context.world.table.get(keys.task(data.task_id), { consistent: true });
  if (task?.state !== 'running' || task.page !== undefined) return refuse('broadcast_over', { state: 'done' });
  return {
    changes: [
      {
        kind: 'update',
        key: keys.task(data.task_id),
        set: { state: 'stopped', stopped_by: context.staff.staff_id, updated_at: instant(context.now_ms) },
        remove: ['due_shard', 'due_at', 'lease_until'],
        when: [
          { attr: 'state', op: '=', value: 'running' },
          { attr: 'page', op: 'absent' },
        ],
        why: 'a notice taken back before it went out',
      },
      ...(await oneLessToday(context.world, targetOf(context, task.class_id), task.created_at)),
    ],
    value: { text: say.STOPPED },
  };
};

export const deeds: Record<string, DoDeed> = { notify, stop_notice: stop };
