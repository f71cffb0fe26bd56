import { PEER_KINDS } from "../../../lib/model/peer";
import { planNetwork } from "../../../lib/plan/plan";
import { renderPeer } from "../../../lib/peers/sheets";
import { foreignGateway, gateway, intents, vpn } from "../../fixtures/intents";

const TRICKS = ["\n", "\r", "\u2028", '"', "'", "`", "\\", "$(reboot)", "|", "<b>", "*/", "!", "#"];

/** The kinds that take the fixture's addresses, and their sheets. */
const KINDS = PEER_KINDS.filter((kind) => !/aws|azure|google|juniper/.test(kind));

function sheet(kind: string, description: string, path: string, ikeId: string) {
  const { plan } = planNetwork(
    intents({
      gateways: [gateway("office", 1)],
      foreignGateways: [
        foreignGateway("partner", 2, { kind, description, path: `net/${path}`, ikeId }),
      ],
      vpns: [vpn("office", "partner", { right: `net/${path}` })],
    }),
  );
  return plan && renderPeer(plan.peers[0]!);
}

describe.each(KINDS)("a sheet for %s", (kind) => {
  const plain = sheet(kind, "plain", "plain", "plain.example")!;
  const lines = (text: string) => text.split(/[\n\r\u2028]/).length;

  it.each(TRICKS)("has not one line more for a text with %j", (trick) => {
    for (const at of [0, 1, 2]) {
      const words = ["plain", "plain", "plain.example"].map((word, index) =>
        index === at ? `${word}${trick}auto=start;${trick}` : word,
      );
      const hostile = sheet(kind, words[0]!, words[1]!, words[2]!);
      if (!hostile) continue;
      expect(hostile.map(({ path }) => path)).toEqual(plain.map(({ path }) => path));
      hostile.forEach(({ text }, file) => expect(lines(text)).toBe(lines(plain[file]!.text)));
    }
  });
});

it("leaves a description's markup without effect", () => {
  const [page] = sheet("generic", "a | <b> `c` [d](e) *f*", "plain", "plain.example")!;
  expect(page!.text).toContain("a \\| \\<b\\> \\`c\\` \\[d\\](e) \\*f\\*\n");
});
