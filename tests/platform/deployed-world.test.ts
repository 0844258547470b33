/** A deployed function's world, from its environment. */
import '../support/quiet';
import { BadConfig, platformConfig } from '../../lib/platform/config';

const ENV = {
  TABLE_NAME: 'songxun-test',
  AWS_REGION: 'cn-northwest-1',
  ACCOUNT_APPID: 'wx0000000000000000',
  HOME_REGION: '530128',
  ACCOUNT_NAME: '禄劝送训',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'synthetic',
};
const SECRETS: Record<string, unknown> = {
  pepper: { pepper: 'p'.repeat(64) },
  wechat: { token: 'songxun', secret: 's' },
};
const given = { ...process.env };
let asked: string[];

beforeEach(() => {
  jest.resetModules();
  asked = [];
  process.env = { ...given, ...ENV };
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    const { SecretId } = JSON.parse(String(init?.body));
    asked.push(SecretId);
    return SECRETS[SecretId]
      ? Response.json({ SecretString: JSON.stringify(SECRETS[SecretId]) })
      : Response.json({ __type: 'ResourceNotFoundException' }, { status: 400 });
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = given;
});
const load = () => import('../../lib/platform/deployed-world');

it('names everything that is missing, at once', () => {
  expect(() => platformConfig({ AWS_REGION: 'x' })).toThrow(BadConfig);
  expect(() => platformConfig({ AWS_REGION: 'x' })).toThrow('TABLE_NAME, ACCOUNT_APPID, HOME_REGION, ACCOUNT_NAME');
  expect(() => platformConfig({ ...ENV, HOME_REGION: '53' })).toThrow('six-digit');
});

it('is built once per container, secrets read together', async () => {
  Object.assign(process.env, { PEPPER_SECRET_ID: 'pepper', WECHAT_SECRET_ID: 'wechat', KMS_KEY_ID: 'key' });
  const { deployedWorld, wechatSettings } = await load();
  const [a, b] = await Promise.all([deployedWorld(), deployedWorld()]);
  expect(a).toBe(b);
  expect(a.account).toEqual({ appid: ENV.ACCOUNT_APPID, home_region: '530128', name: '禄劝送训' });
  expect(a.vault.fingerprint('phone', '1')).toHaveLength(22);
  expect(await wechatSettings()).toEqual({ token: 'songxun', secret: 's', appid: ENV.ACCOUNT_APPID });
  expect(asked.sort()).toEqual(['pepper', 'wechat']);
});

it('gives a function without pepper or key a vault that refuses, not one that errs in silence', async () => {
  const { deployedWorld } = await load();
  const { vault } = await deployedWorld();
  expect(asked).toEqual([]);
  expect(() => vault.fingerprint('id_number', '1')).toThrow('no access to fingerprints');
  await expect(vault.newKey('w_1')).rejects.toThrow('no access to personal data');
});

it('tries again after a start that failed', async () => {
  process.env.PEPPER_SECRET_ID = 'nowhere';
  const { deployedWorld } = await load();
  await expect(deployedWorld()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  process.env.PEPPER_SECRET_ID = 'pepper';
  await expect(deployedWorld()).resolves.toHaveProperty('table');
});

it('refuses a pepper too short to keep anything secret', async () => {
  SECRETS.short = { pepper: 'short' };
  process.env.PEPPER_SECRET_ID = 'short';
  const { deployedWorld } = await load();
  await expect(deployedWorld()).rejects.toThrow('32 characters');
});

it('is the one given, once one is given', async () => {
  const { deployedWorld, useWorld, useWechatSettings, wechatSettings, wechatSettingsChanged } = await load();
  const world = {} as any;
  useWorld(world);
  useWechatSettings({ token: 'local' });
  expect(await deployedWorld()).toBe(world);
  expect(await wechatSettings()).toEqual({ token: 'local' });
  expect(await wechatSettingsChanged()).toBe(false);
});
