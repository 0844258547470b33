/** Bring a person to the table: a new one, or one who was here before. */
import { useState } from 'preact/hooks';
import * as api from './api';
import { Avatar } from './avatar';
import { Dialog } from './dialog';
import type { Person } from './types';

const NAMES = ['阿依', '小普', '春梅', '老杨', '秀英', '大勇', '阿果', '桂芳', '小龙', '金花', '建国', '丽琼'];
const SHOWN_MAX = 60;

interface Props {
  people: Person[];
  open: string[];
  close(): void;
  pick(person: Person): void;
}

export function PeopleDialog({ people, open, close, pick }: Props) {
  const [nickname, setNickname] = useState(
    () => NAMES.find((name) => !people.some((p) => p.nickname === name)) ?? `工友${people.length + 1}`,
  );
  const [wanted, setWanted] = useState('');
  const [trouble, setTrouble] = useState('');
  const others = people.filter((person) => !open.includes(person.openid) && person.nickname.includes(wanted.trim()));
  const add = async () => {
    try {
      const made = await api.addPerson(nickname.trim());
      pick({ ...made, nickname: made.nickname ?? nickname.trim() });
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="加一个人" close={close}>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (nickname.trim()) void add();
        }}
      >
        <label>
          微信昵称
          <input value={nickname} maxLength={20} onInput={(event) => setNickname(event.currentTarget.value)} />
        </label>
        <button type="submit" class="go" disabled={!nickname.trim()}>
          加上
        </button>
      </form>
      {trouble && <p class="trouble">{trouble}</p>}
      {people.length > open.length && (
        <>
          <label class="search">
            或者请回来
            <input
              type="search"
              value={wanted}
              placeholder="找昵称"
              onInput={(event) => setWanted(event.currentTarget.value)}
            />
          </label>
          <ul class="persons">
            {others.slice(0, SHOWN_MAX).map((person) => (
              <li key={person.openid}>
                <button type="button" onClick={() => pick(person)}>
                  <Avatar name={person.nickname} size="s" />
                  <span>{person.nickname}</span>
                  {person.unread ? <b class="badge">{person.unread}</b> : null}
                </button>
              </li>
            ))}
          </ul>
          {others.length === 0 && <p class="quiet">没有这个人。</p>}
          {others.length > SHOWN_MAX && <p class="quiet">还有 {others.length - SHOWN_MAX} 人，输昵称来找。</p>}
        </>
      )}
    </Dialog>
  );
}
