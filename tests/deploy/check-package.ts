/**
 * After `serverless package`: looks at what would be uploaded. Part of `npm run package`, not of jest, for it
 * takes the package step first. Prints what it found and ends with 1 when something is not as it must be.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { policyBook } from '../../lib/policy/book';
import { checkPolicy } from '../../lib/policy/schema';
import { handlerNames, ROOT } from './support/bundles';

const FOLDER = path.join(ROOT, '.serverless');
const TEMPLATE = path.join(FOLDER, 'cloudformation-template-update-stack.json');

/** Requests a second, and at once, that the gateway may let in: an account's own limits are 10,000 and 5,000 in most regions. */
const RATE_MAX = 5000;
const BURST_MAX = 5000;

type Resource = { Type: string; Properties: any; DeletionPolicy?: string };

/** Objects of one folder of the bucket of files: the one wildcard there is. */
const isFolderOfFiles = (resource: unknown): boolean =>
  /^\$\{Files\.Arn\}\/\w+\/\*$/.test((resource as { 'Fn::Sub'?: string })['Fn::Sub'] ?? '');

/** Every fault of a packaged template, each in a line. Pure, so that the test can spoil a good one. */
export function faultsOf(template: { Resources: Record<string, Resource> }, names: string[]): string[] {
  const all = Object.entries(template.Resources);
  const of = (type: string) => all.filter(([, one]) => one.Type === type);
  const faults: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || faults.push(what));

  const functions = of('AWS::Lambda::Function');
  must(functions.length === names.length, `${functions.length} functions for ${names.length} handlers`);
  const roles = functions.map(([, one]) => JSON.stringify(one.Properties.Role));
  must(new Set(roles).size === functions.length, 'two functions share a role');
  for (const [id, one] of functions) {
    const { Runtime, Architectures, Environment, Role } = one.Properties;
    must(Runtime === 'nodejs22.x' && Architectures?.[0] === 'arm64', `${id}: runs on ${Runtime} ${Architectures}`);
    const role = Role?.['Fn::GetAtt']?.[0];
    must(template.Resources[role]?.Type === 'AWS::IAM::Role', `${id}: its role ${role} is not in the package`);
    for (const [name, value] of Object.entries(Environment?.Variables ?? {}))
      must(
        !/SECRET|TOKEN|PASSWORD|PEPPER|AES/.test(name) || typeof value !== 'string',
        `${id}: ${name} stands in the template`,
      );
  }
  for (const [id, one] of of('AWS::IAM::Role')) faults.push(...wildcards(id, one.Properties));
  for (const [id, one] of of('AWS::SecretsManager::Secret'))
    must(!('SecretString' in one.Properties), `${id}: its text stands in the template`);
  for (const [id, one] of of('AWS::Logs::LogGroup'))
    must(one.Properties.RetentionInDays > 0, `${id}: logs kept for ever`);
  for (const id of ['Table', 'MasterKey', 'Pepper', 'Wechat', 'Files'])
    must(template.Resources[id]?.DeletionPolicy === 'Retain', `${id} would go with the stack`);

  const [, stream] = of('AWS::Lambda::EventSourceMapping')[0] ?? [];
  must(Boolean(stream?.Properties.DestinationConfig?.OnFailure), 'failed stream records go nowhere');
  must(
    Boolean(stream?.Properties.BisectBatchOnFunctionError) && stream?.Properties.MaximumRetryAttempts > 0,
    'the stream retries for ever',
  );
  const [, stage] = of('AWS::ApiGatewayV2::Stage')[0] ?? [];
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage?.Properties.DefaultRouteSettings ?? {};
  must(
    rate > 0 && rate <= RATE_MAX && burst > 0 && burst <= BURST_MAX,
    `requests are let in at ${rate} a second, ${burst} at once`,
  );
  const watched = of('AWS::CloudWatch::Alarm').map(([, one]) => one.Properties.MetricName);
  for (const metric of [
    'ApproximateNumberOfMessagesVisible',
    'IteratorAge',
    'delivery_error',
    '5xx',
    'gateway_oldest_s',
    'gateway_dead',
  ])
    must(watched.includes(metric), `nobody watches ${metric}`);
  const text = JSON.stringify(template);
  must(!/arn:aws:/.test(text), 'an ARN names its partition: wrong in mainland regions');
  must(!/\/local\/|lib\/local/.test(text), 'something of the local stack is routed');
  return faults;
}

function wildcards(id: string, properties: any): string[] {
  return (properties.Policies ?? []).flatMap((policy: any) =>
    policy.PolicyDocument.Statement.filter((one: any) => one.Effect === 'Allow').flatMap((one: any) =>
      [one.Action, one.Resource]
        .flat(2)
        .filter((text: unknown) => /\*/.test(JSON.stringify(text)) && !isFolderOfFiles(text))
        .map((text: unknown) => `${id}: allows ${JSON.stringify(text)}`),
    ),
  );
}

function main(): void {
  for (const policy of policyBook().all()) checkPolicy(structuredClone(policy));
  const template = JSON.parse(readFileSync(TEMPLATE, 'utf8'));
  const faults = faultsOf(template, handlerNames);
  for (const name of handlerNames) {
    const zip = path.join(FOLDER, `${name}.zip`);
    if (!existsSync(zip)) faults.push(`${name}.zip is missing`);
    else console.log(`${name.padEnd(12)} ${String(Math.round(statSync(zip).size / 1024)).padStart(5)} KB zipped`);
  }
  console.log(`${Object.keys(template.Resources).length} resources, ${faults.length} faults`);
  for (const fault of faults) console.error(`package: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (require.main === module) main();
