/** What each function carries, and what it may do: exactly what its code asks for, spelled out, and never everything. */
import { newId } from '../../lib/platform/ids';
import { kmsMaster } from '../../lib/platform/kms';
import { asksFor, mayDo, readYaml } from './support/access';
import { bundle, handlerNames, ownParts, wholeText } from './support/bundles';

const TABLE = 'GetAtt Table.Arn';
/** Objects of one folder of the bucket: the one wildcard there is. */
const FILES = /^Sub \$\{Files\.Arn\}\/(\w+)\/\*$/;
const INDEX = /^Sub \$\{Table\.Arn\}\/index\/(\w+)$/;
const of = (name: string, resource: string | RegExp) =>
  mayDo(name).filter((one) =>
    one.resources.some((r) => (typeof resource === 'string' ? r === resource : resource.test(r))),
  );

describe.each(handlerNames)('%s', (name) => {
  it('carries nothing of the local stack, of Wechaty, or of another SDK', async () => {
    const { files, later } = await bundle(name, { minify: false });
    const all = [...files.keys(), ...later.flatMap((part) => [...part.files.keys()])];
    const unwanted = all.filter((file) =>
      /^lib\/local\/|^tests\/|node_modules\/(wechaty|aws-sdk|yaml|serverless|esbuild)/.test(file),
    );
    expect(unwanted).toEqual([]);
  });

  it('leaves pinyin and traditional characters for when they are wanted', async () => {
    const { files, imports } = await bundle(name, { minify: false });
    expect([...files.keys()].filter((file) => /pinyin-pro|opencc-js/.test(file))).toEqual([]);
    // Whatever is not in the bundle is Node's, in the zip beside it, or only looked for where Lambda never looks.
    const elsewhere = imports.filter((wanted) => !wanted.startsWith('node:') && !wanted.startsWith('./lazy/'));
    expect(
      elsewhere.filter(
        (wanted) =>
          !/^@aws-sdk\/(credential-provider-|nested-clients)|^@smithy\/(credential-provider-imds|core\/event-streams)$/.test(
            wanted,
          ),
      ),
    ).toEqual([]);
  });

  it('may do with the table what its code asks for, no more and no less', async () => {
    const asked = await asksFor(name);
    const allowed = of(name, TABLE);
    expect({
      table: allowed.flatMap((one) => one.actions).sort(),
      keys: allowed.flatMap((one) => one.keys).sort(),
      indexes: of(name, INDEX)
        .flatMap((one) => one.resources.map((r) => INDEX.exec(r)![1]))
        .sort(),
    }).toEqual({ table: asked.table, keys: asked.keys, indexes: asked.indexes.sort() });
  });

  it('may do with files what its code asks for, each in its folder, and is told of the bucket', async () => {
    const asked = await asksFor(name);
    const allowed = of(name, FILES);
    expect({
      actions: [...new Set(allowed.flatMap((one) => one.actions))].sort(),
      folders: [...new Set(allowed.flatMap((one) => one.resources.map((r) => FILES.exec(r)![1])))].sort(),
      told: 'FILES_BUCKET' in (readYaml(`functions/${name}.yml`).functions[name].environment ?? {}),
    }).toEqual({
      actions: asked.files,
      folders: asked.files.length > 0 ? asked.folders : [],
      told: asked.files.length > 0,
    });
  });

  it('reaches keys and secrets only where its code needs them, and is told where they are', async () => {
    const asked = await asksFor(name);
    const kms = of(name, 'GetAtt MasterKey.Arn').flatMap((one) => one.actions);
    expect(kms.sort()).toEqual([
      ...(asked.opens ? ['kms:Decrypt'] : []),
      ...(asked.seals ? ['kms:GenerateDataKey'] : []),
    ]);
    const secrets = mayDo(name)
      .filter((one) => one.actions.includes('secretsmanager:GetSecretValue'))
      .flatMap((one) => one.resources);
    expect(secrets.sort()).toEqual([
      ...(asked.fingerprints ? ['Ref Pepper'] : []),
      ...(asked.wechat ? ['Ref Wechat'] : []),
    ]);
    const told = readYaml(`functions/${name}.yml`).functions[name].environment ?? {};
    expect({
      kms: 'KMS_KEY_ID' in told,
      pepper: 'PEPPER_SECRET_ID' in told,
      wechat: 'WECHAT_SECRET_ID' in told,
    }).toEqual({
      kms: asked.opens || asked.seals,
      pepper: asked.fingerprints,
      wechat: asked.wechat,
    });
  });
});

it('lists action × key per function; a change of rights shows here', () => {
  const rights = handlerNames.flatMap((name) => [
    `${name}:`,
    ...mayDo(name).flatMap((one) =>
      one.resources.map((r) => `  ${r} [${one.keys.join(' ')}] ${one.actions.join(' ')}`.replace(' []', '')),
    ),
  ]);
  expect(rights.join('\n')).toMatchSnapshot();
});

it('allows no wildcard among actions or resources', () => {
  for (const name of handlerNames)
    for (const one of mayDo(name))
      expect([...one.actions, ...one.resources].filter((text) => text.includes('*') && !FILES.test(text))).toEqual([]);
});

/** Whose keys a function may have opened: `kms:EncryptionContext:person` in its role, as a pattern. */
function keysOf(name: string): RegExp {
  const file = readYaml(`functions/${name}.yml`);
  const statements = Object.values<any>(file.resources.Resources)[0].Properties.Policies[0].PolicyDocument.Statement;
  const kms = statements.find((one: any) => one.Action.includes('kms:Decrypt'));
  const whose = [kms.Condition.StringLike['kms:EncryptionContext:person']].flat() as string[];
  return new RegExp(`^(${whose.map((one) => one.replaceAll('*', '.*')).join('|')})$`);
}

it('lets each function open either workers’ keys or the access token’s, never both', async () => {
  const sent: any[] = [];
  const master = kmsMaster('key', 'cn-northwest-1', async (call) => {
    sent.push(call.body);
    return { Plaintext: '', CiphertextBlob: '' };
  });
  // The very context that is sent for a new worker (sign-up-slots.ts), and for the token's row (token.ts).
  for (const person of [newId('w'), 'wechat:wx0000000000000000']) await master.generate(person);
  await master.unwrap(newId('w'), '');
  const [worker, token, again] = sent.map((body) => body.EncryptionContext.person);
  for (const name of ['people', 'wechat'])
    expect([worker, again, token].map((person) => keysOf(name).test(person))).toEqual([true, true, false]);
  for (const name of ['stream', 'jobs', 'organisations'])
    expect([worker, again, token].map((person) => keysOf(name).test(person))).toEqual([false, false, true]);
});

it('opens the access token only where it is sent with, and workers’ numbers only elsewhere', async () => {
  const opens = async (name: string) => {
    const text = wholeText(await bundle(name, { minify: false }));
    return [...ownParts(text)]
      .filter(([file, part]) => !file.startsWith('lib/platform/') && /vault\.(open|seal|newKey)\(/.test(part))
      .map(([file]) => file);
  };
  for (const name of ['people', 'wechat']) expect(await opens(name)).not.toContain('lib/channels/wechat/token.ts');
  for (const name of ['stream', 'jobs', 'organisations'])
    expect(await opens(name)).toEqual(['lib/channels/wechat/token.ts']);
});
