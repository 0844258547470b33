/** An organisation and its people, for tests: entered and bound as in life. */

import { makeBinding } from '../../lib/people/binding';
import { type CreateOrganisation, createOrganisation } from '../../lib/people/create-organisation';
import { type CreateStaff, createStaff } from '../../lib/people/create-staff';
import type { Organisation, Staff } from '../../lib/people/types';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { carryOut, type Planned } from '../../lib/store/commit';
import { type Talker, talker } from '../chat/talk';
import type { TestWorld } from '../support/world';

export const HOME = '530128';
/** 上海普陀. */
export const PUTUO = '310107';

export const run = <T>(world: TestWorld, plan: () => Promise<Planned<T>>): Promise<T | Refusal> =>
  carryOut(world, plan);

/** As `run`, and it must not be refused. */
export async function must<T>(world: TestWorld, plan: () => Promise<Planned<T>>): Promise<T> {
  const value = await run(world, plan);
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.facts)}`);
  return value;
}

export interface ToBind {
  name: string;
  org?: string;
}
/** Someone newly entered, and the code that binds her. */
export async function bindingCode(world: TestWorld, { name, org = '普陀工作站' }: ToBind): Promise<string> {
  const staff = await newStaff(world, await newOrganisation(world, { name: org }), { name });
  return (await must(world, () => makeBinding(world, staff))).code;
}

export async function newOrganisation(world: TestWorld, set: Partial<CreateOrganisation> = {}): Promise<Organisation> {
  const command: CreateOrganisation = { kind: 'station', name: '普陀工作站', home_region: HOME, region: PUTUO, ...set };
  return (await must(world, () => createOrganisation(world, command))).organisation;
}

export async function newStaff(world: TestWorld, org: Organisation, set: Partial<CreateStaff> = {}): Promise<Staff> {
  const command: CreateStaff = {
    home_region: org.home_region,
    org_id: org.org_id,
    name: '李梅',
    duties: ['station'],
    ...set,
  };
  return (await must(world, () => createStaff(world, command))).staff;
}

/** She follows, types her code and says that it is she. */
export async function boundAs(world: TestWorld, staff: Staff, who: string): Promise<Talker> {
  const one = talker(world, who);
  const { code } = await must(world, () => makeBinding(world, { staff_id: staff.staff_id }));
  await one.say(`绑定 ${code}`);
  const { reply } = await one.say('1');
  if (!reply?.text.includes('绑好了')) throw new Error(reply?.text);
  return one;
}
