import { createHash } from "crypto";
import { releaseTree } from "../../lab/image/image";
import { STAGING } from "../../lib/payload/bundle";
import { fetchingUserData, userDataOf } from "../../lib/payload/user-data";
import { programText } from "../../lib/render/program";
import { checkCloudInit } from "./cloud-init";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";
import { inTree } from "./tree";

const CHECK_LIMIT_MS = 5 * 60_000;

/** What is staged besides `apply`: text that a careless way of carrying it would change. */
const HOSTILE =
  "tab\tquote \" ' back\\slash\r\nno: yaml # comment\n\n  indented\ntrailing  \n@{x} é\n";

const PAYLOAD = userDataOf({
  name: "a",
  hash: "",
  placeholders: [],
  files: [
    { path: "apply", text: "#!/bin/sh\necho applied\nexit 3\n", placeholders: [] },
    { path: "files/etc/hostile", text: HOSTILE, placeholders: [] },
  ],
});
const SHA256 = createHash("sha256").update(PAYLOAD).digest("hex");

/** A server that says of each request what it asked for, and answers by its path. */
const SERVER = `
import http.server, sys
PAYLOAD = open("/payload", "rb").read()
asked = {}
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        number = asked[self.path] = asked.get(self.path, 0) + 1
        authorization = self.headers.get("Authorization")
        print("ASKED", self.path, authorization, file=sys.stderr, flush=True)
        status, body, headers = 200, PAYLOAD, {}
        if self.path == "/token":
            status, body = (200, b'{"access_token": "t0k3n"}') if self.headers.get("Metadata") == "true" else (403, b"")
        if self.path == "/with-token" and authorization != "Bearer t0k3n": status, body = 403, b"no"
        if self.path == "/moved": status, headers = 302, {"Location": "http://127.0.0.2:8000/other"}
        if self.path == "/other-payload": body = PAYLOAD + b"# changed"
        if self.path == "/later":
            status, body = [(404, b""), (200, b"#cloud-config\\n"), (200, PAYLOAD)][min(number, 3) - 1]
        self.send_response(status)
        for name, value in headers.items(): self.send_header(name, value)
        cut = self.path == "/cut" and number == 1
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:100] if cut else body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Answers).serve_forever()
`;

/** Says which packages it is asked for, and fails for one of them. */
const APT_GET = `#!/bin/sh
echo "APT $*" | sed "s/-q -o DPkg::Lock::Timeout=600 //" >&2
case $* in *nonesuch*) exit 100 ;; esac
`;

const AT = "http://127.0.0.1:8000";

interface Fetched {
  readonly status: number;
  readonly output: string;
  /** What the server was asked for, with the Authorization that came with it. */
  readonly asked: readonly string[];
  /** The staged file and its mode; nothing where none was written. */
  readonly staged?: string;
}

/** Runs the program with a release's Python, beside the server. */
function fetched(tree: string, source: object): Fetched {
  const whole = { tries: 2, pauseSeconds: 0, sha256: SHA256, ...source };
  const files = [
    { path: "/payload", text: PAYLOAD },
    { path: "/server.py", text: SERVER },
    { path: "/usr/local/sbin/apt-get", text: APT_GET, mode: "0755" },
    { path: "/var/lib/vpn-gateway/fetch", text: programText("fetch.py") },
    { path: "/var/lib/vpn-gateway/source.json", text: JSON.stringify(whole) },
  ];
  const script = `python3 /server.py 2>/asked &
until python3 -c 'import socket; socket.create_connection(("127.0.0.1", 8000))' 2>/dev/null; do sleep 0.2; done
python3 /var/lib/vpn-gateway/fetch >/output 2>&1
echo "STATUS $?"
kill $!
cat /output
echo ASKED-FOR
cat /asked
echo STAGED
stat -c %a ${STAGING}/files/etc/hostile 2>/dev/null
base64 -w 0 ${STAGING}/files/etc/hostile 2>/dev/null
`;
  const { output } = inTree(tree, files, script);
  const parts = /^STATUS (\d+)\n(.*)^ASKED-FOR\n(.*)^STAGED\n(.*)$/ms.exec(output);
  if (!parts) throw new Error(output);
  const [mode, text] = parts[4]!.split("\n");
  return {
    status: Number(parts[1]),
    output: parts[2]!.trim(),
    asked: parts[3]!.split("\n").flatMap((line) => /^ASKED (.*)$/.exec(line)?.[1] ?? []),
    ...(text && { staged: `${mode} ${Buffer.from(text, "base64").toString("utf8")}` }),
  };
}

const url = (path: string, more: object = {}) => ({ kind: "url", url: AT + path, ...more });
const token = (path: string) =>
  url(path, { token: { url: `${AT}/token`, headers: { Metadata: "true" } } });
const STAGED = `600 ${HOSTILE}`;
const APPLIED = { status: 3, output: "applied", staged: STAGED };

describeIfPossible.each(RELEASES)(
  "015.2: a payload that is fetched, on $release",
  ({ release }) => {
    let tree: string;

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it(
      "comes by user data that cloud-init takes",
      () => {
        const text = fetchingUserData("a").replace("@{payload.source}", '{"url": "https://a/b"}');
        expect(checkCloudInit(tree, text)).toMatchObject({ status: 0 });
        expect(Buffer.byteLength(text)).toBeLessThan(4096);
      },
      CHECK_LIMIT_MS,
    );

    it.each<[string, object, object]>([
      ["by its address", url("/payload"), { ...APPLIED, asked: ["/payload None"] }],
      [
        "with a token of the metadata service",
        token("/with-token"),
        { ...APPLIED, asked: ["/token None", "/with-token Bearer t0k3n"] },
      ],
      [
        "by a command",
        { kind: "command", command: ["cat", "/payload"] },
        { ...APPLIED, asked: [] },
      ],
      [
        "after an answer that breaks off",
        url("/cut"),
        {
          ...APPLIED,
          output: expect.stringMatching(
            /^vpn-gateway: the payload cannot be fetched: IncompleteRead.*\napplied$/,
          ),
          asked: ["/cut None", "/cut None"],
        },
      ],
      [
        "once it is there, and is the planned one",
        { ...url("/later"), tries: 3 },
        {
          ...APPLIED,
          output: expect.stringMatching(
            /: HTTP Error 404: .*\n.*SHA-256 .*nothing was changed\napplied$/,
          ),
          asked: ["/later None", "/later None", "/later None"],
        },
      ],
    ])(
      "%s is staged byte for byte, for root alone, and applied",
      (_, source, expected) => {
        expect(fetched(tree, source)).toEqual(expected);
      },
      CHECK_LIMIT_MS,
    );

    it(
      "whose command comes by a package has that installed once, however late the payload is",
      () => {
        const late = { kind: "command", command: ["false"], packages: ["awscli"] };
        expect(fetched(tree, late).output.match(/^APT .*/gm)).toEqual([
          "APT update",
          "APT install -y --no-install-recommends awscli",
        ]);
        const refused = fetched(tree, { ...late, packages: ["nonesuch"] }).output;
        expect(refused.match(/^APT install/gm)).toHaveLength(2);
      },
      CHECK_LIMIT_MS,
    );

    it.each<[string, object, RegExp, string[]]>([
      [
        "with another SHA-256",
        url("/other-payload"),
        new RegExp(`the payload has SHA-256 [0-9a-f]{64}, not ${SHA256}; nothing was changed`),
        ["/other-payload None", "/other-payload None"],
      ],
      [
        "that is elsewhere, to which no token goes",
        token("/moved"),
        /the payload cannot be fetched: HTTP Error 302/,
        ["/token None", "/moved Bearer t0k3n", "/token None", "/moved Bearer t0k3n"],
      ],
      [
        "whose server is not there",
        { kind: "url", url: "http://127.0.0.1:1/" },
        /the payload cannot be fetched: .*Connection refused/,
        [],
      ],
      [
        "whose command fails",
        { kind: "command", command: ["false"] },
        /the payload cannot be fetched: Command .* returned non-zero exit status 1/,
        [],
      ],
      [
        "whose command is not there",
        { kind: "command", command: ["nonesuch"] },
        /the payload cannot be fetched: .*No such file or directory: 'nonesuch'/,
        [],
      ],
    ])(
      "%s changes nothing, and says so once",
      (_, source, said, asked) => {
        const { output, staged, ...rest } = fetched(tree, source);
        expect(output.split("\n")).toEqual([
          expect.stringMatching(said),
          "vpn-gateway: given up after 2 tries",
        ]);
        expect(staged).toBeUndefined();
        expect(rest).toEqual({ status: 1, asked });
      },
      CHECK_LIMIT_MS,
    );
  },
);
