/** Voice, pictures, stickers, a location: an answer that fits, and the question once more. */
import { enter } from './enter';
import { FLOWS } from './flows';
import { SILENT } from './flows/flow';
import * as common from './say/common';
import * as say from './say/media';
import type { Message, Step, TurnContext } from './types';

const LINES: Partial<Record<Message['kind'], string>> = {
  voice: say.VOICE,
  image: say.PICTURE,
  sticker: say.STICKER,
  video: say.VIDEO,
  link: say.LINK,
};

export async function onMedia(context: TurnContext): Promise<Step> {
  const { conversation, message } = context;
  const { flow } = conversation;
  if (message.kind === 'location' && message.location) {
    const answered = flow && (await FLOWS[flow.name].answer(context, flow, SILENT));
    return answered ?? enter(context, 'site', {});
  }
  const card = message.kind === 'image' && flow?.asking === 'id_number';
  return repeat(context, card ? say.PICTURE_OF_CARD : (LINES[message.kind] ?? say.UNKNOWN));
}

/** A line, then what was asked; the menu when nothing was. */
export async function repeat(context: TurnContext, line: string): Promise<Step> {
  const { flow } = context.conversation;
  if (!flow) return { reply: common.menuBelow(line) };
  const asked = await FLOWS[flow.name].ask(context, flow);
  const text = `${line}\n${asked.reply?.text ?? ''}`;
  return {
    ...asked,
    reply: { ...asked.reply, text },
    ...(asked.flow && { flow: { ...asked.flow, tries: flow.tries } }),
  };
}
