/** The QR codes one can scan here: one for each class that can be signed up for, and those made for binding. */
import { listCards } from '../classes/read';
import { bindingHash, readBinding } from '../people/binding';
import { isRefusal } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Ticket } from './wechat-simulator/setup';

const PATTERNS = { weekend: '周末班', evening: '夜间班', full_time: '脱产班' };

interface Scene {
  scene: string;
  title: string;
  detail: string;
}

/**
 * The code of someone who is to bind her account, as the office would hold it up to her: the table keeps no code, the
 * simulated WeChat knows those it was asked to draw.
 */
async function bindings(world: World, tickets: Ticket[]): Promise<Scene[]> {
  const found: Scene[] = [];
  for (const { scene } of tickets) {
    const code = /^bind:(\w+)$/.exec(scene)?.[1];
    const read = code && (await readBinding(world, bindingHash(world, code), 'wechat:'));
    if (!read || isRefusal(read)) continue;
    found.push({ scene, title: `绑定 ${read.staff.name}`, detail: read.staff.org_name });
  }
  return found;
}

/** QR scenes one can scan on the phone page: codes for binding that still count, and the classes that are open. */
export async function scenes(world: World, tickets: Ticket[] = []): Promise<Scene[]> {
  const places = world.policies.all().flatMap((policy) => policy.places);
  const regions = [...new Set(places.map((place) => place.region))];
  const cards = (await Promise.all(regions.map((region) => listCards(world, { region })))).flat();
  const classes = cards.map((card) => ({
    scene: `class:${card.class_id}`,
    title: `${card.title}（${card.class_id}）`,
    detail: [
      places.find((place) => place.region === card.host_region)?.name ?? card.host_region,
      PATTERNS[card.pattern],
      `${card.starts_at.slice(0, 10)} 开课`,
      card.seats_left > 0 ? `余 ${card.seats_left} 个名额` : '已满，可候补',
    ].join(' · '),
  }));
  return [...(await bindings(world, tickets)), ...classes];
}
