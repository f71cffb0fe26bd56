/** Tells what the lab is doing and for how long. */
export interface Progress {
  /** Runs `work`, showing `title` while it lasts and its time when it is done. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** A line of result. */
  say(line: string): void;
}

export const silent: Progress = { step: (_title, work) => work(), say: () => undefined };

/** Progress on a terminal: running steps on one live line; elsewhere plain lines. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const began = Date.now();
  const running = new Map<string, number>();
  const live = Boolean(stream.isTTY);
  let timer: NodeJS.Timeout | undefined;

  const clear = () => live && stream.write("\r\x1b[K");
  const draw = () => {
    const text = [...running].map(([title, since]) => `${title} ${seconds(since)}`).join(" · ");
    stream.write(`\r\x1b[K${`[${seconds(began)}] ${text}`.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const line = (text: string) => {
    clear();
    stream.write(`[${seconds(began)}] ${text}\n`);
  };
  // Where no line is redrawn, a long step says now and then that it still runs.
  const remind = () => {
    for (const [title, since] of running) line(`… ${title}, ${seconds(since).trim()} so far`);
  };

  return {
    async step(title, work) {
      const since = Date.now();
      running.set(title, since);
      if (!live) line(`${title} …`);
      timer ??= setInterval(live ? draw : remind, live ? 200 : 60_000);
      try {
        const result = await work();
        line(`${title}: ${seconds(since).trim()}`);
        return result;
      } catch (error) {
        line(`${title}: failed after ${seconds(since).trim()}`);
        throw error;
      } finally {
        running.delete(title);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
          clear();
        }
      }
    },
    say: line,
  };
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8);
}
