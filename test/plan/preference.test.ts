import { declaredPolicy, tunnelPolicy } from "../../lib/plan/preference";
import { BgpPolicy } from "../../lib/plan/types";
import { HaPairIntent } from "../../lib/model/routing";
import { Role } from "../../lib/plan/topology";

type Kind = "sole" | "med" | "local-preference" | "active-active";

function standpoint(kind: Kind, role: Role) {
  if (kind === "sole") return { role };
  const mode = kind === "active-active" ? "active-active" : "active-standby";
  const preference = kind === "local-preference" ? "local-preference" : "med";
  return { role, pair: { mode, preference } as HaPairIntent };
}

const NOTHING: BgpPolicy = { localPreference: undefined, med: undefined };

describe("preference of a session between two sites", () => {
  it.each<[Kind, Role, Kind, Role, BgpPolicy]>([
    // By MED: our own role counts outwards, the other side's MED decides between its gateways.
    ["med", "primary", "med", "primary", { localPreference: 200, med: 100 }],
    ["med", "primary", "med", "secondary", { localPreference: 200, med: 100 }],
    ["med", "secondary", "med", "primary", { localPreference: 140, med: 200 }],
    ["med", "secondary", "med", "secondary", { localPreference: 140, med: 200 }],
    ["med", "primary", "sole", "sole", { localPreference: 200, med: 100 }],
    // By LOCAL_PREF: we rank the other side's gateways ourselves.
    ["local-preference", "primary", "med", "primary", { localPreference: 200, med: 100 }],
    ["local-preference", "primary", "med", "secondary", { localPreference: 180, med: 100 }],
    ["local-preference", "secondary", "med", "primary", { localPreference: 140, med: 200 }],
    ["local-preference", "secondary", "med", "secondary", { localPreference: 120, med: 200 }],
    // An active/active pair ranks nobody, and is not ranked.
    ["active-active", "primary", "active-active", "secondary", NOTHING],
    ["active-active", "secondary", "med", "primary", NOTHING],
    [
      "local-preference",
      "primary",
      "active-active",
      "secondary",
      { localPreference: 200, med: 100 },
    ],
    // A gateway by itself has nobody to be preferred over, and follows MED.
    ["sole", "sole", "sole", "sole", NOTHING],
    ["sole", "sole", "med", "secondary", NOTHING],
  ])("%s %s towards %s %s", (ownKind, ownRole, peerKind, peerRole, policy) => {
    const own = standpoint(ownKind, ownRole);
    expect(tunnelPolicy(own, standpoint(peerKind, peerRole))).toEqual(policy);
  });

  it("a pair that prepends has its secondary announce a longer path, whatever it ranks by", () => {
    for (const kind of ["med", "local-preference"] as const) {
      const own = (role: Role) => {
        const standing = standpoint(kind, role);
        return { ...standing, pair: { ...standing.pair!, asn: 65001, asPathPrepend: 2 } };
      };
      const announced = (role: Role) => tunnelPolicy(own(role), { role: "sole" }).prepend;
      expect(announced("primary")).toBeUndefined();
      expect(announced("secondary")).toEqual([65001, 65001]);
    }
  });

  it("what the app declares takes the place of what the roles say, and of nothing else", () => {
    const own = tunnelPolicy(standpoint("med", "secondary"), standpoint("med", "primary"));
    const declared = declaredPolicy({ med: 7, asPathPrepend: 2 }, 65001);
    expect({ ...own, ...declared }).toEqual({
      localPreference: 140,
      med: 7,
      prepend: [65001, 65001],
    });
    expect({ ...own, ...declaredPolicy({}, 65001) }).toEqual(own);
  });

  it("communities are in FRR's order, each once", () => {
    const communities = ["65001:200", "65001:30", "9:1", "65001:200"];
    expect(declaredPolicy({ communities }, 65001)).toEqual({
      communities: ["9:1", "65001:30", "65001:200"],
    });
  });

  it("every way out of the pair ranks above the way through the partner", () => {
    const roles = ["primary", "secondary"] as const;
    const preferences = roles.flatMap((own) =>
      roles.map(
        (peer) =>
          tunnelPolicy(standpoint("local-preference", own), standpoint("med", peer))
            .localPreference!,
      ),
    );
    expect(Math.min(...preferences)).toBeGreaterThan(50);
    expect(new Set(preferences).size).toBe(4);
  });
});
