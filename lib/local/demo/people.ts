/** Synthetic workers: names, numbers and habits, all from one seed. */

/** What a person does besides answering what she is asked. */
export interface Habits {
  /** A wrong checksum, a short phone number, a nickname: sent first, then put right. */
  mistypes: ('name' | 'id_number' | 'phone')[];
  /** A wrong but possible phone number, noticed on the confirm page. */
  slips: boolean;
  /** Sends each message twice, as WeChat does when an answer is slow. */
  resends: boolean;
  /** Sends a voice message or a sticker where an answer was asked. */
  strays: ('voice' | 'sticker' | 'image')[];
  /** Types nonsense once. */
  babbles: boolean;
  /** How she comes: by the class's QR code, by looking for it, or by saying it. */
  comes_by: 'code' | 'list' | 'words';
  /** Types words rather than numbers. */
  wordy: boolean;
}

export interface Person {
  openid: string;
  name: string;
  id_number: string;
  phone: string;
  employer?: string;
  habits: Habits;
  random(): number;
}

/** mulberry32: small and seeded. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SURNAMES = [...'李杨张王普毕龙陈刘周赵马罗朱沙阿钱马韩段'];
const GIVEN = [...'秀英美兰凤琼华丽芬芳云霞海军建国平勇明强春花木呷果乌依洛金贵福友文志学光'];
const EMPLOYERS = ['天池建筑公司', '准东煤电', '阜康棉花合作社', '城关镇番茄基地', '西部水泥厂'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A made-up ID number of Luquan (530128) that passes its checksum. */
export function idNumber(born: string, serial: number): string {
  const head = `530128${born}${String(serial).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return head + '10X98765432'[sum % 11];
}

/** `count` people, no two of one name or number. */
export function people(seed: number, count: number): Person[] {
  const made: Person[] = [];
  const names = new Set<string>();
  const random = seeded(seed);
  while (made.length < count) {
    const name = pick(random, SURNAMES) + pick(random, GIVEN) + (random() < 0.85 ? pick(random, GIVEN) : '');
    if (names.has(name)) continue;
    names.add(name);
    made.push(person(made.length, name, seeded(seed * 1000 + made.length)));
  }
  return made;
}

function person(n: number, name: string, random: () => number): Person {
  const year = 1968 + Math.floor(random() * 38);
  const born = `${year}${two(1 + Math.floor(random() * 12))}${two(1 + Math.floor(random() * 28))}`;
  return {
    openid: `oDemo_${String(n).padStart(4, '0')}`,
    name,
    // Serials are unique, so that no two people of one birthday share a number.
    id_number: idNumber(born, n + 1),
    phone: `13${Math.floor(random() * 10)}0000${String(n).padStart(4, '0')}`,
    ...(random() < 0.5 && { employer: pick(random, EMPLOYERS) }),
    habits: habits(random),
    random,
  };
}

function habits(random: () => number): Habits {
  const some = <T>(of: T[], share: number) => of.filter(() => random() < share);
  return {
    mistypes: some(['name', 'id_number', 'phone'] as const, 0.09),
    slips: random() < 0.06,
    resends: random() < 0.12,
    strays: some(['voice', 'sticker', 'image'] as const, 0.04),
    babbles: random() < 0.08,
    comes_by: (['code', 'code', 'list', 'words'] as const)[Math.floor(random() * 4)]!,
    wordy: random() < 0.35,
  };
}

/** One of them, by chance. */
export function pick<T>(random: () => number, of: readonly T[]): T {
  return of[Math.floor(random() * of.length)] as T;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
