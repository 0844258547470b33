/** In a narrow window: whose phone is shown. */
import { Avatar } from './avatar';
import { useSession } from './hooks';
import { Badge } from './phone';
import type { Session } from './session';

interface TabsProps {
  sessions: Session[];
  current: string | undefined;
  pick(openid: string): void;
}

export function Tabs({ sessions, current, pick }: TabsProps) {
  return (
    <nav class="tabs" aria-label="谁的手机">
      {sessions.map((session) => (
        <Tab key={session.person.openid} session={session} on={session.person.openid === current} pick={pick} />
      ))}
    </nav>
  );
}

function Tab({ session, on, pick }: { session: Session; on: boolean; pick(openid: string): void }) {
  const { person, unread } = useSession(session);
  return (
    <button
      type="button"
      class={`tab ${on ? 'tab-on' : ''}`}
      aria-current={on ? 'true' : undefined}
      onClick={() => pick(person.openid)}
    >
      <Avatar name={person.nickname} size="s" />
      {person.nickname}
      {unread > 0 && <Badge n={unread} />}
    </button>
  );
}
