/** What a deployed function reads from its environment: names and places, never secrets. */

export interface PlatformConfig {
  /** `dev`, `prod`; only for logs and metrics. */
  stage: string;
  table: string;
  region: string;
  /** Another engine than DynamoDB in the cloud. */
  dynamodb_endpoint?: string;
  account: { appid: string; home_region: string; name: string };
  /** Where people reach the pages; empty in functions that hand out no links. */
  base_url: string;
  /** ARN of the master key; absent in functions that may not touch personal data. */
  kms_key_id?: string;
  /** ARN of the secret that keys the fingerprints; absent likewise. */
  pepper_secret_id?: string;
  /** The bucket of files; absent in functions that may not touch them. */
  files_bucket?: string;
  /** ARN of the secret with WeChat's token, AES key and app secret; absent where WeChat is never met. */
  wechat_secret_id?: string;
}

export class BadConfig extends Error {
  override name = 'BadConfig';
}

type Environment = Record<string, string | undefined>;

/** Read and check the environment. Throws `BadConfig`, naming everything that is missing in one line. */
export function platformConfig(env: Environment = process.env): PlatformConfig {
  const missing: string[] = [];
  const need = (name: string): string => {
    const value = env[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const config: PlatformConfig = {
    stage: env.STAGE || 'dev',
    table: need('TABLE_NAME'),
    region: need('AWS_REGION'),
    account: { appid: need('ACCOUNT_APPID'), home_region: need('HOME_REGION'), name: need('ACCOUNT_NAME') },
    base_url: (env.BASE_URL ?? '').replace(/\/+$/, ''),
    ...(env.DYNAMODB_ENDPOINT && { dynamodb_endpoint: env.DYNAMODB_ENDPOINT }),
    ...(env.KMS_KEY_ID && { kms_key_id: env.KMS_KEY_ID }),
    ...(env.PEPPER_SECRET_ID && { pepper_secret_id: env.PEPPER_SECRET_ID }),
    ...(env.FILES_BUCKET && { files_bucket: env.FILES_BUCKET }),
    ...(env.WECHAT_SECRET_ID && { wechat_secret_id: env.WECHAT_SECRET_ID }),
  };
  if (missing.length > 0) throw new BadConfig(`missing in the environment: ${missing.join(', ')}`);
  if (!/^\d{6}$/.test(config.account.home_region))
    throw new BadConfig('HOME_REGION must be a six-digit GB/T 2260 code');
  return config;
}
