import { programText } from "../../lib/render/program";
import { checkFrr } from "./frr";

/** What happens to reloads: nothing, or they are killed half-way, as by a limit; the first one, or each. */
export type Reloads = "run" | "first killed" | "all killed";

const WITNESS = "192.0.2.1";

/** With a session that `bringRouting` watches. FRR 10 begins none that has BFD before that is up, as it cannot be here. */
export function withWitness(conf: string): string {
  const added = conf
    .replace(/^ bgp graceful-restart-disable\n/m, `$& neighbor ${WITNESS} remote-as 64999\n`)
    .replace(/^ address-family ipv4 unicast\n/m, `$&  neighbor ${WITNESS} activate\n`);
  expect(added.match(new RegExp(`^ +neighbor ${WITNESS} `, "gm"))).toHaveLength(2);
  return added;
}

export interface Brought {
  /** Whether the script said that FRR has the whole configuration. */
  readonly status: number;
  readonly reloads: number;
  readonly restarts: number;
  /** Whether bgpd has tried to reach the neighbor of `withWitness`. */
  readonly begun: boolean;
  /** What frr-reload.py would still change. */
  readonly delta: string;
  readonly daemons: readonly string[];
  /** Of `after`. */
  readonly output?: string;
}

/**
 * Starts a release's own FRR with a frr.conf, takes or adds what `before` says with vtysh, puts `wanted` in
 * the file's place, lets the gateway's script bring FRR there, and says what `after` prints then.
 */
export function bringRouting(
  tree: string,
  confText: string,
  { wanted = confText, before = "", after = "", reloads = "run" as Reloads },
): Brought {
  const then = `
export PATH=/tmp/stubs:$PATH
mkdir /tmp/stubs
cat > /tmp/stubs/systemctl <<'STUB'
#!/bin/sh
[ "$1" = try-restart ] || exit 0
echo restart >> /tmp/restarts
/usr/lib/frr/frrinit.sh restart >/dev/null 2>&1
STUB
cat > /tmp/stubs/frr-reload.py <<'STUB'
#!/bin/sh
[ "$1" != --reload ] || echo reload >> /tmp/reloads
if [ "$1" = --reload ] && ${KILLED[reloads]}; then
  touch /tmp/killed
  # It has started to change things: the limit ends it at its third line.
  export PATH=/tmp/dying:$PATH
  exec /usr/lib/frr/frr-reload.py --bindir /tmp/dying "$@"
fi
exec /usr/lib/frr/frr-reload.py "$@"
STUB
mkdir /tmp/dying
cat > /tmp/dying/vtysh <<'STUB'
#!/bin/sh
case $* in
  *configure*|*reload-*) echo >> /tmp/dying/lines; [ "$(wc -l < /tmp/dying/lines)" -lt 3 ] || kill -9 $PPID ;;
esac
exec /usr/bin/vtysh "$@"
STUB
chmod +x /tmp/stubs/* /tmp/dying/vtysh
touch /tmp/restarts /tmp/reloads
cat > /tmp/routing <<'SCRIPT'
${programText("routing.sh")}SCRIPT
${before}
cat > frr.conf <<'WANTED'
${wanted}WANTED
timeout 100 sh /tmp/routing 2>&1
echo "STATUS $?"
echo "RELOADS $(wc -l < /tmp/reloads)"
echo "RESTARTS $(wc -l < /tmp/restarts)"
echo "DAEMONS $(for it in zebra bgpd staticd watchfrr; do pgrep -x $it >/dev/null && echo $it; done | tr '\\n' ' ')"
# bgpd begins some seconds after it has learned that its configuration ends, on a busy machine many.
for second in $(seq 200); do
  begun=$(vtysh -c 'show bgp neighbors ${WITNESS}' | grep -cE 'Waiting for NHT|No path to specified Neighbor')
  [ "$begun" -eq 0 ] || break
  sleep 1
done
echo "BEGUN $begun"
echo AFTER
${after}
echo DELTA
/usr/lib/frr/frr-reload.py --test frr.conf 2>/dev/null || echo "frr-reload.py fails"
`;
  const { output } = checkFrr(tree, confText, { then });
  const word = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(output)?.[1];
  const delta = output.split(/^DELTA$/m)[1];
  if (delta === undefined) throw new Error(output);
  return {
    status: Number(word("STATUS")),
    reloads: Number(word("RELOADS")),
    restarts: Number(word("RESTARTS")),
    begun: word("BEGUN") === "1",
    delta: delta.trim(),
    ...(after && { output: /^AFTER$(.*)^DELTA$/ms.exec(output)?.[1] }),
    daemons: (word("DAEMONS") ?? "").trim().split(" "),
  };
}

const KILLED: Readonly<Record<Reloads, string>> = {
  run: "false",
  "first killed": "[ ! -e /tmp/killed ]",
  "all killed": "true",
};
