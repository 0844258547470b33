/** What really happened in a turn: the XML on the wire, the answer, the rows written. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import * as api from './api';
import { Code } from './code';
import { Icon } from './icons';
import { Row } from './row';
import type { Turn, WrittenRow } from './types';

interface Props {
  openid: string;
  who: string;
  turn: number;
  close(): void;
}

export function Drawer({ openid, who, turn, close }: Props) {
  const [found, setFound] = useState<Turn>();
  const [trouble, setTrouble] = useState('');
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    setFound(undefined);
    setTrouble('');
    let gone = false;
    const show = async () => {
      const first = await api.turn(openid, turn);
      if (gone) return;
      setFound(first);
      if (first.rows.every(complete)) return;
      // What a row was before and is now comes by the table's stream, a moment later.
      await api.settle();
      const second = await api.turn(openid, turn);
      if (!gone) setFound(second);
    };
    show().catch((error) => gone || setTrouble(String(error?.message ?? error)));
    return () => {
      gone = true;
    };
  }, [openid, turn]);
  // Before it is painted: Escape pressed as soon as the drawer is seen must find it.
  useLayoutEffect(() => ref.current?.focus(), [openid, turn]);
  const title = `${who} · 第 ${turn} 轮`;
  return (
    <aside
      class="drawer"
      aria-label={`原文：${title}`}
      tabIndex={-1}
      ref={ref}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="round" aria-label="关闭原文" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="drawer-body">
        {trouble && <p class="trouble">{trouble}</p>}
        {!found && !trouble && <p class="quiet">正在取……</p>}
        {found && <Whole turn={found} />}
      </div>
    </aside>
  );
}

const complete = (row: WrittenRow) => row.event !== undefined || row.kind === 'check' || row.outcome !== 'written';

const MODES: Record<string, string> = { plain: '明文', compatible: '兼容', secure: '加密' };
const OUTCOMES: Record<string, string> = {
  answered: '有回音',
  timeout: '超过 5 秒',
  refused: '连不上',
  failed: '服务出错',
  dropped: '回音丢了',
};

function Whole({ turn }: { turn: Turn }) {
  const sealed = turn.decrypted !== '' && turn.decrypted !== turn.request;
  const transactions = new Set(turn.rows.map((row) => row.transaction)).size;
  return (
    <>
      <dl class="facts">
        <Fact name="方式" value={MODES[turn.mode] ?? turn.mode} />
        <Fact name="用时" value={`${Math.round(turn.ms)} 毫秒`} />
        <Fact name="送达" value={`${turn.attempts.length} 次`} />
        <Fact name="写下" value={`${turn.rows.length} 行`} />
      </dl>
      <Section title={sealed ? '微信送来 · 解密后' : '微信送来'} open>
        <Code value={turn.decrypted || turn.request} />
      </Section>
      {sealed && (
        <Section title="微信送来 · 线上原文">
          <Code value={turn.request} />
        </Section>
      )}
      <Section title={sealed ? '我们回的 · 解密后' : '我们回的'} open>
        {turn.answer_decrypted || turn.answer ? (
          <Code value={turn.answer_decrypted || turn.answer} />
        ) : (
          <p class="quiet">没有内容。</p>
        )}
      </Section>
      {sealed && turn.answer && (
        <Section title="我们回的 · 线上原文">
          <Code value={turn.answer} />
        </Section>
      )}
      <Section
        title="写下的行"
        note={transactions > 1 ? `${turn.rows.length} 行，${transactions} 次提交` : `${turn.rows.length} 行`}
        open
      >
        {turn.rows.length === 0 && <p class="quiet">什么也没写。</p>}
        {turn.rows.map((row, i) => (
          <Row key={i} row={row} />
        ))}
      </Section>
      <Section title="每次送达" note={`${turn.attempts.length} 次`} open={turn.attempts.length > 1}>
        <ol class="attempts">
          {turn.attempts.map((attempt, i) => (
            <li key={i}>
              <b>{OUTCOMES[attempt.outcome] ?? attempt.outcome}</b> {attempt.status} · {Math.round(attempt.ms)} 毫秒
              <code>{attempt.url}</code>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface SectionProps {
  title: string;
  note?: string;
  open?: boolean;
  children: ComponentChildren;
}

function Section({ title, note, open = false, children }: SectionProps) {
  return (
    <details class="section" open={open}>
      <summary>
        {title} {note && <small class="section-note">{note}</small>}
      </summary>
      {children}
    </details>
  );
}
