import { releaseTree } from "../../lab/image/image";
import { GatewayPlan } from "../../lib/plan/types";
import { footprints } from "../../lib/render/components";
import { gatewayPlan } from "../fixtures/plan";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";
import { inTree, Outcome } from "./tree";

const CHECK_LIMIT_MS = 4 * 60_000;

type Units = NonNullable<NonNullable<GatewayPlan["additions"]>["addUnit"]>;

/** What the checks of payloads say, each with these units. They leave nothing behind. */
function checked(tree: string, cases: readonly Units[]): Outcome[] {
  const payloads = cases.map((addUnit, at) => {
    const folder = `/payload-${at}/files`;
    const all = footprints(gatewayPlan({ additions: { addUnit } }));
    const names = addUnit.map(({ name }) => name);
    const checks = all.flatMap((it) => it.checks ?? []).filter(({ name }) => names.includes(name));
    expect(checks.map(({ name }) => name)).toEqual(names);
    const files = all.flatMap((it) => it.files);
    return {
      files: files.map(({ path, text }) => ({ path: `${folder}${path}`, text })),
      script: checks.map(({ command }) => command.replaceAll("%", folder)).join(" && "),
    };
  });
  const script = payloads.map((it, at) => `(${it.script}) 2>&1; echo "CASE ${at} $?"`).join("\n");
  const { output } = inTree(
    tree,
    payloads.flatMap(({ files }) => files),
    `${script}\nls -d /tmp/tmp.* 2>/dev/null`,
  );
  const found = [...output.matchAll(/([^]*?)^CASE \d+ (\d+)\n/gm)];
  expect(output.endsWith(`CASE ${cases.length - 1} ${found.at(-1)![2]}\n`)).toBe(true);
  return found.map(([, text, status]) => ({ output: text!, status: Number(status) }));
}

const unit = (name: string, ...lines: string[]) => ({ name, text: [...lines, ""].join("\n") });
const service = (...lines: string[]) => [unit("own.service", "[Service]", ...lines)];
const beside = (...lines: string[]) => [
  unit("own.service", "[Unit]", ...lines, "[Service]", "ExecStart=/srv/own"),
];

const GOOD: Record<string, Units> = {
  "a program of the distribution": service("ExecStart=/usr/bin/true"),
  "a program that comes with the payload": service("ExecStart=/srv/own --now"),
  "the same in each command": service(
    ...["ExecCondition=/srv/a", "ExecStartPre=/srv/b", "ExecStart=/srv/c", "ExecStartPost=/srv/d"],
    ...["ExecReload=/srv/e", "ExecStop=/srv/f", "ExecStopPost=/srv/g"],
  ),
  "prefixes of commands": service(
    ...["ExecStartPre=-/srv/a", "ExecStartPre=+/srv/a", "ExecStart=:@/srv/c own --now"],
  ),
  "a program in quotes": service('ExecStart="/srv/the program" "a ; b"'),
  "a program by its name": service("ExecStart = own --now"),
  "several commands in a line": service("Type=oneshot", "ExecStart=/srv/a ; /srv/b ; -/srv/c"),
  "a command of several lines, with comments between": service(
    ...["# not for long \\", "ExecStart=\\", "# it isn't here", "  /srv/own \\", "  --now"],
  ),
  "a user and a group that nobody has": service(
    ...["ExecStart=/usr/bin/true", "User=somebody", "Group=somebody"],
  ),
  "units that come later": beside("Requires=later.service \\", " srv.mount", "After=later.service"),
  "a unit of the same payload": [
    ...beside("BindsTo=other.service", "After=other.service"),
    unit("other.service", "[Service]", "ExecStart=/srv/other"),
  ],
  "what starts a service, beside it": [
    ...service("ExecStart=/srv/own"),
    unit("own.socket", "[Socket]", "ListenStream=9", "ExecStartPre=/srv/before"),
    unit("own.timer", "[Timer]", "OnCalendar=daily"),
    unit("own.path", "[Path]", "PathExists=/srv/own"),
    unit("own.target", "[Unit]", "Wants=own.socket"),
  ],
  "a section of nobody": service("ExecStart=/srv/own", "[X-Own]", "A=b", "[Nonsense]", "C=d"),
  "a directive of nobody": service("ExecStart=/srv/own", "Restrat=always"),
  "a value that is none": service("ExecStart=/srv/own", "Restart=sometimes"),
};

const BAD: Record<string, { readonly units: Units; readonly says: RegExp }> = {
  "no command": { units: service("Type=simple"), says: /Service has no ExecStart=/ },
  "two commands": {
    units: service("ExecStart=/srv/a", "ExecStart=/srv/b"),
    says: /more than one ExecStart=/,
  },
  "a quote without an end": {
    units: service('ExecStart=/srv/own "now'),
    says: /Unbalanced quoting/,
  },
  "a path from nowhere": { units: service("ExecStart=srv/own"), says: /nor an absolute path/ },
  "a section's head without an end": {
    units: [unit("own.service", "[Service", "ExecStart=/srv/own")],
    says: /Invalid section header/,
  },
  "a service that would never have started": {
    units: service("Type=oneshot", "Restart=always", "ExecStart=/srv/own"),
    says: /isn't allowed for Type=oneshot/,
  },
  "a timer without a time": {
    units: [...service("ExecStart=/srv/own"), unit("own.timer", "[Timer]", "OnCalendar=soon")],
    says: /Timer unit lacks value setting/,
  },
  "a socket that listens nowhere": {
    units: [...service("ExecStart=/srv/own"), unit("own.socket", "[Socket]")],
    says: /Unit has no Listen setting/,
  },
  "a socket without its service": {
    units: [unit("own.socket", "[Socket]", "ListenStream=9")],
    says: /own\.service/,
  },
};

describeIfPossible.each(RELEASES)("units of an app, with systemd of $release", ({ release }) => {
  let tree: string;

  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  it(
    "are not refused for what may come with them or later, nor for what systemd ignores",
    () => {
      const found = checked(tree, Object.values(GOOD));
      const refused = Object.keys(GOOD)
        .map((name, at) => ({ name, ...found[at]! }))
        .filter(({ status }) => status !== 0);
      expect(refused).toEqual([]);
    },
    CHECK_LIMIT_MS,
  );

  it(
    "are refused where systemd would not load them",
    () => {
      const cases = Object.entries(BAD);
      const found = checked(
        tree,
        cases.map(([, { units }]) => units),
      );
      const accepted = cases.filter((_, at) => found[at]!.status === 0).map(([name]) => name);
      expect(accepted).toEqual([]);
      for (const [at, [, { says }]] of cases.entries()) expect(found[at]!.output).toMatch(says);
    },
    CHECK_LIMIT_MS,
  );
});
