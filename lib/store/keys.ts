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

  /** Whom a station can find: by name, or by the last digits of a phone, among those who work in a region. */
  findable: (region: string, by: 'NAME' | 'TAIL', value: string, worker: string) =>
    key(`PEOPLE#${region}`, `${by}#${value}#${worker}`),

  trade: (id: string) => key('TRADES', `TRADE#${id}`),

  /** Marks of one person in one class: one small row, so that signing in touches nobody else's. */
  attendance: (id: string, worker: string) => key(`CLASS#${id}`, `ATTEND#${worker}`),
  /** Who is not the trainer and who is: fixed when assessed. */
  assessment: (id: string) => key(`CLASS#${id}`, 'ASSESS'),
  score: (id: string, worker: string) => key(`CLASS#${id}`, `SCORE#${worker}`),
  inspection: (id: string, inspection: string) => key(`CLASS#${id}`, `INSPECT#${inspection}`),
  /** How often inspectors were drawn for a class: two draws at once are one. */
  draws: (id: string) => key(`CLASS#${id}`, 'DRAWS'),
  /** Which visit a picture belongs to, by the sha256 of its bytes. */
  picture: (sha256: string) => key(`PICTURE#${sha256}`, 'OF'),
  review: (id: string) => key(`CLASS#${id}`, 'REVIEW'),
  /** What happened to someone after a class, by class and worker. */
  followUp: (id: string, worker: string) => key(`CLASS#${id}`, `FOLLOW#${worker}`),
  contract: (id: string, contract: string) => key(`CLASS#${id}`, `CONTRACT#${contract}`),
  certificate: (number: string) => key(`CERT#${number}`, 'CERT'),
  /** Her certificates, by number. */
  certificateOf: (worker: string, number: string) => key(`WORKER#${worker}`, `CERT#${number}`),

  /** The one valid certificate of a person for a trade and level (`electrician:5`). */
  certificateFor: (worker: string, trade_and_level: string) => key(`WORKER#${worker}`, `CERTFOR#${trade_and_level}`),
  /** When the members of a class are asked next how they fare. */
  followUps: (id: string) => key(`CLASS#${id}`, 'FOLLOWUPS'),
  /** A year that is closed, of one home region. */
  year: (home_region: string, year: string) => key('YEARS', `${home_region}#${year}`),

  organisation: (home_region: string, id: string) => key('ORGS', `${home_region}#${id}`),
  /** One organisation of a kind by one name in a county. */
  organisationName: (home_region: string, kind: string, name: string) =>
    key('ORGNAMES', `${home_region}#${kind}#${name}`),
  staff: (id: string) => key(`STAFF#${id}`, 'STAFF'),
  /** The staff of an organisation. */
  staffOf: (org: string, id: string) => key(`ORG#${org}`, `STAFF#${id}`),
  /** All staff with one duty in a home region: inspectors are drawn from here. */
  onDuty: (home_region: string, duty: string, id: string) => key(`DUTY#${home_region}`, `${duty}#${id}`),
  /** A one-time code for binding, by its keyed hash. */
  binding: (code_hash: string) => key(`BIND#${code_hash}`, 'BIND'),

  /** A wish at a place, listed by trade. `who` is a worker's id, or `p_` and a hash of phone and name. */
  wish: (region: string, trade: string, who: string) => key(`WISHES#${region}`, `WISH#${trade}#${who}`),
  /** Her open wishes: one per trade. */
  wishOf: (worker: string, trade: string) => key(`WORKER#${worker}`, `WISH#${trade}`),
  /** Which proposal of a place and trade is under way: poolings of one trade come one after the other. */
  wishPool: (region: string, home_region: string, trade: string) =>
    key(`WISHES#${region}`, `POOL#${home_region}#${trade}`),
  proposal: (home_region: string, id: string) => key('PROPOSALS', `${home_region}#${id}`),
  /** Days from wish to start, counted by day, per home region. */
  leadTime: (home_region: string) => key('LEADTIME', home_region),
  /** Listed for the office in the order they were started: `M99` before `M100`. Without an id, all of a region. */
  survey: (home_region: string, id: string) => key('SURVEYS', `${home_region}#${id && pad(Number(id.slice(1)), 6)}`),
  /** The survey itself: what is asked, of whom, until when. */
  surveyHead: (id: string) => key(`SURVEY#${id}`, 'SURVEY'),
  surveyAnswer: (survey: string, who: string) => key(`SURVEY#${survey}`, `ANSWER#${who}`),
  /** Counters of a survey, spread so that many can answer at once. */
  surveyCount: (survey: string, shard: number) => key(`SURVEY#${survey}`, `COUNT#${pad(shard, 2)}`),
  jobOrder: (home_region: string, id: string) => key('JOBS', `${home_region}#${id}`),
  /** Closed areas (H3), by region. */
  gate: (region: string, id: string) => key('GATES', `${region}#${id}`),

  /** An import from a spreadsheet: its head, and its rows in order. */
  import: (id: string) => key(`IMPORT#${id}`, 'HEAD'),
  importRows: (id: string, page: number) => key(`IMPORT#${id}`, `ROWS#${pad(page, 4)}`),
  /** What became of one of its rows, by the row's number in the sheet. */
  importDone: (id: string, row: number) => key(`IMPORT#${id}`, `DONE#${pad(row, 7)}`),
  /** What a gateway account is to send, in order per person: replies first. */
  outbox: (account: string, priority: number, at_ms: number, id: string) =>
    key(`OUTBOX#${account}`, `SEND#${priority}#${pad(at_ms, 13)}#${id}`),
  gateway: (account: string) => key(`GATEWAY#${account}`, 'ACCOUNT'),
  gatewayListing: (home_region: string, account: string) => key('GATEWAYS', `${home_region}#${account}`),
  /** What an account is sending right now, and what became of all it was given. */
  gatewayLeases: (account: string) => key(`GATEWAY#${account}`, 'LEASES'),
  /** A signed request that came once. */
  gatewayNonce: (account: string, nonce: string) => key(`GATEWAY#${account}`, `NONCE#${nonce}`),
  /** What became of one thing to send, by its id: nothing goes in twice. */
  outboxed: (account: string, id: string) => key(`OUTBOX#${account}`, `ID#${id}`),

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
