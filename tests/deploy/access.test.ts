/** What each function may do: exactly what its code asks for, spelled out, and never everything. */
import { asksFor, mayDo, readYaml } from './support/access';
import { handlerNames } from './support/bundles';

const TABLE = 'GetAtt Table.Arn';
const INDEX = /^Sub \$\{Table\.Arn\}\/index\/(\w+)$/;
const of = (name: string, resource: string | RegExp) =>
  mayDo(name).filter((one) =>
    one.resources.some((r) => (typeof resource === 'string' ? r === resource : resource.test(r))),
  );

describe.each(handlerNames)('%s', (name) => {
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
      expect([...one.actions, ...one.resources].filter((text) => text.includes('*'))).toEqual([]);
});

it('lets the functions that only send open nothing of a worker', () => {
  for (const name of ['stream', 'jobs']) {
    const file = readYaml(`functions/${name}.yml`);
    const statements = Object.values<any>(file.resources.Resources)[0].Properties.Policies[0].PolicyDocument.Statement;
    const kms = statements.find((one: any) => one.Action.includes('kms:Decrypt'));
    expect(kms.Condition).toEqual({ StringLike: { 'kms:EncryptionContext:person': 'wechat:*' } });
  }
});
