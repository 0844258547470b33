/** 评价, 证书, 回访, 总结, 报表. Wire, call, answer. */
import { afterRoutes } from '../lib/classes/after/api';
import { addContract, removeContract } from '../lib/classes/after/contracts';
import { employmentReport, notEmployed } from '../lib/classes/after/employment-report';
import { recordCall } from '../lib/classes/after/follow-up';
import { contractOf, followUpOf, readReview } from '../lib/classes/after/items';
import { reportRoutes } from '../lib/classes/after/reports-api';
import { closeYear, reviewClass } from '../lib/classes/after/review';
import { followUpShown } from '../lib/classes/after/show';
import { trainingReport } from '../lib/classes/after/training-report';
import { assessmentRoutes } from '../lib/classes/assessment/api';
import { appeal, decideAppeal } from '../lib/classes/assessment/appeal';
import { enterScores } from '../lib/classes/assessment/enter-scores';
import { pageOfRows, readAssessment, scoreOf } from '../lib/classes/assessment/items';
import { planAssessment } from '../lib/classes/assessment/plan';
import { publishResults } from '../lib/classes/assessment/publish';
import { asAssessment, asEntered, asPublished, asScore, scoreShown } from '../lib/classes/assessment/show';
import { certificateRoutes } from '../lib/classes/certificates/api';
import { previewIssue, startIssue } from '../lib/classes/certificates/issue-task';
import { certificatesPage, findCertificate } from '../lib/classes/certificates/items';
import { printCertificate, takeCertificate } from '../lib/classes/certificates/print';
import { revokeCertificate } from '../lib/classes/certificates/revoke';
import { asCertificate, certificateShown, previewShown } from '../lib/classes/certificates/show';
import { whereCertificate, whereClass } from '../lib/classes/certificates/where';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';
import { isRefusal, refuse } from '../lib/platform/refusal';
import type { World } from '../lib/platform/world';

const routes = { ...assessmentRoutes, ...certificateRoutes, ...afterRoutes, ...reportRoutes };
const by = (call: { caller: { subject: string } }) => ({ by: call.caller.subject });

export const handler = api({
  routes,
  world: deployedWorld,
  regions: {
    class: (world, { class_id }) => whereClass(world, class_id),
    certificate: (world, { number }) => whereCertificate(world, number),
  },
  operations: {
    plan_assessment: (call) =>
      doOnce(call, () => planAssessment(call.world, { ...call.params, ...call.body, ...by(call) }), asAssessment),
    read_assessment: async ({ world, params }) => {
      const found = await readAssessment(world, params.class_id);
      return found ? asAssessment(found) : refuse('assessment_unknown');
    },
    enter_scores: (call) =>
      doOnce(call, () => enterScores(call.world, { ...call.params, ...call.body, ...by(call) }), asEntered),
    list_scores: ({ world, params, query }) =>
      pageOfRows(world, params.class_id, 'SCORE#', query, (item) => scoreShown(scoreOf(item))),
    publish_results: (call) =>
      doOnce(call, () => publishResults(call.world, { ...call.params, ...by(call) }), asPublished),
    appeal_result: (call) => doOnce(call, () => appeal(call.world, { ...call.params, ...call.body }), asScore),
    decide_appeal: (call) =>
      doOnce(call, () => decideAppeal(call.world, { ...call.params, ...call.body, ...by(call) }), asScore),

    preview_certificates: async ({ world, params }) => {
      const preview = await previewIssue(world, params.class_id);
      return isRefusal(preview) ? preview : { body: previewShown(preview) };
    },
    issue_certificates: (call) =>
      doOnce(
        call,
        () => startIssue(call.world, { ...call.params, ...by(call) }),
        ({ task_id, preview }) => ({ body: { task_id, ...previewShown(preview) } }),
      ),
    list_certificates: async ({ world, params, query }) => {
      const found = await certificatesPage(world, params.class_id, query);
      return isRefusal(found) ? found : { body: { ...found, items: found.items.map(certificateShown) } };
    },
    read_certificate: async ({ world, params }) => {
      const found = await findCertificate(world, params.number);
      return found ? asCertificate(found) : refuse('certificate_unknown');
    },
    revoke_certificate: (call) =>
      doOnce(
        call,
        () => revokeCertificate(call.world, { ...call.params, ...call.body, ...by(call), rev: call.if_match }),
        asCertificate,
      ),
    print_certificate: async ({ world, params }) => {
      const printed = await printCertificate(world, params.number);
      if (isRefusal(printed)) return printed;
      return { body: printed.pdf, headers: { 'content-disposition': `inline; filename="${printed.number}.pdf"` } };
    },

    take_certificate: async ({ world, params }) => {
      const taken = await takeCertificate(world, params.grant);
      if (isRefusal(taken)) return taken;
      return { body: taken.pdf, headers: { 'content-disposition': `inline; filename="${taken.number}.pdf"` } };
    },

    list_follow_ups: ({ world, params, query }) =>
      pageOfRows(world, params.class_id, 'FOLLOW#', query, (item) => followUpShown(followUpOf(item))),
    record_follow_up: (call) =>
      doOnce(
        call,
        () => recordCall(call.world, { ...call.params, ...call.body, ...by(call) }),
        ({ follow_up }) => ({ body: followUpShown(follow_up) }),
      ),
    list_contracts: ({ world, params, query }) => pageOfRows(world, params.class_id, 'CONTRACT#', query, contractOf),
    add_contract: (call) =>
      doOnce(
        call,
        () => addContract(call.world, { ...call.params, ...call.body, ...by(call) }),
        (contract) => ({ body: contract }),
      ),
    remove_contract: (call) =>
      doOnce(
        call,
        () => removeContract(call.world, call.params),
        (gone) => ({ body: gone }),
      ),
    read_review: async ({ world, params }) => {
      const review = await readReview(world, params.class_id);
      return review ? { body: review } : refuse('review_missing', { classes: params.class_id, count: 1 });
    },
    review_class: (call) =>
      doOnce(
        call,
        () => reviewClass(call.world, { ...call.params, ...call.body, ...by(call) }),
        (review) => ({ body: review }),
      ),
    close_year: (call) => {
      const { home_region } = call.world.account;
      return doOnce(
        call,
        () => closeYear(call.world, { home_region, ...call.params, ...by(call) }),
        (closed) => ({ body: closed }),
      );
    },

    report_training: async ({ world, query }) => asReport(await trainingReport(world, { ...home(world), ...query })),
    report_employment: async ({ world, query }) =>
      asReport(await employmentReport(world, { ...home(world), ...query })),
    list_not_employed: async ({ world, query }) => asReport(await notEmployed(world, { ...home(world), ...query })),
  },
});

const home = (world: World) => ({ home_region: world.account.home_region });
const asReport = <T extends object>(report: T) => (isRefusal(report) ? report : { body: report });
