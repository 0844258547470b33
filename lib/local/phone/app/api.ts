/** The simulator's endpoints. Answers are read with a tolerant eye: the page must not fall over on a new field. */
import { readReply } from './text';
import type { Choice, Item, MenuButton, Outgoing, Person, Scene, SendResult, Turn } from './types';

type Json = any;

export class Failed extends Error {
  override name = 'Failed';
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Json> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => {
    throw new Failed('连不上本机服务，请看终端。');
  });
  const text = await response.text();
  const answer = text ? parse(text) : {};
  if (!response.ok) throw new Failed(answer?.detail ?? answer?.error ?? answer?.title ?? `服务答 ${response.status}`);
  return answer;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

const list = (answer: Json, ...names: string[]): Json[] => {
  if (Array.isArray(answer)) return answer;
  for (const name of names) if (Array.isArray(answer?.[name])) return answer[name];
  return [];
};
const one = encodeURIComponent;

export async function people(): Promise<Person[]> {
  return list(await call('GET', '/local/people'), 'people', 'items').filter((person) => person?.openid);
}

export function addPerson(nickname: string): Promise<Person> {
  return call('POST', '/local/people', { nickname });
}

export async function send(openid: string, message: Outgoing): Promise<SendResult> {
  const answer = await call('POST', `/local/wechat/${one(openid)}/send`, message);
  return { replies: answer.replies ?? [], attempts: answer.attempts ?? 1 };
}

export async function inbox(openid: string, after: number): Promise<Item[]> {
  return list(await call('GET', `/local/wechat/${one(openid)}/inbox?after=${after}`), 'items', 'inbox').map(readItem);
}

function readItem(raw: Json): Item {
  const given: Choice[] = Array.isArray(raw.choices) ? raw.choices : [];
  const side = raw.direction === 'in' ? 'mine' : 'theirs';
  const { text, choices } = side === 'mine' ? { text: raw.text ?? '', choices: [] } : readReply(raw.text ?? '', given);
  return {
    n: raw.n,
    at: raw.at,
    side,
    kind: raw.kind ?? 'text',
    text,
    choices,
    ...(raw.template && { template: readTemplate(raw.template) }),
    ...(raw.msg_id && { msg_id: String(raw.msg_id) }),
    ...(raw.turn !== undefined && { turn: raw.turn }),
    pushed: raw.kind === 'push' || raw.kind === 'template',
    times: 1,
  };
}

/** Fields come as `{label: value}` or as a list of both. */
function readTemplate(raw: Json): Item['template'] {
  const fields = Array.isArray(raw.fields)
    ? raw.fields.map((field: Json) => ({ label: String(field.label), value: String(field.value) }))
    : Object.entries<Json>(raw.fields ?? {}).map(([label, value]) => ({ label, value: String(value?.value ?? value) }));
  return { title: raw.title ?? raw.name ?? '服务通知', fields };
}

export async function markRead(openid: string): Promise<void> {
  await call('POST', `/local/wechat/${one(openid)}/read`, {});
}

export async function turn(openid: string, n: number): Promise<Turn> {
  const raw = await call('GET', `/local/wechat/${one(openid)}/turns/${n}`);
  return { ...raw, attempts: list(raw.attempts), rows: list(raw.rows) };
}

export async function now(): Promise<number> {
  return readNow(await call('GET', '/local/clock'));
}

/** Moves the clock; the system runs what would have run in between. Fails when a job did. */
export async function setNow(at: string): Promise<number> {
  const answer = await call('POST', '/local/clock', { now: at });
  const failed = list(answer.jobs).find((job) => job?.failed);
  if (failed) throw new Failed(`定时任务 ${failed.name} 没跑成：${failed.failed}`);
  return readNow(answer);
}

function readNow(answer: Json): number {
  const ms = typeof answer.now === 'number' ? answer.now : Date.parse(answer.now);
  return Number.isNaN(ms) ? Date.now() : ms;
}

/** Every scheduled job, once, now. */
export async function runJobs(): Promise<void> {
  for (const name of list(await call('GET', '/local/jobs'), 'jobs')) await call('POST', `/local/jobs/${one(name)}`, {});
}

export function settle(): Promise<Json> {
  return call('POST', '/local/settle', {});
}

export async function scenes(): Promise<Scene[]> {
  return list(await call('GET', '/local/qr'), 'scenes', 'items', 'qr').map((raw) =>
    typeof raw === 'string'
      ? { scene: raw, title: raw }
      : { scene: raw.scene, title: raw.title ?? raw.label ?? raw.scene, detail: raw.detail },
  );
}

/** The menu as the account set it; none yet is no error. */
export async function menu(): Promise<{ account?: string; buttons: MenuButton[] }> {
  const answer = await call('GET', '/local/menu');
  const buttons = list(answer?.menu ?? answer?.selfmenu_info ?? answer, 'button', 'buttons');
  return { account: answer?.account?.name ?? answer?.account, buttons: buttons.map(readButton) };
}

function readButton(raw: Json): MenuButton {
  const sub = Array.isArray(raw.sub_button) ? raw.sub_button : (raw.sub_button?.list ?? raw.sub ?? []);
  return { name: raw.name, key: raw.key, url: raw.url, sub: sub.map(readButton) };
}

/** Trades and a few classes of a demonstration county; loading it again changes nothing. */
export async function seed(): Promise<void> {
  await call('POST', '/local/seed', { pack: 'luquan-2025' });
}
