/** Pages opened by a link, and the verification of certificates. May open nobody's numbers. */
import { deployedWechat } from '../lib/channels/deployed-sender';
import { renderVerification } from '../lib/classes/certificates/verify';
import { verifyPage } from '../lib/classes/certificates/verify-page';
import { pageRoutes as routes } from '../lib/pages/api';
import { type Page, policyOf } from '../lib/pages/html';
import { nowByLink } from '../lib/pages/now-by-link';
import { openPage } from '../lib/pages/open-page';
import { troublePage } from '../lib/pages/trouble-page';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { isRefusal, refuse } from '../lib/platform/refusal';

const asPage = ({ html, policy }: Page) => ({ body: html, headers: { 'content-security-policy': policy, ...PRIVATE } });
/** The address is the right: it must not travel on. */
const PRIVATE = { 'referrer-policy': 'no-referrer' };

export const handler = api({
  routes,
  world: deployedWorld,
  refusal_page: (refusal) => {
    if (refusal.refused !== 'certificate_unknown') return troublePage(refusal);
    const html = verifyPage(undefined);
    return { html, policy: policyOf(html) };
  },
  operations: {
    open_page: async ({ world, params }) => {
      const page = await openPage(world, deployedWechat, params.grant);
      return isRefusal(page) ? page : asPage(page);
    },

    sign_in_now: async ({ world, params }) => {
      const now = await nowByLink(world, deployedWechat, params.grant);
      return isRefusal(now) ? now : { body: now };
    },

    verify_certificate: async ({ world, params }) => {
      const { status, html } = await renderVerification(world, params.number);
      return status === 200 ? asPage({ html, policy: policyOf(html) }) : refuse('certificate_unknown');
    },
  },
});
