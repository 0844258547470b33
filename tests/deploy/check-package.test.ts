/** The check of the package notices what it is there for; the real package is checked by `npm run package`. */
import { faultsOf } from './check-package';

const role = (...Statement: any[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyDocument: { Statement } }] },
});
const alarm = (MetricName: string) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName } });
const kept = (Type: string) => ({ Type, DeletionPolicy: 'Retain', Properties: {} });

function sound(): { Resources: Record<string, any> } {
  return {
    Resources: {
      AFunction: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Architectures: ['arm64'],
          Role: { 'Fn::GetAtt': ['ARole', 'Arn'] },
          Environment: { Variables: { WECHAT_SECRET_ID: { Ref: 'Wechat' } } },
        },
      },
      ARole: role({ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }),
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90 } },
      Table: kept('AWS::DynamoDB::Table'),
      MasterKey: kept('AWS::KMS::Key'),
      Pepper: kept('AWS::SecretsManager::Secret'),
      Wechat: kept('AWS::SecretsManager::Secret'),
      Files: kept('AWS::S3::Bucket'),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { DestinationConfig: { OnFailure: {} }, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 8 },
      },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { DefaultRouteSettings: { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 4000 } },
      },
      Queue: alarm('ApproximateNumberOfMessagesVisible'),
      Behind: alarm('IteratorAge'),
      Delivery: alarm('delivery_error'),
      Waits: alarm('gateway_oldest_s'),
      Dead: alarm('gateway_dead'),
      Gateway: alarm('5xx'),
    },
  };
}

it('finds nothing wrong with a sound package', () => {
  expect(faultsOf(sound(), ['a'])).toEqual([]);
});

it.each<[string, (t: any) => void, RegExp]>([
  [
    'an action *',
    (t) => (t.ARole.Properties.Policies[0].PolicyDocument.Statement[0].Action = 'dynamodb:*'),
    /allows "dynamodb:\*"/,
  ],
  [
    'the whole bucket of files',
    (t) =>
      (t.ARole.Properties.Policies[0].PolicyDocument.Statement[0].Resource = {
        'Fn::Sub': ['$', '{Files.Arn}/*'].join(''),
      }),
    /allows \{"Fn::Sub"/,
  ],
  ['a resource *', (t) => (t.ARole.Properties.Policies[0].PolicyDocument.Statement[0].Resource = '*'), /allows "\*"/],
  [
    'a secret in the environment',
    (t) => (t.AFunction.Properties.Environment.Variables.WECHAT_TOKEN = 'abc'),
    /WECHAT_TOKEN stands/,
  ],
  ['a secret’s text', (t) => (t.Wechat.Properties.SecretString = '{}'), /its text stands/],
  ['a role that is not there', (t) => delete t.ARole, /is not in the package/],
  ['another runtime', (t) => (t.AFunction.Properties.Runtime = 'nodejs18.x'), /runs on nodejs18/],
  ['logs for ever', (t) => delete t.Logs.Properties.RetentionInDays, /kept for ever/],
  ['a table that goes with the stack', (t) => delete t.Table.DeletionPolicy, /Table would go/],
  ['files that go with the stack', (t) => delete t.Files.DeletionPolicy, /Files would go/],
  ['failures that go nowhere', (t) => delete t.Mapping.Properties.DestinationConfig, /go nowhere/],
  ['endless retries', (t) => delete t.Mapping.Properties.MaximumRetryAttempts, /for ever/],
  ['a gateway without a limit', (t) => delete t.Stage.Properties.DefaultRouteSettings, /let in at undefined/],
  [
    'a gateway with a limit that is none',
    (t) => (t.Stage.Properties.DefaultRouteSettings.ThrottlingRateLimit = 1e6),
    /let in at 1000000/,
  ],
  ['a missing alarm', (t) => delete t.Delivery, /nobody watches delivery_error/],
  ['a gateway nobody looks after', (t) => delete t.Waits, /nobody watches gateway_oldest_s/],
  ['an ARN of the wrong partition', (t) => (t.Logs.Properties.X = 'arn:aws:sns:cn-north-1:1:x'), /partition/],
])('finds %s', (_what, spoil, said) => {
  const template = sound();
  spoil(template.Resources);
  expect(faultsOf(template, ['a']).join('\n')).toMatch(said);
});
