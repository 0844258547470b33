/** The simulator's endpoints. */
import type { Item, MenuButton, Outgoing, Person, Scene, SendResult, Turn } from './types';

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

const one = encodeURIComponent;

export async function people(): Promise<Person[]> {
  return (await call('GET', '/local/people')).people;
}

export function addPerson(nickname: string): Promise<Person> {
  return call('POST', '/local/people', { nickname });
}

export async function send(openid: string, message: Outgoing): Promise<SendResult> {
  const answer = await call('POST', `/local/wechat/${one(openid)}/send`, message);
  return { replies: answer.replies ?? [], attempts: answer.attempts ?? 1 };
}

export async function inbox(openid: string, after: number): Promise<Item[]> {
  return (await call('GET', `/local/wechat/${one(openid)}/inbox?after=${after}`)).items.map(readItem);
}

function readItem(raw: Json): Item {
  return {
    n: raw.n,
    at: raw.at,
    side: raw.direction === 'in' ? 'mine' : 'theirs',
    kind: raw.kind,
    text: raw.text,
    choices: raw.choices ?? [],
    ...(raw.template && { template: readTemplate(raw.template) }),
    ...(raw.msg_id && { msg_id: raw.msg_id }),
    ...(raw.turn !== undefined && { turn: raw.turn }),
    pushed: raw.kind === 'push' || raw.kind === 'template',
    times: 1,
  };
}

function readTemplate({ name, fields }: { name: string; fields: Record<string, string> }): Item['template'] {
  return { title: name, fields: Object.entries(fields).map(([label, value]) => ({ label, value })) };
}

export async function markRead(openid: string): Promise<void> {
  await call('POST', `/local/wechat/${one(openid)}/read`, {});
}

export function turn(openid: string, n: number): Promise<Turn> {
  return call('GET', `/local/wechat/${one(openid)}/turns/${n}`);
}

export async function now(): Promise<number> {
  return readNow(await call('GET', '/local/clock'));
}

/** Moves the clock; the system runs what would have run in between. Fails when a job did. */
export async function setNow(at: string): Promise<number> {
  const answer = await call('POST', '/local/clock', { now: at });
  const failed = answer.jobs.find((job: Json) => job.failed);
  if (failed) throw new Failed(`定时任务 ${failed.name} 没跑成：${failed.failed}`);
  return readNow(answer);
}

const readNow = (answer: Json): number => Date.parse(answer.now);

/** Every scheduled job, once, now. */
export async function runJobs(): Promise<void> {
  for (const name of (await call('GET', '/local/jobs')).jobs) await call('POST', `/local/jobs/${one(name)}`, {});
}

export function settle(): Promise<Json> {
  return call('POST', '/local/settle', {});
}

export async function scenes(): Promise<Scene[]> {
  return (await call('GET', '/local/qr')).scenes;
}

/** The menu as the account set it; none yet is no error. */
export async function menu(): Promise<{ account: string; buttons: MenuButton[] }> {
  const { account, menu } = await call('GET', '/local/menu');
  return { account: account.name, buttons: menu.button.map(readButton) };
}

const readButton = ({ name, key, url, sub_button = [] }: Json): MenuButton => ({
  name,
  key,
  url,
  sub: sub_button.map(readButton),
});

/** Trades and a few classes of a demonstration county; loading it again changes nothing. */
export async function seed(): Promise<void> {
  await call('POST', '/local/seed', { pack: 'luquan-2025' });
}
