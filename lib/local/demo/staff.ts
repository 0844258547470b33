/** 1. Organisations and staff through the API; each binds her WeChat by scanning the code made for her. */
import type { Desk, Staffer } from './desk';
import fukang from './fukang-2025.json';
import { idNumber } from './people';
import type { Staff } from './story';
import { readOf } from './talk';

/** Letters of the openid and the serial of the ID number; no worker's begin with 9. */
const PEOPLE = [
  { as: 'officer1', name: '普学明', org: 'station', duties: ['station'] },
  { as: 'officer2', name: '李金花', org: 'station', duties: ['station'] },
  { as: 'office1', name: '杨国平', org: 'office', duties: ['office'] },
  { as: 'teacher1', name: '赵建军', org: 'institution', duties: ['teacher'] },
  { as: 'assessor1', name: '马文勇', org: 'evaluator', duties: ['assessor'] },
  { as: 'assessor2', name: '阿依古丽', org: 'evaluator', duties: ['assessor'] },
  { as: 'inspector1', name: '钱一兵', org: 'office', duties: ['inspector'] },
  { as: 'inspector2', name: '孙丽华', org: 'office', duties: ['inspector'] },
  { as: 'inspector3', name: '周明达', org: 'office', duties: ['inspector'] },
  { as: 'supervisor1', name: '吴海强', org: 'employer', duties: ['supervisor'] },
] as const;

const ORGS = {
  station: { path: '/v1/stations', name: '阜康工作站', region: fukang.host_region },
  institution: { path: '/v1/institutions', name: '昌吉职业技术学校', region: fukang.host_region },
  evaluator: { path: '/v1/evaluation-agencies', name: '新疆技能评价中心', region: fukang.host_region },
  employer: { path: '/v1/employers', name: '阜康棉花合作社', region: fukang.host_region },
  office: { path: '/v1/offices', name: '禄劝县人社局', region: fukang.home_region },
} as const;

/** Everybody registered and bound. */
export async function staffed(desk: Desk, tell: (what: string) => void): Promise<{ staff: Staff; told: string[] }> {
  const orgs = {} as Staff['orgs'];
  for (const [key, { path, name, region }] of Object.entries(ORGS)) {
    const made = await desk.call('POST', path, { name, region, home_region: fukang.home_region });
    orgs[key as keyof typeof ORGS] = made.org_id;
  }
  const bound = new Map<string, Staffer>();
  for (const [i, { as, name, org, duties }] of PEOPLE.entries()) {
    const given = { home_region: fukang.home_region, org_id: orgs[org], name, duties };
    const numbers = { id_number: idNumber('19800101', 900 + i), phone: `139000090${String(i).padStart(2, '0')}` };
    const { staff_id } = await desk.call('POST', '/v1/staff', { ...given, ...numbers });
    const { scene } = await desk.call('POST', `/v1/staff/${staff_id}/binding`, {});
    const staffer = { openid: `oDemo_${as}`, name, staff_id };
    await bind(desk, staffer, scene);
    bound.set(as, staffer);
    tell(`${name} 绑定`);
  }
  const of = (as: (typeof PEOPLE)[number]['as']) => bound.get(as)!;
  const staff: Staff = {
    officers: [of('officer1'), of('officer2')],
    office: of('office1'),
    teacher: of('teacher1'),
    assessors: [of('assessor1'), of('assessor2')],
    inspectors: [of('inspector1'), of('inspector2'), of('inspector3')],
    supervisor: of('supervisor1'),
    orgs,
  };
  const told = [
    `单位${Object.keys(ORGS).length}家：${Object.values(ORGS)
      .map((org) => org.name)
      .join('、')}`,
    `工作人员${PEOPLE.length}人，都扫一次性的码绑了微信`,
  ];
  return { staff, told };
}

async function bind(desk: Desk, who: Staffer, scene: string): Promise<void> {
  const read = readOf(await desk.phone.send(who.openid, { event: 'SCAN', key: scene }));
  if (!read.text.includes(who.name)) desk.wrong.push(`${who.name} scanned ${scene}: ${read.text}`);
  await desk.reply(who, '1', /绑好了/);
}
