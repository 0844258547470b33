/** What the page knows of the system: who there is, what time it is, whose chats are open. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import * as api from './api';
import { type News, onNews } from './live';
import { Session } from './session';
import type { MenuButton, Person } from './types';

/** Names and the menu change seldom: a moment late is soon enough. */
const SYSTEM_LOOK_MS = 400;

/** Who there is, the account and its menu; asked again when something happens. */
export function useSystem() {
  const [people, setPeople] = useState<Person[]>();
  const [menu, setMenu] = useState<MenuButton[]>([]);
  const [account, setAccount] = useState('送训');
  const [trouble, setTrouble] = useState('');
  const load = useCallback(async () => {
    try {
      const [found, about] = await Promise.all([api.people(), api.menu()]);
      setPeople(found);
      setMenu(about.buttons);
      setAccount(about.account);
      setTrouble('');
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  }, []);
  useEffect(() => {
    void load();
    let timer: ReturnType<typeof setTimeout> | undefined;
    return onNews(({ openids, all }) => {
      if (all || openids.size)
        timer ??= setTimeout(() => void load().finally(() => (timer = undefined)), SYSTEM_LOOK_MS);
    });
  }, [load]);
  return { people, setPeople, account, menu, trouble };
}

/** The system's time, carried on by the page between two looks at it. */
export function useClock() {
  const [base, setBase] = useState({ system_ms: Date.now(), page_ms: performance.now() });
  const [, tick] = useState(0);
  const setNow = (system_ms: number) => setBase({ system_ms, page_ms: performance.now() });
  useEffect(() => {
    const look = () => void api.now().then(setNow, () => undefined);
    look();
    const stop = onNews(({ clock, all }) => (clock || all) && look());
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  return { now_ms: base.system_ms + (performance.now() - base.page_ms), setNow };
}

/** One session per phone on the table, kept while it stands there. */
export function useSessions(people: Person[], open: string[]): Session[] {
  const [kept] = useState(() => new Map<string, Session>());
  for (const openid of open) {
    const person = people.find((one) => one.openid === openid);
    if (person && !kept.has(openid)) kept.set(openid, new Session(person));
  }
  useEffect(() => {
    for (const person of people) kept.get(person.openid)?.update(person);
  }, [people]);
  const sessions = open.flatMap((openid) => kept.get(openid) ?? []);
  const names = open.join(' ');
  useEffect(() => {
    const refresh = (news?: News) => {
      for (const session of sessions)
        if (!news || news.all || news.openids.has(session.person.openid)) void session.refresh().catch(() => undefined);
    };
    refresh();
    return onNews(refresh);
  }, [names]);
  return sessions;
}
