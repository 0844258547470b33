/** A person at her phone: she reads what came, looks for what she wants, and answers what she is asked. */
import type { SendResult } from '../wechat-simulator';
import type { Said } from '../wechat-simulator/said';
import type { Choice } from '../wechat-simulator/types';
import { type Person, pick } from './people';

/** Nobody types on forever: after so many messages in one matter she gives up. */
const MESSAGES_MAX = 40;

export interface Phone {
  send(openid: string, said: Said): Promise<SendResult>;
  /** Lines on her screen so far. */
  lines(openid: string): number;
  /** What came unasked after this line, once everything on its way has come. */
  pushed(openid: string, after: number): Promise<{ text: string; choices: Choice[] }[]>;
}

export type Wish =
  | { kind: 'enrol'; class_id: string; title: string; trade: string }
  | { kind: 'leave'; title: string }
  | { kind: 'register' }
  | Offer;
interface Offer {
  kind: 'take' | 'decline';
  title: string;
  /** As it came. */
  push: { text: string; choices: Choice[] };
}

export type Outcome = 'registered' | 'enrolled' | 'waiting' | 'left' | 'declined' | 'refused' | 'gave_up';
export interface Done {
  outcome: Outcome;
  messages: number;
  /** The last that was said to her. */
  last: string;
  /** Answers of a message sent twice that were not the same. */
  different: number;
}

export interface Read {
  text: string;
  choices: Choice[];
}

/** Pursue a wish to its end, message by message. */
export async function pursue(phone: Phone, person: Person, wish: Wish): Promise<Done> {
  const talk = new Talk(phone, person, wish);
  return await talk.run();
}

class Talk {
  private messages = 0;
  private different = 0;
  private readonly slipped = new Set<string>();
  private babbled = false;

  constructor(
    private readonly phone: Phone,
    private readonly person: Person,
    private readonly wish: Wish,
  ) {}

  async run(): Promise<Done> {
    let read = await this.say(this.opening());
    for (;;) {
      const outcome = ended(this.wish, read.text);
      if (outcome) return this.done(outcome, read);
      if (this.messages >= MESSAGES_MAX) return this.done('gave_up', read);
      const said = this.answer(read);
      read = await this.say(said);
      // No answer at all: what was said may have been lost, so once more.
      if (!read.text) read = await this.say(said);
    }
  }

  private done(outcome: Outcome, read: Read): Done {
    return { outcome, messages: this.messages, last: read.text, different: this.different };
  }

  private async say(said: Said): Promise<Read> {
    this.messages += 1;
    const { openid, habits } = this.person;
    const before = this.phone.lines(openid);
    const [once, twice] = habits.resends ? await this.twice(said) : [await this.phone.send(openid, said)];
    if (twice && JSON.stringify(once.replies) !== JSON.stringify(twice.replies)) this.different += 1;
    const read = readOf(once.replies.length > 0 ? once : (twice ?? once));
    // An answer that took too long comes as a message of its own.
    return read.text ? read : ((await this.phone.pushed(openid, before)).at(-1) ?? read);
  }

  private async twice(said: Said): Promise<[SendResult, SendResult]> {
    const { openid } = this.person;
    serials += 1;
    const again = { ...said, msgId: `8${openid.slice(-4)}${String(serials).padStart(12, '0')}` };
    return await Promise.all([this.phone.send(openid, again), this.phone.send(openid, again)]);
  }

  private opening(): Said {
    const { habits, random } = this.person;
    const { wish } = this;
    if (wish.kind === 'leave') return { text: pick(random, ['取消报名', '我不想去了，退课', '有事去不了，想退']) };
    if (wish.kind === 'register') return { text: '我的资料' };
    if (wish.kind !== 'enrol') return this.toOffer(wish);
    if (habits.comes_by === 'code') return { event: 'SCAN', key: `class:${wish.class_id}` };
    const { trade } = wish;
    if (habits.comes_by === 'words')
      return { text: pick(random, [`我想学${trade}`, `报名${trade}`, `${trade}班怎么报`]) };
    return { text: pick(random, ['有什么班', '找培训班', '想看看有什么课']) };
  }

  private toOffer(wish: Offer): Said {
    const wanted = wish.kind === 'take' ? /^(?!不)\d?\s*要/ : /不要/;
    const choice = wish.push.choices.find((one) => wanted.test(one.label));
    return { text: choice?.send ?? (wish.kind === 'take' ? '要' : '不要') };
  }

  /** What she sends to what she reads. */
  private answer(read: Read): Said {
    const stray = this.stray();
    if (stray) return stray;
    const { habits, random } = this.person;
    if (habits.babbles && !this.babbled && read.choices.length > 0) {
      this.babbled = true;
      return { text: pick(random, ['嗯嗯嗯', '哈哈', '老乡你们在哪', '啊？', '。。。']) };
    }
    const asked = QUESTIONS.find((one) => one.when.test(read.text));
    const answer = asked && this.toQuestion(asked.about, read);
    return answer ?? this.toChoices(read);
  }

  private stray(): Said | undefined {
    const type = this.messages > 2 ? this.person.habits.strays.pop() : undefined;
    return type && { type };
  }

  private toQuestion(about: About, read: Read): Said | undefined {
    const { name, id_number, phone, employer, random } = this.person;
    const wordy = this.person.habits.wordy;
    switch (about) {
      case 'shift':
        return this.tap(read, /能来/);
      case 'consent':
        return wordy ? { text: '同意' } : this.tap(read, /同意/);
      case 'name':
        if (this.mistypes('name'))
          return { text: pick(random, ['叫我小妹就行123', 'ayi', `${name}!!!18岁 我要报名 学技术 求带 谢谢你们了`]) };
        return { text: wordy ? pick(random, [`我叫${name}`, `${name}。`, name]) : name };
      case 'id_number':
        if (this.mistypes('id_number')) return { text: wrongDigit(id_number) };
        return {
          text: wordy ? pick(random, [id_number.toLowerCase(), spaced(id_number), fullWidth(id_number)]) : id_number,
        };
      case 'phone':
        if (this.mistypes('phone')) return { text: phone.slice(0, 10) };
        if (this.person.habits.slips && !this.slipped.has('slip')) {
          this.slipped.add('slip');
          return { text: `${phone.slice(0, 9)}${phone[10]}${phone[9] === phone[10] ? '7' : phone[9]}` };
        }
        return {
          text: wordy
            ? pick(random, [`${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`, `我的手机${phone}`, phone])
            : phone,
        };
      case 'site':
        if (wordy && random() < 0.3)
          return { type: 'location', latitude: 44.16, longitude: 87.95, label: '新疆昌吉阜康市' };
        return wordy ? { text: pick(random, ['新疆阜康', '阜康', '在阜康打工']) } : this.tap(read, /阜康/);
      case 'employer':
        return employer ? { text: employer } : this.tap(read, /跳过/);
      case 'check':
        return this.tap(read, this.isRight(read.text) ? /都对/ : /改一项/);
      case 'which':
        return this.tap(read, /改手机/);
    }
  }

  /** She compares the page with what she knows of herself. */
  private isRight(page: string): boolean {
    const { name, phone, id_number } = this.person;
    const ends = (of: string) => page.includes(`*${of.slice(-4)}`);
    return page.includes(name) && ends(phone) && ends(id_number);
  }

  /** No question she knows: the choice that leads to what she wants. */
  private toChoices(read: Read): Said {
    const wanted = wantedChoices(this.wish);
    for (const one of wanted) {
      const choice = read.choices.find((choice) => one.test(choice.label));
      if (choice) return { text: choice.send };
    }
    if (this.wish.kind === 'enrol')
      return { text: this.messages % 2 === 0 ? `报名${this.wish.trade}班` : this.wish.class_id };
    if (this.wish.kind === 'leave') return { text: '取消报名' };
    if (this.wish.kind === 'register') return { text: '我的资料' };
    return { text: this.wish.kind === 'take' ? '要' : '不要' };
  }

  private tap(read: Read, label: RegExp): Said | undefined {
    const choice = read.choices.find((one) => label.test(one.label));
    return choice && { text: choice.send };
  }

  private mistypes(what: Person['habits']['mistypes'][number]): boolean {
    if (this.slipped.has(what) || !this.person.habits.mistypes.includes(what)) return false;
    this.slipped.add(what);
    return true;
  }
}

let serials = 0;

/** What an answer says, and what one may choose. */
export function readOf(result: SendResult): Read {
  const reply = result.replies[0];
  const text = (reply?.content ?? '').replace(/<a [^>]*>([^<]*)<\/a>/g, '$1');
  return { text, choices: reply?.choices ?? [] };
}

type About = 'shift' | 'consent' | 'name' | 'id_number' | 'phone' | 'site' | 'employer' | 'check' | 'which';
/** What a page is about, by the words a reader looks for; the first that fits. */
const QUESTIONS: { about: About; when: RegExp }[] = [
  // Her shifts say no (L5): settled with her employer.
  { about: 'shift', when: /能来吗/ },
  { about: 'which', when: /改哪一项/ },
  { about: 'check', when: /看看对不对/ },
  { about: 'consent', when: /同意/ },
  { about: 'employer', when: /单位|工地/ },
  { about: 'site', when: /哪里上班|在哪儿?上班/ },
  { about: 'phone', when: /手机号/ },
  { about: 'id_number', when: /身份证号/ },
  { about: 'name', when: /名字/ },
];

/** Whether the matter is over, as a reader would see it. */
function ended(wish: Wish, text: string): Outcome | undefined {
  if (wish.kind === 'leave') return /退好了|不排了。/.test(text) ? 'left' : undefined;
  if (wish.kind === 'decline') return /让给下一位/.test(text) ? 'declined' : undefined;
  if (wish.kind === 'register') return /登记好了|以前的报名都找到了/.test(text) ? 'registered' : undefined;
  if (/报上了|名额是你的了|已经报了|报过这个班/.test(text)) return 'enrolled';
  if (/你是第\d+位/.test(text)) return 'waiting';
  if (/撞|截止|已经开课|不能报|报不了|工作人员.*(看|回)/.test(text)) return 'refused';
  return undefined;
}

function wantedChoices(wish: Wish): RegExp[] {
  if (wish.kind === 'leave') return [new RegExp(escaped(wish.title)), /确定不上/, /退这个班/, /^1\s*.*退/, /取消报名/];
  if (wish.kind === 'register') return [/登记/, /继续/];
  if (wish.kind === 'take') return [/^(?!不)\d?\s*要/];
  if (wish.kind === 'decline') return [/不要/];
  return [
    new RegExp(escaped(wish.title)),
    /^\d?\s*报名$/,
    /排队/,
    /报名/,
    /阜康/,
    /^\d?\s*更多$/,
    /找培训班|看班|找班/,
    /继续/,
  ];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Two digits of the serial swapped or changed: the checksum no longer fits. */
function wrongDigit(id_number: string): string {
  const digit = Number(id_number[15]);
  return `${id_number.slice(0, 15)}${(digit + 1) % 10}${id_number.slice(16)}`;
}

function spaced(id_number: string): string {
  return `${id_number.slice(0, 6)} ${id_number.slice(6, 14)} ${id_number.slice(14)}`;
}

function fullWidth(text: string): string {
  return text.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}
