import type { Lab } from "../lab";
import { quote } from "../processes";
import { dropped } from "../sessions";
import { outages, type Arrivals, type Watch } from "./outage";
import { probes } from "./watch";

/** A change takes minutes, and CPU time that traffic must not take from it. */
const PROBE_EVERY_MS = 20;

/** Seconds for all that is only read, on a slow machine. */
const HANGS_AFTER = 600;

/** What a change of the network did to its traffic, as a user made it. */
export interface ChangeRun {
  seconds: number;
  flows: {
    from: string;
    to: string;
    family: 4 | 6;
    sent: number;
    lost: number;
    longestMs: number;
  }[];
  /** sessions that went down, in words */
  dropped: string[];
  /** CHILD SAs that were there before and are no more, by gateway */
  ended: Record<string, number>;
  /** why the change did not take, if it did not */
  failed?: string;
}

/** Watches traffic while `work` changes the network, until the network is healthy again. */
export async function watchChange(lab: Lab, work: () => Promise<void>): Promise<ChangeRun> {
  const sessions = await lab.sessions();
  const associations = await childAssociations(lab);
  await lab.vm.exec(
    `/lab/guest/traffic.sh start ${quote(JSON.stringify(probes(lab.file, PROBE_EVERY_MS)))}`,
  );
  const begun = Date.now();
  const failed = await work().then(
    () => undefined,
    (error: Error) => error.message,
  );
  const seconds = Math.round((Date.now() - begun) / 1000);
  const { stdout } = await lab.vm.exec("/lab/guest/traffic.sh stop", { timeLimit: HANGS_AFTER });
  const left = await childAssociations(lab);
  return {
    seconds,
    flows: flowsOf(JSON.parse(stdout) as { sent: number[]; flows: Arrivals[] }),
    dropped: dropped(sessions, await lab.sessions()),
    ended: Object.fromEntries(
      [...associations].map(([id, spis]) => {
        const now = left.get(id)!;
        return [id, spis.filter((spi) => !now.includes(spi)).length];
      }),
    ),
    failed,
  };
}

function flowsOf({ sent, flows }: { sent: number[]; flows: Arrivals[] }): ChangeRun["flows"] {
  const [first, last] = [sent[0], sent.at(-1)!];
  const watch: Watch = { begun: first, stood: first, end: last, sent, flows };
  return outages(watch).map(({ from, to, family, lost, longestMs }) => ({
    ...{ from, to, family, lost, longestMs },
    sent: sent.length,
  }));
}

/** Inbound SPIs of each gateway. */
async function childAssociations(lab: Lab): Promise<Map<string, string[]>> {
  const read = lab.gateways.map(async (id): Promise<[string, string[]]> => {
    const { stdout } = await lab.exec(id, ["swanctl", "--list-sas", "--raw"]);
    return [id, [...stdout.matchAll(/spi-in=([0-9a-f]+)/g)].map(([, spi]) => spi)];
  });
  return new Map(await Promise.all(read));
}

/** One line for each direction, and what else moved. */
export function describeChange({ seconds, flows, dropped, ended, failed }: ChangeRun): string[] {
  const ways = flows.map(
    ({ from, to, family, sent, lost, longestMs }) =>
      `${from}→${to} IPv${family} lost ${lost} of ${sent}, longest gap ${longestMs} ms`,
  );
  const sas = Object.entries(ended).filter(([, count]) => count > 0);
  return [
    ...(failed ? [`it did not take: ${failed}`] : []),
    `${seconds} s; ${ways.join("; ")}`,
    `sessions that went down: ${dropped.length}; SAs that ended: ${sas.map(([id, count]) => `${id} ${count}`).join(", ") || "none"}`,
  ];
}
