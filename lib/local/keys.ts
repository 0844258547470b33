/** Keys of the local installation, made at the first start and kept in the data folder. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TemplateName } from '../channels/types';
import type { ROLES } from '../platform/auth';
import type { DataFolder } from './data-folder';
import type { Account, Mode, Template } from './wechat-simulator/types';

export const ISSUER = 'songxun-local';
export const AUDIENCE = 'songxun';
const TOKEN_LIFETIME_S = 12 * 3600;

export interface Signer {
  public_jwk: JWK;
  /** A bearer token for this role, good for twelve hours by the system's clock. */
  sign(claims: { role: (typeof ROLES)[number]; region: string; org?: string }, now_ms: number): Promise<string>;
}

/** The Ed25519 key that signs local tokens. */
export async function signer(folder: DataFolder): Promise<Signer> {
  const file = folder.file('jwt-key.json');
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    writeFileSync(file, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
  }
  const jwk: JWK = JSON.parse(readFileSync(file, 'utf8'));
  const key = await importJWK(jwk, 'EdDSA');
  const { d: _, ...public_jwk } = jwk;
  return {
    public_jwk: { ...public_jwk, kid: 'local' },
    sign({ role, region, org }, now_ms) {
      const now_s = Math.floor(now_ms / 1000);
      return new SignJWT({ role, region, ...(org && { org }) })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'local' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(`local-${role}`)
        .setIssuedAt(now_s)
        .setExpirationTime(now_s + TOKEN_LIFETIME_S)
        .sign(key);
    },
  };
}

interface OurTemplate extends Template {
  /** Our field → the template's keyword. */
  fields: Record<string, string>;
}

const template = (title: string, fields: Record<string, [string, string]>): OurTemplate => ({
  title,
  fields: Object.fromEntries(Object.entries(fields).map(([ours, [theirs]]) => [ours, theirs])),
  labels: Object.fromEntries(Object.values(fields).map(([theirs, label]) => [theirs, label])),
});

/** Templates as WeChat would have granted them, with the kinds of keyword it offers. */
const TEMPLATES: Record<TemplateName, OurTemplate> = {
  lesson_reminder: template('上课提醒', {
    title: ['thing1', '课程'],
    time: ['time2', '时间'],
    place: ['thing3', '地点'],
    note: ['thing4', '提示'],
  }),
  class_changed: template('课程变动', {
    title: ['thing1', '课程'],
    time: ['time2', '时间'],
    place: ['thing3', '地点'],
    note: ['thing4', '说明'],
  }),
  class_cancelled: template('课程取消', {
    title: ['thing1', '课程'],
    code: ['character_string2', '班号'],
    note: ['thing3', '原因'],
  }),
  seat_offered: template('有名额了', {
    title: ['thing1', '课程'],
    code: ['character_string2', '班号'],
    until: ['time3', '留到'],
    note: ['thing4', '怎么办'],
  }),
  class_news: template('开班消息', {
    title: ['thing1', '课程'],
    code: ['character_string2', '班号'],
    time: ['time3', '时间'],
    place: ['thing4', '地点'],
  }),
  general: template('服务通知', { title: ['thing1', '事项'], note: ['thing2', '内容'] }),
};

const idOf = (name: string) => `tmpl-${name.replaceAll('_', '-')}`;

/** The account as registered with the simulated WeChat. */
export function wechatAccount(folder: DataFolder, appid: string, mode: Mode): Account {
  const seed = folder.secret('wechat.key');
  const derived = (what: string) => createHash('sha256').update(seed).update(what).digest();
  return {
    appid,
    secret: derived('secret').toString('hex').slice(0, 32),
    original_id: 'gh_songxun00001',
    token: derived('token').toString('hex').slice(0, 24),
    aes_key: derived('aes').toString('base64').slice(0, 43),
    mode,
    templates: Object.fromEntries(
      Object.entries(TEMPLATES).map(([name, { title, labels }]) => [idOf(name), { title, labels }]),
    ),
  };
}

/** The same account as the deployed code is told of it; `api_base` leads to the simulator. */
export function wechatSettings(account: Account, api_base: string): Record<string, unknown> {
  return {
    appid: account.appid,
    secret: account.secret,
    token: account.token,
    encoding_aes_key: account.aes_key,
    mode: account.mode,
    api_base,
    templates: Object.fromEntries(
      Object.entries(TEMPLATES).map(([name, { fields }]) => [name, { id: idOf(name), fields }]),
    ),
  };
}
