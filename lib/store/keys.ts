/** Every key of the table, in one place. The store knows no room: these are only strings. */
import type { Key } from './table';

const key = (pk: string, sk: string): Key => ({ pk, sk });

export const keys = {
  profile: (worker: string) => key(`WORKER#${worker}`, 'PROFILE'),
  agenda: (worker: string) => key(`WORKER#${worker}`, 'AGENDA'),
  /** One person, one record: the keyed hash of the ID number. */
  idNumber: (fingerprint: string) => key(`IDNUM#${fingerprint}`, 'WORKER'),
  /** `chat` is `channel:address`, e.g. `wechat:oAbc…`. */
  conversation: (chat: string) => key(`CHAT#${chat}`, 'STATE'),

  class: (id: string) => key(`CLASS#${id}`, 'META'),
  seats: (id: string, block: number) => key(`CLASS#${id}`, `SEATS#${pad(block, 3)}`),
  /** The code to scan for this class. */
  classCode: (id: string) => key(`CLASS#${id}`, 'CODE'),
  member: (id: string, worker: string) => key(`CLASS#${id}`, `MEMBER#${worker}`),
  /** The head of the waiting list: sorts before its rows, so that one query reads it first. */
  lineHead: (id: string) => key(`CLASS#${id}`, 'LINE'),
  /** The waiting list, in order of arrival (milliseconds). */
  line: (id: string, joined_ms: number, worker: string) => key(`CLASS#${id}`, `LINE#${pad(joined_ms, 13)}#${worker}`),
  /** Lessons of one timetable of a class; a class that moves gets new ones and keeps the old as history. */
  lesson: (id: string, timetable_rev: number, n: number) =>
    key(`CLASS#${id}`, `SESSION#${pad(timetable_rev, 3)}#${pad(n, 3)}`),
  /** The card a worker sees, listed by the region of the site and the first day. */
  card: (region: string, starts_on: string, id: string) => key(`SITE#${region}`, `CLASS#${starts_on}#${id}`),
  /** All classes for the administration, by home region. */
  classListing: (home_region: string, id: string) => key('CLASSES', `${home_region}#${id}`),
  counter: (name: string) => key('COUNTER', name),

  trade: (id: string) => key('TRADES', `TRADE#${id}`),

  notice: (worker: string, id: string) => key(`INBOX#${worker}`, `NOTICE#${id}`),
  task: (id: string) => key(`TASK#${id}`, 'TASK'),
  broadcast: (home_region: string, id: string) => key('BROADCASTS', `${home_region}#${id}`),
  /** A conversation handed to a person. */
  thread: (home_region: string, id: string) => key('THREADS', `${home_region}#${id}`),
  threadLine: (id: string, at: string, n: string) => key(`THREAD#${id}`, `SAID#${at}#${n}`),
  phrase: (home_region: string, hash: string) => key('PHRASES', `${home_region}#${hash}`),
  idempotency: (caller: string, given: string) => key(`IDEM#${caller}`, given),
  audit: (day: string, id: string) => key(`AUDIT#${day}`, id),
  wechatToken: (appid: string) => key(`WECHAT#${appid}`, 'TOKEN'),
};

export const DUE_SHARDS = 4;
/** The index partition in which a row that falls due is listed; spread by the row's own key. */
export function dueShard(of: Key): string {
  let h = 0;
  for (const c of of.pk + of.sk) h = (h * 31 + c.charCodeAt(0)) | 0;
  return `DUE#${Math.abs(h) % DUE_SHARDS}`;
}

/** Numbers in sort keys have one width, so that they sort as numbers. */
export function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
