/** The system's clock: what time it is for everyone, and ways to move it. */
import { useState } from 'preact/hooks';
import * as api from './api';
import { useDismiss } from './hooks';
import { Icon } from './icons';
import { tell } from './live';
import { clock, DAY_MS, fromField, fullDay, HOUR_MS, instant, nextHour } from './times';

const EVENING_HOUR = 19;

interface Props {
  now_ms: number;
  moved(now_ms: number): void;
  add(): void;
}

export function ClockBar({ now_ms, moved, add }: Props) {
  const [open, setOpen] = useState(false);
  const [working, setWorking] = useState('');
  const [trouble, setTrouble] = useState('');
  const ref = useDismiss<HTMLDivElement>(open, () => setOpen(false));

  const work = async (what: string, task: () => Promise<void>) => {
    if (working) return;
    setWorking(what);
    setTrouble('');
    try {
      await task();
      await api.settle();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
    setWorking('');
    tell();
  };
  const jump = (to_ms: number) =>
    void work('正在拨钟…', async () => {
      moved(await api.setNow(instant(to_ms)));
    });

  return (
    <header class="bar" ref={ref}>
      <h1 class="brand">
        <span class="seal" aria-hidden="true">
          送训
        </span>
        <span class="sr">送训手机模拟器</span>
      </h1>
      <Now now_ms={now_ms} />
      <button
        type="button"
        class="chip clock-toggle"
        aria-expanded={open}
        aria-controls="clock-tools"
        onClick={() => setOpen(!open)}
      >
        <Icon name="clock" /> 拨钟
      </button>
      <div class={`tools-group ${open ? 'tools-open' : ''}`} id="clock-tools">
        <Jumps now_ms={now_ms} disabled={working !== ''} jump={jump} />
        <fieldset disabled={working !== ''}>
          <legend class="sr">定时任务</legend>
          <button
            type="button"
            class="chip chip-quiet"
            title="平常每分钟自己跑一次；拨钟以后也会跑"
            onClick={() => work('正在跑…', () => api.runJobs())}
          >
            跑定时任务
          </button>
          <button
            type="button"
            class="chip chip-quiet"
            title="工种和三个务工地的几个班；再按一次不会重复"
            onClick={() => work('正在载入…', () => api.seed())}
          >
            载入示范县
          </button>
        </fieldset>
      </div>
      <button type="button" class="chip chip-strong add" onClick={add} aria-label="加一个人">
        <Icon name="addPerson" /> <span>加一个人</span>
      </button>
      <p class={`working ${trouble ? 'working-bad' : ''}`} role="status">
        {trouble || working}
      </p>
    </header>
  );
}

function Now({ now_ms }: { now_ms: number }) {
  return (
    <div class="now">
      <span class="sr">系统时间</span>
      <time dateTime={instant(now_ms)}>
        <b>{clock(now_ms)}</b>
        <span>{fullDay(now_ms)}</span>
      </time>
    </div>
  );
}

function Jumps({ now_ms, disabled, jump }: { now_ms: number; disabled: boolean; jump(to_ms: number): void }) {
  const [to, setTo] = useState('');
  const evening = nextHour(now_ms, EVENING_HOUR);
  const shown = to || instant(now_ms).slice(0, 16);
  return (
    <fieldset disabled={disabled}>
      <legend class="sr">拨系统的钟</legend>
      <button type="button" class="chip" onClick={() => jump(now_ms + HOUR_MS)}>
        +1 小时
      </button>
      <button type="button" class="chip" onClick={() => jump(evening.ms)}>
        到{evening.days ? '明晚' : '今晚'} {EVENING_HOUR}:00
      </button>
      <button type="button" class="chip" onClick={() => jump(now_ms + DAY_MS)}>
        +1 天
      </button>
      <form
        class="chip-form"
        onSubmit={(event) => {
          event.preventDefault();
          const to_ms = fromField(shown);
          if (to_ms === undefined) return;
          jump(to_ms);
          setTo('');
        }}
      >
        <input
          type="datetime-local"
          aria-label="拨到（北京时间）"
          value={shown}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
        <button type="submit" class="chip">
          拨到
        </button>
      </form>
    </fieldset>
  );
}
