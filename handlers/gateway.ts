/** The gateway: messages in from its resident processes, what they are to send out. Wire, call, answer. */

import {
  type AccountShown,
  closeAccount,
  createAccount,
  listAccounts,
  renewSecret,
  type WithSecret,
} from '../lib/gateway/accounts';
import { ack } from '../lib/gateway/ack';
import { gatewayRoutes as routes } from '../lib/gateway/api';
import { lease } from '../lib/gateway/lease';
import { receive } from '../lib/gateway/receive';
import type { GatewayAccount } from '../lib/gateway/types';
import { verified } from '../lib/gateway/verify';
import { instant } from '../lib/platform/clock';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';
import { flushMetrics, measure } from '../lib/platform/metrics';
import { isRefusal } from '../lib/platform/refusal';
import { carryOut } from '../lib/store/commit';

export const handler = api({
  routes,
  world: deployedWorld,
  signed: verified,
  operations: {
    gateway_message: async ({ world, body, signed_by }) => {
      const received = await receive(world, signed_by, body);
      return isRefusal(received) ? received : { body: received };
    },
    gateway_lease: async ({ world, body, signed_by }) => {
      const done = await carryOut(world, () => lease(world, { account: signed_by, ...body }));
      return isRefusal(done) ? done : answered(done);
    },
    gateway_ack: async ({ world, body, signed_by }) => {
      const done = await carryOut(world, () => ack(world, signed_by, body.acks));
      return isRefusal(done) ? done : answered(done);
    },

    // Not repeatable by key: the answer holds a secret, which must not lie in the table in clear.
    create_gateway_account: (call) =>
      doOnce(
        { world: call.world },
        () => createAccount(call.world, { ...call.body, home_region: call.world.account.home_region }),
        withSecret,
      ),
    renew_gateway_secret: (call) =>
      doOnce({ world: call.world }, () => renewSecret(call.world, call.params), withSecret),
    close_gateway_account: (call) =>
      doOnce(
        { world: call.world },
        () => closeAccount(call.world, call.params),
        (one) => ({ body: shown(one) }),
      ),
    list_gateway_accounts: async ({ world, query }) => {
      const found = await listAccounts(world, world.account.home_region, query);
      return isRefusal(found) ? found : { body: { ...found.body, items: found.body.items.map(withFigures) } };
    },
  },
});

/** What was given up is told to whoever watches. */
function answered<T>({ items, given_up }: { items: T[]; given_up: number }) {
  if (given_up > 0) {
    measure('gateway_dead', given_up);
    flushMetrics();
  }
  return { body: { items } };
}

/** Never the key, sealed or not. */
function shown({ account, name, home_region, active, created_at, updated_at }: GatewayAccount) {
  return { account, name, home_region, active, created_at, updated_at };
}

const withSecret = ({ account, secret }: WithSecret) => ({ body: { ...shown(account), secret } });

const withFigures = ({ account, totals, oldest_ms }: AccountShown) => ({
  ...shown(account),
  ...totals,
  ...(oldest_ms && { oldest_waiting_at: instant(oldest_ms) }),
});
