import { applyLimit } from "../delivery/provision";
import { planOf } from "./plan";
import { onInside } from "./inside";
import type { Check, Subject } from "./check";

export const secondApply: Check = {
  name: "a second apply changes nothing: no file, no link, no SA, no route, no line of FRR",
  async run(subject) {
    const { lab } = subject;
    const before = await snapshots(subject);
    const terraform = await lab.apply();
    const wrong = await Promise.all(lab.gateways.map((id) => applyAgain(subject, id)));
    const after = await snapshots(subject);
    for (const [id, text] of before)
      if (after.get(id) !== text)
        wrong.push([`${id}: changed\n--- before\n${text}\n--- after\n${after.get(id)}`]);
    if (!/0 added, 0 changed, 0 destroyed/.test(terraform))
      wrong.push([`terraform apply did something:\n${terraform}`]);
    return wrong.flat();
  },
};

/** What must stay the same: links by index, SAs by id, and when each was made. */
async function snapshots({ lab, plan }: Subject): Promise<Map<string, string>> {
  const script = [
    "for device in /sys/class/net/*; do echo ${device##*/} $(cat $device/ifindex); done",
    "swanctl --list-sas --raw | grep -o 'uniqueid=[0-9]*\\|spi-in=[0-9a-f]*' | sort",
    "ip -4 route show proto static; ip -6 route show proto static",
  ].join("\n");
  const read = lab.gateways.map(async (id): Promise<[string, string]> => {
    const words = onInside(planOf(plan, id), ["sh", "-c", script]);
    return [id, (await lab.exec(id, words)).stdout];
  });
  return new Map(await Promise.all(read));
}

async function applyAgain({ lab, plan }: Subject, id: string): Promise<string[]> {
  const wrong: string[] = [];
  const timeLimit = applyLimit(lab.gateways.length);
  const applied = await lab.exec(id, ["sh", "/var/lib/vpn-gateway/payload/apply"], {
    timeLimit,
  });
  if (applied.stdout.trim() !== "vpn-gateway: up to date")
    wrong.push(`${id}: apply did something:\n${applied.stdout}`);
  if (!planOf(plan, id).bgp) return wrong;
  const reload = ["/usr/lib/frr/frr-reload.py", "--test", "--stdout", "/etc/frr/frr.conf"];
  const { stdout } = await lab.exec(id, reload, { timeLimit });
  // frr-reload.py lists what it would add and delete under these two titles.
  const delta = stdout.slice(Math.max(0, stdout.search(/^Lines To (Delete|Add)/m)));
  if (/^Lines To (Delete|Add)\n=+\n[^]*\S/m.test(delta))
    wrong.push(`${id}: frr-reload.py would change something:\n${delta}`);
  return wrong;
}
