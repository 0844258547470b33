/** The QR codes one can scan here: one for each class that can be signed up for. */
import { listCards } from '../classes/read';
import type { World } from '../platform/world';

const PATTERNS = { weekend: '周末班', evening: '夜间班', full_time: '脱产班' };

/** QR scenes one can scan on the phone page: the classes that are open. */
export async function scenes(world: World): Promise<{ scene: string; title: string; detail: string }[]> {
  const places = world.policies.all().flatMap((policy) => policy.places);
  const regions = [...new Set(places.map((place) => place.region))];
  const cards = (await Promise.all(regions.map((region) => listCards(world, { region })))).flat();
  return cards.map((card) => ({
    scene: `class:${card.class_id}`,
    title: `${card.title}（${card.class_id}）`,
    detail: [
      places.find((place) => place.region === card.host_region)?.name ?? card.host_region,
      PATTERNS[card.pattern],
      `${card.starts_at.slice(0, 10)} 开课`,
      card.seats_left > 0 ? `余 ${card.seats_left} 个名额` : '已满，可候补',
    ].join(' · '),
  }));
}
