import type { SceneCode } from '../../lib/channels/types';
import { readCode } from '../../lib/classes/class-code';
import { MINUTE_MS } from '../../lib/platform/clock';
import { log } from '../../lib/platform/log';
import { keys } from '../../lib/store/keys';
import { freshTable } from '../support/engine';
import { minute, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
beforeEach(async () => {
  const tap = tapped((await freshTable()).table);
  written = tap.written;
  world = testWorld(tap.table);
});

const made: SceneCode = {
  outcome: 'made',
  url: 'http://weixin.qq.com/q/abc',
  picture_url: 'https://mp.weixin.qq.com/x',
};

/** A channel that makes codes, answering in turn; the last answer again and again. */
function codes(...answers: SceneCode[]) {
  const asked: string[] = [];
  const sceneCode = async (scene: string): Promise<SceneCode> => {
    asked.push(scene);
    return answers[Math.min(asked.length, answers.length) - 1] as SceneCode;
  };
  return { asked, sender: { ...recordingSender().sender, sceneCode } };
}

describe('the code of a class', () => {
  it('is made when the class is published, once, with the class as its scene', async () => {
    const { class_id } = await openClass(world);
    const channel = codes(made);
    await settle(world, channel.sender, written);
    await minute(world, channel.sender, written);
    expect(channel.asked).toEqual([`class:${class_id}`]);
    expect(await readCode(world, class_id)).toEqual({ class_id, url: made.url, picture_url: made.picture_url });
  });

  it('is asked for again when the channel could not, and given up once the class began', async () => {
    const { class_id, starts_at } = await openClass(world);
    const channel = codes({ outcome: 'later', retry_after_ms: MINUTE_MS, reason: 'busy' }, made);
    await settle(world, channel.sender, written);
    expect(await readCode(world, class_id)).toBeUndefined();
    await minute(world, channel.sender, written);
    expect(channel.asked).toHaveLength(1);
    world.clock.pass(2 * MINUTE_MS);
    await minute(world, channel.sender, written);
    expect(await readCode(world, class_id)).toMatchObject({ url: made.url });

    const other = await openClass(world);
    const down = codes({ outcome: 'later', retry_after_ms: MINUTE_MS, reason: 'busy' });
    await settle(world, down.sender, written);
    world.clock.set(starts_at);
    world.clock.pass(MINUTE_MS);
    await minute(world, down.sender, written);
    expect(await world.table.get(keys.task(`code-${other.class_id}`))).toMatchObject({ state: 'done' });
    expect(down.asked).toHaveLength(1);
  });

  it('refused by the channel is an error for someone to see, not tried for ever', async () => {
    const seen = jest.spyOn(log, 'error').mockImplementation(() => {});
    const { class_id } = await openClass(world);
    const channel = codes({ outcome: 'refused', reason: '48001' });
    await settle(world, channel.sender, written);
    world.clock.pass(10 * MINUTE_MS);
    await minute(world, channel.sender, written);
    expect(channel.asked).toHaveLength(1);
    expect(seen).toHaveBeenCalledWith('no code for a class', { class_id, reason: '48001' });
    expect(await world.table.get(keys.task(`code-${class_id}`))).toMatchObject({ state: 'done', failed: 1 });
  });
});
