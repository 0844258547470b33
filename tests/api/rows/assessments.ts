/** Rows of assessment, certificates, follow-up, review, reports. The classes were held before the tests' present. */
import { addContract } from '../../../lib/classes/after/contracts';
import { reviewClass } from '../../../lib/classes/after/review';
import { appeal } from '../../../lib/classes/assessment/appeal';
import { enterScores } from '../../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../../lib/classes/assessment/publish';
import { issueCertificate } from '../../../lib/classes/certificates/issue';
import { grantToken } from '../../../lib/pages/grant';
import type { Role } from '../../../lib/platform/auth';
import { heldClass, planned, type Scene } from '../../assessment/scene';
import { must } from '../../support/town';
import type { Asked } from '../support';
import { ANYONE, type MakeRows, READERS, type Row, WRITERS } from './row';

const HELD_FROM = '2025-05-05T09:00:00+08:00';
const HOST = ['652302', '652300', '650000'];
const PERIOD = { from: '2025-05-01', to: '2025-06-30' };

let year = 2024;

export const assessmentRows: MakeRows = (api) => {
  let last: Scene;
  /** A class that ended in May; two workers, of whom the first passes. */
  const held = async (then: (s: Scene) => Promise<unknown> = async () => {}) => {
    const { world } = api();
    const now_ms = world.clock.ms;
    world.clock.set(HELD_FROM);
    const s = await heldClass(world, 2, { first_day: '2025-05-12' });
    last = s;
    await then(s);
    world.clock.ms = now_ms;
    return s;
  };
  const scored = async (s: Scene) => {
    await planned(s);
    const [one, two] = s.workers;
    const staff_id = s.assessors[0]!.staff_id;
    const scores = [
      { worker_id: one!.worker_id, theory: 80, practice: 80 },
      { worker_id: two!.worker_id, theory: 30, practice: 80 },
    ];
    const command = { class_id: s.c.class_id, assessor_id: staff_id, by: staff_id, scores };
    await must(s.world, () => enterScores(s.world, command));
  };
  const out = async (s: Scene) => {
    await scored(s);
    await must(s.world, () => publishResults(s.world, { class_id: s.c.class_id, by: 'li' }));
  };
  const ofClass =
    (then: (s: Scene) => Promise<unknown>, more: (s: Scene) => Asked = () => ({})) =>
    async () => {
      const s = await held(then);
      const asked = more(s);
      return { ...asked, params: { class_id: s.c.class_id, ...asked.params } };
    };
  const certified =
    (more: Asked = {}) =>
    async () => {
      let number = '';
      await held(async (s) => {
        await out(s);
        const command = { class_id: s.c.class_id, worker_id: s.workers[0]!.worker_id, by: 'li' };
        number = (await must(s.world, () => issueCertificate(s.world, command))).number;
      });
      return { params: { number }, ...more };
    };
  const claims = (role: Role): Record<string, string> => {
    const org = role === 'institution' ? last?.institution : role === 'evaluator' ? last?.evaluator : undefined;
    return org ? { org: org.org_id } : {};
  };
  const sides: Pick<Row, 'who' | 'elsewhere' | 'claims'> = {
    who: [...READERS, 'institution', 'evaluator'],
    elsewhere: 404,
    claims,
  };
  const examiners = { ...sides, who: [...WRITERS, 'evaluator'] as const };
  const writers = { who: WRITERS, elsewhere: 404 as const };
  const readers = { who: READERS, elsewhere: 404 as const };
  const stations = { elsewhere: 404 as const, own: { station: HOST } };
  const nothing = async () => {};
  const report = { who: READERS, elsewhere: 403 as const };

  return {
    plan_assessment: {
      ...writers,
      ask: ofClass(nothing, (s) => ({
        body: {
          evaluator_id: s.evaluator.org_id,
          assessor_ids: [s.assessors[0]!.staff_id],
          at: '2025-07-09T09:00:00+08:00',
        },
      })),
    },
    read_assessment: { ...sides, ask: ofClass(planned) },
    enter_scores: {
      ...examiners,
      ask: ofClass(planned, (s) => ({
        body: {
          assessor_id: s.assessors[0]!.staff_id,
          scores: [{ worker_id: s.workers[0]!.worker_id, theory: 80, practice: 75 }],
        },
      })),
    },
    list_scores: { ...sides, ask: ofClass(scored) },
    publish_results: { ...examiners, ask: ofClass(scored, () => ({ body: {} })) },
    appeal_result: {
      ...writers,
      ask: async () => {
        const s = await held(async (one) => {
          await scored(one);
          // Published in the tests' present: appeals are still taken.
          one.world.clock.set('2025-07-10T09:00:00+08:00');
          await must(one.world, () => publishResults(one.world, { class_id: one.c.class_id, by: 'li' }));
        });
        return { params: { class_id: s.c.class_id, worker_id: s.workers[1]!.worker_id }, body: { said: '漏算了' } };
      },
    },
    decide_appeal: {
      ...examiners,
      ask: async () => {
        const s = await held(async (one) => {
          await out(one);
          const command = { class_id: one.c.class_id, worker_id: one.workers[1]!.worker_id };
          await must(one.world, () => appeal(one.world, command));
        });
        const params = { class_id: s.c.class_id, worker_id: s.workers[1]!.worker_id };
        return {
          params,
          body: { assessor_id: s.assessors[1]!.staff_id, theory: 65, practice: 80, reason: '漏算一题' },
        };
      },
    },
    preview_certificates: { ...readers, ask: ofClass(out) },
    issue_certificates: { ...writers, ask: ofClass(out, () => ({ body: {} })) },
    list_certificates: { ...sides, ask: ofClass(out) },
    read_certificate: { ...sides, ask: certified() },
    revoke_certificate: { ...writers, ask: certified({ body: { reason: '信息有误' } }) },
    print_certificate: { ...sides, ask: certified() },
    verify_certificate: { who: ANYONE, elsewhere: 'same', ask: certified() },
    take_certificate: {
      who: ANYONE,
      elsewhere: 'same',
      ask: async () => {
        const { number } = (await certified()()).params;
        const { world } = api();
        return {
          params: { grant: grantToken(world, { what: 'certificate', number, until_ms: world.now() + 60_000 }) },
        };
      },
    },

    list_follow_ups: { ...stations, who: [...READERS, 'station'], ask: ofClass(nothing) },
    record_follow_up: {
      ...stations,
      who: [...WRITERS, 'station'],
      ask: ofClass(nothing, (s) => ({
        params: { class_id: s.c.class_id, worker_id: s.workers[0]!.worker_id },
        body: { month: 1, answer: { working: true, post: 'skilled', wage_after_fen: 650_000 } },
      })),
    },
    list_contracts: { ...readers, ask: ofClass(nothing) },
    add_contract: {
      ...writers,
      ask: ofClass(nothing, (s) => ({
        body: {
          worker_id: s.workers[0]!.worker_id,
          kind: 'cooperation',
          party: '核桃专业合作社',
          signed_on: '2025-06-01',
        },
      })),
    },
    remove_contract: {
      ...writers,
      ask: async () => {
        let contract_id = '';
        const s = await held(async (one) => {
          const about = { class_id: one.c.class_id, worker_id: one.workers[0]!.worker_id };
          const what = { kind: 'order' as const, party: '核桃专业合作社', signed_on: '2025-06-01', by: 'li' };
          one.world.clock.set('2025-06-02T09:00:00+08:00');
          contract_id = (await must(one.world, () => addContract(one.world, { ...about, ...what }))).contract_id;
        });
        return { params: { class_id: s.c.class_id, contract_id } };
      },
    },
    read_review: {
      ...stations,
      who: [...READERS, 'station'],
      ask: ofClass((s) =>
        must(s.world, () =>
          reviewClass(s.world, { class_id: s.c.class_id, went_well: '人到得齐', to_improve: '多练', by: 'li' }),
        ),
      ),
    },
    review_class: {
      ...stations,
      who: [...WRITERS, 'station'],
      ask: ofClass(nothing, () => ({ body: { went_well: '人到得齐', to_improve: '多练' } })),
    },
    // A county may close each year once: every request another.
    close_year: { ...report, who: WRITERS, ask: async () => ({ params: { year: String(year--) }, body: {} }) },
    report_training: { ...report, ask: async () => ({ query: { ...PERIOD, by: 'trade' } }) },
    report_employment: { ...report, ask: async () => ({ query: PERIOD }) },
    list_not_employed: { ...report, ask: async () => ({ query: PERIOD }) },
  };
};
