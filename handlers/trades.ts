/** 亮单: the catalogue of trades, by API. */
import { tradeRoutes as routes } from '../lib/catalogue/api';
import { listTrades } from '../lib/catalogue/list-trades';
import { loadTrades } from '../lib/catalogue/load-trades';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';

export const handler = api({
  routes,
  world: deployedWorld,
  operations: {
    list_trades: async ({ world }) => ({ body: { items: await listTrades(world) } }),
    load_trades: (call) =>
      doOnce(
        call,
        () => loadTrades(call.world, call.body.trades),
        (value) => ({ body: value }),
      ),
  },
});
