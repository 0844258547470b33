/** Plays a transcript against the real turn: every message is delivered twice, and must be answered alike. */
import type { Message } from '../../lib/channels/types';
import { closeThread, listThreads, readThread, replyToThread } from '../../lib/chat/threads';
import { type Answered, turn } from '../../lib/chat/turn';
import { currentCode } from '../../lib/classes/attendance/code';
import { cancelClass } from '../../lib/classes/cancel-class';
import type { DraftCommand } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { HOUR_MS } from '../../lib/platform/clock';
import type { Table } from '../../lib/store/table';
import { startSurvey } from '../../lib/wishes/surveys';
import { bindingCode, type ToBind } from '../people/office';
import { type AtWorkAs, leaves, putOnDuty } from '../support/staff';
import { minute, must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { START, syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { type Examined, examined } from './examined';
import { drawnFor } from './inspected';

/** One line of a transcript: something said or done, and what is expected to come back. */
export interface Line {
  /** Who (a nickname); the one before when left out. */
  who?: string;
  say?: string;
  event?: 'follow' | 'unfollow' | 'scan' | 'menu';
  key?: string;
  send?: Message['kind'];
  recognised?: string;
  location?: { latitude: number; longitude: number; label?: string };
  /** Time passes, and what fell due is done. */
  pass_h?: number;
  pass_min?: number;
  /** The clock is put here; nothing that fell due meanwhile is done. */
  now?: string;
  /** She leaves her office this very second: her row says so, her conversation not yet. */
  leaves?: true;
  /** The office, through the API. */
  office?: {
    reply?: string;
    close?: true;
    thread_holds?: string[];
    cancel_class?: string;
    examined?: Examined;
    survey?: { regions: string[]; trades?: string[] };
  };
  reply_includes?: string[];
  reply_lacks?: string[];
  reply_matches?: string;
  choices?: string[];
  choices_include?: string[];
  silent?: true;
  /** What was pushed to this person since her last line. */
  pushed_includes?: string[];
  pushed_nothing?: true;
}
export interface Transcript {
  name: string;
  now?: string;
  /** Opened before; each is A1, B2 … in the order the catalogue numbers them, written {class:1}. */
  classes?: Partial<DraftCommand>[];
  /** At work from the beginning: who, in which region, with which duties. */
  staff?: Record<string, AtWorkAs>;
  /** Drawn to inspect: class number → who of the staff. */
  inspectors?: Record<string, string[]>;
  /** Staff bound to no account yet; each has a code, written {code:1}. */
  to_bind?: ToBind[];
  /** Registered workers {worker:1} …, each at this site. */
  workers?: { site?: string; name?: string; class?: number }[];
  /** Seats taken by others: class number → how many. */
  taken?: Record<string, number>;
  turns: Line[];
}

export interface Stage {
  world: TestWorld;
  /** Everything answered, for a look at how it reads. */
  heard: string[];
}

export async function play(table: Table, transcript: Transcript, twin?: Table): Promise<Stage> {
  const tap = tapped(table, twin);
  const world = testWorld(tap.table);
  world.clock.set(transcript.now ?? START);
  const { sender, sent } = recordingSender();
  const classes: string[] = [];
  for (const set of transcript.classes ?? []) classes.push((await openClass(world, set)).class_id);
  for (const [n, how_many] of Object.entries(transcript.taken ?? {}))
    await fill(world, classes[Number(n) - 1]!, how_many);
  for (const [name, as] of Object.entries(transcript.staff ?? {})) await putOnDuty(world, name, as);
  for (const [i, who] of Object.entries(transcript.inspectors ?? {}))
    await drawnFor(world, classes[Number(i) - 1]!, who);
  for (const [i, one] of (transcript.workers ?? []).entries()) await someone(world, i + 1, one, classes);
  await settle(world, sender, tap.written);
  const codes: string[] = [];
  for (const one of transcript.to_bind ?? []) codes.push(await bindingCode(world, one));
  const filled = (text: string) =>
    fillIn(text, classes)
      .replace(/\{code:(\d+)\}/g, (_, i: string) => codes[Number(i) - 1] ?? '?')
      // The sign-in code of this minute: class, lesson; or of so many minutes ago.
      .replace(/\{sign:(\d+):(\d+)(?::(\d+))?\}/g, (_, i: string, n: string, ago = '0') => {
        const then = { vault: world.vault, now: () => world.now() - Number(ago) * 60_000 };
        return currentCode(then, classes[Number(i) - 1] ?? '?', Number(n)).code;
      });
  const heard: string[] = [];
  let who = 'a';
  let n = 0;
  for (const line of transcript.turns) {
    who = line.who ?? who;
    const at = `${transcript.name}, line ${++n} (${line.say ?? line.event ?? line.send ?? 'office'})`;
    world.clock.pass(3000);
    if (line.now) world.clock.set(line.now);
    if (line.pass_h !== undefined) {
      world.clock.pass(line.pass_h * HOUR_MS);
      await minute(world, sender, tap.written);
    }
    if (line.pass_min !== undefined) {
      world.clock.pass(line.pass_min * 60_000);
      await minute(world, sender, tap.written);
    }
    if (line.leaves) await leaves(world, who);
    if (line.office) await office(world, line.office, filled, at);
    if (isMessage(line)) {
      const message = messageOf(line, who, n, world, filled);
      const answered = await turn(world, message);
      const again = await turn(world, message);
      if (JSON.stringify(again) !== JSON.stringify(answered))
        throw new Error(`${at}: the second delivery was answered otherwise`);
      heard.push(`${who}: ${line.say ?? line.event ?? line.send}`, `   → ${shown(answered)}`);
      check(answered, line, filled, at);
    }
    await settle(world, sender, tap.written);
    const pushed = sent.filter(({ address }) => address === `o${who}`).map(({ push }) => push.text);
    if (pushed.length > 0) heard.push(`   ⇒ ${pushed.join(' | ')}`);
    for (const part of line.pushed_includes ?? [])
      if (!pushed.some((text) => text.includes(filled(part))))
        throw new Error(`${at}: not pushed: ${part}; pushed: ${pushed.join(' | ')}`);
    if (line.pushed_nothing && pushed.length > 0) throw new Error(`${at}: pushed ${pushed.join(' | ')}`);
    if (isMessage(line) || line.pushed_includes)
      for (let i = sent.length - 1; i >= 0; i--) if (sent[i]?.address === `o${who}`) sent.splice(i, 1);
  }
  return { world, heard };
}

const isMessage = (line: Line) =>
  line.say !== undefined || line.event !== undefined || line.send !== undefined || line.location !== undefined;

function messageOf(line: Line, who: string, n: number, world: TestWorld, filled: (text: string) => string): Message {
  const common = {
    channel: 'wechat' as const,
    address: `o${who}`,
    id: `${who}-${n}`,
    sent_ms: Math.floor(world.now() / 1000) * 1000,
  };
  if (line.event)
    return { ...common, kind: 'event', event: { name: line.event, ...(line.key && { key: filled(line.key) }) } };
  if (line.location) return { ...common, kind: 'location', location: line.location };
  if (line.send === 'image') return { ...common, kind: 'image', media: { id: `media-${who}-${n}` } };
  if (line.send) return { ...common, kind: line.send, ...(line.recognised && { text: filled(line.recognised) }) };
  return { ...common, kind: 'text', text: filled(line.say ?? '') };
}

/** `{class:1}` the first class's code, `{id:7}` a synthetic ID number, `{id:7:20100101}` with a birthday, `{phone:7}`. */
function fillIn(text: string, classes: string[]): string {
  return text
    .replace(/\{class:(\d+)\}/g, (_, i: string) => classes[Number(i) - 1] ?? '?')
    .replace(/\{id:(\d+)(?::(\d{8}))?\}/g, (_, i: string, born?: string) => syntheticIdNumber(Number(i), born))
    .replace(/\{phone:(\d+)\}/g, (_, i: string) => `138${i.padStart(8, '0')}`);
}

export function shown({ reply, late }: Answered): string {
  if (!reply) return late ? '(late)' : '(silent)';
  return [reply.text, ...(reply.choices ?? []).map((c) => `${c.send} ${c.label}`)].join('\n     ');
}

function check(answered: Answered, line: Line, filled: (text: string) => string, at: string): void {
  const { reply } = answered;
  const fail = (why: string): never => {
    throw new Error(`${at}: ${why}\n--- answered:\n${shown(answered)}`);
  };
  if (line.silent) {
    if (reply) fail('was to be silent');
    return;
  }
  if (!reply) throw new Error(`${at}: no reply`);
  if (!reply.text || reply.text.includes('undefined') || reply.text.includes('NaN')) fail('a hole in the text');
  for (const part of line.reply_includes ?? []) if (!reply.text.includes(filled(part))) fail(`lacks “${part}”`);
  for (const part of line.reply_lacks ?? []) if (reply.text.includes(filled(part))) fail(`has “${part}”`);
  if (line.reply_matches && !new RegExp(line.reply_matches, 'u').test(reply.text))
    fail(`does not match ${line.reply_matches}`);
  const labels = (reply.choices ?? []).map((c) => c.label);
  if (line.choices && JSON.stringify(labels) !== JSON.stringify(line.choices.map(filled)))
    fail(`choices are not ${line.choices.join(' / ')}`);
  for (const label of line.choices_include ?? [])
    if (!labels.some((one) => one.includes(filled(label)))) fail(`no choice “${label}”`);
}

async function office(
  world: TestWorld,
  what: NonNullable<Line['office']>,
  filled: (text: string) => string,
  at: string,
): Promise<void> {
  if (what.examined) await examined(world, what.examined, filled(what.examined.class));
  if (what.cancel_class)
    await must(world, () =>
      cancelClass(world, { class_id: filled(what.cancel_class!), reason: '老师生病', by: 'office' }),
    );
  if (what.survey)
    await must(world, () => startSurvey(world, { ...what.survey!, home_region: '530128', by: 'office' }));
  if (!what.reply && !what.close && !what.thread_holds) return;
  const { threads } = await listThreads(world, { home_region: world.account.home_region, state: 'open' });
  const thread = threads[0];
  if (!thread) throw new Error(`${at}: no open thread`);
  const where = { home_region: thread.home_region, thread_id: thread.thread_id };
  const { lines } = (await readThread(world, where))!;
  for (const part of what.thread_holds ?? [])
    if (!lines.some(({ text }) => text.includes(part))) throw new Error(`${at}: thread lacks ${part}`);
  if (what.reply) await must(world, () => replyToThread(world, { ...where, text: what.reply!, by: 'office' }));
  if (what.close) await must(world, () => closeThread(world, { ...where, by: 'office' }));
}

/** A worker registered before, and perhaps enrolled. */
async function someone(
  world: TestWorld,
  n: number,
  one: { site?: string; name?: string; class?: number },
  classes: string[],
): Promise<void> {
  const worker = await newWorker(world, n, one);
  if (one.class) await must(world, () => enrol(world, { class_id: classes[one.class! - 1]!, worker, by: 'chat' }));
}

/** Others who came before: registered and enrolled without a word. */
async function fill(world: TestWorld, class_id: string, how_many: number): Promise<void> {
  for (let n = 0; n < how_many; n++) {
    const worker = await newWorker(world, 900 - n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
}
