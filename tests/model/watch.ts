/**
 * What must be true after every single transaction, checked from the changes alone. A mirror of the
 * rows is kept by kind; each commit is judged on the rows it touched and on the step it made.
 *
 * First come first served, exactly: people of a class are ordered by the commit that put them in line.
 * (a) An offer goes to the first in that order of those who wait at that commit. (b) A seat is taken
 * without an offer only when nobody waits at that commit. (c) Whoever joins stands behind all who are there.
 */
import { keys } from '../../lib/store/keys';
import type { Told } from '../../lib/store/memory';
import type { Item } from '../../lib/store/table';

export interface Violation {
  rule: string;
  detail: string;
  at_ms: number;
}

interface ClassRows {
  meta?: Item;
  seats: Map<string, Item>;
  members: Map<string, Item>;
  line: Map<string, Item>;
}

export interface Limits {
  per_year_max: number;
}

export class Watch {
  readonly classes = new Map<string, ClassRows>();
  readonly agendas = new Map<string, Item>();
  readonly notices = new Map<string, number>();
  readonly cards = new Map<string, Item>();
  /** Order in which rows of a line were committed. */
  private readonly arrival = new Map<string, number>();
  private arrivals = 0;
  private step: Told[] = [];
  violation?: Violation;

  constructor(
    private readonly now: () => number,
    private readonly limits: Limits,
  ) {}

  /** One changed row; judged when its transaction is whole. */
  hear(told: Told): void {
    this.step.push(told);
  }

  /** The transaction is whole: judge the step against the rows before it, take it over, judge the rows. */
  committed(): void {
    const step = this.step;
    this.step = [];
    if (this.violation) return;
    for (const told of step) this.judgeStep(told, step);
    for (const told of step) this.takeOver(told);
    for (const { key, after } of step)
      if (key.sk.startsWith('NOTICE#') && after?.state === 'pending' && !(after.due_shard && after.due_at))
        this.fail('a promised notice', `${key.pk} ${key.sk} would be nobody's business without the stream`);
    const touched = new Set(step.filter((t) => t.key.pk.startsWith('CLASS#')).map((t) => t.key.pk.slice(6)));
    for (const class_id of touched) this.judgeClass(class_id);
    for (const told of step) {
      if (told.key.sk === 'AGENDA') this.judgeAgenda(told.key.pk.slice(7));
      else if (/^(MEMBER|LINE)#/.test(told.key.sk)) this.judgeAgenda((told.after ?? told.before)!.worker_id);
    }
  }

  /** All rows as they stand, where the steps that led there could not be seen. */
  standing(items: Item[]): void {
    for (const map of [this.classes, this.agendas, this.notices, this.cards]) map.clear();
    for (const item of items) this.takeOver({ key: { pk: item.pk, sk: item.sk }, after: item });
    for (const class_id of this.classes.keys()) this.judgeClass(class_id);
    for (const worker of this.agendas.keys()) this.judgeAgenda(worker);
  }

  fail(rule: string, detail: string): void {
    this.violation ??= { rule, detail, at_ms: this.now() };
  }

  rows(class_id: string): ClassRows {
    const held = this.classes.get(class_id);
    if (held) return held;
    const fresh: ClassRows = { seats: new Map(), members: new Map(), line: new Map() };
    this.classes.set(class_id, fresh);
    return fresh;
  }

  waiting(class_id: string): Item[] {
    return [...this.rows(class_id).line.values()]
      .filter((row) => row.status === 'waiting')
      .sort((a, b) => this.order(a) - this.order(b));
  }

  private order(row: Item): number {
    return this.arrival.get(`${row.pk}\n${row.sk}`) ?? Number.POSITIVE_INFINITY;
  }

  private takeOver(told: Told): void {
    const { pk, sk } = told.key;
    const put = (map: Map<string, Item>, id: string) => (told.after ? map.set(id, told.after) : map.delete(id));
    if (sk === 'AGENDA') put(this.agendas, pk.slice(7));
    else if (pk.startsWith('SITE#')) put(this.cards, `${pk}|${sk}`);
    else if (sk.startsWith('NOTICE#') && told.after && !told.before) {
      const id = `${pk}|${sk}`;
      this.notices.set(id, (this.notices.get(id) ?? 0) + 1);
    } else if (pk.startsWith('CLASS#')) {
      const rows = this.rows(pk.slice(6));
      if (sk === 'META') rows.meta = told.after;
      else if (sk.startsWith('SEATS#')) put(rows.seats, sk);
      else if (sk.startsWith('MEMBER#')) put(rows.members, sk.slice(7));
      else if (sk.startsWith('LINE#')) {
        if (!told.before && told.after) this.arrival.set(`${pk}\n${sk}`, ++this.arrivals);
        put(rows.line, sk);
      }
    }
  }

  /** The step itself, against the rows as they were before it. */
  private judgeStep(told: Told, step: Told[]): void {
    const { pk, sk } = told.key;
    if (!pk.startsWith('CLASS#')) return;
    const class_id = pk.slice(6);
    if (sk.startsWith('MEMBER#')) this.judgeSeatTaken(class_id, told, step);
    if (!sk.startsWith('LINE#')) return;
    const { before, after } = told;
    if (!before && after) {
      const last = [...this.rows(class_id).line.keys()].sort().at(-1);
      if (last !== undefined && last >= sk)
        this.fail('first come first served (c)', `${after.worker_id} joined before ${last}`);
    }
    if (before?.status === 'waiting' && after?.status === 'offered') {
      const first = this.waiting(class_id)[0];
      if (first && first.sk !== sk)
        this.fail('first come first served (a)', `${after.worker_id} was offered a seat before ${first.worker_id}`);
      const key = keys.notice(after.worker_id, `offer-${class_id}-${after.joined_ms}`);
      if (!step.some((t) => t.key.pk === key.pk && t.key.sk === key.sk && t.after))
        this.fail('a promised notice', `no notice of the offer to ${after.worker_id}`);
    }
    if (before?.status === 'offered' && after?.status === 'offered')
      this.fail('one offer', `${after.worker_id} was offered a seat twice`);
  }

  private judgeSeatTaken(class_id: string, told: Told, step: Told[]): void {
    const now_enrolled = told.after?.status === 'enrolled';
    if (!now_enrolled) return;
    const worker = told.after!.worker_id;
    if (told.before?.status === 'enrolled') this.fail('no double enrolment', `${worker} again in ${class_id}`);
    const c = this.rows(class_id).meta;
    if (c && c.status !== 'published')
      this.fail('class open', `${worker} took a seat in ${class_id}, which is ${c.status}`);
    const agenda = step.find((t) => t.key.sk === 'AGENDA' && t.key.pk === keys.agenda(worker).pk);
    const entry = agenda?.after?.classes?.[class_id];
    if (c && entry && entry.timetable_rev !== c.timetable_rev)
      this.fail('the timetable she saw', `${worker} in ${class_id}: ${entry.timetable_rev}, now ${c.timetable_rev}`);
    const offered = step.some(
      (t) => t.key.sk.startsWith('LINE#') && t.before?.status === 'offered' && t.before.worker_id === worker,
    );
    const first = this.waiting(class_id)[0];
    if (!offered && first)
      this.fail('first come first served (b)', `${worker} took a seat while ${first.worker_id} waited`);
  }

  private judgeClass(class_id: string): void {
    const { meta, seats, members, line } = this.rows(class_id);
    if (meta?.status !== 'published') return;
    let in_line = 0;
    for (const seat of seats.values()) {
      const enrolled = [...members.values()].filter((m) => m.status === 'enrolled' && m.block === seat.block).length;
      const kept = [...line.values()].filter((row) => row.status === 'offered' && row.seat_block === seat.block).length;
      const counted = [...line.values()].filter((row) => row.block === seat.block).length;
      in_line += seat.line;
      const at = `${class_id} block ${seat.block}`;
      if (enrolled + kept > seat.size)
        this.fail('no oversell', `${at}: ${enrolled} enrolled + ${kept} kept > ${seat.size} seats`);
      if (seat.taken !== enrolled + kept)
        this.fail('seat counter = facts', `${at}: taken ${seat.taken}, facts ${enrolled} + ${kept}`);
      if (seat.line !== counted) this.fail('line counter = facts', `${at}: line ${seat.line}, facts ${counted}`);
    }
    if (in_line > meta.waiting_max) this.fail('room in line', `${class_id}: ${in_line} > ${meta.waiting_max}`);
    const people = [...line.values()].map((row) => row.worker_id);
    if (new Set(people).size < people.length) this.fail('one place in line', `${class_id}: ${people.join(', ')}`);
  }

  private judgeAgenda(worker: string): void {
    const agenda = this.agendas.get(worker);
    const entries: [string, any][] = Object.entries(agenda?.classes ?? {});
    for (const [class_id, rows] of this.classes) {
      if (rows.meta?.status !== 'published') continue;
      const entry = agenda?.classes?.[class_id];
      const member = rows.members.get(worker);
      const row = [...rows.line.values()].find((one) => one.worker_id === worker);
      const facts =
        member?.status === 'enrolled' ? `enrolled ${member.block}` : row ? `waiting ${row.joined_ms}` : 'nothing';
      const held = !entry
        ? 'nothing'
        : entry.status === 'enrolled'
          ? `enrolled ${entry.block}`
          : `waiting ${entry.joined_ms}`;
      if (facts !== held) this.fail('agenda = rows', `${worker} in ${class_id}: agenda ${held}, rows ${facts}`);
    }
    const enrolled = entries.filter(([, entry]) => entry.status === 'enrolled');
    for (const [i, [a, one]] of enrolled.entries())
      for (const [b, other] of enrolled.slice(i + 1)) {
        const moved = one.timetable_rev > 1 || other.timetable_rev > 1;
        if (!moved && one.slots.some((slot: number) => other.slots.includes(slot)))
          this.fail('no clash', `${worker}: ${a} and ${b}`);
      }
    const by_year = new Map<string, number>();
    for (const [, entry] of enrolled) by_year.set(entry.year, (by_year.get(entry.year) ?? 0) + 1);
    for (const [year, n] of by_year) {
      if (n > this.limits.per_year_max) this.fail('yearly limit', `${worker}: ${n} in ${year}`);
      if (agenda?.per_year?.[year] !== n)
        this.fail('yearly count = facts', `${worker}: ${agenda?.per_year?.[year]}, facts ${n} in ${year}`);
    }
  }

  /** When all follow-ups are done and nobody acts any more. */
  atRest(how: { cards: boolean } = { cards: true }): void {
    for (const [class_id, { meta, seats, line }] of this.classes) {
      const waiting = this.waiting(class_id);
      if (meta?.status === 'published') {
        const free = [...seats.values()].find((seat) => seat.taken < seat.size);
        if (free && waiting[0] && this.now() < Date.parse(meta.starts_at))
          this.fail(
            'no free seat while someone waits',
            `${class_id} block ${free.block} free, ${waiting[0].worker_id} waits`,
          );
        for (const row of line.values())
          if (row.status === 'offered' && Date.parse(row.offered_until) < this.now())
            this.fail('no stale offer', `${row.worker_id} in ${class_id}, until ${row.offered_until}`);
      }
      if (meta?.status === 'cancelled') {
        if (line.size > 0) this.fail('cancelled class', `${class_id}: ${line.size} still in line`);
        for (const [worker, agenda] of this.agendas)
          if (agenda.classes[class_id]) this.fail('cancelled class', `${worker} still holds ${class_id}`);
      }
      for (const [worker, agenda] of this.agendas) {
        const entry = agenda.classes[class_id];
        if (entry && meta?.status === 'published' && entry.timetable_rev !== meta.timetable_rev)
          this.fail(
            'agenda follows the class',
            `${worker} in ${class_id}: ${entry.timetable_rev}, now ${meta.timetable_rev}`,
          );
      }
    }
    if (how.cards) this.cardsAtRest();
    for (const [id, n] of this.notices) if (n !== 1) this.fail('a notice once', `${id}: ${n} times`);
  }

  /** One card for each class that is on, none for the others; it shows what the counters say. */
  private cardsAtRest(): void {
    const sum = (by_block: Record<string, number> = {}) => Object.values(by_block).reduce((total, n) => total + n, 0);
    for (const [class_id, { meta, seats }] of this.classes) {
      const cards = [...this.cards.values()].filter((card) => card.class_id === class_id);
      const expected = meta?.status === 'published' ? 1 : 0;
      if (cards.length !== expected) this.fail('one card', `${class_id}: ${cards.length} cards, it is ${meta?.status}`);
      if (!cards[0] || !meta) continue;
      const left = [...seats.values()].reduce((total, seat) => total + seat.size - seat.taken, 0);
      const line = [...seats.values()].reduce((total, seat) => total + seat.line, 0);
      const { starts_at, left: shown, waiting } = cards[0];
      if (starts_at !== meta.starts_at || sum(shown) !== left || sum(waiting) !== line)
        this.fail(
          'card = class',
          `${class_id}: card ${sum(shown)} left ${sum(waiting)} waiting ${starts_at}, class ${left}, ${line}, ${meta.starts_at}`,
        );
    }
  }
}
