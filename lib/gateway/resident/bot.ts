/**
 * Wechaty as a `Line`. The only file that meets Wechaty: what puppets differ in ends here. Nothing that Lambda runs
 * imports it (tests/deploy/layout.test.ts).
 */
import type { Contact, Friendship, Message, Room, Wechaty } from 'wechaty';
import type { Puppet } from 'wechaty-puppet';
import type { Posted } from '../receive';
import { fromKey, toKey } from './key-safe';
import { isNamed, withoutName, withoutQuote } from './named';
import { type Hands, type Line, Throttled, Unreachable } from './types';

const TEXT_MAX = 2048;
/** With what is quoted above it. */
const QUOTED_MAX = 20_000;
/** What a puppet tells again from long ago is not answered today. */
const OLD_S = 24 * 3600;
/** How WeChat says that it is too much. */
const TOO_OFTEN = /操作过于频繁|过于频繁|too (?:frequent|many)|rate.?limit|\b1205\b/i;
/** How WeChat says that they are no friends (any more): that does not pass. */
const NOBODY = /不是.{0,6}好友|还不是.{0,6}朋友|开启了朋友验证|已被对方拒收/;

export interface BotOptions {
  /** A puppet by name (`wechaty-puppet-service`), or one that was made already. */
  puppet: string | Puppet;
  log: Hands['log'];
  /** The code to scan with the phone whose account it is to be. It logs in: it belongs on a screen, not in a log. */
  show?(qrcode: string): void;
  /** The process cannot go on: logged out for good. */
  lost?(why: string): void;
}

/** A logged-in account. `start` resolves once it is asked to log in. */
export async function wechatyLine({ puppet, log, show, lost }: BotOptions): Promise<Line> {
  // Its own log may hold what people say; whoever wants it all the same sets WECHATY_LOG.
  process.env.WECHATY_LOG ??= 'silent';
  const { WechatyBuilder } = await import('wechaty');
  const bot: Wechaty = WechatyBuilder.build({ puppet: puppet as never });
  bot.on('error', (error) => log('wechaty reports an error', { error_name: error.name }));
  bot.on('scan', (qrcode, status) => {
    log('scan to log in', { status: Number(status) });
    show?.(qrcode);
  });
  bot.on('login', () => log('logged in', {}));
  bot.on('logout', () => lost?.('logged out'));
  return {
    async start(heard) {
      const take = async (reading: () => Promise<Posted | undefined>) => {
        try {
          const posted = await reading();
          if (posted) await heard(posted);
        } catch (error) {
          log('a message could not be taken', { error_name: (error as Error).name });
          // What could not be kept is lost to us: better to stop and be started again than to go on deaf.
          if ((error as NodeJS.ErrnoException).code) lost?.('the journal cannot be written');
        }
      };
      // Reading takes calls of its own: one person's messages are read one after the other.
      const turns = new Map<string, Promise<void>>();
      bot.on('message', (message) => {
        const { id } = message.talker();
        const reading = (turns.get(id) ?? Promise.resolve()).then(() => take(() => readMessage(bot, message)));
        turns.set(id, reading);
        void reading.then(() => turns.get(id) === reading && turns.delete(id));
      });
      bot.on('friendship', (friendship) => void take(async () => readFriendship(bot, friendship)));
      await bot.start();
    },
    online: () => bot.isLoggedIn,
    async send({ to, group, text }) {
      if (!bot.isLoggedIn) throw new Unreachable('offline');
      const contact = await bot.Contact.find({ id: fromKey(to) });
      if (!contact) throw new Unreachable('contact_unknown');
      const room = group === undefined ? undefined : await bot.Room.find({ id: fromKey(group) });
      if (group !== undefined && !room) throw new Unreachable('group_unknown');
      try {
        await (room ? room.say(text, contact) : contact.say(text));
      } catch (error) {
        throw understood(error);
      }
    },
    async stop() {
      await bot.stop();
    },
  };
}

function understood(error: unknown): unknown {
  const words = String((error as Error)?.message ?? error);
  if (TOO_OFTEN.test(words)) return new Throttled();
  return NOBODY.test(words) ? new Unreachable('refused') : error;
}

/** What is posted of a message; nothing of what is not for us: our own, and a group's talk that does not name us. */
async function readMessage(bot: Wechaty, message: Message): Promise<Posted | undefined> {
  if (message.self() || message.age() > OLD_S) return undefined;
  const talker: Contact = message.talker();
  const contact = toKey(talker.id);
  const id = toKey(message.id);
  if (!contact || !id) return undefined;
  const room = message.room();
  const common = { id, contact, sent_ms: message.date().getTime() };
  if (!room)
    return talker.type() === bot.Contact.Type.Official ? undefined : { ...common, ...(await contentOf(bot, message)) };
  const group = toKey(room.id);
  const names = await namesIn(bot, room);
  const named = isNamed(wordsOf(bot, message), names) || (await message.mentionSelf().catch(() => false));
  if (!group || !named) return undefined;
  const content = await contentOf(bot, message);
  const text = content.text === undefined ? {} : { text: withoutName(content.text, names) };
  return { ...common, ...content, ...text, group: { id: group } };
}

/** A friend was made: greeted as one who begins to follow the account. Requests are accepted by hand, on the phone. */
function readFriendship(bot: Wechaty, friendship: Friendship): Posted | undefined {
  if (friendship.type() !== bot.Friendship.Type.Confirm) return undefined;
  const contact = toKey(friendship.contact().id);
  const sent_ms = Date.now();
  return contact
    ? { id: `friend:${sent_ms}`, contact, sent_ms, kind: 'unknown', event: { name: 'follow' } }
    : undefined;
}

/** What the account is called there. */
async function namesIn(bot: Wechaty, room: Room): Promise<string[]> {
  const alias = await room.alias(bot.currentUser).catch(() => undefined);
  return [alias, bot.currentUser.name()].filter((name): name is string => Boolean(name));
}

/** What she wrote: nothing she quotes, and nothing of a page she shares, whose text holds its title. */
function wordsOf(bot: Wechaty, message: Message): string {
  if (message.type() !== bot.Message.Type.Text) return '';
  return withoutQuote(message.text().slice(0, QUOTED_MAX)).slice(0, TEXT_MAX);
}

async function contentOf(bot: Wechaty, message: Message): Promise<Pick<Posted, 'kind' | 'text' | 'location'>> {
  const type = bot.Message.Type;
  switch (message.type()) {
    case type.Text:
      return { kind: 'text', text: wordsOf(bot, message) };
    case type.Image:
      return { kind: 'image' };
    case type.Audio:
      return { kind: 'voice' };
    case type.Video:
      return { kind: 'video' };
    case type.Emoticon:
      return { kind: 'sticker' };
    case type.Url:
    case type.MiniProgram:
      return { kind: 'link' };
    case type.Location: {
      const place = await message.toLocation().then(
        (one) => one.payload,
        () => undefined,
      );
      if (!place) return { kind: 'location' };
      const { latitude, longitude, name } = place;
      const label = name
        .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
        .trim()
        .slice(0, 60);
      return { kind: 'location', location: { latitude, longitude, ...(label && { label }) } };
    }
    default:
      return { kind: 'unknown' };
  }
}
