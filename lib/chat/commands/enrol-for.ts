/** 5 代报名: one worker or a pasted list, each line with its own result. A wrong line says why, and loses nothing. */

import { roster } from '../../classes/roster';
import { classOpen } from '../../classes/rules';
import type { TrainingClass } from '../../classes/types';
import { findPeople } from '../../people/directory';
import { isRefusal, type Refusal } from '../../platform/refusal';
import { deeds } from './enrol-deeds';
import { type Candidate, type EnrolledOne, planOne } from './enrol-people';
import { PEOPLE_MAX, type PersonLine, peopleIn } from './people-lines';
import * as say from './say/enrol-for';
import type { Args, AtWork, Command, Found, Outcome } from './types';
import { classFor, hasPhone, isOutcome, personLabel, regionsOf, workerOfMine } from './which';

/** What a line comes to: somebody who can be enrolled, or why not. */
type Checked = { who: Candidate; planned: EnrolledOne } | { who: Candidate; refusal: Refusal };

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, {
    among: (one) => classOpen(one, context.now_ms) === undefined,
    ask: '报哪个班？',
    none: say.NO_OPEN_CLASS,
  });
  if (isOutcome(c)) return c;
  const known: Args = { ...args, class_id: c.class_id };
  const people = (args.people ?? []) as PersonLine[];
  if (people.length === 0 && !args.worker_id) return { kind: 'ask', slot: 'people', text: say.whom(c), args: known };
  if (people.length > PEOPLE_MAX) return { kind: 'answer', text: say.tooMany(PEOPLE_MAX), failed: true };
  const found = await candidates(context, c, known, people);
  if (isOutcome(found)) return found;
  const { ready, unready } = found;
  const checked = await Promise.all(ready.map((who) => check(context, c, who, args.waiver)));
  return shown(context, c, known, checked, unready);
}

async function check(context: AtWork, c: TrainingClass, who: Candidate, waiver?: string): Promise<Checked> {
  const planned = await planOne(context.world, c, who, {
    by: context.staff.staff_id,
    reason: say.REASON,
    look: true,
    ...(waiver && { waiver }),
  });
  return isRefusal(planned) ? { who, refusal: planned } : { who, planned: planned.value };
}

interface Unready {
  line: number;
  name: string;
  why: string;
}

/** Lines with numbers stand for themselves; a name or an end of a phone is looked for in her area. */
async function candidates(
  context: AtWork,
  c: TrainingClass,
  args: Args,
  people: PersonLine[],
): Promise<{ ready: Candidate[]; unready: Unready[] } | Outcome> {
  const ready: Candidate[] = [];
  const unready: Unready[] = [];
  if (args.worker_id) {
    const worker = await workerOfMine(context, args.worker_id);
    if (worker) ready.push({ line: 1, worker_id: worker.worker_id, name: worker.name });
    return { ready, unready };
  }
  const single = people.length === 1;
  for (const one of people) {
    const name = one.name ?? '';
    if (one.id_number && one.phone && name) {
      ready.push({ line: one.line, name, id_number: one.id_number, phone: one.phone });
      continue;
    }
    const workers = one.id_number ? [] : await lookFor(context, one);
    const [only] = workers;
    if (only && workers.length === 1) ready.push({ line: one.line, worker_id: only.worker_id, name: only.name });
    else if (single && workers.length > 1)
      return {
        kind: 'ask',
        slot: 'worker_id',
        text: say.several(workers.length, one.name ?? one.tail ?? ''),
        options: workers.map((w) => [w.worker_id, personLabel(w)]),
        args,
      };
    else if (single) return { kind: 'ask', slot: 'people', text: say.missing(c, one), args };
    else unready.push({ line: one.line, name, why: workers.length > 1 ? say.AMBIGUOUS : say.lacks(one) });
  }
  return { ready: once(ready), unready };
}

async function lookFor(context: AtWork, one: PersonLine) {
  const tail = one.tail ?? one.phone?.slice(-4);
  if (!one.name && !tail) return [];
  const found = await findPeople(
    context.world,
    regionsOf(context),
    one.name ? { name: one.name } : { tail: tail as string },
  );
  return found.filter(
    (w) =>
      (!one.name || w.name === one.name) && (!tail || w.phone_masked.endsWith(tail)) && hasPhone(context, w, one.phone),
  );
}

/** Pasted twice, entered once. */
function once(all: Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const id = one.worker_id ?? one.id_number ?? '';
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

async function shown(
  context: AtWork,
  c: TrainingClass,
  args: Args,
  checked: Checked[],
  unready: Unready[],
): Promise<Outcome> {
  const good = checked.flatMap((one) => ('planned' in one ? [one] : []));
  const bad = checked.flatMap((one) => ('refusal' in one ? [one] : []));
  const [only] = bad;
  if (only && checked.length === 1 && unready.length === 0) {
    if (only.refusal.refused === 'shift_clash')
      return { kind: 'ask', slot: 'waiver', text: say.shiftClash(c, only.who.name), args, free: true };
    if (/^(?:id_number|phone|name)_/.test(only.refusal.refused) && !only.who.worker_id)
      return { kind: 'ask', slot: 'people', text: say.wrong(only.who, only.refusal), args: { ...args, people: [] } };
    return { kind: 'answer', text: say.wrong(only.who, only.refusal), next: [`班 ${c.class_id}`], failed: true };
  }
  const members = await roster(context.world, c.class_id);
  const text = say.dry(
    c,
    members.length,
    good.map(({ who, planned }) => ({ who, planned })),
    [
      ...bad.map(({ who, refusal }) => ({ line: who.line, text: say.badLine(who.line, who.name, refusal) })),
      ...unready.map((one) => ({ line: one.line, text: say.unreadyLine(one.line, one.name, one.why) })),
    ]
      .sort((x, y) => x.line - y.line)
      .map(({ text: said }) => said),
  );
  if (good.length === 0)
    return { kind: 'ask', slot: 'people', text: `${text}\n${say.SEND_AGAIN}`, args: { ...args, people: [] } };
  const data = {
    class_id: c.class_id,
    people: good.map(({ who }) => who),
    ...(args.waiver && { waiver: args.waiver }),
  };
  return {
    kind: 'dry',
    text,
    full: say.everyLine(good),
    yes: good.some(({ planned }) => planned.registered) ? say.YES_CONSENT : say.YES,
    deed: { name: 'enrol_people', data },
  };
}

function read(found: Found, known: Args, slot?: string): Args {
  if (slot === 'waiver') return { ...known, waiver: found.rest };
  const [class_id] = found.class_ids;
  const pasted = peopleIn(found.rest.replace(/(?<![a-z0-9])[a-z]\d{2,6}(?:班)?(?=[\s,，:：]|$)/giu, ' '));
  const numbered = pasted.some((one) => one.id_number || one.phone);
  const named: PersonLine[] =
    numbered || found.lines.length > 0
      ? pasted
      : [
          ...found.names.map((name, i) => ({
            line: i + 1,
            name,
            ...(found.names.length === 1 && found.tails[0] && { tail: found.tails[0] }),
          })),
          ...(found.names.length === 0 ? found.tails.map((tail, i) => ({ line: i + 1, tail })) : []),
        ];
  const people = together(known.people as PersonLine[] | undefined, named);
  return {
    ...known,
    ...(class_id && { class_id }),
    ...(people && { people }),
    ...(named.length > 0 && { worker_id: undefined }),
  };
}

/** One person in pieces: her name first, then her numbers. */
function together(before: PersonLine[] | undefined, now: PersonLine[]): PersonLine[] | undefined {
  if (now.length === 0) return before;
  const [was] = before ?? [];
  const [is] = now;
  if (was && is && before?.length === 1 && now.length === 1 && (!is.name || !was.id_number || is.name === was.name))
    return [{ ...was, ...is, line: 1, ...(is.id_number || is.phone ? { tail: undefined } : {}) }];
  return now;
}

export const command: Command = {
  name: 'enrol_for',
  number: 5,
  title: '代报名',
  does: '替工友报名：一个人，或者一次贴很多行“姓名 身份证 电话”，每行各有结果。',
  examples: ['代报名 A17 张三', '给A17加上尾号0013', '代报名 A17（换行，每行一人：姓名 身份证号 手机号）'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

export { deeds };
