/** Where she works now: by choice, words or a location message. */
import { placeByRegion } from '../../policy/place';
import { policyNow } from '../people';
import { SITE_HINTS } from '../say/browse';
import { SITE_FAR } from '../say/media';
import * as say from '../say/site';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show } from './flow';
import { placeOptions, readPlace, siteCorrected } from './site-answer';

const VERSION = 1;

/** Known at the start: `region`, when she named it. A location message is read as it is. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const state = begin('site', VERSION);
  const named = given.region ? placeByRegion(policyNow(context), given.region) : undefined;
  if (named) return keep(context, named.region, named.name);
  if (context.message.location) return (await located(context, state)) as Step;
  return question(context, state);
}

function question(context: TurnContext, state: FlowState, before = ''): Step {
  return show(state, 'site', { text: before + say.ASK_SITE, options: placeOptions(context) });
}

async function located(context: TurnContext, state: FlowState, said?: Understanding): Promise<Step | undefined> {
  const place = readPlace(
    context,
    said ?? { text: '', maybe: [], trades: [], patterns: [] },
    said && pick(state, said),
  );
  if (place === 'far') return question(context, state, `${SITE_FAR}\n`);
  return place && keep(context, place.region, place.name);
}

async function keep(context: TurnContext, region: string, name: string): Promise<Step> {
  const changes = await siteCorrected(context, region, context.message.location?.label ?? name);
  return finish(say.siteSet(name), ['browse', 'my_classes'], { changes, conversation: { site: region } });
}

export const site: Flow = {
  name: 'site',
  version: VERSION,
  summary: () => '改上班地点',
  start,
  answer: (context, state, said) => located(context, state, said),
  ask: async (context, state) => question(context, state),
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => SITE_HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
