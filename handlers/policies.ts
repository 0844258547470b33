/** Policies (政策包), by API: what is in force, and where it says so. */
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { refuse } from '../lib/platform/refusal';
import { policyRoutes as routes } from '../lib/policy/api';

export const handler = api({
  routes,
  world: deployedWorld,
  operations: {
    list_policies: async ({ world }) => ({
      body: {
        items: world.policies
          .all()
          .map(({ id, version, name, home_region, from, to }) => ({ id, version, name, home_region, from, to })),
      },
    }),
    read_policy: async ({ world, params }) => {
      const policy = world.policies.all().find((one) => one.id === params.policy_id);
      return policy ? { body: policy } : refuse('policy_unknown');
    },
  },
});
