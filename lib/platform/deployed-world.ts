/** The world of a deployed function: built once per container, from its environment and its secrets. */
import { policyBook } from '../policy/book';
import { dynamoClient, dynamoTable } from '../store/dynamo';
import { type PlatformConfig, platformConfig } from './config';
import { noFiles } from './files';
import { newId } from './ids';
import { kmsMaster, noMaster } from './kms';
import { awsSecrets, type Secret, type Secrets } from './secrets';
import { vault } from './vault';
import type { World } from './world';

let held: Promise<World> | undefined;
let secrets: Secrets | undefined;
let wechat_given: Secret | undefined;

/**
 * This container's world. A start that failed is tried again by the next call. Throws `BadConfig` when the
 * environment lacks something.
 */
export function deployedWorld(): Promise<World> {
  held ??= build(platformConfig()).catch((error) => {
    held = undefined;
    throw error;
  });
  return held;
}

/** From now on `deployedWorld()` is this one: the local stack and tests share theirs. `undefined` goes back. */
export function useWorld(world: World | undefined): void {
  held = world && Promise.resolve(world);
}

/**
 * What WeChat's configuration is made from: the secret's fields and the account's appid. `wechatConfig`
 * checks it. Cheap: held for five minutes.
 */
export async function wechatSettings(): Promise<Secret> {
  if (wechat_given) return wechat_given;
  const config = platformConfig();
  if (!config.wechat_secret_id) throw new Error('this function has no access to WeChat');
  return { ...(await source(config).read(config.wechat_secret_id)), appid: config.account.appid };
}

/** After a callback whose signature did not verify: has the token been changed? At most one look a minute. */
export async function wechatSettingsChanged(): Promise<boolean> {
  if (wechat_given) return false;
  const config = platformConfig();
  return config.wechat_secret_id ? source(config).renew(config.wechat_secret_id) : false;
}

/** As `useWorld`, for what WeChat's configuration is made from. */
export function useWechatSettings(settings: Secret | undefined): void {
  wechat_given = settings;
}

function source(config: PlatformConfig): Secrets {
  secrets ??= awsSecrets(config.region);
  return secrets;
}

async function build(config: PlatformConfig): Promise<World> {
  const { region, dynamodb_endpoint } = config;
  // Read together with the pepper, so that a cold start waits once.
  const [pepper] = await Promise.all([readPepper(config), config.wechat_secret_id && wechatSettings()]);
  return {
    table: dynamoTable({ table: config.table, client: dynamoClient({ region, endpoint: dynamodb_endpoint }) }),
    now: Date.now,
    random: Math.random,
    id: newId,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    vault: vaultOf(config, pepper),
    policies: policyBook(),
    files: config.files_bucket ? await bucketFiles(config.files_bucket, region) : noFiles(),
    base_url: config.base_url,
    account: config.account,
  };
}

async function bucketFiles(name: string, region: string): Promise<World['files']> {
  const { s3Files } = await import('./s3/later');
  return s3Files({ name, region });
}

const PEPPER_MIN = 32;

/** Undefined where this function may not find people by number. Never renewed: all fingerprints rest on it. */
async function readPepper(config: PlatformConfig): Promise<Buffer | undefined> {
  if (!config.pepper_secret_id) return undefined;
  const { pepper } = await source(config).read(config.pepper_secret_id);
  if (typeof pepper !== 'string' || pepper.length < PEPPER_MIN)
    throw new Error(`the pepper must have ${PEPPER_MIN} characters`);
  return Buffer.from(pepper, 'utf8');
}

function vaultOf(config: PlatformConfig, pepper: Buffer | undefined): World['vault'] {
  const master = config.kms_key_id ? kmsMaster(config.kms_key_id, config.region) : noMaster();
  const made = vault(master, pepper ?? Buffer.alloc(0));
  if (pepper) return made;
  return {
    ...made,
    fingerprint() {
      // An empty key would give fingerprints that find nobody, silently.
      throw new Error('this function has no access to fingerprints');
    },
  };
}
