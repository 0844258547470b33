/** The table with the phones on it. */
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Seal } from './avatar';
import { ClockBar } from './clock-bar';
import { Drawer } from './drawer';
import { useKept, useNarrow } from './hooks';
import { connect } from './live';
import { PeopleDialog } from './people-dialog';
import { Phone } from './phone';
import { useClock, useSessions, useSystem } from './system';
import { Tabs } from './tabs';
import type { Person } from './types';

/** So many phones stand on the table at first; more can be brought. */
const FIRST_SHOWN = 3;

function Table() {
  const { people, setPeople, account, menu, trouble } = useSystem();
  const { now_ms, setNow } = useClock();
  const { open, setShown } = useShown(people);
  const [active, setActive] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [drawer, setDrawer] = useState<{ openid: string; turn: number; from: Element | null }>();
  const narrow = useNarrow();

  const sessions = useSessions(people ?? [], open);
  const current = open.includes(active ?? '') ? active : narrow ? open[0] : undefined;

  const bring = (person: Person) => {
    setAdding(false);
    if (!people?.some((known) => known.openid === person.openid)) setPeople([...(people ?? []), person]);
    setShown([...open.filter((openid) => openid !== person.openid), person.openid]);
    setActive(person.openid);
  };
  useIntoView(narrow ? undefined : drawer);
  const shutDrawer = () => {
    (drawer?.from as HTMLElement | null)?.focus?.();
    setDrawer(undefined);
  };

  return (
    <div class={`table ${drawer ? 'table-drawer' : ''}`}>
      <div class="bar-box">
        <ClockBar now_ms={now_ms} moved={setNow} add={() => setAdding(true)} />
      </div>
      {trouble && (
        <p class="trouble trouble-bar" role="alert">
          {trouble}
        </p>
      )}
      {narrow && sessions.length > 0 && <Tabs sessions={sessions} current={current} pick={setActive} />}
      <main class="phones">
        {people && open.length === 0 && <Empty nobody={people.length === 0} add={() => setAdding(true)} />}
        {sessions.map((session) => (
          <Phone
            key={session.person.openid}
            session={session}
            account={account}
            menu={menu}
            now_ms={now_ms}
            active={current === session.person.openid}
            hidden={narrow && current !== session.person.openid}
            focus={() => setActive(session.person.openid)}
            close={() => setShown(open.filter((openid) => openid !== session.person.openid))}
            open={(turn) => setDrawer({ openid: session.person.openid, turn, from: document.activeElement })}
          />
        ))}
      </main>
      {drawer && (
        <Drawer
          openid={drawer.openid}
          turn={drawer.turn}
          who={nickname(people ?? [], drawer.openid)}
          close={shutDrawer}
        />
      )}
      {adding && <PeopleDialog people={people ?? []} open={open} close={() => setAdding(false)} pick={bring} />}
    </div>
  );
}

const nickname = (people: Person[], openid: string) =>
  people.find((person) => person.openid === openid)?.nickname ?? openid;

/** Which phones stand on the table: those of last time, or the first few. */
function useShown(people: Person[] | undefined) {
  const [shown, setShown] = useKept<string[] | undefined>('songxun.shown', undefined);
  const open = useMemo(() => {
    if (!people) return [];
    const there = shown?.filter((openid) => people.some((person) => person.openid === openid));
    // None of them known: other data than last time. None shown: she put them all away.
    if (there && (there.length > 0 || shown?.length === 0)) return there;
    return people.slice(0, FIRST_SHOWN).map((person) => person.openid);
  }, [people, shown]);
  return { open, setShown };
}

/** Bring the phone whose turn is looked at beside the drawer. */
function useIntoView(looked: { openid: string } | undefined): void {
  useEffect(() => {
    if (!looked) return;
    const phone = document.querySelector(`[data-openid="${CSS.escape(looked.openid)}"]`);
    phone?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [looked]);
}

function Empty({ nobody, add }: { nobody: boolean; add(): void }) {
  return (
    <div class="empty">
      <Seal />
      <h2>{nobody ? '还没有人' : '手机都收起来了'}</h2>
      <p>加一位工友，拿她的手机试试报名。</p>
      <button type="button" class="go" onClick={add}>
        加一个人
      </button>
    </div>
  );
}

connect();
render(<Table />, document.getElementById('app')!);
