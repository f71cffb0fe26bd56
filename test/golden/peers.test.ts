import * as path from "path";
import { PeerKind } from "cdktf-routed-vpn";
import { PEER_APPS, peerApp } from "../fixtures/peers";
import { synthesizeStack } from "../fixtures/synth";
import { readTree, writeTree } from "../fixtures/tree";

const UPDATE = process.env.UPDATE_GOLDENS === "1";

describe("the golden sheet of each kind of peer", () => {
  it.each(Object.values(PeerKind))("%s", (kind) => {
    const written = synthesizeStack((stack) => peerApp(stack, kind));
    const name = PEER_APPS[kind].name ?? "partner";
    const sheet = readTree(path.join(written.folder("net"), "peers", name));
    const golden = path.join(__dirname, "peers", kind);
    if (UPDATE) writeTree(golden, sheet);
    expect(sheet).toEqual(readTree(golden));
  });
});
